"""What is wrong with a mechanism of somebody's own: each fault a sentence that names the module and says what to do.

They are told when the mechanism is put beside the others, before a scenario is read or anything is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from itertools import chain
from string import Formatter
from typing import Any

import numpy as np

from glasshouse import entry_kind, person_list
from glasshouse.card_section import DistrictColumn
from glasshouse.consistency import AtMostAll, NotBelow
from glasshouse.control_panel import Offered
from glasshouse.entry_kind import EntryKind, how_many_kinds
from glasshouse.errors import nearest
from glasshouse.flow_chart import Arrow, Node
from glasshouse.gate import MOST, Gate, how_many
from glasshouse.intervention import Intervention
from glasshouse.letter import Letter, letters_of
from glasshouse.measure import PERSON_YEARS, Measure, names_of
from glasshouse.mechanism import UNPLACED, Ablation, Mechanism, Parameter
from glasshouse.mechanisms import MECHANISMS
from glasshouse.note import Note, Phrases, places
from glasshouse.person_list import PersonList, person_lists
from glasshouse.section import AddedGates, Extra, Suppliers, Suspension, keys_of

#: Words that stand at the top of a scenario file, and that no section may have as a name.
_TAKEN = (
    *("glasshouse", "extends", "name", "label", "title", "summary", "leaves_out", "place", "plugins", "start", "days"),
    *("population", "events", "remove_events", "crowd_title"),
)
#: State is whole numbers; so are the types of its columns.
_WHOLE = tuple(f"{sign}int{bits}" for sign in ("u", "") for bits in (8, 16, 32, 64))
_FIELD = np.iinfo(np.int32)
#: From here on, two names are so alike that one is taken for a slip: one letter of seven.
_SLIP = 0.85


def faults(mechanism: Mechanism, together: Any, brought: Collection[Parameter]) -> Iterator[str]:
    """What is wrong with one of the mechanisms of a set, a sentence each without its full stop.

    `brought`: the points of kinds of entry and the terms of lists, which stand in sections of others.
    """
    others = [each for each in together if each is not mechanism]
    for kind in (_of_names, _of_numbers, _of_places, _of_state, _of_words, _of_phrases):
        yield from kind(mechanism, others)
    yield from _of_sections(mechanism, brought)
    yield from _of_room(together)
    yield from _of_clashes(mechanism, others)
    yield from _of_references(mechanism, together)


def _of_names(mechanism: Mechanism, others: Iterable[Mechanism]) -> Iterator[str]:
    if mechanism.section in (*_TAKEN, *(each.section for each in others)):
        yield f"the section '{mechanism.section}' is taken; choose another name for it"
    if not (mechanism.name.isidentifier() and mechanism.section.isidentifier()):
        yield f"'{mechanism.name}' and '{mechanism.section}' must be words of letters and _"
    if any(each.module == mechanism.module for each in others):
        yield "a mechanism is one file, and this one declares two"
    if mechanism.name in {each.name for each in others}:
        yield f"the name '{mechanism.name}' is taken; give another one, name='…'"
    if not mechanism.switched:
        yield "a mechanism of one's own has a switch; write switched=True"


def _of_numbers(mechanism: Mechanism, others: Iterable[Mechanism]) -> Iterator[str]:
    if fixed := next((each.name for each in mechanism.streams if each < 4 << 31), ""):
        yield f"the stream '{fixed}' has a place of the shipped ones; leave 'at' out"
    named = {
        "streams": [stream.name for stream in mechanism.streams],
        "counts": [count.name for count in mechanism.counts],
        "parameters": [row.key for row in mechanism.parameters],
    }
    for kind, names in named.items():
        for name in (name for name, times in Counter(names).items() if times > 1):
            yield f"two of its {kind} are called '{name}'; choose another name for one"


def _of_places(mechanism: Mechanism, others: Iterable[Mechanism]) -> Iterator[str]:
    """Numbers that only what ships has, since results hang on them."""
    placed = {
        "count": [each.name for each in mechanism.counts if each != UNPLACED],
        "kind of entry": [each.name for each in mechanism.declared(EntryKind) if each.place is not None],
        "letter": [each.name for each in mechanism.declared(Letter) if each.place is not None],
        "list": [each.name for each in mechanism.declared(PersonList) if each.place is not None],
        "gate": [each.name for each in mechanism.declared(Gate) if each.place is not None],
    }
    for kind, names in placed.items():
        for name in names:
            yield f"the {kind} '{name}' has a place of the shipped ones; leave 'place' and 'columns' out"
    for note in mechanism.declared(Note):
        if note.bit is not None:
            yield f"the note '{note.name}' has a bit of the shipped ones; leave 'bit' out"


def _of_state(mechanism: Mechanism, others: Iterable[Mechanism]) -> Iterator[str]:
    for name, kind in mechanism.columns.items():
        if (said := _type_name(kind)) not in _WHOLE:
            hint = nearest(said, _WHOLE) or f" It may be one of {', '.join(_WHOLE)}."
            yield f"the column '{name}' is of type '{said}', and state is whole numbers.{hint}"
    for name, first in mechanism.fields.items():
        if not isinstance(first, (int, np.integer)) or not _FIELD.min <= first <= _FIELD.max:
            yield f"the field '{name}' begins the day as {first!r}, and takes a whole number of 32 bits"


def _type_name(kind: Any) -> str:
    """The name of a NumPy type, however it is given; of what is none, what was given."""
    try:
        return np.dtype(kind).name
    except TypeError:
        return str(kind)


def _of_words(mechanism: Mechanism, others: Iterable[Mechanism]) -> Iterator[str]:
    for count in mechanism.counts:
        if not count.name.isidentifier():
            yield f"the count '{count.name}' must be a word of letters and _; its text may be any words"
        if not (count.text and count.unit):
            yield f"the count '{count.name}' needs a text and a unit, which a report calls it by"
    for each in mechanism.declared(EntryKind):
        if isinstance(each.things, str) or len(each.things) != 2 or not all(each.things):
            yield f"the kind of entry '{each.name}' needs two things, one and several of it: things=('a …', '…s')"


def _of_phrases(mechanism: Mechanism, others: Iterable[Mechanism]) -> Iterator[str]:
    """Words in braces that no story fills in."""
    known = _filled_in()
    for note in mechanism.declared(Note):
        for text in _texts(note):
            try:
                unknown = [word for word in _in_braces(text) if _small(word) not in known]
            except ValueError as error:
                yield f"the note '{note.name}' has a sentence that cannot be filled in ({error}): {text}"
                continue
            for word in unknown:
                hint = nearest(word, known) or f" The words are {', '.join(sorted(known))}."
                yield f"the note '{note.name}' says {{{word}}}, which no story fills in.{hint}"


@cache
def _filled_in() -> frozenset[str]:
    """The words in braces that the shipped mechanisms use."""
    texts = (text for each in MECHANISMS for note in each.declared(Note) for text in _texts(note))
    said = (ways for each in MECHANISMS for phrases in each.declared(Phrases) for ways in phrases.said.values())
    return frozenset(_small(word) for text in (*texts, *chain.from_iterable(said)) for word in _in_braces(text))


def _texts(note: Note) -> Iterator[str]:
    says = note.says.values() if isinstance(note.says, Mapping) else (note.says,)
    for ways in (*says, note.often, (note.brief,)):
        yield from ways if isinstance(ways, tuple) else ()


def _in_braces(text: str) -> list[str]:
    return [word for _, word, _, _ in Formatter().parse(text) if word]


def _small(word: str) -> str:
    return word[:1].lower() + word[1:]


def _of_sections(mechanism: Mechanism, brought: Collection[Parameter]) -> Iterator[str]:
    for row in mechanism.parameters:
        if row.part != mechanism.section and row not in brought:
            yield f"the parameter '{row.key}' must begin with '{mechanism.section}.'"
        if row.given is None:
            yield f"the parameter '{row.key}' needs a value with its evidence"
    lists = {each.gates.key for each in mechanism.declared(PersonList)}
    for each in mechanism.declared(Extra):
        if each.section != mechanism.section and each.key not in lists:
            yield f"the key '{each.key}' must begin with '{mechanism.section}.'"
    for each in mechanism.declared(Suppliers):
        if each.section != mechanism.section:
            yield f"its suppliers stand in its own section, '{mechanism.section}'"


def _of_room(together: Any) -> Iterator[str]:
    if how_many(together) > MOST:
        yield f"with its gates there are {how_many(together)}, and room for {MOST}"
    if how_many_kinds(together) > entry_kind.MOST:
        yield f"with its kinds of entry there are {how_many_kinds(together)}, and room for {entry_kind.MOST}"
    if len(lists := person_lists(together)) > person_list.MOST:
        yield f"with its lists there are {len(lists)}, and room for {person_list.MOST}"
    try:
        places(together.declared(Note))
        letters_of(together.declared(Letter))
    except ValueError as error:
        yield str(error)


def _of_clashes(mechanism: Mechanism, others: Iterable[Mechanism]) -> Iterator[str]:
    theirs = [(each, _names(each)) for each in others]
    for kind, names in _names(mechanism).items():
        for each, taken in theirs:
            for name in sorted(names & taken[kind]):
                yield f"{kind} '{name}' is one of {each.module} already; choose another name"


def _of_references(mechanism: Mechanism, together: Any) -> Iterator[str]:
    """Keys and counts that it names, and that there are not; a set without the shipped ones has few of them."""
    if MECHANISMS[0] not in together:
        return
    counts = {*together.measures, PERSON_YEARS}
    for measure in mechanism.declared(Measure):
        for name in names_of((*measure.counts, *measure.over)):
            if (count := name.removeprefix("-")) not in counts:
                there = nearest(count, counts)
                yield f"the measure '{measure.name}' is made of '{count}', and there is no such count.{there}"
    for column in mechanism.declared(DistrictColumn):
        for name in (*column.counts, *column.over):
            if name not in together.measures:
                there = nearest(name, together.measures)
                yield f"the column '{column.head}' is made of '{name}', and there is no such count.{there}"
    for note in mechanism.declared(Note):
        for key in note.withheld.wanted if note.withheld else ():
            if key not in together.parameters:
                hint = nearest(key, together.parameters)
                yield f"the note '{note.name}' names '{key}' as wanted, and there is no such parameter.{hint}"
    keys = {*together.parameters, *_switches(together), *(each.key for each in together.declared(Extra))}
    for offered in mechanism.declared(Offered):
        for key in offered.keys:
            if key not in together.parameters:
                yield f"it offers '{key}', and there is no such parameter.{nearest(key, together.parameters)}"
    for one in mechanism.declared(Intervention):
        for key in one.numbers:
            # Of a section that is not there, it is another plug-in's.
            if key not in together.parameters and key.partition(".")[0] in together.sections:
                hint = nearest(key, together.parameters)
                yield f"the safeguard '{one.name}' changes '{key}', and there is no such number.{hint}"
    boxes = {each.key for one in together for each in one.declared(Node)}
    for arrow in mechanism.declared(Arrow):
        for verb, end in (("begins", arrow.start), ("ends", arrow.end)):
            # An arrow may lead to a box of a mechanism that is not there; one of almost the same name is a slip.
            if end not in boxes and (close := get_close_matches(end, boxes, 1, _SLIP)):
                hint = nearest(end, close)
                yield f"an arrow of its flow chart {verb} at '{end}', and there is no such box.{hint}"
    for part in mechanism.declared(Ablation):
        for key in part.off:
            if key not in keys:
                yield f"the ablation '{part.name}' switches off '{key}', and there is no such key.{nearest(key, keys)}"
    for what, key, there, kind in _settled_by(mechanism, together):
        if key not in there:
            yield f"{what} '{key}', and there is no such {kind}.{nearest(key, there)}"


def _settled_by(mechanism: Mechanism, together: Any) -> Iterator[tuple[str, str, Collection[str], str]]:
    """What its rules of a scenario rest on: the words before each key, the key, the keys that there are, their kind.

    A day in force asks for each of them by key, and a switch of a misspelt section is one that nobody reads.
    """
    for rule in chain(mechanism.declared(NotBelow), mechanism.declared(AtMostAll)):
        for key in rule.keys:
            yield f"its {type(rule).__name__} compares", key, together.parameters, "number"
    for pause in mechanism.declared(Suspension):
        yield "its Suspension is of the section", pause.section, together.switched, "section with a switch"
        for verb, key in (("begins", pause.begin), ("ends", pause.end)):
            yield f"its Suspension {verb} with", key, keys_of(together, "date"), "date"
    for added in mechanism.declared(AddedGates):
        yield "its AddedGates ask for the switch", added.switch, _switches(together), "switch"
        yield "its AddedGates are those of", added.gates, keys_of(together, "gates"), "list of gates"


def _switches(together: Any) -> set[str]:
    """The keys of the switches that every scenario has."""
    found = {f"{section}.enabled" for section in together.switched}
    return found | {f"{sensor}.scored" for sensor in together.sensors} | {*keys_of(together, "switch")}


def _names(mechanism: Mechanism) -> Mapping[str, set[str]]:
    """Names of which there may be one only, by kind."""
    return {
        "the field": {*mechanism.params, *mechanism.districts},
        "the column": {*mechanism.columns, *mechanism.fields},
        "the count": {count.name for count in mechanism.counts},
        "the gate": {each.name for each in mechanism.declared(Gate)},
        "the kind of entry": {each.key for each in mechanism.declared(EntryKind)},
        "the list": {each.name for each in mechanism.declared(PersonList)},
        "the stream": {f"{int(stream)}" for stream in mechanism.streams},
        "the morning figure": {*mechanism.mornings},
        "the function": {function for each in mechanism.declared(Suppliers) for function in each.functions},
    }
