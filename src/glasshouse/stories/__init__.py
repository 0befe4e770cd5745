"""One invented person's life, replayed exactly from a run and told in plain English.

A run keeps nobody's days. What it keeps (scenario, seed, population, days) is enough to simulate it again, to the last
bit, while following a few people; the digest says whether it was the same run. A trace of the days becomes a `history`,
that is cut into `segments`, `render` sets their order, and `realise` finds the words of each, among the `phrases` that
mechanisms bring.
"""
