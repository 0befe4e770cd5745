"""Every command and every script on the pages does what it is shown to do: it ends well."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

import glasshouse
from glasshouse.cli.main import status
from glasshouse.headlines.headline import NOT_A_FORECAST
from manual.blocks import PAGES, ROOT, commands, scripts
from manual.running import DAYS, POPULATION, REPLICATES, cut, left_out, prepare

#: What must have gone before on pages that begin with a run that is there.
BEFORE = {
    "docs/checkpoints.md": ["run as-described"],
    "docs/stories.md": ["run as-described", "compare as-described ban"],
}
#: Scripts that are not run, and why.
NOT_HERE = {"SLURMCluster": "needs SLURM; the page says that it was not run"}


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def run(words: list[str], here: Path) -> None:
    if words[0] == "lab":
        look_at_the_lab(words[1:])
        return
    words = cut(words, here)
    assert status(words) == 0, f"glasshouse {' '.join(words)}"


def look_at_the_lab(words: list[str]) -> None:
    """Start the lab, ask for its first page, and stop it as Ctrl-C does."""
    program = [sys.executable, "-m", "glasshouse.cli.main", "lab", *words, "--no-browser", "--port", "0"]
    paths = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, env=paths) as lab:
        try:
            assert lab.stdout is not None
            address = lab.stdout.readline().split()[-1]
            assert NOT_A_FORECAST in asked(address)
        finally:
            lab.send_signal(signal.SIGINT)
        assert lab.wait(timeout=30) in (0, 1)


def asked(address: str) -> str:
    """The page at an address, once there is somebody to answer."""
    opener = build_opener(HTTPCookieProcessor())  # a token in an address becomes a cookie
    for _ in range(300):
        try:
            with opener.open(address, timeout=30) as page:
                return page.read().decode("utf-8")
        except URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
        time.sleep(0.1)
    raise AssertionError(f"nobody answers at {address}")


@pytest.mark.slow
@pytest.mark.parametrize("source", [one for one in PAGES if commands(one) or scripts(one)], ids=name)
def test_all_that_a_page_shows_runs_in_its_order(source, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    prepare(source, tmp_path)
    for text in BEFORE.get(name(source), []):
        run(text.split(), tmp_path)
    for command in commands(source):
        if left_out(command) is None:
            assert command.words[0] == "glasshouse", f"no test runs this: {command}"
            run(command.words[1:], tmp_path)
    for arguments in ("run", "compare"):
        monkeypatch.setattr(glasshouse, arguments, smaller(getattr(glasshouse, arguments)), raising=False)
    for block in scripts(source):
        if not any(word in block.text for word in NOT_HERE):
            code = compile("\n" * (block.line - 1) + block.text, str(source), "exec")
            exec(code, {"__name__": "__main__"})
    capsys.readouterr()


def smaller(call):
    """A call with sizes cut down, as ``cut`` does for commands."""

    def called(*given, **asked):
        later = max((int(day) for day in re.findall(r"@(\d+)", str(given) + str(asked))), default=0)
        for key, most in (("population", POPULATION), ("days", max(DAYS, later + 10)), ("replicates", REPLICATES)):
            asked[key] = min(most, asked.get(key, most))
        return call(*given, **asked)

    return called
