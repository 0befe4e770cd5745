"""Mail arrives in one order, whoever carried it; and everybody in a circle gets theirs the next morning."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from glasshouse.engine.counts import Count
from glasshouse.engine.sorted_mail import sort
from glasshouse.mechanisms.association import GUILT_BY_ASSOCIATION
from glasshouse.mechanisms.contagion import CONTAGION
from glasshouse.model.mail import MAIL
from model.runs import busy, totals

letters = st.tuples(st.integers(0, 5), st.integers(0, 9), st.integers(0, 1), st.integers(0, 3))


def outboxes(written: list[tuple[int, int, int, int]], cuts: int) -> list[np.ndarray]:
    """Letters in the order of their senders, in as many boxes."""
    everything = np.array(sorted(written, key=lambda letter: letter[1]), MAIL)
    return np.array_split(everything, cuts)


@given(written=st.lists(letters, max_size=40), cuts=st.integers(1, 6))
@settings(max_examples=150, deadline=None)
def test_the_order_is_recipient_purpose_sender_sequence(written, cuts):
    whole = outboxes(written, 1)[0]
    numbered = [(*letter, place) for place, letter in enumerate(whole.tolist())]
    expected = sorted(numbered, key=lambda row: (row[0], row[2], row[1], row[4]))
    assert sort(outboxes(written, cuts)).tolist() == [row[:4] for row in expected]


def test_no_mail_is_no_mail():
    assert len(sort([])) == len(sort([np.zeros(0, MAIL)])) == 0


def test_the_two_purposes_are_told_apart():
    assert {CONTAGION, GUILT_BY_ASSOCIATION} == {0, 1}


def test_news_travels_overnight():
    daily = busy().daily.sum(axis=(1, 2))
    first = int(np.flatnonzero(daily[:, Count.onsets])[0])
    assert (daily[: first + 1, Count.friend_sanctioned] == 0).all()
    assert daily[first + 1, Count.friend_sanctioned] > 0


def test_a_sanction_reaches_a_handful_of_friends():
    sums = totals(busy())
    assert 3 < sums["friend_sanctioned"] / sums["onsets"] < 9
