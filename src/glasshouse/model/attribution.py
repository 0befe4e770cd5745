"""On whom something is pinned: what the sensors share when they err.

Kinds of error that fall on anybody share one word a person-day: four of them have a quarter of it each, and the upper
end of the word is left to errors that fall on whoever posted. A person is struck by one of them a day at most. An error
of a mechanism of one's own has a stream of its own (``draws.rare``).
"""

from __future__ import annotations

import numpy as np

from glasshouse.kernels import inner
from glasshouse.mechanism import Stream

#: The word of errors, which every person draws every day.
ERROR_DRAW = Stream("error", at=(1, 2))
WHOLE_WORD = 2**32
#: The part of the word of errors that one kind of error has to itself.
SHARED_WORD_SHARE = 1 / 4
_QUARTER_BITS = 30
QUARTER = 2**_QUARTER_BITS - 1
#: What ``agent.struck`` says of an error in one of the four quarters, and of one at the upper end.
SPITE, MISTAKE, CLERK, SHARED_ACCOUNT, FLAGGED = 1, 2, 3, 4, 5


@inner
def error_in(agent, draw, quarter, threshold):
    """Does the day's word of errors (`draw`) fall below the threshold of the kind that has this quarter (0 to 3)?"""
    word = np.int64(draw)
    if word >> _QUARTER_BITS == quarter and word & QUARTER < threshold:
        agent.struck = 1 + quarter
        return True
    return False
