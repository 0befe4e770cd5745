"""A stream whose bound was forgotten touches only those who are looked at for another reason, and is found."""

from __future__ import annotations

import sys
from importlib import import_module

import pytest

from glasshouse.testing import Trial, simulating_checks, total

pytestmark = pytest.mark.slow

_CODE = '''
"""Letters that are lost."""

from glasshouse.authoring import Count, Mechanism, Stream, parameter, random_word, threshold

PARAMETERS = (
    parameter("letters.lost", "a letter is lost", kind="probability", stage="attribute", value=0.01,
              assumed="one of a hundred"),
)
LOST = Count("letters_lost", "Letters that are lost", unit="letters")
LOSS = Stream("loss")


def compile_params(settings):
    return {"letters_lost": threshold(settings.numbers["letters.lost"])}


def attribute_last(agent, params, now, counts):
    if random_word(now, agent.person, LOSS) < params.letters_lost:
        counts[agent.group, LOST] += 1


MECHANISM = Mechanism(
    module=__name__,
    section="letters",
    title="Letters",
    what="Lose letters.",
    switched=True,
    params={"letters_lost": ()},
    compile_params=compile_params,
    rules={"attribute_last": attribute_last},
)
'''


def test_a_forgotten_bound_is_found(tmp_path, monkeypatch):
    (tmp_path / "lost_letters.py").write_text(_CODE.lstrip(), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "lost_letters", raising=False)
    trial = Trial(mechanism=import_module("lost_letters").MECHANISM, population=3000, days=24)
    with pytest.raises(AssertionError, match=r"its stream 'loss', Stream.*changes letters_lost from day"):
        simulating_checks.nobody_is_overlooked(trial)
    everybody = total(trial.run(trial.on_for_everybody), "letters_lost")
    assert total(trial.run_on, "letters_lost") < 0.8 * everybody
