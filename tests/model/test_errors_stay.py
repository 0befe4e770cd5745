"""One kind of error more or less moves no other to somebody else, so that arms differ by what they change alone."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.authoring import CRITICAL_POST, DEFAULT, OFFENCE, PURCHASE, REPORT, SUSPICION, EntryKind
from glasshouse.engine.simulate import Replicate
from glasshouse.model.events import Event
from model.runs import busy

#: What leads from an error to acts and back is left out: nobody fears, is sanctioned, or changes for an error.
CALM = ("restrictions.enabled=false", "response.enabled=false", "learned_score.enabled=false")
OFF = {
    "reports": (("informants.malicious=0", "informants.mistaken=0"), REPORT),
    "clerks": (("registries.clerical_error=0",), DEFAULT),
    "accounts": (("companies.shared_account=0",), PURCHASE),
    "flags": (("internet.false_flag=0",), CRITICAL_POST),
}
KINDS = (OFFENCE, SUSPICION, *(kind for _, kind in OFF.values()))


def struck(replicate: Replicate, kind: EntryKind) -> set[tuple[int, int]]:
    """On whom a kind of false entry fell, and when."""
    events = replicate.events
    rows = (events["kind"] == Event.FALSE_ENTRY) & (events["cause"] == np.uint8(kind))
    return set(zip(events["person"][rows].tolist(), events["day"][rows].tolist(), strict=True))


@pytest.mark.parametrize("name", OFF)
def test_an_error_switched_off_leaves_all_others_where_they_were(name):
    off, own = OFF[name]
    before, after = busy(*CALM), busy(*CALM, *off)
    assert struck(before, own)
    assert struck(after, own) == set()
    for kind in KINDS:
        if kind != own:
            assert struck(after, kind) == struck(before, kind) != set(), kind


@pytest.mark.parametrize("setting", ["face_recognition.false_match_rate=2e-8", "cameras.capture=0.05"])
def test_fewer_false_matches_strike_nobody_new(setting):
    before, after = busy(*CALM), busy(*CALM, setting)
    for kind in (OFFENCE, SUSPICION):
        assert struck(after, kind) <= struck(before, kind)
    assert struck(after, OFFENCE) < struck(before, OFFENCE)
