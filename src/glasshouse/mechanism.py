"""What a mechanism declares: everything that glasshouse knows of it stands in the one file that makes one of these.

A mechanism is a sensor, a behaviour, a rule of the state, a right of redress or a safeguard. Its file holds, at the
top level of the module, its parameters, counts, streams and kinds of entry, and a :class:`Mechanism` that says which of
its functions take part in which stage of the day. The parameter table, the schema of scenario files, the records, the
labels of the reports, the compiled day and the generated pages of the manual are made from these declarations.

A count, a stream and a kind are whole numbers, so that compiled code holds nothing but numbers, and carry their names
and labels for people.
"""

# What a plug-in gives may be of any type.
# pyright: reportUnnecessaryIsInstance=false
from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Self, TypeVar, cast

from glasshouse.day_settings import DaySettings
from glasshouse.errors import nearest
from glasshouse.tiers import TIERS, ByTier

#: What a parameter's value may be, by kind: (lowest, highest, whole numbers only).
KINDS: dict[str, tuple[float, float, bool]] = {
    "probability": (0.0, 1.0, False),
    "share": (0.0, 1.0, False),
    "rate": (0.0, 20.0, False),
    "count": (0.0, 1e12, False),
    "ratio": (0.001, 1000.0, False),
    "positive": (0.0, 1e9, False),
    "points": (-2000.0, 2000.0, True),
    "level": (0.0, 255.0, True),
    "days": (0.0, 36_500.0, True),
    "weeks": (0.0, 255.0, True),
}
#: The stages of the day, in order.
STAGES = ("live", "observe", "attribute", "record", "score", "sanction", "gate", "adapt", "redress")


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A number that every scenario gives, with its evidence; nothing here has a default.

    `key` is its key in a scenario file, `kind` one of KINDS, `stage` the stage of the day that reads it. `error`: it
    says how often an entry is false, and without errors it is 0. `of_place`: it counts what there is in the whole
    place, so that a scenario laid over one of another place has as many for each person, unless it gives its own
    number. `given`: the number that a plug-in brings for scenarios that give none, as a scenario file writes it; the
    shipped presets give those of the shipped mechanisms.

    >>> parameter("cameras.total", "cameras in all", kind="count", unit="cameras", stage="observe").bounds
    (0.0, 1000000000000.0, False)
    """

    key: str
    unit: str
    kind: str
    stage: str
    meaning: str
    error: bool = False
    of_place: bool = False
    given: Mapping[str, Any] | None = None
    module: str = ""

    @property
    def part(self) -> str:
        """The section of a scenario file that holds it."""
        return self.key.split(".", 1)[0]

    @property
    def bounds(self) -> tuple[float, float, bool]:
        """(lowest, highest, whole numbers only)."""
        return KINDS[self.kind]


def parameter(
    key: str,
    meaning: str,
    *,
    kind: str,
    stage: str,
    unit: str | None = None,
    error: bool = False,
    of_place: bool = False,
    value: float | None = None,
    range: tuple[float, float] | None = None,
    **evidence: str,
) -> Parameter:
    """A parameter; its unit is that of its kind unless given.

    A plug-in gives its value, its range, and `assumed`, or `source` and `confidence`. Raises ValueError for an unknown
    kind or stage, and for a value without evidence.

    >>> parameter("plates.misread", "a plate is misread", kind="probability", stage="attribute", error=True,
    ...     value=0.01, range=(0.001, 0.05), assumed="nobody has published it").given["value"]
    0.01
    """
    if kind not in KINDS:
        hint = nearest(kind, KINDS) or f" The kinds are {', '.join(KINDS)}."
        raise ValueError(f"{key}: '{kind}' is no kind of number.{hint}")
    if stage not in STAGES:
        hint = nearest(stage, STAGES) or f" The stages are {', '.join(STAGES)}."
        raise ValueError(f"{key}: '{stage}' is no stage of the day.{hint}")
    given: dict[str, Any] | None = None
    if value is not None:
        if evidence.keys() not in ({"assumed"}, {"source", "confidence"}):
            raise ValueError(f"{key}: a value needs assumed='why', or source='id' with confidence='S', 'M' or 'D'")
        given = {"value": value, "unit": unit or kind, **evidence} | ({"range": list(range)} if range else {})
    return Parameter(
        key=key, unit=unit or kind, kind=kind, stage=stage, meaning=meaning, error=error, of_place=of_place,
        given=given, module=maker(),
    )  # fmt: skip


def maker() -> str:
    """The module that declares something: the one that called the caller."""
    return sys._getframe(2).f_globals.get("__name__", "")  # pyright: ignore[reportPrivateUsage]


#: The place of a mechanism that has none of its own: behind all that have.
LAST = 10_000
#: The column of a count that has none yet: no array is so long.
UNPLACED = 2**40


#: The harms of which counts are added up.
TIMES = ("misidentification",)
_HARM_OF_COUNTS = f"it may be '{TIMES[0]}', or ''"


class Count(int):
    """Something that is counted by day, district and group; in compiled code the number of its column.

    - `unit` and `text`: what a report calls it. `card`: the section on whose card it stands; the mechanism's own,
      unless given. `stock`: a level on a day, and not a sum over days.
    - `place`: its column. The shipped counts keep theirs for ever, since digests hang on them. A count without one
      gets a column from the set of mechanisms that a scenario has, whatever was imported before.
    - `core`: whether the digest of a run covers it. What a safeguard counts of its own work stays out, so that one
      which changes nothing leaves the digest as it was.
    - `grouped`: whether it is counted by group; what is not is known of a district only.
    - `harm`: which of ``measure.HARM_KINDS`` it is a time of; now "misidentification" alone, of which all such counts
      are added up. `before_after`: its place among the counts that a report compares before and after a dated event.

    >>> reads = Count("plates_read", "Number plates read", unit="plates", place=900)
    >>> int(reads), reads.name, reads.unit
    (900, 'plates_read', 'plates')
    """

    name: str
    text: str
    unit: str
    card: str | None
    stock: bool
    core: bool
    grouped: bool
    harm: str
    before_after: int | None
    module: str

    def __new__(
        cls,
        name: str,
        text: str,
        *,
        unit: str,
        place: int | None = None,
        card: str | None = None,
        stock: bool = False,
        core: bool = True,
        grouped: bool = True,
        harm: str = "",
        before_after: int | None = None,
    ) -> Self:
        """Declare a count. Raises ValueError for another harm, and for a place among counts that is no whole number."""
        if harm not in ("", *TIMES):
            raise ValueError(
                f"count '{name}': '{harm}' is no harm of a count; {_HARM_OF_COUNTS}.{nearest(harm, TIMES)}"
            )
        if before_after is not None and (isinstance(before_after, bool) or not isinstance(before_after, int)):
            raise ValueError(f"count '{name}': before_after={before_after!r} must be a whole number, or None")
        self = super().__new__(cls, UNPLACED if place is None else place)
        self.name, self.text, self.unit, self.card, self.stock, self.core = name, text, unit, card, stock, core
        self.grouped, self.harm, self.before_after = grouped, harm, before_after
        self.module = maker()
        return self

    def __reduce__(self) -> Any:
        """A plain number to other processes."""
        return int, (int(self),)

    def __repr__(self) -> str:
        """Its name; a number prints as one."""
        return f"<Count {self.name}>"

    __str__ = int.__repr__


class Stream(int):
    """A source of keyed random words; in compiled code a number that says which.

    - `at`: (call, word) of the generator, for the shipped streams whose results hang on it. Any other stream is keyed
      by its full name, ``module.name``, so that a new one changes no draw of another.
    - `bound`: a field of the compiled parameters or of the district's, a threshold. Whoever's rare word of this stream
      may fall below it is looked at that day, though nothing else brings them in; ``draws.strikes`` asks for the word.
    - `row`: of `draws`, in which a rescoring finds the word of everybody in the block; for shipped streams.

    >>> Stream("trips", at=(0, 0)) + 0, Stream("misread") > 2**32
    (0, True)
    """

    name: str
    module: str
    bound: str
    row: int | None

    def __new__(cls, name: str, *, at: tuple[int, int] | None = None, bound: str = "", row: int | None = None) -> Self:
        """Declare a stream."""
        module = maker()
        key = int.from_bytes(blake2b(f"{module}.{name}".encode(), digest_size=4).digest(), "little") | 1 << 31
        self = super().__new__(cls, 4 * at[0] + at[1] if at else 4 * key)
        self.name, self.module, self.bound, self.row = name, module, bound, row
        return self

    def __reduce__(self) -> Any:
        """A plain number to other processes."""
        return int, (int(self),)

    def __repr__(self) -> str:
        """Its name."""
        return f"<Stream {self.name}>"

    __str__ = int.__repr__


@dataclass(frozen=True, kw_only=True)
class Ablation:
    """Something of a mechanism that can be switched off alone, to see what it does.

    `family`: one of FAMILIES. `off`: keys of a scenario, and what each is when it is off. Raises ValueError for an
    unknown family.

    >>> Ablation(name="plates", family="sensors", title="Plate readers", off={"plates.enabled": False}).off
    {'plates.enabled': False}
    """

    name: str
    family: str
    title: str
    off: Mapping[str, Any]
    module: str = field(default_factory=maker)

    def __post_init__(self) -> None:
        """Refuse a family that there is not."""
        if self.family not in FAMILIES:
            raise ValueError(f"ablation '{self.name}': '{self.family}' is none of the families {', '.join(FAMILIES)}")


#: What is switched off: sensors, rules, errors.
FAMILIES = ("sensors", "rules", "errors")


#: A function of a mechanism; its parameters' names say what it is given (``engine/stages.py`` lists what there is).
Rule = Callable[..., Any]
#: The length of a table: a number, or a function that works it out from a set of mechanisms.
Length = int | Callable[[Any], int]
_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True, eq=False)
class Mechanism:
    """One mechanism.

    - `module`: the module that declares it (``__name__``). Its counts, streams and parameters are those at the top
      level of that module. `name`: its name; its file's, unless given.
    - `title` and `what`: the heading of its card, and one sentence on what it does; a mechanism without a title shows
      its counts on the card of another. `section`: the section of a scenario file that holds its parameters.
    - `place`: its place among the shipped mechanisms, in whose order their sections stand in a scenario file and their
      rules run within a phase. Those of plug-ins come after them, by module, and have none.
    - `switched`: ``SECTION.enabled`` switches it off. `starts_off`: a scenario that names the plug-in must switch it
      on, as a safeguard does. `scored`: it is a sensor, and ``SECTION.scored`` says whether what it sees may reach the
      record. `outlives_ban`: a ban does not switch it off. `other_purpose`: what it sees is gathered for another
      purpose than the score.
    - `params` and `districts`: the fields that it adds to the compiled parameters, each with its shape, in which a
      length may be a function of the set of mechanisms (``gate.how_many``);
      `compile_params` and `compile_districts` fill them in from a day's settings, by name, in an epoch in which
      something that they read of the settings changes; they may hang on nothing else.
    - `columns`: what it keeps of every person from day to day, whole numbers that begin at 0, each with its type; more
      state than the shipped mechanisms have. `fields`: what it notes of a person's day, and what each is in the
      morning. A rule finds both on the person's record (``agent.NAME``).
    - `rules`: functions by phase of the day. `steps`: of a shipped one, whole steps of the day, and functions in whose
      place the rules of a phase stand, by name. `mornings`: what it works out for each district before a day, by name:
      (day, daily counts, compiled parameters) to int64 [districts], or to several such figures by name, where one
      function stands under each of the names. `kept`: counts that hold such a figure, by its name, so that the next
      morning can go on from it, and a checkpoint has it.
    - `sources`: the sources (``evidence.Source``) that its own parameters cite. `supplies`: quantities on which other
      mechanisms rest, by name, from the settings of a day.

    >>> from glasshouse.mechanisms.cameras import MECHANISM
    >>> MECHANISM.section, MECHANISM.switched, MECHANISM.scored
    ('cameras', True, True)
    """

    module: str
    section: str
    place: int = LAST
    name: str = ""
    title: str | None = None
    what: str = ""
    switched: bool = False
    starts_off: bool = False
    scored: bool = False
    outlives_ban: bool = False
    other_purpose: bool = False
    params: Mapping[str, tuple[Length, ...]] = field(default_factory=dict[str, Any])
    districts: Mapping[str, tuple[Length, ...]] = field(default_factory=dict[str, Any])
    columns: Mapping[str, Any] = field(default_factory=dict[str, Any])
    fields: Mapping[str, int] = field(default_factory=dict[str, Any])
    compile_params: Callable[[DaySettings], Mapping[str, Any]] | None = None
    compile_districts: Callable[[DaySettings], Mapping[str, Any]] | None = None
    rules: Mapping[str, Rule] = field(default_factory=dict[str, Any])
    steps: Mapping[str, Rule] = field(default_factory=dict[str, Any])
    mornings: Mapping[str, Callable[[int, Any, Any], Any]] = field(default_factory=dict[str, Any])
    kept: Mapping[str, Count] = field(default_factory=dict[str, Any])
    supplies: Mapping[str, Callable[[Any], float]] = field(default_factory=dict[str, Any])
    sources: tuple[Any, ...] = ()

    def __post_init__(self) -> None:
        """A mechanism is called after its file."""
        if not self.name:
            object.__setattr__(self, "name", self.module.rsplit(".", 1)[-1])

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters, in the order of the file.

        >>> from glasshouse.mechanisms.cameras import MECHANISM
        >>> MECHANISM.parameters[0].key
        'cameras.total'
        """
        return tuple(self.declared(Parameter))

    @property
    def counts(self) -> tuple[Count, ...]:
        """Its counts, in the order of the file.

        >>> from glasshouse.mechanisms.cameras import MECHANISM
        >>> MECHANISM.counts[0].name
        'sightings'
        """
        return tuple(self.declared(Count))

    @property
    def streams(self) -> tuple[Stream, ...]:
        """Its streams, in the order of the file.

        >>> from glasshouse.mechanisms.cameras import MECHANISM
        >>> MECHANISM.streams[0].name
        'camera'
        """
        return tuple(self.declared(Stream))

    def declared(self, kind: type[_T], tiers: tuple[str, ...] = TIERS) -> Iterator[_T]:
        """What its module made of a kind and holds at its top level, alone or in a tuple or a mapping.

        With it what another declaration brings along (``brings``), as a gate brings its counts, and what it declares
        for each of a scenario's `tiers` (``ByTier``).

        >>> from glasshouse.mechanisms.cameras import MECHANISM
        >>> tuple(MECHANISM.declared(Parameter)) == MECHANISM.parameters
        True
        """
        found: dict[int, _T] = {}
        for value in vars(sys.modules[self.module]).values():
            for each in _within(value):
                brought: Iterable[Any] = getattr(each, "brings", ())
                for one in each.of(tiers) if isinstance(each, ByTier) else (each, *brought):
                    if isinstance(one, kind) and getattr(one, "module", "") == self.module:
                        found.setdefault(id(one), one)
        yield from found.values()


def _within(value: Any) -> Iterable[Any]:
    """What stands alone, or in a tuple or a mapping."""
    if isinstance(value, dict):
        return cast("dict[Any, Any]", value).values()
    return cast("tuple[Any, ...]", value) if isinstance(value, tuple) else (value,)
