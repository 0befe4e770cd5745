"""The generated parts of ``docs/evidence.md``: what the presets' numbers rest on, and which move the headline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from glasshouse.evidence import KINDS, READINGS, kind_of, load_sources
from glasshouse.report.cards import switched_off
from glasshouse.scenario import ParameterValue, Scenario, load, preset_names
from glasshouse.studies.influence import Influence, uncertain
from glasshouse.studies.known_influence import known
from glasshouse.wording.marked_page import between_marks

#: The columns of the count, in the order of KINDS.
HEADS = ("read at the source", "worked out from it", "from memory", "assumed")


def counts() -> str:
    """How many numbers rest on what, by preset and in all, each number that presets share once in all."""
    rows: list[str] = []
    once: dict[tuple[object, ...], ParameterValue] = {}
    for name in preset_names():
        given = _in_use(load(name))
        once |= {(key, _written(one)): one for key, one in given.items()}
        rows.append(_row(f"`{name}`", given.values()))
    head = "| preset | numbers | " + " | ".join(HEADS) + " |\n|---|" + "--:|" * (len(HEADS) + 1)
    return "\n".join([head, *rows, _row("all, each number once", once.values())])


def readings() -> str:
    """How the sources were read, and which were not."""
    found = Counter(source.read for source in load_sources().values())
    lines = [f"- {found[kind]} {said}" for kind, said in READINGS.items()]
    unread = sorted((s for s in load_sources().values() if s.unread), key=lambda source: source.citation.casefold())
    table = ["| source | what was found |", "|---|---|"]
    table += [
        f"| [`{s.id}`](sources.md#{s.id}): {s.author}, {s.year} | {' '.join((s.note or '').split())} |" for s in unread
    ]
    return "\n".join([*lines, "", "Those that are from memory, in whole or in the part that is used:", "", *table])


def variance() -> str:
    """For each preset the numbers with a range that make nine tenths of the variance of its headline, one at a time."""
    head = "| preset, headline | numbers with a range | make nine tenths | a tenth of them | which make nine tenths |"
    rows = [head, "|---|--:|--:|---|---|"]
    for name in preset_names():
        scenario = load(name)
        found = known(scenario)
        of = [key for key in uncertain(scenario) if key in _in_use(scenario)]
        moved = sorted(found.rows if found else (), key=spread, reverse=True)
        if found is None or not moved:
            rows.append(f"| `{name}` | {len(of)} | – | – | its headline happens too seldom to tell |")
            continue
        most = up_to(moved, 0.9)
        tenth = round(len(of) / 10)
        share = 100 * sum(map(spread, moved[:tenth])) / sum(map(spread, moved))
        said = ", ".join(f"`{row.key}` ({_kind(row.given)})" for row in most)
        measure = found.measure.title.lower()
        part = "over 99" if 99 < share < 100 else f"{share:.0f}"
        rows.append(f"| `{name}`, {measure} | {len(of)} | {len(most)} | {tenth} make {part} % | {said} |")
    return "\n".join(rows)


def spread(row: Influence) -> float:
    """What a number alone adds to the variance, but for a factor that all share: the square of what it moves."""
    return row.moves**2


def up_to(rows: list[Influence], share: float) -> list[Influence]:
    """As many of the rows, from the first, as make this share of all their spread.

    ``rows`` begin with the one that moves most.
    """
    whole, sofar = sum(map(spread, rows)), 0.0
    out: list[Influence] = []
    for row in rows:
        if sofar >= share * whole:
            break
        out.append(row)
        sofar += spread(row)
    return out


def _in_use(scenario: Scenario) -> dict[str, ParameterValue]:
    """The numbers of the parts that are on at some time, those of events under EVENTNAME:key."""
    off, declared = switched_off(scenario), scenario.mechanisms.parameters
    parts = {
        key: declared[own].part if (own := key.rpartition(":")[2]) in declared else "" for key in scenario.all_given()
    }
    return {key: given for key, given in scenario.all_given().items() if parts[key] not in off}


def _kind(given: ParameterValue) -> str:
    return dict(zip(KINDS, HEADS, strict=True))[kind_of(given.confidence, load_sources().get(given.source or ""))]


def _written(given: ParameterValue) -> tuple[object, ...]:
    return given.value, given.low, given.high, given.source, given.confidence, given.assumed


def _row(name: str, numbers: Iterable[ParameterValue]) -> str:
    found = Counter(kind_of(one.confidence, load_sources().get(one.source or "")) for one in numbers)
    return f"| {name} | {found.total()} | " + " | ".join(str(found[kind]) for kind in KINDS) + " |"


#: The marks of the page, and what stands between them.
PARTS: Mapping[str, Callable[[], str]] = {"counts": counts, "readings": readings, "variance": variance}


def rewritten(page: str) -> str:
    """The page with every generated part written anew. Raises ``ValueError`` where a mark is missing."""
    for name, text in PARTS.items():
        page = between_marks(page, name, f"\n{text()}\n\n")
    return page
