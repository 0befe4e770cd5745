"""A plug-in for glasshouse: a sensor, a behaviour, a safeguard, a measure, and a town in which to try them."""
