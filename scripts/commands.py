"""The generated part of ``docs/commands.md``: each command with its arguments and options, as ``--help`` has them."""

from __future__ import annotations

from typing import Any

from glasshouse.cli.commands import COMMANDS, command
from glasshouse.wording.marked_page import between_marks


def text() -> str:
    """Every command as a section of Markdown.

    >>> "## glasshouse run" in text().splitlines()
    True
    """
    return "\n\n".join(_command(name, command(name)) for name in COMMANDS)


def _command(name: str, command: Any) -> str:
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option"]
    usage = " ".join(["glasshouse", name, *(_usage(one) for one in arguments), *(["[OPTIONS]"] if options else [])])
    parts = [f"## glasshouse {name}", " ".join((command.help or "").split()), f"```text\n{usage}\n```"]
    rows = [(_shown(one), one) for one in arguments]
    rows += [(", ".join([*one.opts, *one.secondary_opts]), one) for one in options]
    if rows:
        lines = [f"| `{shown}` | {_help(one)} |" for shown, one in rows]
        parts.append("\n".join(["| word | what it is |", "|---|---|", *lines]))
    return "\n\n".join(parts)


def _shown(argument: Any) -> str:
    return (argument.metavar or argument.name).upper()


def _usage(argument: Any) -> str:
    shown = _shown(argument)
    shown = f"{shown}…" if argument.nargs == -1 else shown
    return shown if argument.required else f"[{shown}]"


def _help(one: Any) -> str:
    said = " ".join((one.help or "").split()).replace("|", "\\|")
    shown = one.show_default if isinstance(one.show_default, str) else None
    plain = one.default not in (None, False, "") and not callable(one.default) and one.show_default is True
    default = shown or (str(one.default) if plain and not isinstance(one.default, list | tuple) else None)
    return f"{said} Default: {default}." if default else said


def rewritten(page: str) -> str:
    """The page with the commands written anew. Raises ``ValueError`` where a mark is missing."""
    return between_marks(page, "commands", f"\n{text()}\n\n")
