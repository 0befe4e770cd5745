"""What a set of mechanisms can have told of it: their notes by bit, and their words.

>>> book = notebook(SHIPPED)
>>> [note.name for note in book.of(0b101)], book.things["clerk"][1]
(['state camera', 'right face'], 'judgments against somebody else')
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from glasshouse.engine.trace import FRAME_NOTES
from glasshouse.entry_kind import EntryKind, entry_kinds
from glasshouse.gate import Favour, Gate, gates
from glasshouse.letter import Letter, letters_of
from glasshouse.mechanism import Mechanism
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.note import Note, Phrases, Ways, places
from glasshouse.person_list import PersonList, person_lists
from glasshouse.stories.act_words import FALSE
from glasshouse.stories.phrases import PHRASES, by_letter
from glasshouse.tiers import TIERS


@dataclass(frozen=True, kw_only=True)
class Notebook:
    """Notes and words of some `mechanisms`.

    `places`: each note's number in ``agent.noted``, in order. `phrases`: ways of saying things, by what they are said
    for. `letters`: kinds of letters, by their number. `things`: (one, several) of each source of false entries.
    `kinds`: kinds of entry, by their number; `entries`: (one, several) of each. `lists`: by name, in order.
    `gates`: the gates by name, in the order of their bits. `favours`: what is given at some of them. `counts`: the
    names of what is counted of what ``phrases`` are said for. `tiers`: their names, best first.
    """

    mechanisms: tuple[Mechanism, ...]
    places: dict[Note, int]
    phrases: dict[str, Ways]
    letters: tuple[Letter, ...]
    things: dict[str, tuple[str, str]]
    kinds: tuple[EntryKind, ...]
    entries: dict[str, tuple[str, str]]
    lists: dict[str, PersonList]
    gates: dict[str, Gate]
    favours: dict[str, str]
    counts: dict[str, tuple[str, ...]]
    tiers: tuple[str, ...]

    def of(self, noted: int) -> list[Note]:
        """The notes of a day, in order."""
        return [note for note, place in self.places.items() if noted & place]

    def letter(self, purpose: int) -> Letter | None:
        """The kind of a letter; None for one that there is not."""
        return self.letters[purpose] if purpose < len(self.letters) else None

    @property
    def slight(self) -> frozenset[str]:
        """The sources of entries of which later ones may be told together: letters, and slight mistakes."""
        letters = (letter.entry.name for letter in self.letters if letter.entry is not None)
        mistakes = (note.mistake for note in self.places if note.mistake)
        return frozenset((*letters, *(each.word for each in mistakes if each.slight)))

    def letter_of(self, full_name: str) -> Letter | None:
        """The kind of letter of a full name; None where there is none."""
        return next((one for one in self.letters if one.full_name == full_name), None)

    def counted_by(self, full_name: str) -> tuple[str, ...]:
        """The names of what is counted with a kind of letter."""
        letter = self.letter_of(full_name)
        return tuple(count.name for count in letter.counts) if letter is not None else ()

    def unlawful(self, kind: str) -> bool:
        """Whether an entry of a kind is about an unlawful act or a debt."""
        return any(one.unlawful for one in self.kinds if one.name == kind)

    def lawful(self, kind: str) -> bool:
        """Whether an entry of a kind is about something lawful that is held against the person."""
        return any(one.lawful for one in self.kinds if one.name == kind)

    def list_name(self, number: int) -> str:
        """The name of a list."""
        return (*self.lists,)[number - 1] if number else "none"

    def list_noun(self, name: str) -> str:
        """What a list is called; "list" for none that there is."""
        return self.lists[name].noun if name in self.lists else "list"

    def meaning(self, noted: int) -> set[str]:
        """What the notes of a day mean (``note.MEANINGS``)."""
        return {note.means for note in self.of(noted) if note.means}

    def seen(self, act: int, words: Iterable[str]) -> list[Note]:
        """The sights of an act (a bit of ``pinned``), from their words."""
        named = set(words)
        return [note for note in self.places if note.sight and note.sight.act == act and note.sight.word in named]

    def withheld(self, act: int, why: str) -> Note | None:
        """The note of an act (a bit of ``pinned``) left undone for a reason; None where there is none."""
        found = (note for note in self.places if note.withheld and note.withheld.act == act)
        return next((note for note in found if note.withheld and note.withheld.why == why), None)

    def mistake(self, word: str, malice: bool = False) -> Note | None:
        """The note of a source of false entries; None where there is none."""
        found = (note for note in self.places if note.mistake and note.mistake.word == word)
        return next((note for note in found if note.mistake and note.mistake.malice == malice), None)

    def meant(self, meaning: str) -> Note | None:
        """The note that means something; None where there is none."""
        return next((note for note in self.places if note.means == meaning), None)

    def counted_with(self, meaning: str, what: str = "") -> tuple[str, ...]:
        """The names of the counts of whatever means something; `what`: of which kind, where they differ by kind."""
        note = self.meant(meaning)
        return tuple(count.name for count in note.counted_for(what)) if note else ()


@cache
def notebook(mechanisms: tuple[Mechanism, ...] = SHIPPED) -> Notebook:
    """The notes and words of some mechanisms. Raises ValueError where their notes have no room."""
    notes = [*FRAME_NOTES, *(note for each in mechanisms for note in each.declared(Note))]
    letters = letters_of(letter for each in mechanisms for letter in each.declared(Letter))
    said = [by_letter(letter.entry.name) for letter in letters if letter.entry is not None]
    said += [words.said for each in mechanisms for words in each.declared(Phrases)]
    gates_ = {each.name: each for each in gates(mechanisms)}
    said += [{f"learned {name}": each.learned, f"first {name}": each.refused} for name, each in gates_.items()]
    return Notebook(
        mechanisms=mechanisms,
        places=places(notes),
        phrases={key: ways for table in (PHRASES, *said) for key, ways in table.items()},
        letters=letters,
        things={
            "": FALSE,
            **{letter.entry.name: letter.things for letter in letters if letter.entry is not None},
            **{note.mistake.word: note.mistake.things for note in notes if note.mistake},
        },
        kinds=entry_kinds(mechanisms),
        entries={kind.name: kind.things for kind in entry_kinds(mechanisms)},
        lists={each.name: each for each in person_lists(mechanisms)},
        gates=gates_,
        favours={each.gate: each.what for one in mechanisms for each in one.declared(Favour)},
        counts={
            what: tuple(count.name for count in counts)
            for each in mechanisms
            for words in each.declared(Phrases)
            for what, counts in words.counts.items()
        },
        tiers=mechanisms.tiers if isinstance(mechanisms, MechanismSet) else TIERS,
    )
