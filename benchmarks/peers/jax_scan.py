"""JAX: a pure day under `jit`, `lax.scan` over the days, donated state, and a key of its own for each day.

As JAX's documentation says of random numbers, keys are split or folded and never used twice. ``threefry`` is its usual
generator; ``rbg`` is another that it offers, whose numbers may differ between devices and versions. JAX runs on its CPU
device here, on as many threads as the process has cores. Compiling is not timed: the first, untimed, round does it.
"""

from __future__ import annotations

from functools import partial

import jax
import jax.numpy as jnp
from jax import lax

from benchmarks.peers import rules

_WORDS = 8


@partial(jax.jit, static_argnames="days", donate_argnames="state")
def live_through(key, state, days):
    def one_day(state, day):
        return day_of(state, jax.random.fold_in(key, day), day), None

    return lax.scan(one_day, state, jnp.arange(days))[0]


def day_of(s, key, day):
    """One day of everybody."""
    p = rules.Words(*(jnp.uint32(word) for word in rules.words()))
    w = jax.random.bits(key, (_WORDS, s["score"].size), jnp.uint32)
    week = day % rules.WEEK == rules.WEEK - 1
    # live, observe, attribute
    act = (w[0] < p.out) & (w[1] < p.act) & (w[2] >= s["fear"].astype(jnp.uint32) * p.chill)
    entries = (act & (w[3] < p.capture) & (w[4] < p.hit)).astype(jnp.int16) + (w[5] < p.false).astype(jnp.int16)
    # record, score
    dossier = jnp.minimum(255, s["dossier"].astype(jnp.int16) + entries)
    score = jnp.clip(s["score"] + week.astype(jnp.int16) - rules.POINTS * entries, 0, rules.BEST)
    # sanction, gate
    tier = sum((score < cut).astype(jnp.uint8) for cut in rules.CUTS)
    barred = tier >= rules.BARRED_TIER
    onset = barred & (s["tier"] < rules.BARRED_TIER)
    refused = barred & (w[6] < p.outing)
    # adapt
    risen = s["fear"].astype(jnp.int16) + rules.FEAR_REFUSED * refused + rules.FEAR_ONSET * onset
    risen = jnp.minimum(255, risen.astype(jnp.int16))
    fear = jnp.where(week, risen - (risen >> 3), risen)
    trust = jnp.maximum(0, s["trust"].astype(jnp.int16) - (rules.TRUST_REFUSED * refused).astype(jnp.int16))
    # redress
    heard = barred & (w[7] < p.review)
    return {
        "score": jnp.where(heard, jnp.minimum(rules.BEST, score + rules.GIVEN_BACK), score).astype(jnp.int16),
        "dossier": jnp.where(heard, dossier >> 1, dossier).astype(jnp.uint8),
        "fear": fear.astype(jnp.uint8),
        "trust": trust.astype(jnp.uint8),
        "tier": tier.astype(jnp.uint8),
        "sanctioned": s["sanctioned"] + barred.astype(jnp.uint16),
    }


def _build(kind: str, *, population: int, days: int, seed: int, threads: int) -> rules.Lives:
    state = jax.device_put(rules.start(population))
    key = jax.random.key(seed, impl=kind)

    def live():
        nonlocal state
        state = jax.block_until_ready(live_through(key, state, days))

    return rules.Lives(live, lambda: jax.device_get(state))


threefry = partial(_build, "threefry2x32")
rbg = partial(_build, "rbg")
