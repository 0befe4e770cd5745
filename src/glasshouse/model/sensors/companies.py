"""Company feeds: private messages and purchases. Their own error is the shared account."""

from __future__ import annotations

from glasshouse.kernels import inner
from glasshouse.model.measures import M


@inner
def message(group, draw, law, c):
    """Does the messaging feed pass on a critical message?"""
    if draw < law.message:
        c[group, M.messages_seen] += 1
        return True
    return False


@inner
def purchase(group, draw, law, c):
    """Does the payments feed pass on a purchase that the rulebook frowns on?"""
    if draw < law.purchase:
        c[group, M.purchases_seen] += 1
        return True
    return False


@inner
def shared_account(group, c):
    """Somebody else in the household bought it; the holder's record shows it."""
    c[group, M.shared_account_errors] += 1
