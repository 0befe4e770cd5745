"""One invented person's life, replayed exactly from a run and told in plain English.

A run keeps no lives. What it keeps (scenario, seed, population, days) is enough to live it again, to the last bit,
while following a few people; the digest says whether it was the same run.
"""
