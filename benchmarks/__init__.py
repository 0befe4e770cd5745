"""Timings of glasshouse, and of one reduced model written with its peers."""
