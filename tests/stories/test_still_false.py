"""What a story says of a rightful sanction where something false stands in the record, and what leads to an entry."""

from __future__ import annotations

from itertools import product

from glasshouse.stories.causes import false_stands
from glasshouse.stories.history_events import Decision, Entry, Noted, Review, Sanction, Scoring
from glasshouse.stories.notebook import notebook
from stories.histories import POPULATION, history, sanctioned, told

FALSE = Entry(day=2, kind="offence", source="clerk", observed=True, error_free=False, points=-5, left=995)
#: The file expired, and nothing is missing from the score.
EXPIRED = Scoring(
    day=5, points=1000, drift=0, learned=0, before="A", tier="A", error_free_tier="A", counted=True, cleared=True,
    start=1000,
)  # fmt: skip


def test_what_is_false_stands_until_it_is_struck_out_or_expires():
    rejected, upheld = (Decision(day=4, outcome=how, wrongful=True) for how in ("rejected", "upheld"))
    passed, stopped = (Review(day=4, stopped=stopped, wrongful=False) for stopped in (False, True))
    assert false_stands([FALSE, rejected, passed])
    assert not any(false_stands([FALSE, after]) for after in (upheld, stopped, EXPIRED))
    assert false_stands([FALSE, upheld, FALSE])
    assert not false_stands([])


def test_no_record_in_which_something_false_stands_is_called_right():
    flawed = 0
    for key, who in product(("lawful", "mixed", "area"), sanctioned()):
        ways = [way for way in notebook().phrases[f"unjust {key}"] if "{" not in way]
        for one in history(who).of(Sanction):
            if one.unjust and not one.wrongful and one.flawed:
                text = next(each.text for each in told(who).days if each.first <= one.day <= each.last)
                assert not any(way in text for way in ways), (who, text)
                flawed += 1
    assert flawed > 5


def test_a_visit_is_told_before_the_entry_that_it_leads_to():
    seen = 0
    for who in range(POPULATION):
        for place, one in enumerate(history(who).events):
            if isinstance(one, Noted) and one.note.endswith(":recognised at a marked place"):
                before, after = history(who).events[:place], history(who).events[place + 1 :]
                assert any(
                    isinstance(each, Noted) and each.note.endswith(":went to a marked place") and each.day == one.day
                    for each in before
                )
                assert isinstance(after[0], Entry)
                seen += 1
    assert seen > 0
