"""What a run leaves: its folder, its figures, and the headline in sentences."""
