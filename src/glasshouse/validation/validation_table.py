"""A validation table, loaded: what was published, what it is fed with, and what was fixed beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from glasshouse.evidence import kind_of, load_sources
from glasshouse.evidence.sources_and_claims import Source
from glasshouse.scenario.scenario_parts import ParameterValue
from glasshouse.validation.table_kind import TableKind


@dataclass(frozen=True, kw_only=True)
class Fed:
    """An input: a number with its evidence, and whether it was published (*fixed*) or *fitted*, and to what.

    `law`: how it is drawn from its range: *even*, *log-even*, *normal* or *log-normal*, *counted* (so many of so many,
    `counted`), or "" for even, or even in the logarithm where the range spans more than tenfold.
    """

    given: ParameterValue
    role: str
    fitted_to: tuple[str, ...]
    law: str = ""
    counted: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class Published:
    """A published figure, and what was fixed before it was compared.

    `printed` is the figure as it was published; where only a part of it is simulated (`scale`), `value` is that
    part, with which the simulation is compared. `low` to `high` is its own interval, both `value` without one.
    `widest`: so wide the simulated interval may be. `naive`: what somebody who knows nothing of it would have bet
    on, every number alike. `bound`: "at least" or "at most" where no more was published than that, else "".
    """

    name: str
    value: float
    unit: str
    low: float
    high: float
    source: str
    confidence: str
    widest: float
    naive: tuple[float, float]
    scale: float = 1.0
    error: float = 0.0
    carried: float | None = None
    carried_from: str = ""
    in_sample: bool = False
    bound: str = ""

    def within(self, low: float, high: float) -> bool:
        """Whether an interval holds the figure, or something on the right side of a bound.

        >>> known = Published(name="x", value=5.0, unit="alerts", low=5.0, high=5.0, source="x", confidence="S",
        ...     widest=9.0, naive=(0.0, 99.0))
        >>> known.within(6.0, 8.0), known.within(4.0, 6.0)
        (False, True)
        """
        return (self.bound == "at most" or self.value <= high) and (self.bound == "at least" or low <= self.value)

    @property
    def printed(self) -> float:
        """The figure as it was published."""
        return self.value / self.scale

    @property
    def derived(self) -> bool:
        """Whether the figure was not printed itself: it follows by arithmetic from figures that were."""
        return self.confidence == "D"


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """A plausible wrong input: the values by name, and why somebody might have believed it."""

    because: str
    values: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class ValidationTable:
    """One validation table.

    `reason` says why it fails, where it does; `sources` are its own, beside the shipped ones. `plugin`: the package
    that brings it and its version; "" for one that ships and for a file. `preset_cites`: where a preset is simulated
    whole, the sources of all its numbers; `preset_remembers`: what of these is from memory, not checked.

    >>> from glasshouse.validation.table_loading import load_table
    >>> load_table("oxford-circus-2020").kind.name
    'lfr-deployment'
    """

    name: str
    title: str
    kind: TableKind
    summary: str
    status: str
    inputs: Mapping[str, Fed]
    outputs: Mapping[str, Published]
    wrong: tuple[Wrong, ...]
    notes: str
    reason: str | None
    groups: Mapping[str, str]
    sources: Mapping[str, Source]
    where: str
    plugin: str = ""
    preset_cites: frozenset[str] = frozenset()
    preset_remembers: tuple[str, ...] = ()

    @property
    def confirmed(self) -> bool:
        """Whether somebody has read all its figures in their sources."""
        return self.status == "confirmed"

    def remembered(self, source: str | None, confidence: str | None) -> bool:
        """Whether what rests on a source of the table is from memory, not checked."""
        return kind_of(confidence, {**load_sources(), **self.sources}.get(source or "")) == "memory"

    @property
    def rests_on_memory(self) -> bool:
        """Whether any number behind it is from memory, not checked: a figure, an input, or a number of its preset."""
        given = [(fed.given.source, fed.given.confidence) for fed in self.inputs.values()]
        figures = [(one.source, one.confidence) for one in self.outputs.values()]
        return bool(self.preset_remembers) or any(self.remembered(*each) for each in (*given, *figures))

    def set_by_its_report(self, output: str) -> bool:
        """Whether the figure's own report gave a number to the preset that is simulated whole: then it cannot be left
        out.

        >>> from glasshouse.validation.table_loading import load_table
        >>> table = load_table("as-documented-courts")
        >>> table.set_by_its_report("added"), table.set_by_its_report("stock_2023")
        (True, False)
        """
        return self.outputs[output].source in self.preset_cites

    def meaning(self, output: str) -> str:
        """What an output is, in a few words, with the table's own names of the groups."""
        return self._named(self.kind.outputs[output].meaning)

    def given(self, name: str) -> str:
        """What an input is, likewise."""
        return self._named(self.kind.inputs[name].meaning)

    def _named(self, text: str) -> str:
        text = text.split(";")[0]
        for letter, name in self.groups.items():
            text = text.replace(f"group {letter}", name)
        return text
