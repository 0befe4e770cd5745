"""What the system holds of a person while a day goes on: the mail, the entries, the scoring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from glasshouse.engine.params import CompiledParams
from glasshouse.mechanisms.retention import EXPIRY_DRAW
from glasshouse.model.mail import CONTAGION
from glasshouse.model.state import FAULTY, RIGHT, WRONG, Kind
from glasshouse.population.people import (
    ERROR_FREE_TIER,
    PARTICIPATES,
    UPTAKE_DRAW,
    WATCHED,
    tier_of,
)
from glasshouse.scenario.words import KINDS, LISTS
from glasshouse.stories.causes import Chain
from glasshouse.stories.deeds import deeds_of, kept_out, mistakes_of, noted, said_of
from glasshouse.stories.events import (
    Alert,
    Entry,
    Friend,
    HistoryEvent,
    Listed,
    Scoring,
)
from glasshouse.stories.history import Spell
from glasshouse.stories.ledger import OWN, Purse, cut_of, entries_of, tier_name, tiers_of
from glasshouse.stories.notebook import Notebook
from glasshouse.stories.someone import Neighbourhood, draw_word

_KIND_PLACES = {kind: place for place, kind in enumerate(KINDS)}


class RecordState:
    """What the system holds of one person while the days go by: points, tiers, lists, the file; and who knows of it."""

    def __init__(
        self, trace: Any, column: int, hood: Neighbourhood, days: int, ban_day: int | None, book: Notebook
    ) -> None:
        """Begin before day 0; `column` is the person's place in the trace."""
        self.hood, self.days, self.ban_day, self.book = hood, days, ban_day, book
        self.number = int(trace.persons[column])
        self.person = hood.someone(self.number)
        self.evenings = {name: values[:, column].tolist() for name, values in trace.evenings.items()}
        self.rows = {int(row["day"]): row for row in trace.agents[trace.agents["person"] == self.number]}
        self.mail: dict[int, list[Any]] = {}
        for letter in trace.mail[trace.mail["recipient"] == self.number]:
            self.mail.setdefault(int(letter["day"]), []).append(letter)
        self.compiled: Sequence[tuple[int, CompiledParams]] = trace.compiled
        self.traits = self.evenings["traits"][0]
        self.district = hood.district_of(self.number)
        self.seed = hood.seed
        self.events: list[HistoryEvent] = []
        self.chains: list[Chain] = []
        self.spells: list[Spell] = []
        self.weighing: list[Entry] = []
        self.listed: Listed | None = None
        self.stale = False
        self.gates = 0  # closed on the day before
        self.spell: Spell | None = None
        self.counted = False
        self.joined = ""
        self.lists: list[int] = [0, 0]
        self.places: list[int] = [0, 0]
        self.wrongful: list[int] = []
        self.closed: Counter[str] = Counter()
        self._begin()

    def _begin(self) -> None:
        """The state before day 0."""
        _, compiled = self.compiled[0]
        params = compiled.params[0]
        start = int(params["score_start"])
        tier = tier_of(start, params["cuts"].tolist())
        joined = bool(params["mandatory"]) or draw_word(self.seed, self.number, 0, UPTAKE_DRAW) < int(params["uptake"])
        self.scored = joined and not self.person.child
        self.flags = tier | tier << ERROR_FREE_TIER | (PARTICIPATES if self.scored else 0)
        self.purse = Purse(held=start, clean=start)
        self.dossier = 0

    def _in_force(self, day: int) -> tuple[Any, Any]:
        compiled = [compiled for first, compiled in self.compiled if first <= day][-1]
        return compiled.params[0], compiled.districts[self.district]

    def _morning(self, day: int, params: Any) -> None:
        for letter in self.mail.get(day, ()) if not self.person.child else ():
            other = int(letter["sender"])
            tie = self.hood.tie(self.number, other)
            if letter["purpose"] == CONTAGION:
                self.events.append(Friend(day=day, other=other, tie=tie))
            elif params["points"][Kind.ASSOCIATION]:
                held, clean = bool(letter["payload"] & 1), bool(letter["payload"] & 2)
                self._enter(
                    day,
                    "association",
                    source="association",
                    held=held,
                    clean=clean,
                    params=params,
                    other=other,
                    channel=tie,
                )

    def _enter(self, day: int, kind: str, *, held: bool, clean: bool, params: Any, **more: Any) -> None:
        place = _KIND_PLACES[kind]
        before = self.purse
        self.purse = before.entered(int(params["points"][place]), held, clean, int(params["score_max"]))
        if params["points"][place] <= 0 and kind != "volunteering":
            bit = 1 << int(params["area"][place])
            self.dossier |= (bit if held else 0) | (bit << 4 if clean else 0)
        change, left = self.purse.held - before.held, self.purse.held
        entry = Entry(day=day, kind=kind, held=held, clean=clean, points=change, left=left, **more)
        self.events.append(entry)
        if change < 0 or (kind == "default" and held):
            self.weighing.append(entry)

    def _acts(self, day: int, row: Any) -> None:
        entered = [note for _, _, note in entries_of(row, mistakes_of(row, self.book)) if note]
        self.events += deeds_of(day, row, self.book)
        self.events += kept_out(day, row, entered, self.book)

    def _entries(self, day: int, row: Any, params: Any) -> None:
        meant = self.book.meaning(int(row["noted"]))
        for kind, source, note in entries_of(row, mistakes_of(row, self.book)):
            true = source == OWN
            more = said_of(note, row, self.book) if note else {"source": source}
            self._enter(day, kind, held=True, clean=true, params=params, **more)
            if kind == "default" and params["defaulter_weeks"] > 0:
                if self.lists[0] != 1:
                    self._put_on_list(day, 1, int(params["defaulter_weeks"]), true)
                self.lists = [1, 1 if true else self.lists[1]]
        if row["alert"]:
            true, wrong, faulty = (bool(row["alert"] & bit) for bit in (RIGHT, WRONG, FAULTY))
            stopped, arrested = "stopped" in meant, "arrested" in meant
            self.events.append(
                Alert(day=day, true=true, false=wrong, stopped=stopped, faulty=faulty, arrested=arrested)
            )
        self.events += noted(day, row, self.book)

    def _put_on_list(self, day: int, place: int, weeks: int, true: bool) -> None:
        self.listed = Listed(day=day, list=LISTS[place], weeks=weeks, true=true)
        self.stale = False
        self.events.append(self.listed)

    def _scoring(self, day: int, params: Any, district: Any) -> None:
        after = self.evenings["flags"][day]
        before = self.purse
        self.purse = before.drifted(int(params["score_start"]), int(params["recovery"]))
        limit = int(params["retention"])
        cleared = self.dossier != 0 and draw_word(self.seed, self.number, day, EXPIRY_DRAW) < limit
        self.dossier = 0 if cleared else self.dossier
        tiers = tiers_of(self.purse, self.traits, params, district)
        counted = self.counted
        if counted and not self.flags & PARTICIPATES:
            self.joined = "made" if params["mandatory"] else "chosen"
        watch = int(bool(after & WATCHED)) - int(bool(self.flags & WATCHED))
        changed = counted and tiers.held != self.places[0]
        if changed or self.joined or cleared or watch:
            self.events.append(
                Scoring(
                    day=day,
                    points=self.purse.held,
                    drift=self.purse.held - before.held,
                    learned=tiers.learned,
                    before=tier_name(self.places[0]),
                    tier=tier_name(tiers.held),
                    clean_tier=tier_name(tiers.clean),
                    counted=counted,
                    joined=self.joined,
                    cleared=cleared,
                    watch=watch,
                    start=int(params["score_start"]),
                    floor=cut_of(tiers.held, params),
                )
            )
        self.places = [tiers.held, tiers.clean]
        if counted and params["dishonest_weeks"] > 0:
            if tiers.held == 5 and self.lists[0] == 0:
                self._put_on_list(day, 2, int(params["dishonest_weeks"]), tiers.clean == 5)
                self.lists[0] = 2
            if tiers.clean == 5 and self.lists[1] == 0:
                self.lists[1] = 2
        if self.purse.held >= params["score_start"]:
            # Made good; but what a false entry took from a score that good deeds had raised is still missing.
            self.weighing = [e for e in self.weighing if e.false] if self.purse.held < self.purse.clean else []
