r"""Characters that a text from elsewhere may hold, and that no terminal, log or page is to be given.

They move a cursor, set a terminal's title, break a line unseen or turn the reading order round; halves of characters
can stand in no file. A tab and a line break stay. Here without libraries, so that every command answers at once.

>>> CONTROLS.sub("?", "a\x1b[2J\u202eb\tc\nd")
'a?[2J?b\tc\nd'
"""

from __future__ import annotations

import re

#: What no scenario may hold: between square brackets of a pattern.
_UNFIT = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
#: Marks that languages written from the right need, and that mislead elsewhere; and the mark of a file's byte order.
_MARKS = "\u061c\u200e\u200f\ufeff"

UNFIT = re.compile(f"[{_UNFIT}]")
#: What is shown of no text.
CONTROLS = re.compile(f"[{_UNFIT}{_MARKS}]")


def replaced(text: str) -> str:
    """Text without anything that a terminal would obey.

    >>> replaced("a\\x1b]0;pwned\\x07\\nb")
    'a\ufffd]0;pwned\ufffd\\nb'
    """
    return CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)
