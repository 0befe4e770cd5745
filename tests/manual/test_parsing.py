"""Every command on the pages names what there is: commands, options, extras, scripts, presets."""

from __future__ import annotations

import re
import tomllib

import pytest
import typer

from glasshouse.cli.commands import COMMANDS
from glasshouse.cli.commands import command as command_named
from manual.blocks import PAGES, ROOT, Command, commands, in_sentences
from manual.running import LEFT_OUT, left_out

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ALL = [command for page in PAGES for command in commands(page)]
TOLD = [command for page in PAGES for command in in_sentences(page)]


def fault(command: Command) -> str | None:
    """What the command line would object to before it does anything."""
    words = command.words[1:]
    if not words or words[0].startswith("-"):
        return None
    if words[0] not in COMMANDS:
        return f"there is no command {words[0]}"
    try:
        command_named(words[0]).make_context(words[0], words[1:])
    except typer.TyperException as error:
        return error.format_message() if hasattr(error, "format_message") else str(error)  # type: ignore[attr-defined]
    return None


@pytest.mark.parametrize("command", [one for one in ALL if one.text.startswith("glasshouse ")], ids=str)
def test_the_command_line_takes_it(command):
    assert fault(command) is None


@pytest.mark.parametrize("command", TOLD, ids=str)
def test_what_is_named_in_a_sentence_is_there(command):
    found = fault(command)
    assert found is None or "Missing argument" in found, found


def test_the_extras_that_are_installed_are_there():
    named = {name for one in ALL for extras in re.findall(r"\[([\w,]+)\]", one.text) for name in extras.split(",")}
    assert named
    assert named - set(PROJECT["optional-dependencies"]) == set()


def test_the_scripts_and_modules_are_there():
    for command in ALL:
        words = command.words
        if words[0] == "python" and words[1] == "-m":
            module = words[2].replace(".", "/")
            homes = [ROOT / "src" / module, ROOT / module]
            assert any(home.with_suffix(".py").exists() or (home / "__main__.py").exists() for home in homes), command
        elif words[0] == "python" and words[1] != "country.py":
            assert (ROOT / words[1]).is_file(), command


def test_whatever_is_not_run_has_its_reason_and_no_reason_is_left_over():
    given = {left_out(command) for command in ALL}
    assert set(LEFT_OUT.values()) - given == set()


def test_a_wrong_command_is_found():
    def of(text):
        return fault(Command(page="x", line=1, text=text))

    assert str(of("glasshouse rum as-described")).endswith("rum")
    assert "--populaton" in str(of("glasshouse run as-described --populaton 5"))
    assert of("glasshouse run as-described --population 5") is None
