"""The command that a folder records: which words it has, and what stands in its place where there is none."""

from __future__ import annotations

import shlex

from glasshouse.former_names import text_now
from glasshouse.scenario.user_text import unfit

#: In place of the command where none repeats a run; read by people alone.
NO_COMMAND = (
    "(no command: a scenario of it was made in Python and stands in no file. 'glasshouse package FOLDER' writes the "
    "file and the command.)"
)


#: As long as a folder's command may be (``description.Command``).
_MOST = 20_000


def recordable(command: str) -> str:
    r"""The command, or ``NO_COMMAND`` where it would not be one printable line that a folder may hold.

    >>> recordable("glasshouse run mine.yaml"), recordable("glasshouse run 'a\tb.yaml'") == NO_COMMAND
    ('glasshouse run mine.yaml', True)
    """
    broken = unfit(command) or "\n" in command or "\t" in command
    return NO_COMMAND if broken or len(command) > _MOST else command


def words_of(command: object) -> list[str]:
    """The words of a command of glasshouse; none of anything else, such as ``NO_COMMAND`` or what cannot be split.

    Keys in an older folder's command go by their new names, so that it still runs.

    A folder may come from anybody, and so may the command in it: one that a shell would read otherwise than as plain
    words, such as ``glasshouse run x; rm -r y``, has none.

    >>> words_of("glasshouse run 'my own.yaml' --set cameras.enabled=false")
    ['glasshouse', 'run', 'my own.yaml', '--set', 'cameras.enabled=false']
    >>> words_of(NO_COMMAND), words_of("glasshouse run 'it"), words_of("glasshouse run x; rm -r y"), words_of(None)
    ([], [], [], [])
    """
    try:
        words = shlex.split(command) if isinstance(command, str) else []
    except ValueError:  # a quotation that does not end
        return []
    ours = words[:1] == ["glasshouse"] and shlex.join(words) == command
    return [text_now(word) for word in words] if ours else []
