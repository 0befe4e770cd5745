"""Scenarios with tiers of their own: two to eight, none of them named as the shipped ones are."""

from __future__ import annotations

from pathlib import Path

#: From the best to the worst.
NAMES = ("Trusted", "good", "fair_3", "Middling", "weak", "Poor", "bad7", "Outcast")
#: Scores are close together, so that people rise and fall.
_TOP, _STEP = 1005, 15


def names(tiers: int) -> tuple[str, ...]:
    """So many names: the first ones, and the worst.

    >>> names(3)
    ('Trusted', 'good', 'Outcast')
    """
    return (*NAMES[: tiers - 1], NAMES[-1])


def text(tiers: int, *, days: int = 60) -> str:
    """The file of a scenario with so many tiers: all but the middle ones close a gate, the best among them."""
    named = names(tiers)
    cuts = "\n".join(
        f"  cut_{name.lower()}: {{value: {_TOP - _STEP * k}, unit: points, assumed: invented, "
        f"range: [{_TOP - _STEP * k - 20}, {_TOP - _STEP * k + 20}]}}"
        for k, name in enumerate(named[:-1])
    )
    return (
        f"glasshouse: 1\nname: {tiers}-tiers\nextends: as-described\ntitle: A score of {tiers} tiers\n"
        f"summary: A scenario of the tests.\ndays: {days}\npopulation: 500\n"
        f"score:\n  tiers: [{', '.join(named)}]\n{cuts}\n"
        f"restrictions:\n  redlist_gates: [restaurant]\n  tier_gates:\n    {named[0]}: [school]\n"
        f"    {named[-1]}: [hotel, rail, flight, credit]\n"
    )


def scenario_file(folder: Path, tiers: int) -> str:
    """The path of such a file."""
    path = folder / f"{tiers}-tiers.yaml"
    path.write_text(text(tiers), encoding="utf-8")
    return str(path)
