"""Polars: one frame of everybody, and a day as a lazy query of expressions, which Polars plans and runs on its threads.

The streaming engine takes the rows in batches, and is the quicker of its two, as its documentation says. Polars has no
generator of random numbers in its expressions: NumPy draws a column a purpose, on one thread, and Polars takes them as
they are. POLARS_MAX_THREADS sets its threads, before it is first imported.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from polars import col

from benchmarks.peers import rules

_DRAWS = ("out", "act", "hold", "capture", "hit", "false", "outing", "review")
_KINDS = {np.int16: pl.Int16, np.uint8: pl.UInt8, np.uint16: pl.UInt16}


def day_of(people: pl.LazyFrame, week: bool) -> pl.LazyFrame:
    """One day of everybody: each ``with_columns`` is one pass, whose expressions may run side by side."""
    a, b, c = rules.CUTS
    chill = np.float32(rules.CHILL)
    hit = (
        (col("act") < rules.ACT)
        & (col("out") < rules.OUT)
        & (col("hold") >= col("fear").cast(pl.Float32) * chill)
        & (col("capture") < rules.CAPTURE)
        & (col("hit") < rules.HIT)
    )
    score, fear = col("score"), col("risen")
    return (
        # live, observe, attribute
        people.with_columns(entries=hit.cast(pl.Int16) + (col("false") < rules.FALSE).cast(pl.Int16))
        # record, score
        .with_columns(
            dossier=pl.min_horizontal(255, col("dossier").cast(pl.Int16) + col("entries")).cast(pl.UInt8),
            score=(score + int(week) - rules.POINTS * col("entries")).clip(0, rules.BEST),
        )
        # sanction
        .with_columns(
            was=col("tier"), tier=(score < a).cast(pl.UInt8) + (score < b).cast(pl.UInt8) + (score < c).cast(pl.UInt8)
        )
        .with_columns(barred=col("tier") >= rules.BARRED_TIER)
        # gate, and who is heard
        .with_columns(
            onset=col("barred") & (col("was") < rules.BARRED_TIER),
            refused=col("barred") & (col("outing") < rules.OUTING),
            heard=col("barred") & (col("review") < rules.REVIEW),
            sanctioned=col("sanctioned") + col("barred").cast(pl.UInt16),
        )
        # adapt
        .with_columns(
            risen=pl.min_horizontal(
                255,
                col("fear").cast(pl.Int16)
                + rules.FEAR_REFUSED * col("refused").cast(pl.Int16)
                + rules.FEAR_ONSET * col("onset").cast(pl.Int16),
            ).cast(pl.UInt8),
            trust=pl.when("refused")
            .then(col("trust").clip(rules.TRUST_REFUSED, 255) - rules.TRUST_REFUSED)
            .otherwise("trust"),
        )
        # adapt by the week, redress
        .select(
            score=pl.when("heard").then((score + rules.GIVEN_BACK).clip(0, rules.BEST)).otherwise(score),
            dossier=pl.when("heard").then(col("dossier") // 2).otherwise("dossier"),
            fear=fear - fear // 8 if week else fear,
            trust="trust",
            tier="tier",
            sanctioned="sanctioned",
        )
    )


def build(*, population: int, days: int, seed: int, threads: int) -> rules.Lives:
    rng = np.random.default_rng(seed)
    people = pl.DataFrame(rules.start(population))

    def live():
        nonlocal people
        for day in range(days):
            drawn = rng.random((len(_DRAWS), population), np.float32)
            today = people.with_columns(pl.Series(name, row) for name, row in zip(_DRAWS, drawn, strict=True))
            people = day_of(today.lazy(), rules.last_of_week(day)).collect(engine="streaming")

    return rules.Lives(live, lambda: {name: people[name].to_numpy() for name in rules.COLUMNS})
