"""The manual as a site: it builds without a warning, fetches nothing, and says on each page what it is."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest
from scripts.website import website

from glasshouse.headlines.headline import NOT_A_FORECAST
from manual.blocks import ROOT


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    pytest.importorskip("zensical", reason="the manual is built with the extra docs")
    here = tmp_path_factory.mktemp("manual")
    shutil.copytree(ROOT / "docs", here / "docs")
    shutil.copy(ROOT / "mkdocs.yml", here)
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict", "--clean"], cwd=here, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return here / "site"


@pytest.mark.slow
def test_every_page_is_built_and_says_what_it_is(site):
    pages = [page.relative_to(ROOT / "docs").with_suffix(".html") for page in (ROOT / "docs").rglob("*.md")]
    for page in pages:
        text = (site / page).read_text(encoding="utf-8")
        assert text.count(NOT_A_FORECAST) >= 2, page  # above the page and below it


@pytest.mark.slow
def test_nothing_is_fetched_from_another_site(site):
    loading = re.compile(r"""(?:src|href)=["']?(https?:)?//[^"'\s>]+|@import\s+url|url\(\s*["']?https?://""")
    for page in [*site.rglob("*.html"), *site.rglob("*.css")]:
        text = re.sub(r"<a\s[^>]*>", "", page.read_text(encoding="utf-8"))
        assert not loading.search(text), page


@pytest.mark.slow
def test_the_page_that_simulates_stands_in_front_of_the_manual(tmp_path):
    pytest.importorskip("zensical", reason="the manual is built with the extra docs")
    first = website(tmp_path / "site")
    assert first == tmp_path / "site" / "index.html"
    for page in (tmp_path / "site").glob("*.html"):
        (there,) = re.findall(r'href="(manual/[^"]*)"', page.read_text(encoding="utf-8"))
        assert (tmp_path / "site" / there).exists()
    assert 'href="../index.html"' in (tmp_path / "site" / "manual" / "start.html").read_text(encoding="utf-8")
