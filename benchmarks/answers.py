"""Where the answers come from: `python benchmarks/answers.py` (some minutes).

For each figure of the headline: which mechanism makes it? It is switched off, and the figure must move as it should.
Beside each stands what the first edition gave. Prints a table, and writes benchmarks/results/answers.json; ends with 1
where a point is not as it should be.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import glasshouse
from glasshouse.cli.explain import explanation
from glasshouse.evidence import MARK, kind_of, load_sources
from glasshouse.headlines.from_memory import note, remembered
from glasshouse.measures.outcome import CHILLED
from glasshouse.report.how_sure import assumed
from glasshouse.runs.ensemble_plan import DRAWS
from glasshouse.scenario import preset_names
from glasshouse.validation.known_verdicts import known
from glasshouse.validation.verdict_words import heading
from glasshouse.validation.whole_kind import preset_cites

RESULTS = Path(__file__).parent / "results"
FILE, COVERAGE = RESULTS / "answers.json", RESULTS / "coverage.json"
YEAR = 365
WARM = 4 * 364  # whole weeks
POPULATION = 100_000
#: What frightens, beside the cameras and the laws that stand.
PUNISHED = {"restrictions.enabled": False, "face_recognition.stop_share": 0, "internet.enabled": False}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A point: what was asked, the figure, what the first edition gave, and whether it is as it should be."""

    asked: str
    found: str
    before: str
    should: str
    holds: bool


@cache
def results(scenario: str, days: int = YEAR, **overrides: Any) -> glasshouse.Results:
    """A year of a scenario; keys are written with two underscores for a point."""
    over = {key.replace("__", "."): value for key, value in overrides.items()}
    return glasshouse.Simulation(scenario, population=POPULATION, days=days, overrides=over).run()


def off(*sections: str) -> dict[str, bool]:
    return {f"{section}__enabled": False for section in sections}


def rate(run: glasshouse.Results, *names: str) -> float:
    """Per 10,000 people."""
    return 10_000 * run.outcome.count(*names) / POPULATION


def chilled(run: glasshouse.Results) -> float:
    return rate(run, *CHILLED)


def fear() -> Iterator[Answer]:
    """Chilling follows what people can notice."""
    with_all, without = (
        chilled(results("as-described")),
        chilled(results("as-described", **off("cameras", "face_recognition"))),
    )
    yield Answer(
        asked="acts held back out of fear per 10,000, with cameras and without",
        found=f"{with_all:,.0f} and {without:,.0f}",
        before="1,411 and 1,397",
        should="clearly fewer without cameras",
        holds=without < 0.9 * with_all,
    )
    calm = chilled(results("as-described", **{key.replace(".", "__"): value for key, value in PUNISHED.items()}))
    yield Answer(
        asked="acts held back with no sanction, stop or removal",
        found=f"{calm:,.0f}",
        before="1,331 of 1,411",
        should="clearly fewer than with them",
        holds=calm < 0.9 * with_all,
    )
    documented = chilled(results("as-documented"))
    yield Answer(
        asked="acts held back in as-documented, where other things frighten",
        found=f"{documented:,.0f}",
        before="1,331, the same as above",
        should="another number than in as-described",
        holds=abs(documented - with_all) > 0.1 * with_all,
    )
    unwatched = chilled(_arm("unwatched"))
    yield Answer(
        asked="acts held back where nobody watches",
        found=f"{unwatched:,.0f}",
        before="0",
        should="0",
        holds=unwatched == 0,
    )


def _arm(name: str) -> glasshouse.Results:
    return glasshouse.Simulation("as-described", population=POPULATION, days=YEAR, interventions=[name]).run()


def cameras() -> Iterator[Answer]:
    """Cameras and face recognition make entries, sanctions and errors; what they frighten out of is told apart."""
    cut = off("cameras", "face_recognition")
    for of, fixed in (("", {}), (", where nobody holds back out of fear", off("response"))):
        on, without = results("as-described", **fixed), results("as-described", **fixed, **cut)
        for what, column, before in (
            ("sanctioned", "sanctioned", "183.9 and 181.7"),
            ("wrongly sanctioned", "wrongful", "75.8 and 74.7"),
            ("with a true entry", "true_entries", "not told"),
        ):
            both, beyond = paired(on, without, column)
            yield Answer(
                asked=f"people {what} of 10,000, with cameras and without{of}",
                found=f"{both[0]:,.1f} and {both[1]:,.1f}",
                before=before if not of else "not told",
                should=("fewer" if of else "another number") + " without cameras, beyond chance",
                holds=beyond and (not of or both[1] < both[0]),
            )


def paired(one: glasshouse.Results, other: glasshouse.Results, column: str) -> tuple[tuple[float, float], bool]:
    """People of 10,000 to whom something happened in each, and whether they differ beyond chance.

    The same people have the same random numbers in both, so that chance is in those alone who differ (McNemar).
    """
    first, second = (run.people()[column].to_numpy() > 0 for run in (one, other))
    only, instead = int((first & ~second).sum()), int((second & ~first).sum())
    rates = tuple(10_000 * float(each.mean()) for each in (first, second))
    return (rates[0], rates[1]), abs(only - instead) > 2 * (only + instead) ** 0.5


def false_flags() -> Iterator[Answer]:
    """What one assumed number makes is said where it is shown."""
    on, without = results("as-described"), results("as-described", internet__false_flag=0)
    share = 1 - rate(without, "first_wrongful") / rate(on, "first_wrongful")
    assumed = _kind(on.scenario.parameters["internet.false_flag"]) == "assumed"
    basis = "assumed" if assumed else "with a source"
    told = any("internet.false_flag" in each for each in glasshouse.headline(_ensemble()).sentences)
    yield Answer(
        asked="share of the wrongful that one number, internet.false_flag, makes",
        found=f"{share:.0%}, {basis}, {'said' if told else 'not said'} in the headline",
        before="96 %, assumed and not said",
        should="less than half, or a source, or said in the headline",
        holds=share < 0.5 or not assumed or told,
    )


def _kind(given: Any) -> str:
    return kind_of(given.confidence, load_sources().get(given.source or ""))


@cache
def _ensemble() -> glasshouse.Run:
    folder = Path(tempfile.mkdtemp()) / "run"
    return glasshouse.run("as-described", population=POPULATION, days=YEAR, draws=DRAWS, out=folder)


def loop() -> Iterator[Answer]:
    """Whom the score watches is observed more, and what is recorded is learned from."""
    keys = [key for key in glasshouse.load_scenario("as-described").parameters if key.endswith(".watch_boost")]
    found = []
    for boost in (1, 3, 6):
        run = results("as-described", 3 * YEAR, **{key.replace(".", "__"): boost for key in keys})
        found.append(int(run.replicate.daily[2 * YEAR :, ..., run.replicate.measures.index("onsets")].sum()))
    yield Answer(
        asked=f"sanctions begun in year 3 where {len(keys)} sensors observe watched people 1, 3 and 6 times as much",
        found=" , ".join(f"{each:,}" for each in found),
        before="5,178 , 5,178 , 5,177",
        should="more, the more they are observed",
        holds=found[0] < found[1] < found[2],
    )


@cache
def _documented_draws() -> glasshouse.Run:
    folder = Path(tempfile.mkdtemp()) / "run"
    return glasshouse.run("as-documented", population=POPULATION, days=YEAR, draws=DRAWS, out=folder)


def documented() -> Iterator[Answer]:
    """as-documented begins in its published state, and meets what was published.

    Refusals are held against 2018, whose rate the preset has: a check of the machine, and no test. From 2018 to July
    2019 flights refused rose from 57 to 135 a year of 10,000 people, which nothing in the preset explains: the table
    as-documented-courts holds it against that.
    """
    run = results("as-documented")
    for what, name, before, published, of in (
        ("on the courts' list at the end of the year", "on_defaulter_list", "23", 40.0, "early 2020"),
        ("flights refused", "blocked_flight", "4.3", 57.0, "2018"),
        ("fast trains refused", "blocked_rail", "25.9", 12.8, "2018"),
    ):
        found = rate(run, name)
        drawn = _documented_draws().outcome.per_10_000(name)
        low, high = drawn.low or 0.0, drawn.high or 0.0
        yield Answer(
            asked=f"{what}, per 10,000 people in as-documented; in brackets, where 90 of 100 draws lie",
            found=f"{found:,.1f} ({low:,.1f} to {high:,.1f})",
            before=before,
            should=f"as published for {of}, {published:g}: half to twice that, and that in the brackets",
            holds=published / 2 <= found <= 2 * published and low <= published <= high,
        )


def steady() -> Iterator[Answer]:
    """The headline says whether a figure is that of a first year."""
    said = " ".join(glasshouse.headline(_ensemble()).sentences).lower()
    yield Answer(
        asked="whether the headline says that it is a first year, or a steady state",
        found="it does" if "year" in said and ("empty" in said or "warm" in said or "first" in said) else "it does not",
        before="it did not, and years 1 to 4 had 184, 343, 313 and 256 sanctioned",
        should="it does",
        holds="empty" in said or "warm" in said or "first" in said,
    )


def interval() -> Iterator[Answer]:
    """The headline's interval holds other worlds; worked out by benchmarks/coverage.py, and read from its results."""
    found = json.loads(COVERAGE.read_text(encoding="utf-8"))["coverage"]
    means = {what: each["interval"]["mean"] for what, each in found.items()}
    yield Answer(
        asked="worlds in the 90 % interval of 200 draws, as benchmarks/coverage.py found them",
        found=", ".join(f"{what} {mean:.1%}" for what, mean in means.items()),
        before="65 to 86 %",
        should="88 to 92 %",
        holds=all(0.88 <= mean <= 0.92 for mean in means.values()),
    )


def years() -> Iterator[Answer]:
    """Each of the first years, and a year after a warm-up of four."""
    run = results("as-described", 4 * YEAR)
    onsets = run.replicate.daily[..., run.replicate.measures.index("onsets")].reshape(4, YEAR, -1).sum(axis=(1, 2))
    sizes: dict[str, Any] = {"population": POPULATION, "days": YEAR, "draws": 0, "set": (f"warm_up={WARM}",)}
    later = glasshouse.run("as-described", out=Path(tempfile.mkdtemp()) / "run", **sizes)
    warm = 10_000 * later.outcome.count("onsets") / POPULATION
    each = [float(one) / POPULATION * 10_000 for one in onsets]
    yield Answer(
        asked="sanctions begun in years 1 to 4 per 10,000 people, and in a year after a warm-up of four",
        found=f"{', '.join(f'{one:,.0f}' for one in each)}, and {warm:,.0f}",
        before="184, 343, 313 and 256 sanctioned, and no warm-up",
        should="a year after a warm-up is as the years are by then",
        holds=0.8 * each[-1] <= warm <= 1.5 * each[-1],
    )


def validated() -> Iterator[Answer]:
    """Intervals hold what was published."""
    total = known().scores("left_out")[0]
    at_95 = next(each for each in total.coverage if each.level == 0.95)
    yield Answer(
        asked="published figures in the 95 % interval with their report left out; tables; skill",
        found=f"{at_95.held} of {total.figures}, {total.tables} tables, skill {total.skill:.2f}",
        before="32 of 47, 16 tables",
        should="88 % or more, 30 tables or more, above 0",
        holds=at_95.held >= 0.88 * total.figures and total.tables >= 30 and total.skill > 0,
    )


def evidence() -> Iterator[Answer]:
    """How many numbers rest on what; and whether one that rests on a source that nobody read can appear unmarked."""
    sources = load_sources()
    kinds = [_kind(one) for one in glasshouse.load_scenario("as-described").parameters.values()]
    counted = {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
    unread = sum(source.unread for source in sources.values())
    resting = {preset: remembered(glasshouse.load_scenario(preset)) for preset in preset_names()}
    unmarked = [f"{preset}: {key}" for preset, keys in resting.items() for key in keys if not _marked(preset, key)]
    yield Answer(
        asked="numbers of as-described by evidence; sources that nobody read; numbers of presets that rest on memory, "
        "and those of them that a headline, How sure or explain shows without saying so",
        found=", ".join(f"{number} {kind}" for kind, number in counted.items())
        + f"; {unread} of {len(sources)}; {sum(map(len, resting.values()))}, and {len(unmarked)}",
        before="127 of 147 assumed, 12 from memory; 39 of 84 sources from memory; not told",
        should="each source is read, or no number that rests on it appears unmarked",
        holds=not unmarked,
    )


def _marked(preset: str, key: str) -> bool:
    """Whether the mark stands in the headline and under How sure of a run, by the number, and in `validate`."""
    scenario = glasshouse.load_scenario(preset)
    shown = [assumed(scenario), " ".join(note(scenario))]
    shown += [explanation(key, scenario)] if ":" not in key else []
    whole = [each for each in known().results if each.table.preset_cites == preset_cites(preset)]
    shown += [heading(each) for each in whole]
    return all(MARK in each for each in shown)


POINTS: tuple[Callable[[], Iterator[Answer]], ...] = (
    fear,
    cameras,
    false_flags,
    loop,
    documented,
    steady,
    years,
    interval,
    validated,
    evidence,
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=FILE)
    given = parser.parse_args()
    found: list[Answer] = []
    for each in (answer for point in POINTS for answer in point()):
        print(f"{'ok ' if each.holds else 'NOT'}  {each.asked}: {each.found}", flush=True)
        print(f"     before: {each.before}; should be: {each.should}", flush=True)
        found.append(each)
    given.out.write_text(json.dumps([asdict(each) for each in found], indent=1) + "\n", encoding="utf-8")
    sys.exit(not all(each.holds for each in found))


if __name__ == "__main__":
    main()
