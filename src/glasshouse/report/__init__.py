"""The reports of runs and comparisons: a self-contained page that opens with no network, and a PDF to hand on."""
