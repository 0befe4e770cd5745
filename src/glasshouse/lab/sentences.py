"""What a page says of an error, or quotes from a folder: short, without control characters, and without places."""

from __future__ import annotations

import os
import re

from glasshouse.controls import CONTROLS
from glasshouse.lab.settings import Lab

#: Letters of the longest sentence, and of the longest title, that a page shows.
LONGEST, LONGEST_TITLE = 400, 120
_NOT_SHOWN = re.compile(rf"(?:[\t\n]|{CONTROLS.pattern})+")


def shortened(text: str, most: int = LONGEST) -> str:
    """A text of at most so many letters: of a longer one the beginning, and the end, which says what to do.

    Control characters, and those that turn the direction of writing, become spaces.

    >>> shortened("unknown preset 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'. Did you mean 'a'?", 40)
    "unknown preset 'aaaaaaaaaaa …  mean 'a'?"
    >>> shortened("two\\nlines")
    'two lines'
    """
    plain = _NOT_SHOWN.sub(" ", text)
    if len(plain) <= most:
        return plain
    end = most // 4
    return f"{plain[: most - end - 3]} … {plain[-end:]}"


def sentence(said: object, lab: Lab) -> str:
    """What is said of an error on a page: names in the lab's folder, and not where on this machine that lies.

    >>> from pathlib import Path
    >>> from glasshouse.lab.settings import Lab
    >>> sentence(ValueError("runs/.crowds/crowd-1/run.json: it is damaged."), Lab(folder=Path("runs")))
    'crowds/crowd-1/run.json: it is damaged.'
    >>> sentence(ValueError("runs/1-x: 'glasshouse verify runs/1-x' says more."), Lab(folder=Path("runs")))
    "1-x: 'glasshouse verify runs/1-x' says more."
    """
    text, folder = str(said), lab.folder
    own = f"{folder.absolute().name}{os.sep}"

    def kept(found: re.Match[str]) -> str:  # a command to be copied needs the folder
        return f"{found[1]}{own}" if found[1] else ""

    for place in (folder.absolute(), folder.resolve(), folder):
        text = re.sub(rf"('glasshouse \w+ )?{re.escape(f'{place}{os.sep}')}", kept, text)
        text = text.replace(str(place), place.name) if place.is_absolute() else text
    return shortened(text.replace(f"{lab.crowds.name}{os.sep}", f"crowds{os.sep}"))
