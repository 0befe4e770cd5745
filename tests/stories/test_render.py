"""Every story of a busy run: no field names, no sentence twice, nobody's name, a cause for every sanction."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glasshouse.engine.counts import MEASURES
from glasshouse.model.state import AGENT_DAY
from glasshouse.population.people import COLUMNS
from glasshouse.stories.history_events import Alert, Deed, Scoring
from glasshouse.stories.notebook import notebook
from glasshouse.stories.realise import Realiser
from glasshouse.stories.render import render
from glasshouse.tiers import TIERS
from glasshouse.wording.prose import nth, number, times
from stories.histories import POPULATION, WORLDS, followed, history, hood, lives, sanctioned, scenario, told
from stories.reckoned import Reckoning
from stories.test_realise import all_ways

#: Names in the code that are no plain words.
FIELDS = {name for name in (*MEASURES, *AGENT_DAY.names, *COLUMNS) if not name.isalpha()}  # type: ignore[misc]
EVERYBODY = [(number, world) for world in WORLDS for number in range(0, POPULATION, 1 if world == "plain" else 11)]
#: The points with which everybody sets out.
START = 1000


def text_of(number: int, world: str) -> str:
    return " ".join(told(number, world).sentences())


def test_no_story_says_a_sentence_twice():
    for one, world in EVERYBODY:
        again = [text for text, n in Counter(told(one, world).sentences()).items() if n > 1]
        assert again == [], (one, world)


def test_no_paragraph_is_told_twice_either():
    """Sentences that were put together differently, and read alike after splitting at full stops."""
    for one, world in EVERYBODY:
        parts = [p for s in told(one, world).sentences() for p in re.split(r"(?<=[.:]) (?=[A-Z])", s) if len(p) > 40]
        assert [p for p, n in Counter(parts).items() if n > 1] == [], (one, world)


def test_no_story_holds_a_field_name_or_a_hole():
    for one, world in EVERYBODY:
        text = text_of(one, world)
        assert "_" not in text
        assert not set("{}[]<>") & set(text), (one, world)
        assert not FIELDS & set(re.findall(r"\w+", text)), (one, world)
        assert "None" not in text
        assert "  " not in text


def test_sentences_begin_with_a_capital_and_end_with_a_stop():
    for one, world in EVERYBODY:
        for sentence in told(one, world).sentences():
            assert re.match(r"[A-Z0-9]", sentence), sentence
            assert sentence.endswith("."), sentence
            assert ".." not in sentence
            assert not re.search(r"[.] [a-z]", sentence), sentence


def test_nobody_has_a_name():
    """Words with a capital inside a sentence are places, months, tiers: people are numbers."""
    months = {f"{date(2020, month, 1):%B}" for month in range(1, 13)}
    places = {word for name in scenario().place.districts for word in name.split()} | {"China"}
    for one, world in EVERYBODY:
        for sentence in told(one, world).sentences():
            inside = re.findall(r"(?<![.:;] )(?<!^)\b[A-Z]\w*", sentence)
            assert set(inside) <= months | places | set(TIERS), sentence


def test_every_sanction_has_a_cause():
    for world in WORLDS:
        for one in sanctioned(world):
            found = history(one, world)
            assert len(found.chains) == len(found.spells) == len(told(one, world).reasons)
            for chain in found.chains:
                assert chain.links
                assert chain.gates
                assert not chain.onset or chain.links != ("rules",) or world == "related"
                assert (chain.verdict == "none") == (set(chain.gates) <= set(chain.would))
    assert sum(len(one.chains) for one in lives()) > 50


def test_the_gates_of_a_cause_are_those_that_closed():
    for one in sanctioned():
        for chain in history(one).chains:
            assert set(chain.by_tier) | set(chain.by_list) == set(chain.gates)


def test_a_wrongful_sanction_names_something_false_or_stale():
    for world in WORLDS:
        for one in sanctioned(world):
            for chain in history(one, world).chains:
                if chain.verdict != "none" and chain.onset:
                    assert chain.false or chain.stale or chain.listed is not None, (one, world)


def test_no_paragraph_reaches_across_the_day_on_which_lives_part():
    crossed = 0
    for one in range(0, POPULATION, 5):
        split = render(history(one), hood=hood(), start=scenario().start, split=30)
        assert all(p.last < 30 or p.first >= 30 for p in split.days)
        crossed += any(p.first < 30 <= p.last for p in told(one).days)
    assert crossed > 10


def test_ordinals_are_true():
    """Whatever is called the third of its kind is the third."""
    ordinals = {nth(n): n for n in range(1, 100)}
    found = 0
    for one in range(POPULATION):
        offences = [d.day for d in history(one).of(Deed) if d.act == "offence" and not d.held_back]
        stops = [a.day for a in history(one).of(Alert) if a.stopped and a.true]
        for paragraph in told(one).days:
            for pattern, days in ((r"(\w+) petty offence\.", offences), (r"for the (\w+) time\.", stops)):
                for word in re.findall(pattern, paragraph.text):
                    if word in ordinals and ("police stopped" in paragraph.text or pattern[0] == "("):
                        if "overdue" in paragraph.text and pattern[0] == "f":
                            continue
                        assert paragraph.first <= days[ordinals[word] - 1] <= paragraph.last, (one, paragraph.text)
                        found += 1
    assert found > 20


def test_the_end_counts_the_stops():
    found = 0
    for one in range(POPULATION):
        alerts = history(one).of(Alert)
        stops = sum(alert.stopped for alert in alerts)
        said = [sentence for sentence in told(one).ending if sentence.startswith("Police")]
        many = "one alert" if len(alerts) == 1 else f"{number(len(alerts))} alerts" if alerts else ""
        assert len(said) == (stops > 0), one
        assert all(times(stops) in sentence and many in sentence for sentence in said), one
        found += bool(stops)
    assert found > 5


def test_the_end_of_a_child_s_story_says_that_nothing_is_recorded():
    children = [one for one in range(POPULATION) if history(one).person.child]
    assert children
    for one in children:
        (only,) = told(one).ending
        assert "Nothing is recorded" in only


#: What would refer to a thing that was not said before.
UNSAID = ("(He|She) also", "frown on,? [a-z]+ times", "for want of trying")


def test_the_title_holds_whose_life_it_is_and_its_days_under_sanction():
    seen = set()
    for one, world in EVERYBODY:
        found, life = told(one, world).finding, history(one, world)
        assert str(one) in found.replace(",", "")
        under = sum(spell.days for spell in life.spells)
        wrongful = sum(spell.wrongful for spell in life.spells)
        seen.add((life.person.child, under > 1, wrongful > 0))
        if under > 1:
            assert f"on {under} of " in found
            assert ("wrongfully" in found) == (wrongful > 0), (one, world)
    assert {(True, False, False), (False, True, True), (False, True, False), (False, False, False)} <= seen


def test_words_refer_to_what_was_said():
    for one, world in EVERYBODY:
        text = text_of(one, world)
        assert not [phrase for phrase in UNSAID if re.search(rf"\b{phrase}\b", text)], one
        assert not re.search(r"to [A-D]+ to [A-D]", text), one
        assert "since the story" not in text


def said_under(*keys: str) -> re.Pattern[str]:
    """Whatever can be said under these keys, whoever it is said of; a sentence said before gets a date in front."""
    said = (re.escape(text).replace(r"\{", "{").replace(r"\}", "}") for key in keys for text in notebook().phrases[key])
    return re.compile("|".join(re.sub(r"\{\w+\}", ".+?", text) for text in said), re.IGNORECASE)


def test_points_are_missing_from_a_file_that_expired_only_when_they_are():
    missing, none_missing = said_under("cleared"), said_under("cleared whole")
    found = Counter()
    for one, world in EVERYBODY:
        days = {scoring.day: scoring.points for scoring in history(one, world).of(Scoring) if scoring.cleared}
        for paragraph in told(one, world).days:
            cleared = [points for day, points in days.items() if paragraph.first <= day <= paragraph.last]
            whole = bool(cleared) and cleared[-1] >= START
            said = missing.search(paragraph.text), none_missing.search(paragraph.text)
            assert [bool(text) for text in said] == [bool(cleared) and not whole, whole], (one, world, paragraph.text)
            found[whole] += bool(cleared)
    assert min(found[True], found[False]) > 20


def test_what_is_told_of_points_adds_up_to_the_score_that_is_told():
    """Points come back with time, by a correction or after an appeal: a story says so wherever it names the score."""
    found = Counter()
    for one, world in EVERYBODY:
        said = [sentence for paragraph in told(one, world).days for sentence in paragraph.sentences]
        read = Reckoning().sentences(said)
        assert read.faults == [], (one, world, said)
        found[world] += read.backs
    assert min(found[world] for world in WORLDS if world != "never") > 0


def test_the_formula_has_a_part_in_a_fall_only_if_there_would_be_none_without_it():
    """Worked out from the rules: the points that a tier takes, and the points before and after the formula."""
    part, vain = said_under("learned"), said_under("learned in vain")
    found = Counter()
    for one, world in EVERYBODY:
        params = followed(world).trace.compiled[0][1].params[0]  # type: ignore[union-attr]
        falls = {
            scoring.day: scoring.points >= params["cuts"][TIERS.index(scoring.tier) - 1]
            for scoring in history(one, world).of(Scoring)
            if scoring.learned and not scoring.joined and TIERS.index(scoring.tier) > TIERS.index(scoring.before)
        }
        for paragraph in told(one, world).days:
            if paragraph.first == paragraph.last in falls and re.search(said_under("fell"), paragraph.text):
                said = part.search(paragraph.text), vain.search(paragraph.text)
                decided = falls[paragraph.first]
                assert [bool(text) for text in said] == [decided, not decided], (one, world, paragraph.text)
                found[decided] += 1
    assert min(found[True], found[False]) > 20


def test_the_formula_is_a_cause_of_closed_doors_only_if_it_decided_the_tier():
    decided, vain = said_under("why learned"), said_under("why learned in vain")
    found = Counter()
    for world in WORLDS:
        for one in sanctioned(world):
            for chain, reason in zip(history(one, world).chains, told(one, world).reasons, strict=True):
                weighs = bool(chain.by_tier) and chain.points >= chain.floor > chain.points - chain.learned
                in_vain = bool(chain.by_tier and chain.learned) and chain.points < chain.floor
                text = " ".join(reason.sentences)
                assert bool(decided.search(text)) == weighs == ("learned score" in chain.links), (one, world, text)
                assert bool(vain.search(text)) == in_vain, (one, world, text)
                found.update([weighs] if chain.by_tier and chain.learned else [])
    assert min(found[True], found[False]) > 20


def test_what_a_tier_was_worked_out_from_is_below_what_the_next_takes():
    """Doors that the rules open and close again overnight close by the tier of a scoring before."""
    scored_before = said_under("why tier before")
    found = 0
    for world in WORLDS:
        for one in sanctioned(world):
            for chain, reason in zip(history(one, world).chains, told(one, world).reasons, strict=True):
                above = bool(chain.by_tier) and chain.points - chain.learned >= chain.floor
                assert bool(scored_before.search(" ".join(reason.sentences))) == above, (one, world)
                found += above
    assert found > 1


def test_it_is_told_when_a_sanction_becomes_wrongful_under_way_and_when_it_is_no_longer():
    became, ceased = said_under("turned wrongful"), said_under("turned rightful")
    found = Counter()
    for world in WORLDS:
        for one in sanctioned(world):
            wrongful = set(history(one, world).wrongful)
            under_way = {day for spell in history(one, world).spells for day in range(spell.first + 1, spell.last + 1)}
            for paragraph in told(one, world).days:
                days = under_way & set(range(paragraph.first, paragraph.last + 1))
                turned = {(day in wrongful) - (day - 1 in wrongful) for day in days}
                assert bool(became.search(paragraph.text)) == (1 in turned), (one, world, paragraph.text)
                assert bool(ceased.search(paragraph.text)) == (-1 in turned), (one, world, paragraph.text)
                found.update(turned)
    assert min(found[1], found[-1]) > 10


def test_every_variant_can_be_said():
    facts = dict.fromkeys(
        "nth n N left by By reporter Reporter other Other them2 what What deeds days Days times Times "
        "many Many number where who Who path points tier before weeks doors Doors would span Span list stops "
        "when start floor".split(),
        "x",
    )
    for key, variants in all_ways().items():
        realiser = Realiser(woman=True, start=date(2020, 1, 1))
        for variant in variants:
            assert "{" not in realiser.fill(variant, **facts), key
        assert len(set(variants)) == len(variants), key


@pytest.mark.parametrize("woman", [True, False])
def test_a_voice_never_repeats_itself(woman):
    realiser = Realiser(woman=woman, start=date(2020, 1, 1))
    said = []
    for day in range(400):
        realiser.at(day % 50)
        said.append(realiser.say("notice"))
    assert len(set(said)) == 400


@given(st.integers(1, 10**9))
def test_numbers_are_readable(n):
    assert re.fullmatch(r"[a-z]+|\d{2,3}|\d{1,3}(,\d{3})+", number(n))
    assert nth(n)[-2:] in {"st", "nd", "rd", "th"} or n < 13
    assert times(n).split()[-1] in {"once", "twice", "times"}
