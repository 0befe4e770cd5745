"""The page of another scenario: the same people in several scenarios side by side, and who is spared or newly
harmed."""
