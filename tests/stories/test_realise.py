"""A life told in numbers, of which there may be one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glasshouse.stories.choose_person import SAID, Choice, said_of
from glasshouse.stories.notebook import notebook
from glasshouse.stories.realise import Realiser
from glasshouse.wording.prose import capital, number
from grammar import check

WORDS = {"they": "she", "They": "She"}


class One(dict[str, str]):
    """Every fact that a phrase asks for: the words of a voice, one of whatever is counted, and a word for the rest."""

    def __missing__(self, key: str) -> str:
        if key.lower() in ("n", "left", "points", "start"):
            return "1"
        if key.lower() in ("many", "number"):
            return capital(number(1)) if key[0].isupper() else number(1)
        return "doors"


def all_ways() -> dict[str, tuple[str, ...]]:
    """Everything that can be said: by what it is said for, and of the notes."""
    ways = dict(notebook().phrases)
    for note in notebook().places:
        for act in ("", *(note.says if isinstance(note.says, dict) else ())):
            ways[f"{note.full_name} {act}"] = note.said_of(act)
        ways[f"{note.full_name} often"] = note.often
        ways[f"{note.full_name} otherwise"] = (
            *(note.mistake.own + note.mistake.stopped if note.mistake else ()),
            *(note.sight.too if note.sight else ()),
        )
    return {key: said for key, said in ways.items() if said}


# Nouns in the plural in a phrase, whatever the number that is put before them.
@pytest.mark.parametrize("key", all_ways())
def test_one_of_something_is_one(key):
    realiser = Realiser(woman=True, start=date(2020, 1, 1))
    for template in all_ways()[key]:
        check(realiser.fill(template.replace("{", "{facts[").replace("}", "]}"), facts=One(realiser.words)))


@pytest.mark.parametrize("how", SAID)
@pytest.mark.parametrize("kept", [False, True])
@settings(max_examples=10)
@given(among=st.integers(1, 3), another=st.integers(0, 2))
def test_why_this_person_is_told_of_one_as_of_many(how, kept, among, another):
    check(said_of(Choice(7, how, among=among, kept=kept, another=min(another, among - 1)), **WORDS))
