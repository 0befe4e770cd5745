"""The same day on an NVIDIA GPU, from the same stages."""
