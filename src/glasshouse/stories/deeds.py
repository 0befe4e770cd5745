"""What the person wanted and did on a day, and which sensors saw it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from glasshouse.model.attribution import CLERK, FLAGGED, MISTAKE, SHARED_ACCOUNT, SPITE
from glasshouse.model.state import NONE, PIN_CONDUCT, PIN_MONEY, PIN_ONLINE, Conduct, Money, Note, Online
from glasshouse.stories.events import Deed, Kept
from glasshouse.stories.ledger import CONDUCT, MONEY, ONLINE

#: What may have seen a public act, and what the face search made of it.
SENSES = (
    (Note.STATE_CAMERA, "state camera"),
    (Note.COMPANY_CAMERA, "company camera"),
    (Note.FACE_HIT, "right face"),
    (Note.FACE_WRONG, "another face"),
    (Note.FACE_NONE, "no face"),
    (Note.REPORTED, "report"),
)
#: What may have seen a post.
FILTER = ((Note.FLAGGED, "flag"), (Note.TIED, "tied"), (Note.REPORTED_ONLINE, "report"))


def deeds_of(day: int, row: Any, channel: Callable[[], str]) -> list[Deed]:
    """The deeds of a day; `row` is an ACT record, `channel` gives the one through which a report came."""
    noted = Note(int(row["noted"]))
    found = []
    if row["wanted_conduct"] != NONE:
        found.append(_conduct(day, row, noted, channel))
    if row["wanted_online"] not in (NONE, Online.POST):
        found.append(_online(day, row, noted, channel))
    if row["money"] != NONE:
        found.append(_money(day, row, noted))
    return found


def _conduct(day: int, row: Any, noted: Note, channel: Callable[[], str]) -> Deed:
    act = CONDUCT[row["wanted_conduct"]]
    volunteering = row["wanted_conduct"] == Conduct.VOLUNTEERING
    if row["conduct"] == NONE:
        return Deed(day=day, act=act, held_back="distrust" if volunteering else "fear")
    pinned = bool(row["pinned"] & PIN_CONDUCT)
    if volunteering:
        return Deed(day=day, act=act, seen=("register",) if Note.FILED_CONDUCT in noted else (), recorded=pinned)
    seen = tuple(word for bit, word in SENSES if bit in noted)
    return Deed(day=day, act=act, seen=seen, channel=channel() if "report" in seen else "", recorded=pinned)


def _online(day: int, row: Any, noted: Note, channel: Callable[[], str]) -> Deed:
    act = ONLINE[row["wanted_online"]]
    if row["online"] == NONE:
        return Deed(day=day, act=act, held_back="fear")
    pinned = bool(row["pinned"] & PIN_ONLINE)
    if row["online"] == Online.MESSAGE:
        return Deed(day=day, act=act, seen=("messaging",) if Note.FEED_ONLINE in noted else (), recorded=pinned)
    seen = tuple(word for bit, word in FILTER if bit in noted)
    return Deed(day=day, act=act, seen=seen, channel=channel() if "report" in seen else "", recorded=pinned)


def _money(day: int, row: Any, noted: Note) -> Deed:
    bit, sensor = (Note.FEED_MONEY, "payments") if row["money"] == Money.PURCHASE else (Note.FILED_MONEY, "register")
    seen = (sensor,) if bit in noted else ()
    return Deed(day=day, act=MONEY[row["money"]], seen=seen, recorded=bool(row["pinned"] & PIN_MONEY))


def kept_out(day: int, row: Any, channel: Callable[[], str]) -> list[Kept]:
    """False things of the day that a rule kept out of the record."""
    noted = Note(int(row["noted"]))
    if Note.UNSCORED not in noted:
        return []
    found = []
    if row["false_face"] == NONE and Note.ALERT_FALSE in noted:
        found.append(Kept(day=day, source="wrong alert"))
    elif row["false_face"] == NONE and row["other"] >= 0:
        found.append(Kept(day=day, source="wrong face", other=int(row["other"])))
    if row["false_error"] != NONE:
        return found
    struck = int(row["struck"])
    if struck in (SPITE, MISTAKE) and row["reporter"] >= 0:
        reporter = int(row["reporter"])
        found.append(Kept(day=day, source="false report", other=reporter, channel=channel(), spite=struck == SPITE))
    elif struck in (CLERK, SHARED_ACCOUNT):
        found.append(Kept(day=day, source="clerk" if struck == CLERK else "shared account"))
    elif struck == FLAGGED:
        found.append(Kept(day=day, source="wrong flag"))
    return found
