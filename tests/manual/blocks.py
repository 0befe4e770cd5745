"""The code on the pages of the manual: blocks of Markdown, the commands in them, and what becomes of each when run."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Everything that a reader may take a command from. The change log tells of the past, and the pages of notebooks are
#: run as notebooks.
PAGES = sorted(
    page
    for page in [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *ROOT.glob("benchmarks/**/README.md"),
        *ROOT.glob("docs/**/*.md"),
    ]
    if page.parent.name != "notebooks"
)
#: What a line of a block may begin with and be a command.
PROGRAMS = ("glasshouse", "python", "python3", "pip", "pytest", "ruff", "dask", "zensical", ".ci/run")
_FENCE = re.compile(r"(`{3,})(\w*)[^\n]*\n(.*?)^\1\s*$", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"(?<!`)`(glasshouse(?:\s[^`]*)?)`(?!`)")


@dataclass(frozen=True, kw_only=True)
class Block:
    """A block of code: where it begins (line from 1), its language if it says so, its text."""

    line: int
    language: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Command:
    """One line that a shell would run."""

    page: str
    line: int
    text: str

    @property
    def words(self) -> list[str]:
        return shlex.split(self.text, comments=True)

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.text}"


def blocks(text: str) -> list[Block]:
    """Fenced blocks, and blocks indented by four spaces after an empty line, in the order of the page.

    >>> [(b.line, b.language, b.text) for b in blocks("A\\n\\n    glasshouse demo\\n\\n```yaml\\na: 1\\n```\\n")]
    [(3, '', 'glasshouse demo\\n'), (6, 'yaml', 'a: 1\\n')]
    """
    found = []
    for fence in _FENCE.finditer(text):
        found.append(Block(line=text.count("\n", 0, fence.start(3)) + 1, language=fence[2], text=fence[3]))
    bare = _FENCE.sub(lambda fence: "\n" * fence[0].count("\n"), text)
    lines = [*bare.split("\n"), ""]
    begun: int | None = None
    for k, line in enumerate(lines):
        code = line.startswith("    ")
        if begun is None and code and (k == 0 or not lines[k - 1].strip()):
            begun = k
        elif (begun is not None and line.strip() and not code) or (begun is not None and k == len(lines) - 1):
            inside = "\n".join(one[4:] for one in lines[begun:k]).strip("\n")
            found.append(Block(line=begun + 1, language="", text=inside + "\n"))
            begun = None
    return sorted(found, key=lambda block: block.line)


def commands(page: Path) -> list[Command]:
    """The lines of a page's blocks that a shell would run, in order."""
    name, found = page.relative_to(ROOT).as_posix(), []
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.language not in ("", "sh", "bash", "console"):
            continue
        # A line that ends in \ goes on; the command stands where it begins.
        whole = re.sub(r"\\\n( *)", lambda gap: f"{chr(0)}{gap[1]}", block.text)
        at = 0
        for line in whole.split("\n"):
            k, at = at, at + 1 + line.count(chr(0))
            for part in re.sub(r"\0 *", "", line).split(" && "):
                if part.strip().split(" ")[0] in PROGRAMS:
                    found.append(Command(page=name, line=block.line + k, text=part.strip()))
    return found


def in_sentences(page: Path) -> list[Command]:
    """``glasshouse …`` within a sentence, however the line is broken."""
    name, text = page.relative_to(ROOT).as_posix(), page.read_text(encoding="utf-8")
    bare = _FENCE.sub(lambda fence: "\n" * fence[0].count("\n"), text)
    return [
        Command(page=name, line=bare.count("\n", 0, one.start()) + 1, text=" ".join(one[1].split()))
        for one in _INLINE.finditer(bare)
    ]


def scripts(page: Path) -> list[Block]:
    """Blocks of Python: those that say so, and indented ones in which glasshouse is used."""
    return [
        block
        for block in blocks(page.read_text(encoding="utf-8"))
        if block.language == "python"
        or (not block.language and re.search(r"^import glasshouse|= glasshouse\.", block.text, re.M))
    ]
