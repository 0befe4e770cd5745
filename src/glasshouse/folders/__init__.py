"""A folder that work leaves, of any kind: locked while it is written, never half a file, gone on with, checked."""
