"""Company feeds: private messages and purchases. Their own error is the shared account.

Mechanism: Messaging passes on critical private messages, payments pass on purchases that the rulebook frowns on. Each
company has functions that can be switched off one by one.

Error: The shared account: what another member of the household bought is pinned on the holder.

Effect: It alone brings private messages and purchases into the record, and it alone carries the commercial score and
its perks.

Source: That messages were screened on one service: `citizenlab-2020`. Rates are assumed, and belong to functions, never
to a company.
"""

from __future__ import annotations

from glasshouse.kernels import inner
from glasshouse.model.counts import Count


@inner
def message(group, draw, params, c):
    """Does the messaging feed pass on a critical message?"""
    if draw < params.message:
        c[group, Count.messages_seen] += 1
        return True
    return False


@inner
def purchase(group, draw, params, c):
    """Does the payments feed pass on a purchase that the rulebook frowns on?"""
    if draw < params.purchase:
        c[group, Count.purchases_seen] += 1
        return True
    return False


@inner
def shared_account(group, c):
    """Somebody else in the household bought it; the holder's record shows it."""
    c[group, Count.shared_account_errors] += 1
