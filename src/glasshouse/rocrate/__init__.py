"""A run or a comparison packed with all that is needed to reproduce it, as an RO-Crate."""
