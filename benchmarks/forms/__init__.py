"""One reduced model, written in three forms: blocks (glasshouse), whole columns (NumPy), objects (Mesa)."""
