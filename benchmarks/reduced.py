"""Time one reduced model in three forms, in turn, and check that all three change state alike.

    python benchmarks/reduced.py [--population N] [--objects N] [--common N] [--days D] [--repeats R] [--threads T]

Prints person-days a second and ratios, and writes results/reduced.json.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np
from forms import blocks, columns, objects, rules

from glasshouse.results.manifest import host

RESULTS = Path(__file__).parent / "results"
SEED = 7

#: Builds a form's start for so many persons and gives back: a call that lives through the days, and one that
#: shows the state. Building is not timed.
Form = Callable[[int, int], tuple[Callable[[], object], Callable[[], dict[str, np.ndarray]]]]


def block_form(threads: int) -> Form:
    def build(population, days):
        state = rules.start(population)
        return lambda: blocks.run(state, days, SEED, threads), lambda: state

    return build


def column_form(draws) -> Form:
    def build(population, days):
        state = rules.start(population)
        return lambda: columns.run(state, days, SEED, draws), lambda: state

    return build


def object_form(population, days):
    model = objects.Population(population, SEED)

    def live():
        for _ in range(days):
            model.step()

    return live, lambda: objects.state(model)


def check_alike(forms: dict[str, Form], population: int, days: int) -> str:
    """The digest that all forms agree on. Ends the program when they do not, or when nothing has changed."""
    digests = {}
    for name, build in forms.items():
        live, show = build(population, days)
        live()
        digests[name] = rules.digest(show())
        state = show()
    if len(set(digests.values())) != 1:
        sys.exit(f"The forms differ after {days} days of {population:,} persons: {digests}")
    still = [name for name, (_, first) in rules.COLUMNS.items() if (state[name] == first).all()]
    if still:
        sys.exit(f"Nothing changed in: {', '.join(still)}")
    return next(iter(digests.values()))


def seconds(build: Form, population: int, days: int) -> float:
    live, _ = build(population, days)
    began = time.perf_counter()
    live()
    return time.perf_counter() - began


def main() -> None:
    args = _arguments()
    one, many = "glasshouse, blocks, 1 thread", f"glasshouse, blocks, {args.threads} threads"
    keyed, own = "NumPy, whole columns, keyed draws", "NumPy, whole columns, its own draws"
    mesa = f"Mesa {version('mesa')}, an object a person"
    alike: dict[str, Form] = {one: block_form(1), many: block_form(args.threads)}
    alike |= {keyed: column_form(columns.keyed), mesa: object_form}
    timed = {name: (form, args.population) for name, form in alike.items()}
    timed |= {mesa: (object_form, args.objects), own: (column_form(columns.sequential), args.population)}

    began = time.perf_counter()
    block_form(1)(1, 1)[0]()
    compiling = time.perf_counter() - began
    digest = check_alike(alike, args.common, 60)
    print(f"After 60 days of {args.common:,} persons all forms hold the same state ({digest}).")

    rates: dict[str, list[float]] = {name: [] for name in timed}
    for _ in range(args.repeats):
        for name, (form, population) in timed.items():
            rates[name].append(population * args.days / seconds(form, population, args.days))
    medians = {name: statistics.median(found) for name, found in rates.items()}
    base = medians[mesa]
    print(f"\n{'form':<38}{'persons':>12}{'person-days/s':>16}{'spread':>16}{'x Mesa':>9}{'x NumPy':>9}")
    for name, median in sorted(medians.items(), key=lambda row: row[1]):
        spread = f"{min(rates[name]) / 1e6:,.1f}-{max(rates[name]) / 1e6:,.1f} M"
        speed = f"{median / 1e6:,.2f} M"
        ratios = f"{median / base:>9,.1f}{median / medians[keyed]:>9,.1f}"
        print(f"{name:<38}{timed[name][1]:>12,}{speed:>16}{spread:>16}{ratios}")
    print(f"\nMedian of {args.repeats}, in turn, {args.days} days. Compiling ({compiling:.1f} s) is not counted.")
    result = {
        "digest": digest,
        "days": args.days,
        "repeats": args.repeats,
        "compile_seconds": compiling,
        "forms": {
            name: {
                "population": timed[name][1],
                "person_days_per_second": median,
                "all": rates[name],
                "ratio_to_mesa": median / base,
                "ratio_to_numpy_keyed": median / medians[keyed],
                "state_checked": name in alike,
            }
            for name, median in medians.items()
        },
        "host": host() | {"mesa": version("mesa")},
    }
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--population", type=int, default=1_000_000, help="persons in blocks and in columns")
    parser.add_argument("--objects", type=int, default=20_000, help="persons in Mesa")
    parser.add_argument("--common", type=int, default=5_000, help="persons for the check that all forms agree")
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--out", type=Path, default=RESULTS / "reduced.json")
    return parser.parse_args()


if __name__ == "__main__":
    main()
