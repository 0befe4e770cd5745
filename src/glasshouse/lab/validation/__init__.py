"""Page 5, why believe it: what was tested, what the numbers rest on, what drives the answer, and the limits."""
