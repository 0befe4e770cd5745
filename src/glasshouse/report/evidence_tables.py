"""The report's tables of parameters with evidence, of claims with corrections, and of sources cited."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from glasshouse.evidence import MARK, Source, basis, kind_of, load_claims
from glasshouse.mechanism import Parameter
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.report.count_labels import parts, title_of
from glasshouse.scenario import ParameterValue, Scenario
from glasshouse.scenario.layers import sources_of
from glasshouse.scenario.places import Place
from glasshouse.studies.influence import Influences
from glasshouse.studies.known_influence import assumptions, known
from glasshouse.wording.dates import in_words
from glasshouse.wording.lists_and_nouns import counted, people
from glasshouse.wording.numbers import parameter, short

#: How many assumptions the report names.
MOST_TOLD = 10

VERDICTS: dict[str, str] = {"not assessed": "not assessed here"}


@dataclass(frozen=True, kw_only=True)
class Number:
    """One parameter as the table shows it. ``source`` is an id, or empty with the reason in ``assumed``.

    ``confidence`` says how the number was read, with the mark where it is from memory and the source's name has none.
    ``kind`` is one of ``evidence.KINDS``.
    """

    key: str
    meaning: str
    value: str
    unit: str
    range: str
    source: str
    assumed: str
    confidence: str
    kind: str

    @property
    def marked(self) -> bool:
        """Whether ``confidence`` is the mark of a number from memory."""
        return self.confidence == MARK


@dataclass(frozen=True, kw_only=True)
class PartNumbers:
    """A part's parameters, and how many of them are assumptions."""

    title: str
    rows: tuple[Number, ...]

    @property
    def assumed(self) -> int:
        """How many of the part's numbers are assumptions."""
        return sum(not row.source for row in self.rows)

    @property
    def remembered(self) -> int:
        """How many are from memory, not checked."""
        return sum(row.kind == "memory" for row in self.rows)


@dataclass(frozen=True, kw_only=True)
class Weight:
    """An assumption, and the headline at either end of its range, as text and as numbers (``low``, ``high``)."""

    key: str
    meaning: str
    range: str
    at_low: str
    at_high: str
    assumed: str
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A source as the list shows it; ``name`` is a short one, such as "Creemers 2018"."""

    id: str
    citation: str
    url: str
    name: str = ""


def numbers(scenario: Scenario, off: Collection[str] = ()) -> tuple[PartNumbers, ...]:
    """Every parameter with its evidence, by part; parts that are ``off`` are left out."""
    by_part: dict[str, list[Number]] = {}
    declared, sources = scenario.mechanisms.parameters, sources_of(scenario.mechanisms, scenario.place)
    for key, given in scenario.parameters.items():
        if declared[key].part not in off:
            by_part.setdefault(declared[key].part, []).append(_number(key, declared[key].meaning, given, sources))
    for event in scenario.events:
        rows = [_number(key, declared[key].meaning, given, sources) for key, given in event.changes.items()]
        if event.jump:
            rows.append(_number("jump", "fear added to everybody on the day", event.jump, sources))
        by_part[f"From {in_words(event.date)}: {event.name.replace('-', ' ')}"] = rows
    return tuple(
        PartNumbers(title=title_of(part, scenario.mechanisms), rows=tuple(rows))
        for part, rows in by_part.items()
        if rows
    )


def weights(scenario: Scenario) -> dict[str, Any] | None:
    """The ten assumptions that move the headline most; None where that is not known of exactly this scenario."""
    found = known(scenario)
    if found is None:
        return None
    rows = [
        Weight(
            key=row.key,
            meaning=_meaning(row.key, scenario.mechanisms.parameters),
            range=f"{parameter(row.given.low)} to {parameter(row.given.high)} {row.given.unit}",
            at_low=short(row.at_low),
            at_high=short(row.at_high),
            assumed=row.given.assumed or "",
            low=row.at_low,
            high=row.at_high,
        )
        for row in assumptions(found)
    ]
    size = f"{people(found.size.population)}, {counted(found.size.days, 'day')}"
    return {
        "rows": rows[:MOST_TOLD],
        "more": len(rows) - MOST_TOLD,
        "measure": found.measure,
        "unit": per_people(found.measure.unit),
        "central": short(found.central),
        "number": found.central,
        "often": found.often,
        "without": "" if rows else _without(found),
        "size": size,
    }


def per_people(unit: str) -> str:
    """A unit of a rate as a sentence has it.

    >>> per_people("people of 10,000"), per_people("times a year of 10,000 people"), per_people("points")
    ('people per 10,000', 'times a year per 10,000 people', 'points')
    """
    return unit.replace(" of 10,000", " per 10,000")


def _without(found: Influences) -> str:
    """Why no assumption can be named that moves the headline."""
    size = f"{people(found.size.population)}, {counted(found.size.days, 'day')}"
    if found.often:
        return "No assumption that has a range moves the headline; whatever moves it cites a source."
    what = found.measure.title.lower()
    return (
        f"Which assumptions matter most cannot be told: even in a scenario of its own ({size}), too few cases are "
        f"counted as “{what}”."
    )


def _meaning(key: str, declared: Mapping[str, Parameter]) -> str:
    """What a number means; an event's with the event's name."""
    event, _, own = key.rpartition(":")
    said = declared[own].meaning if own in declared else "fear added to everybody on the day"
    return f"{said} (from the event {event.replace('-', ' ')} on)" if event else said


def _number(key: str, meaning: str, given: ParameterValue, sources: Mapping[str, Source]) -> Number:
    ranged = f"{parameter(given.low)} to {parameter(given.high)}" if given.high > given.low else "none given"
    return Number(
        key=key,
        meaning=meaning,
        value=parameter(given.value),
        unit=given.unit,
        range=ranged,
        source=given.source or "",
        assumed=given.assumed or "",
        confidence=basis(given.confidence, sources.get(given.source or "")),
        kind=kind_of(given.confidence, sources.get(given.source or "")),
    )


def claims(scenario: Scenario) -> list[dict[str, object]]:
    """The description's claims, each with its verdict, correction and source ids; none elsewhere than it speaks of."""
    if not scenario.place.described:
        return []
    headed = parts(scenario.mechanisms)
    return [
        {
            "id": claim.id,
            "claim": claim.claim,
            "verdict": VERDICTS.get(claim.verdict, claim.verdict),
            "correction": claim.correction,
            "sources": claim.sources,
            "parts": [headed[part][0] if part in headed else part for part in claim.parts],
        }
        for claim in load_claims()
    ]


def references(
    ids: Iterable[str], mechanisms: MechanismSet = SHIPPED, place: Place | None = None
) -> tuple[Reference, ...]:
    """The sources with these ids, those of plug-ins among them, by author and year. An unknown id is left out."""
    known = sources_of(mechanisms, place)
    found = sorted((known[i] for i in set(ids) if i in known), key=lambda source: source.citation.casefold())
    return tuple(Reference(id=s.id, name=s.name, citation=s.citation, url=s.url or "") for s in found)


def names(references_cited: Iterable[Reference]) -> Mapping[str, str]:
    """A short name for each source, such as "Creemers 2018"."""
    return {reference.id: reference.name for reference in references_cited}


def cited(scenario: Scenario) -> set[str]:
    """Ids of all sources that something in the scenario cites: its numbers, its events and all else with a source."""
    return set(_sources(scenario.document))


def _sources(document: object) -> Iterator[str]:
    """What stands under ``source`` anywhere in a document."""
    if isinstance(document, Mapping):
        if isinstance(source := document.get("source"), str):
            yield source
        document = [*document.values()]
    if isinstance(document, list | tuple):
        for each in document:
            yield from _sources(each)
