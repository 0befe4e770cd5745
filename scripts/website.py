"""Write the project's website: the page that simulates by itself in front, and the manual behind it.

    python -m scripts.website OUT

OUT is a folder that is not there yet, and that any web server can hold as it is. The manual is built by Zensical (the
extra ``docs``), from ``docs/`` and ``mkdocs.yml``; each page in front has a link to it, and the manual's to the front.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import glasshouse

ROOT = Path(__file__).parents[1]
_NAV, _END = '<nav class="site-nav"', "</ul>"
_LINK = '<li><a href="manual/index.html">Manual</a></li>\n'


def website(out: Path) -> Path:
    """Write both; the first page. Raises ``BadInputError``, or ``CalledProcessError`` with what Zensical said."""
    with tempfile.TemporaryDirectory() as place:
        manual, front = _manual(Path(place)), Path(place) / "front"
        first = glasshouse.site(front)
        for page in front.glob("*.html"):
            head, nav, rest = page.read_text(encoding="utf-8").partition(_NAV)
            page.write_text(head + nav + _with(rest, _LINK, before=_END), encoding="utf-8")
        shutil.copytree(manual, front / "manual")
        shutil.copytree(front, out)
    return out / first.name


def _with(text: str, more: str, *, before: str) -> str:
    """A text with more in it, before what must stand in it."""
    if before not in text:
        raise ValueError(f"there is no {before!r} any more")
    return text.replace(before, more + before, 1)


def _manual(place: Path) -> Path:
    """The manual's pages, with the front in its list of them."""
    shutil.copytree(ROOT / "docs", place / "docs")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    settings = _with(settings, "  - The page: ../index.html\n", before="  - Home: index.md\n")
    (place / "mkdocs.yml").write_text(settings, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "zensical", "build", "--clean"], cwd=place, check=True)
    return place / "site"


if __name__ == "__main__":
    print(website(Path(sys.argv[1])))
