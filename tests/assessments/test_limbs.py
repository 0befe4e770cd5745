from __future__ import annotations

from assessments.test_sanctions import one
from glasshouse.assessments import limbs
from glasshouse.assessments.pieces import Grid, Piece, Points
from glasshouse.assessments.subject import Subject


def grid(pieces: list[Piece]) -> Grid:
    return next(piece for piece in pieces if isinstance(piece, Grid))


def items(pieces: list[Piece]) -> str:
    return " | ".join(item for piece in pieces if isinstance(piece, Points) for item in piece.items)


def test_what_is_false_is_neither_a_lawful_act_nor_an_unrelated_door_and_the_words_say_so(scored: Subject, monkeypatch):
    lawful = {"cause": "assembly", "areas": frozenset({"expression"})}
    rows = [one(**lawful, wrongful=k < 6, unjust=k >= 6, replicate=r) for k in range(30) for r in (0, 1)]
    monkeypatch.setattr(limbs, "sanctions", lambda _: tuple(rows))
    unrelated, gravity = limbs.unrelated(scored), limbs.disproportionate(scored)
    assert "Sanctions, rightly recorded, set off by the entry of a lawful act: 80 (80 to 80) of 100" in items(gravity)
    head = grid(unrelated).heads[3]
    assert head == "Rightly recorded, and closed an unrelated door, of 100"
    assert grid(unrelated).rows[0].cells[2].text == "80", "of all, as the head says, and not only of the rightful ones"
