"""A mechanism that no file of the stories knows has sentences of its own in one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from glasshouse.authoring import SUSPICION
from glasshouse.mechanisms import MECHANISMS
from glasshouse.mechanisms.association import GUILT_BY_ASSOCIATION
from glasshouse.mechanisms.contagion import CONTAGION
from glasshouse.model.state import NONE, PIN_CONDUCT
from glasshouse.note import MORE, SECOND
from glasshouse.scenario.scenario_words import GATES
from glasshouse.stories.briefly import briefly
from glasshouse.stories.history_events import Deed, Entry, Kept, Noted, Perk
from glasshouse.stories.history_sums import sums
from glasshouse.stories.notebook import Notebook, notebook
from glasshouse.stories.realise import Realiser
from glasshouse.stories.render import render
from glasshouse.stories.trace_to_history import history_of
from stories import plates
from stories.histories import DAYS, followed, hood, lives, scenario


@pytest.fixture(scope="module")
def book() -> Notebook:
    return notebook((*MECHANISMS, plates.MECHANISM))


def with_rows(number: int, book: Notebook, *changes: dict[str, int]):
    """The life of somebody on whose first active days more was noted."""
    trace = followed().trace
    assert trace is not None
    agents = np.zeros(len(trace.agents), [*trace.agents.dtype.descr, (MORE, np.int64)]).view(np.recarray)
    for name in trace.agents.dtype.names:
        agents[name] = trace.agents[name]
    mine = np.flatnonzero(agents["person"] == number)
    for row, change in zip(mine, changes, strict=False):
        for name, value in change.items():
            if name == "noted":
                agents[name][row] |= value % 2**SECOND
                agents[MORE][row] |= value >> SECOND
            else:
                agents[name][row] = value
    return history_of(replace(trace, agents=agents), number, hood=hood(), days=DAYS, book=book)


def text_of(life, book: Notebook) -> str:
    told = render(life, hood=hood(), start=scenario().start, book=book)
    return " ".join(told.sentences())


def somebody() -> int:
    """An adult with an offence that nobody saw, and some quiet days."""
    trace = followed().trace
    assert trace is not None
    agents = trace.agents
    for life in lives():
        mine = agents[agents["person"] == life.person.number][:3]
        if len(mine) == 3 and (mine["noted"] == 0).all() and mine["conduct"][0] == 0 and not life.spells:
            return life.person.number
    raise AssertionError("nobody")


def test_a_note_with_words_is_told(book):
    life = with_rows(somebody(), book, {"noted": book.places[plates.VISIT]})
    (one,) = (each for each in life.of(Noted) if each.note == "stories.plates:visit")
    words = Realiser.of(life.person, scenario().start).words
    assert plates.VISIT.said_of("")[0].format(**words) in text_of(life, book)
    assert briefly(one, Realiser(woman=True, start=scenario().start, book=book)) == "an ombudsman came"
    assert sums(life, book)["met"] == 1


def test_many_of_them_are_told_together(book):
    life = with_rows(somebody(), book, *[{"noted": book.places[plates.VISIT]}] * 3)
    assert sum(each.note == "stories.plates:visit" for each in life.of(Noted)) == 3
    assert "The ombudsman came three times." in text_of(life, book)


def test_a_sentence_may_be_worked_out_from_the_day_s_record(book):
    life = with_rows(somebody(), book, {"noted": book.places[plates.CALL], "fear": 77})
    assert "There was a call at 77." in text_of(life, book)


def test_a_sensor_s_sentence_follows_the_act_that_it_saw(book):
    number = somebody()
    life = with_rows(number, book, {"noted": book.places[plates.READ], "pinned": PIN_CONDUCT, "seen": PIN_CONDUCT})
    deed = life.of(Deed)[0]
    assert (deed.seen, deed.recorded) == (("plate reader",), True)
    assert life.of(Entry)[0].source == "own act"
    words = Realiser.of(life.person, scenario().start).words
    assert plates.READ.said_of("")[0].format(**words) in text_of(life, book)
    assert sums(life, book)["met"] == 1


def test_an_act_left_undone_has_the_reason_of_the_mechanism_that_took_it_away(book):
    number = somebody()
    life = with_rows(number, book, {"noted": book.places[plates.UNSAID], "conduct": NONE})
    deed = life.of(Deed)[0]
    assert deed.held_back == "low trust"
    assert "rusting nobody" in text_of(life, book)
    assert "for want of trust in anybody" in briefly(deed, Realiser(woman=True, start=scenario().start, book=book))
    assert sums(life, book)["met"] == 1


def test_an_act_left_undone_for_no_known_reason_is_told_without_one(book):
    life = with_rows(somebody(), book, {"conduct": NONE})
    assert life.of(Deed)[0].held_back not in ("", "fear", "distrust")
    assert "ear" not in briefly(life.of(Deed)[0], Realiser(woman=True, start=scenario().start, book=book))
    assert text_of(life, book)


def test_a_false_entry_has_the_words_of_what_was_mistaken(book):
    misread = {"noted": book.places[plates.MISREAD], "false_error": int(SUSPICION)}
    life = with_rows(somebody(), book, misread)
    entry = next(one for one in life.of(Entry) if one.false)
    assert (entry.source, entry.kind) == ("misread plate", "suspicion")
    assert "misread a plate" in text_of(life, book)
    assert briefly(entry, Realiser(woman=True, start=scenario().start, book=book)) == "a plate was misread"


def test_what_a_rule_kept_out_is_told_as_kept_out(book):
    kept = next(note for note in book.places if note.means == "kept out")
    life = with_rows(somebody(), book, {"noted": book.places[plates.MISREAD] | int(kept), "false_error": NONE})
    assert [one.source for one in life.of(Kept)] == ["misread plate"]


def test_a_false_entry_of_which_no_note_says_anything_is_told_all_the_same(book):
    life = with_rows(somebody(), book, {"false_error": int(SUSPICION)})
    entry = next(one for one in life.of(Entry) if one.false)
    assert entry.source == ""
    assert not set("{}") & set(text_of(life, book))
    assert briefly(entry, Realiser(woman=True, start=scenario().start))


def test_a_letter_of_another_purpose_is_no_entry(book):
    """What a mechanism of somebody's own writes to people is told by its notes, or not at all."""
    trace = followed().trace
    assert trace is not None
    mail = trace.mail[trace.mail["purpose"] == GUILT_BY_ASSOCIATION].copy()
    number = int(mail["recipient"][0])
    lives = []
    for purpose in (GUILT_BY_ASSOCIATION, 7):
        mail["purpose"] = purpose
        lives.append(history_of(replace(trace, mail=mail), number, hood=hood(), days=DAYS, book=book))
    assert [any(one.source == "association" for one in life.of(Entry)) for life in lives] == [True, False]


def test_an_entry_that_a_letter_brings_is_told_and_counted_without_words_of_its_own(book):
    number = somebody()
    facts = {"kind": "tip", "source": "tip", "observed": True, "points": -5, "left": 995, "channel": "neighbour"}
    facts["letter"] = plates.PASSED_ON.full_name
    tips = [Entry(day=3 + k, other=number + 1, error_free=k == 0, **facts) for k in (0, 0, 1)]
    quiet = with_rows(number, book)
    life = replace(quiet, events=(*quiet.events, *tips))
    assert briefly(tips[0], Realiser(woman=True, start=scenario().start, book=book))
    told = text_of(life, book)
    assert not set("{}") & set(told)
    assert told != text_of(quiet, book)
    assert sums(life, book)["met"] == len(tips)
    assert "tip" in book.slight


def test_word_of_a_friend_is_counted_as_the_letter_that_brought_it(book):
    trace = followed().trace
    assert trace is not None
    mail = trace.mail[trace.mail["purpose"] == CONTAGION].copy()
    number = int(mail["recipient"][0])
    mail = mail[mail["recipient"] == number]
    more = mail[:1].copy()
    more["purpose"] = [letter.name for letter in book.letters].index(plates.WARNED.name)
    life = history_of(replace(trace, mail=np.concatenate([mail, more])), number, hood=hood(), days=DAYS, book=book)
    counted = sums(life, book)
    assert (counted["friend_sanctioned"], counted["met"]) == (len(mail), 1)


def test_a_favour_at_any_gate_can_be_told():
    realiser = Realiser(woman=True, start=scenario().start)
    assert all(briefly(Perk(day=1, gate=gate, top=True), realiser) for gate in GATES)


def test_nothing_in_the_stories_names_a_mechanism_that_is_not_there(book):
    assert "misread plate" in book.things
    assert "misread plate" not in notebook().things
