"""Page 2, a run: choose a preset, change what matters, run it, and see what it did to whom."""
