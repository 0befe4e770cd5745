"""What drives the answer: many scenarios that differ in their assumptions, and what their figures say together."""
