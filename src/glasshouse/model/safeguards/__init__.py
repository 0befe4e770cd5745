"""One file a safeguard."""
