"""What one person does to another travels as mail, and is delivered the next morning."""

from __future__ import annotations

import numpy as np

from glasshouse.kernels import inner
from glasshouse.population.network import circle

#: A letter. `purpose`: which kind of letter it is (``glasshouse.letter``), as the mechanisms declare them.
MAIL = np.dtype([("recipient", np.int64), ("sender", np.int64), ("purpose", np.int8), ("payload", np.int8)])


@inner
def write_to_circle(person, purpose, payload, district, now, known, mail):
    """Write a letter to each acquaintance of a person.

    >>> from glasshouse.draws import moment
    >>> from types import SimpleNamespace
    >>> from glasshouse.population.network import CIRCLE
    >>> now, mail = moment(1, 3).view(np.recarray)[0], np.recarray(9, MAIL)
    >>> district = SimpleNamespace(start=100, n=50, number=0)
    >>> with np.errstate(over="ignore"):
    ...     write_to_circle(107, 1, 0, district, now, np.zeros(CIRCLE, np.int64), mail)
    >>> 0 < int(now.sent) <= CIRCLE, {int(each) for each in mail.sender[: int(now.sent)]}
    (True, {107})
    """
    for k in range(circle(person - district.start, district.n, district.number, now, known)):
        write_to_one(district.start + known[k], person, purpose, payload, now, mail)


@inner
def write_to_one(recipient, person, purpose, payload, now, mail):
    """Write a letter from a person to one other.

    >>> from types import SimpleNamespace
    >>> now, mail = SimpleNamespace(sent=0), np.recarray(4, MAIL)
    >>> write_to_one(8, 7, 1, 0, now, mail)
    >>> now.sent, int(mail[0].recipient), int(mail[0].sender)
    (1, 8, 7)
    """
    letter = mail[now.sent]
    letter.recipient = recipient
    letter.sender = person
    letter.purpose = purpose
    letter.payload = payload
    now.sent += 1
