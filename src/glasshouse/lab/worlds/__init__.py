"""The page of another world: the same people in several worlds side by side, and who is spared or newly harmed."""
