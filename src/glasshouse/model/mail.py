"""What one person does to another travels as mail, and is delivered the next morning."""

from __future__ import annotations

import numpy as np

from glasshouse.kernels import inner
from glasshouse.population.network import circle

#: A letter. `purpose`: which kind of letter it is (``glasshouse.letter``), as the mechanisms declare them.
MAIL = np.dtype([("recipient", np.int64), ("sender", np.int64), ("purpose", np.int8), ("payload", np.int8)])


@inner
def write_to_circle(person, purpose, payload, district, now, known, mail):
    """Write a letter to each acquaintance of a person."""
    for k in range(circle(person - district.start, district.n, district.number, now, known)):
        write_to_one(district.start + known[k], person, purpose, payload, now, mail)


@inner
def write_to_one(recipient, person, purpose, payload, now, mail):
    """Write a letter from a person to one other."""
    letter = mail[now.sent]
    letter.recipient = recipient
    letter.sender = person
    letter.purpose = purpose
    letter.payload = payload
    now.sent += 1
