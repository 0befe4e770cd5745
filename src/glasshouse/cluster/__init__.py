"""Work shared by many processes and machines: whole replicates and arms, or one run cut into districts."""
