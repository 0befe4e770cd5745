"""Company feeds: private messages and purchases. Their own error is the shared account."""

from __future__ import annotations

from glasshouse.draws import Purpose, word
from glasshouse.kernels import kernel
from glasshouse.model.measures import M


@kernel
def message(person, group, law, day, k0, k1, c):
    """Does the messaging feed pass on a critical message?"""
    if word(k0, k1, person, day, Purpose.FEED) < law.message:
        c[group, M.messages_seen] += 1
        return True
    return False


@kernel
def purchase(person, group, law, day, k0, k1, c):
    """Does the payments feed pass on a purchase that the rulebook frowns on?"""
    if word(k0, k1, person, day, Purpose.FEED) < law.purchase:
        c[group, M.purchases_seen] += 1
        return True
    return False


@kernel
def shared_account(group, c):
    """Somebody else in the household bought it; the holder's record shows it."""
    c[group, M.shared_account_errors] += 1
