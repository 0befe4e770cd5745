"""What drives the answer: many worlds that differ in their assumptions, and what their figures say together."""
