"""The description's claims beside a scenario's number and a run's count.

>>> found = known_claims("as-described")
>>> found.claims[6].verdict, found.claims[6].number
('misleading', '200,000,000 cameras (176,000,000 to 350,000,000)')
"""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from glasshouse import rich_display
from glasshouse.claim_list.hand_written import LinkedClaim, check_names, linked, read
from glasshouse.evidence import VERDICTS, Claim, load_claims
from glasshouse.folders.output_label import row_note
from glasshouse.folders.spreadsheet import spreadsheet
from glasshouse.measures.outcome import Outcome
from glasshouse.runs.run import open_run
from glasshouse.scenario import Scenario
from glasshouse.scenario.layers import sources_of
from glasshouse.scenario.scenario_loading import given
from glasshouse.wording.lists_and_nouns import counted, enumerated, people
from glasshouse.wording.numbers import parameter, whole

if TYPE_CHECKING:
    import altair as alt

_BRACKETS = re.compile(r" \([^)]*\)$| for \S+_date\b.*$")
#: The columns of the CSV file, by the name of their field.
COLUMNS = ("id", "claim", "verdict", "correction", "sources", "parameter", "number", "counted", "count")


@dataclass(frozen=True, kw_only=True)
class FoundClaim:
    """A claim, what scholarship makes of it, and what the model has of it.

    - ``verdict`` is one of ``evidence.VERDICTS``; ``sources`` are full citations, and ``addresses`` theirs on the web,
      "" where one has none.
    - ``number``: the scenario's number for it, with unit and range, ``parameter`` its key, ``meaning`` what it is; ""
      where it has none.
    - ``count``: what a run counted of it, which ``counted`` says; "" without a run, or where a run counts none.
    """

    id: str
    claim: str
    verdict: str
    correction: str
    sources: tuple[str, ...]
    parameter: str = ""
    number: str = ""
    counted: str = ""
    count: str = ""
    addresses: tuple[str, ...] = ()
    meaning: str = ""

    def in_the_model(self, unit: str = "") -> tuple[str, ...]:
        """What the model has of it, a sentence each; ``unit`` is that of the run's count (``Claims.unit``).

        >>> known_claims("as-described").claims[0].in_the_model()[0][:62]
        'In the scenario, people expected to report: 91,914,000 persons'
        """
        number = f"In the scenario, {self.meaning}: {self.number} ({self.parameter})." if self.number else ""
        run = f"In the run: {self.count} {self.counted}, {unit}." if self.count else ""
        none = "" if self.number or self.counted else "The model has no number for it."
        return tuple(filter(None, (number, run, none)))


@dataclass(frozen=True, kw_only=True)
class Claims:
    """The claims that a scenario is about; none where the description says nothing of its place.

    ``title`` and ``label`` are the scenario's. ``unit`` says what counts are of, ``digest`` is the run's; both are
    "" without a run.

    >>> found = known_claims("as-described")
    >>> found.label, found.claims[0].id
    ('hypothetical', 'D1')
    """

    title: str
    label: str
    claims: tuple[FoundClaim, ...]
    unit: str = ""
    digest: str = ""

    @property
    def finding(self) -> str:
        """How many claims have which verdict, in a sentence without a full stop.

        >>> known_claims("as-described").finding
        'Of 16 claims, 2 are true, 6 are partly true, 4 are misleading, 3 are wrong and 1 is a forecast'
        """
        tally = Counter(claim.verdict for claim in self.claims)
        parts = [
            f"{tally[name]} {'is' if tally[name] == 1 else 'are'} {'a ' if name == 'forecast' else ''}{name}"
            for name in VERDICTS
            if tally[name]
        ]
        return (
            f"Of {counted(len(self.claims), 'claim')}, {enumerated(parts)}" if parts else "No claim is about this place"
        )

    def csv(self) -> bytes:
        """The claims as a CSV file, a row each, each with its label.

        >>> known_claims("as-described").csv().decode("utf-8-sig").count("hypothetical; invented people") >= 16
        True
        """
        rows = [
            ["; ".join(value) if isinstance(value := getattr(claim, name), tuple) else value for name in COLUMNS]
            for claim in self.claims
        ]
        made = " | ".join(filter(None, (self.title, self.unit, self.digest and f"digest {self.digest}")))
        return spreadsheet(COLUMNS, rows, note=row_note(self.label), once=made)

    def check(self, file: str | os.PathLike[str]) -> tuple[LinkedClaim, ...]:
        """Link each claim of a file to the nearest known one, and judge none.

        The file is text with a claim a line, or a YAML list of texts; empty lines and comments behind ``#`` are left
        out. Raises ``BadInputError`` with the file and the line.

        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as place:
        ...     _ = Path(place, "said.txt").write_text("China has 200 million cameras.\\n")
        ...     len(known_claims("as-described").check(f"{place}/said.txt"))
        1
        """
        written = read(Path(file))
        check_names(Path(file), written, [claim.id for claim in self.claims])
        return linked(written, [(claim.id, claim.claim, claim.correction) for claim in self.claims])

    def plot(self) -> alt.TopLevelMixin:
        """The claims with their verdicts as an Altair chart. Raises ``BadInputError`` where there are none.

        >>> type(known_claims("as-described").plot()).__module__.partition(".")[0]
        'altair'
        """
        return rich_display.figure(self)

    def _repr_html_(self) -> str:
        """The claims as a table, for a notebook."""
        return rich_display.html(self)


def known_claims(
    scenario: str | os.PathLike[str] | Scenario | None = None, *, run: str | os.PathLike[str] | None = None
) -> Claims:
    """The claims that a scenario is about, with its numbers, and with what a run counted.

    ``scenario`` is ``as-described`` unless given, or the run's own. Raises ``ScenarioError`` and ``BadInputError``.
    """
    opened = None if run is None else open_run(run)
    outcome = None if opened is None else opened.outcome
    if scenario is None and opened is not None:
        used = opened.scenario
    else:
        used = given("as-described" if scenario is None else scenario)
    claims = load_claims() if used.place.described else ()
    return Claims(
        title=used.title,
        label=used.label,
        claims=tuple(_found(claim, used, outcome) for claim in claims),
        unit="" if outcome is None else _unit(outcome),
        digest="" if opened is None else str(opened.digest or ""),
    )


def _found(claim: Claim, scenario: Scenario, outcome: Outcome | None) -> FoundClaim:
    known = sources_of(scenario.mechanisms, scenario.place)
    sources = [known[one] for one in claim.sources if one in known]
    return FoundClaim(
        id=claim.id,
        claim=claim.claim,
        verdict=claim.verdict,
        correction=claim.correction,
        sources=tuple(one.citation for one in sources),
        addresses=tuple(one.url or "" for one in sources),
        parameter=claim.parameter,
        number=_number(claim.parameter, scenario),
        meaning=meaning_of(claim.parameter, scenario) if claim.parameter in scenario.parameters else "",
        counted=claim.counted,
        count=_count(claim, outcome) if outcome else "",
    )


def meaning_of(key: str, scenario: Scenario) -> str:
    """What a number means, without what its brackets say to those who write scenarios.

    >>> from glasshouse.scenario import load
    >>> meaning_of("score.every", load("as-described"))
    'days between rescorings'
    """
    return _BRACKETS.sub("", scenario.mechanisms.parameters[key].meaning)


def _number(key: str, scenario: Scenario) -> str:
    """The scenario's number, its unit and its range."""
    if key not in scenario.parameters:
        return ""
    number = scenario.parameters[key]
    ranged = f" ({parameter(number.low)} to {parameter(number.high)})" if number.high > number.low else ""
    return f"{parameter(number.value)} {number.unit}{ranged}"


def _count(claim: Claim, outcome: Outcome) -> str:
    """What the run counted: with several replicates or an ensemble a rate with its interval, else a count."""
    if not claim.counts or not set(claim.counts) <= set(outcome.scenario.mechanisms.measures):
        return ""
    if outcome.alone:
        return whole(outcome.count(*claim.counts))
    return str(outcome.per_10_000(*claim.counts, yearly=True))


def _unit(outcome: Outcome) -> str:
    if outcome.alone:
        return f"counted in this one run of {people(outcome.population)} and {counted(outcome.days, 'day')}"
    return "a year of 10,000 people, with the interval"
