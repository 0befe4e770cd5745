"""A laboratory that runs mass surveillance and citizen scoring on an invented population.

The people are invented and nothing here is a forecast.
"""

__version__ = "0.1.0"
