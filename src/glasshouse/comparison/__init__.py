"""The same invented people in another scenario: comparisons of arms, and what each part adds to harm."""
