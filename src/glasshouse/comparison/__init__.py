"""The same invented people in another world: comparisons of arms, and what each part adds to harm."""
