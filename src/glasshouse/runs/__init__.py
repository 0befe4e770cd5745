"""The run as a kind of folder: planned, carried out, written, opened, resumed and verified."""
