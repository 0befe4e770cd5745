"""What weighs in a person's record, and whether something false stands in it: one place for what puts a record right.

The engine keeps points, lists and the areas of life that are on file, and no single entries. Which of them still weigh
follows from what happened since they were made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from glasshouse.engine.trace import lists_in, true_areas
from glasshouse.entry_kind import ALL_AREAS
from glasshouse.stories.history_events import Entry


@dataclass
class Weighing:
    """What weighs in the record of one person; a `state` has the columns of ``engine/trace.py``.

    ``entries``: what took points since the score last stood at its start, or led to a list. ``false_on_file``: a false
    entry was made since the file was last emptied or put right.
    """

    entries: list[Entry] = field(default_factory=list[Entry])
    false_on_file: bool = False

    def enter(self, entry: Entry, *, weighs: bool) -> None:
        """An entry was made; `weighs`: it took points, or led to a list."""
        self.false_on_file |= entry.false
        if weighs:
            self.entries.append(entry)

    def empty_file(self) -> None:
        """What was on file expired; the points that it took are still missing."""
        self.false_on_file = False

    def make_good(self, state: Any) -> None:
        """The score stands at its start again; what was taken falsely from one that good deeds had raised may not."""
        self.entries = [one for one in self.entries if one.false] if state.observed < state.error_free else []

    def put_right(self) -> None:
        """The observed ledger became the error-free one (``mechanisms/ledger.repair``)."""
        self.entries = [one for one in self.entries if not one.false]
        self.false_on_file = False

    def waive(self) -> None:
        """Points and lists were forgiven, and the file stays as it is (``mechanisms/ledger.waive``)."""
        self.entries = []

    def change(self, before: Any, after: Any) -> None:
        """A mechanism of somebody's own may have put the record right, or forgiven points: only the states tell."""
        raised = after.observed > before.observed
        corrected = _false_areas(before.dossier) and not _false_areas(after.dossier)
        if after.observed == after.error_free and (raised or corrected):
            self.put_right()
        elif raised:
            self.waive()

    def false_stands(self, state: Any) -> bool:
        """Whether something false is on file, or is gone from there and still weighs on points or a list.

        >>> from types import SimpleNamespace
        >>> state = SimpleNamespace(observed=950, error_free=1000, dossier=0, flags=0)
        >>> Weighing().false_stands(state), Weighing(false_on_file=True).false_stands(state)
        (False, False)
        >>> state.dossier = 1
        >>> Weighing().false_stands(state)
        True
        """
        on_file = self.false_on_file and state.dossier & ALL_AREAS
        observed_list, error_free_list = lists_in(state.flags)
        differ = state.observed != state.error_free or observed_list != error_free_list
        return bool(on_file or _false_areas(state.dossier) or (differ and any(one.false for one in self.entries)))


def _false_areas(dossier: int) -> int:
    """Areas of life that are on file for something false alone, as bits."""
    return dossier & ALL_AREAS & ~true_areas(dossier)
