"""Stories of scenarios with other tiers than the shipped six add up to the run's tables, and name those tiers."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from engine.test_tiers import FREQUENT
from glasshouse.engine.person_index import PersonIndex
from glasshouse.engine.simulate import simulate
from glasshouse.scenario.scenario_loading import load_text
from glasshouse.stories.history import History
from glasshouse.stories.history_sums import sums
from glasshouse.stories.notebook import Notebook, notebook
from glasshouse.stories.realise import Realiser
from glasshouse.stories.render import render
from glasshouse.stories.someone import Neighbourhood
from glasshouse.stories.trace_to_history import history_of
from small_tiers import names, text
from stories.test_history_sums import NOT_TOLD

PEOPLE, DAYS = 150, 22


@pytest.mark.parametrize("tiers", [2, 3, 8])
def test_all_lives_together_are_what_the_run_counted(tiers: int) -> None:
    scenario = load_text(text(tiers), sets=FREQUENT)
    simulated = simulate(scenario, population=PEOPLE, days=DAYS, threads=1, traced=range(PEOPLE))
    assert simulated.trace is not None
    index = PersonIndex(simulated.trace.compiled[0][1], 1)
    hood, book = Neighbourhood(index, scenario.place), notebook(scenario.mechanisms)
    lives = [history_of(simulated.trace, number, hood=hood, days=DAYS, book=book) for number in range(PEOPLE)]
    added: Counter[str] = Counter()
    for one in lives:
        added.update(sums(one, book))
    counted = dict(zip(simulated.measures, simulated.daily.sum(axis=(0, 1, 2)).tolist(), strict=True))
    untold = {*simulated.mechanisms.stocks, *NOT_TOLD, *(name for name in counted if name.startswith("chilled_by_"))}
    told = [name for name in counted if name not in untold]
    assert {name: added[name] for name in told} == {name: counted[name] for name in told}
    assert added["tier_falls"] > 0
    assert added["listed_dishonest"] > 0
    assert_named(lives, hood, book, scenario.start, tiers)


def assert_named(lives: list[History], hood: Neighbourhood, book: Notebook, start: date, tiers: int) -> None:
    """Every story is told, and the tiers in it are the scenario's."""
    whole = ""
    for one in lives:
        rendering = render(one, hood=hood, start=start, book=book)
        whole += " ".join(sentence for paragraph in rendering.days for sentence in paragraph.sentences)
    assert re.search(rf"\b[Tt]ier {names(tiers)[-1]}\b[^.]*\bblacklist\b", whole)
    assert "tier AAA" not in whole
    assert Realiser(woman=True, start=start, book=book).words["worst"] == names(tiers)[-1]
