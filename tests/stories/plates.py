"""What a mechanism of somebody's own declares for a story; no file of glasshouse knows it."""

from __future__ import annotations

from glasshouse.authoring import SUSPICION
from glasshouse.entry_kind import EntryKind
from glasshouse.letter import Letter
from glasshouse.mechanism import Count, Mechanism
from glasshouse.model.state import PIN_CONDUCT
from glasshouse.note import Mistake, Note, Sight, Withheld

MET = Count("met", "Visits", unit="visits", place=900)
READ = Note(
    "read",
    says=("A reader noted {their} plate.", "Plates again: {nth}."),
    sight=Sight(act=PIN_CONDUCT, word="plate reader", leads="them"),
    counts=(MET,),
)
MISREAD = Note(
    "misread",
    says=("A reader misread a plate, and it was {theirs}.",),
    brief="a plate was misread",
    mistake=Mistake(kind=SUSPICION, word="misread plate", things=("a misread plate", "misread plates")),
)
VISIT = Note(
    "visit",
    says=("An ombudsman came to see {them}.", "The ombudsman came, visit {nth}."),
    often=("The ombudsman came {times}.",),
    brief="an ombudsman came",
    counts=(MET,),
)
UNSAID = Note(
    "unsaid",
    says=("Trusting nobody, {they} wrote nothing.",),
    often=("Trusting nobody, {they} {deeds}.",),
    withheld=Withheld(act=PIN_CONDUCT, why="low trust", lead="for want of trust in anybody"),
    counts=(MET,),
)
TIP = EntryKind(
    "tip", area="conduct", things=("a tip", "tips"), points=-5, range=(-20, 0), assumed="an example for tests"
)
PASSED_ON = Letter("a tip", told="entry", entry=TIP, counts=(MET,))
WARNED = Letter("a warning", told="friend", counts=(MET,))
CALL = Note("call", says=lambda day: f"There was a call at {day.fear}.")
MECHANISM = Mechanism(module=__name__, section="plates")
