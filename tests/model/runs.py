"""Runs that several tests look at: each is made once a test run."""

from __future__ import annotations

from functools import cache

from glasshouse.engine.counts import MEASURES, STOCKS, Count
from glasshouse.engine.simulate import Replicate, simulate
from glasshouse.scenario import load

#: Every rare thing made frequent, so that 10,000 people show each measure within ten weeks.
RATES = {
    "people.offences": 0.05,
    "people.assemblies": 0.02,
    "people.volunteering": 0.05,
    "people.unlawful_posts": 0.004,
    "people.critical_posts": 0.02,
    "people.critical_messages": 0.03,
    "people.defaults": 0.0005,
    "people.late_payments": 0.005,
    "people.purchases": 0.05,
    "people.debt_spiral": 10,
    "people.outings_hotel": 0.05,
    "people.outings_shop": 0.1,
    "people.outings_restaurant": 0.1,
    "people.outings_credit": 0.05,
    "people.outings_flight": 0.05,
    "people.outings_rail": 0.05,
    "people.outings_school": 0.05,
    "people.outings_visa": 0.05,
    "cameras.capture": 0.2,
    "cameras.face_recognition_share": 0.3,
    "face_recognition.false_match_rate": 1e-7,
    "internet.false_flag": 0.01,
    "informants.willingness": 0.1,
    "informants.malicious": 0.005,
    "informants.mistaken": 0.005,
    "companies.message_recall": 0.1,
    "companies.purchase_recall": 0.2,
    "companies.shared_account": 0.002,
    "companies.cloud_capture": 0.05,
    "registries.clerical_error": 0.0002,
    "registries.stale_share": 0.3,
    "registries.stale_weeks": 2,
    "score.cut_aaa": 1020,
    "score.cut_aa": 1010,
    "score.cut_b": 900,
    "score.cut_c": 850,
    "score.every": 7,
    "score.retention": 120,
    "learned_score.every": 14,
    "learned_score.sample": 0.8,
    "learned_score.watch": 8,
    "commercial_score.joining": 0.05,
    "commercial_score.gain": 5,
    "restrictions.defaulter_weeks": 3,
    "restrictions.dishonest_weeks": 3,
    "redress.notice": 0.8,
    "redress.appeal_wrongful": 0.8,
    "redress.appeal_rightful": 0.5,
    "redress.decision_days": 5,
    "redress.automation_bias": 0.3,
    "redress.mercy": 0.3,
}
#: The score becomes mandatory on 1 January 2020, in the middle of these days.
BUSY = (*(f"{key}={value}" for key, value in RATES.items()), "start=2019-12-01")
#: The first day on which the score is mandatory in a busy run.
MANDATORY = 31


@cache
def run(
    preset: str, *sets: str, population: int = 10_000, days: int = 70, seed: int = 1, threads: int = 1
) -> Replicate:
    """One replicate of a preset, kept for the test run."""
    return simulate(load(preset, sets=sets), population=population, days=days, seed=seed, threads=threads)


def busy(*sets: str) -> Replicate:
    """The busy state, with more settings laid over it."""
    return run("as-described", *BUSY, *sets)


def totals(replicate: Replicate, first: int = 0, last: int | None = None) -> dict[str, int]:
    """Each measure over all districts and groups: summed over days first .. last - 1, or a stock's last value."""
    days = replicate.daily[first:last]
    sums = days.sum(axis=(0, 1, 2)).tolist()
    weekly = [day for day in range(len(days)) if days[day, :, :, Count.people].any()]
    evening = days[weekly[-1]].sum(axis=(0, 1)).tolist() if weekly else [0] * len(MEASURES)
    return {name: (evening if name in STOCKS else sums)[Count[name]] for name in MEASURES}
