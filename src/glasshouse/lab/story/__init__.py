"""The page of a life: any invented person's story, alone or beside the same person's in another scenario."""
