"""What is generated on the pages of the manual is what the source gives, and each page has its place."""

from __future__ import annotations

import doctest
import re

import pytest
from ruamel.yaml import YAML
from scripts import commands, indexed, notebooks, reference
from scripts.manual import PAGES

from manual.blocks import ROOT

DOCS = ROOT / "docs"
AGAIN = "run: python -m scripts.manual"


@pytest.mark.parametrize("name", PAGES)
def test_the_generated_parts_are_those_of_the_source(name):
    page = (DOCS / name).read_text(encoding="utf-8")
    assert PAGES[name](page) == page, AGAIN
    with pytest.raises(ValueError, match="marks"):
        PAGES[name](page.replace("-->", "->"))


@pytest.mark.parametrize("path", notebooks.notebooks(), ids=lambda path: path.stem)
def test_a_notebook_s_page_is_the_notebook(path):
    assert path.with_suffix(".md").read_text(encoding="utf-8") == notebooks.page(path), (
        "run: python -m scripts.notebooks"
    )
    assert path.stat().st_size < 30_000


@pytest.mark.parametrize("module", [commands, indexed, reference], ids=lambda module: module.__name__)
def test_the_examples_of_the_scripts_run(module):
    found = doctest.testmod(module)
    assert (found.failed, found.attempted > 0) == (0, True)


def places(nav: object) -> list[str]:
    if isinstance(nav, str):
        return [nav]
    inside = nav.values() if isinstance(nav, dict) else nav
    return [place for one in inside for place in places(one)]  # type: ignore[union-attr]


def test_every_page_has_its_place_in_the_navigation():
    nav = YAML(typ="safe").load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    assert sorted(places(nav)) == sorted(page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md"))


def test_the_readme_says_what_each_mechanism_s_file_does():
    rows = re.findall(r"^\| `(\w+)\.py` \| .+ \|$", (ROOT / "README.md").read_text("utf-8"), re.M)
    files = (ROOT / "src/glasshouse/mechanisms").glob("[!_]*.py")
    assert sorted(rows) == sorted(path.stem for path in files)


def test_links_between_pages_lead_somewhere():
    """To pages, pictures, headings and anchors, as GitHub finds them too; addresses of other sites are left alone."""
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")]:
        for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
            file, _, heading = link.partition("#")
            if "://" in link:
                continue
            target = page.parent / file if file else page
            assert target.exists(), f"{page.name}: {link}"
            if heading:
                text = target.read_text(encoding="utf-8")
                headings = {slug(each) for each in re.findall(r"(?m)^#+ (.+)$", text)}
                assert heading in headings | set(re.findall(r'<a id="([^"]+)">', text)), f"{page.name}: {link}"


def test_pictures_are_small_and_told_in_words():
    pictures = list((DOCS / "images").glob("*.png"))
    shown = {
        name: words
        for page in DOCS.rglob("*.md")
        for words, name in re.findall(r"!\[([^\]]*)\]\(images/([\w-]+\.png)\)", page.read_text(encoding="utf-8"))
    }
    assert {picture.name for picture in pictures} == set(shown)
    assert min(map(len, shown.values())) > 40
    for picture in pictures:
        held = picture.read_bytes()
        assert int.from_bytes(held[16:20]) == 1200, picture
        assert len(held) < 150_000, picture


def slug(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-")
