"""Drafts of impact assessments, filled from a run as far as a simulation can, with boxes for what only people know."""
