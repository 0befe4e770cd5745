"""The invented people: their traits, their state, and who knows whom."""
