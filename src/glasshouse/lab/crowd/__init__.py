"""Page 1, a crowd: one dot a person, 10,000 invented people, and what a change of the machine does to them.

Real numbers from the engine, in well under a second: a year of 10,000 people is simulated anew at each change.
"""
