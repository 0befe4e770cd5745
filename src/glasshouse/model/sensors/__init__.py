"""One file a sensor: what it sees, how it errs, and what it pins on whom."""
