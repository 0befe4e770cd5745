"""What there is to say of a kind of folder before there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from glasshouse.folders.folder_description import Description
from glasshouse.folders.recorded_command import words_of
from glasshouse.renamed import FORMAT

#: A command that is told in an error has at most so many characters.
_TOLD = 1_000


@dataclass(frozen=True, kw_only=True)
class FolderKind:
    """A kind of folder: what it is called, the file in which it describes itself, the form of that file.

    `format`: the number of the way in which it is written, raised when a reader of the old one would go wrong. Older
    ones are still read; before 2 the key was called ``layout``.

    ``part_of``: the field that such a folder has when it lies in another, which is gone on with as a whole.
    """

    noun: str
    name: str
    format: int = FORMAT
    form: type[Description]
    #: What one of its jobs is called, and whether 'glasshouse report' shows the finished ones.
    job: str
    reported: bool = True
    part_of: str = ""
    #: Where jobs are that only some of its children have finished; ``{}`` is the folder.
    elsewhere: str = ""
    #: How to say that all of it should be done once more.
    anew: str = "Do it again"

    def again(self, content: Mapping[str, Any]) -> str:
        """What to do about a folder that cannot be used."""
        what, command = self.anew, content.get("command")
        if not isinstance(command, str) or not command.isprintable() or not words_of(command):
            return f"{what}."
        return f"{what}: {command}" if len(command) <= _TOLD else f"{what} with the command in {self.name}."
