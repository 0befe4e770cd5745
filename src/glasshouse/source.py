"""Where this copy of glasshouse comes from: the commit, and an address from which anybody gets the same.

Only the standard library is imported, since the build (``hatch_build.py``) reads this file too.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

#: The distribution. ``glasshouse`` on the public index belongs to somebody else.
DISTRIBUTION = "glasshouse-sim"
#: Written into wheels and source archives when they are built.
RECORD = "_source.json"
#: A commit; "-dirty" says that files were changed since, as git describes it.
_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?(-dirty)?")
#: What git sets in a hook, and what points it to another repository than the one asked about.
_OF_ANOTHER = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"}
_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, kw_only=True)
class CodeSource:
    """A commit and the https address of its repository; None for what is not known."""

    commit: str | None = None
    url: str | None = None

    @property
    def requirement(self) -> str | None:
        """What an installer can take to get this commit, or None where that cannot be said.

        >>> CodeSource(commit="a" * 40, url="https://example.org/g.git").requirement == (
        ...     "glasshouse-sim @ git+https://example.org/g.git@" + "a" * 40)
        True
        >>> CodeSource(commit="a" * 40 + "-dirty", url="https://example.org/g.git").requirement is None
        True
        """
        if self.url is None or self.commit is None or self.commit.endswith("-dirty"):
            return None
        return f"{DISTRIBUTION} @ git+{self.url}@{self.commit}"


def install_hint(extra: str) -> str:
    """How to install what a feature needs beyond the core: from a checkout, never from an index.

    >>> install_hint("study")
    "in a checkout of glasshouse, run pip install '.[study]'"
    """
    return f"in a checkout of glasshouse, run pip install '.[{extra}]'"


@cache
def source() -> CodeSource:
    """Where the running glasshouse comes from: of a checkout from git, else as recorded when it was built."""
    root = _PACKAGE.parents[1]
    if (root / "pyproject.toml").is_file() and (found := checkout(root)).commit:
        return found
    built, installed = recorded(_PACKAGE / RECORD), _from_installer()
    return CodeSource(commit=installed.commit or built.commit, url=installed.url or built.url)


def checkout(root: Path) -> CodeSource:
    """What git says of a checkout; nothing where there is no git or no checkout.

    >>> checkout(Path("nowhere"))
    CodeSource(commit=None, url=None)
    """
    if not (root / ".git").exists():
        return CodeSource()
    commit = _git(root, "describe", "--always", "--abbrev=64", "--exclude=*", "--dirty")
    return CodeSource(commit=as_commit(commit), url=as_url(_git(root, "config", "--get", "remote.origin.url")))


def recorded(path: Path) -> CodeSource:
    """What the build recorded; nothing where it recorded nothing."""
    try:
        return _checked(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return CodeSource()


def as_json(source: CodeSource) -> str:
    """The text that ``recorded`` reads.

    >>> as_json(CodeSource())
    '{"commit": null, "url": null}\\n'
    """
    return json.dumps(asdict(source)) + "\n"


def as_commit(text: object) -> str | None:
    """A commit, or None for anything else.

    >>> as_commit("a" * 40 + "-dirty") == "a" * 40 + "-dirty", as_commit("main")
    (True, None)
    """
    return text if isinstance(text, str) and _COMMIT.fullmatch(text) else None


def as_url(text: object) -> str | None:
    """An https address without a user's name or password, or None for anything else, such as a path of a machine.

    >>> as_url("https://me:secret@example.org/g.git"), as_url("/there/g")
    ('https://example.org/g.git', None)
    """
    try:
        parts = urlsplit(text) if isinstance(text, str) and not re.search(r"[\s#]", text) else urlsplit("")
        host = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    except ValueError:
        return None
    return urlunsplit(("https", host, parts.path, "", "")) if parts.scheme == "https" and host else None


def _from_installer() -> CodeSource:
    """What the installer noted (direct_url.json) when it fetched a commit itself."""
    try:
        facts = json.loads(distribution(DISTRIBUTION).read_text("direct_url.json") or "{}")
        return _checked({"commit": facts["vcs_info"]["commit_id"], "url": facts["url"]})
    except (PackageNotFoundError, ValueError, KeyError, TypeError):
        return CodeSource()


def _checked(facts: Any) -> CodeSource:
    if not isinstance(facts, dict):
        return CodeSource()
    return CodeSource(commit=as_commit(facts.get("commit")), url=as_url(facts.get("url")))


def _git(root: Path, *words: str) -> str | None:
    """What a git command prints, or None where it fails."""
    own = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER}
    quiet = {**own, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *words], capture_output=True, text=True, timeout=20, check=True, env=quiet
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() or None
