"""Update the catalogue of messages: what pages say, and the file of each language.

    python -m scripts.messages

Texts of the site's page stand in its template (elements with `data-t`, labels with `data-t-label`), in its scripts (`t`
and `plural`) and in its data (`glasshouse.sites.page_messages`). Those of the lab, of the site's further pages and of
the report's pieces that both show stand in Jinja's calls of `t`, `plain` and `plural`, in the same calls of the lab's
scripts and modules, and in data (`glasshouse.lab.lab_messages`, `glasshouse.sites.view_messages`). A text that changed
keeps its translation as a *fuzzy* one, which no page shows until somebody has read it; a short one loses it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2 import nodes

import glasshouse
from glasshouse.lab.lab_messages import lab_messages
from glasshouse.lab.pages import environment
from glasshouse.languages.catalogues import DOMAIN, LANGUAGES, TEMPLATE, catalogue_path, english
from glasshouse.sites.page_messages import page_messages
from glasshouse.sites.view_messages import view_messages

ROOT = Path(glasshouse.__file__).parents[2]
PACKAGE = ROOT / "src" / "glasshouse"
SITES, LAB = PACKAGE / "sites", PACKAGE / "lab"
PAGE = SITES / "static" / "page.html.j2"
TEMPLATES = PAGE, SITES / "templates" / "site_nav.html.j2"
#: A message of the frame, which no template holds.
FRAME = SITES / "page_frame.py", ("The findings on this page are in English.",)
SCRIPTS = SITES / "static" / "page"
DATA = SITES / "page_messages.py"
#: Templates that say messages by calls, and modules that do.
JINJA = LAB / "templates", PACKAGE / "report" / "templates", SITES / "templates"
MODULES = (LAB,)
LAB_SCRIPTS, LAB_DATA = LAB / "static", LAB / "lab_messages.py"
KEYWORDS = {"t": None, "plain": None, "plural": (1, 2)}
#: Messages of a script may stand within a text of another.
_IN_TEMPLATES = {"parse_template_string": True}
_SAYS = "from glasshouse.languages.spoken import"
#: What Jinja writes; it stands for no message.
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_WRITTEN = "\u241f"
#: Elements without an end, and those whose text nobody reads.
_VOID = frozenset("meta link input br".split())
_UNREAD = frozenset("script style title".split())
#: Shorter texts that are alike mean different things: none takes over the translation of another.
_SHORT = 40
_LETTER = re.compile(r"[A-Za-z]{2}")
#: Lines of a header that would differ on each day, or say nothing.
_IDLE = re.compile(rb'^"(?:POT|PO|Generated|Report|Last|Language-Team).*\n', re.MULTILINE)

#: A message: its text, or one for a single thing and one for several.
Text = str | tuple[str, str]


class TemplateTexts(HTMLParser):
    """The messages of a template, and the texts in it that no message holds."""

    def __init__(self, source: str) -> None:
        """Read a template."""
        super().__init__(convert_charrefs=True)
        self.messages: list[str] = []
        self.outside: list[str] = []
        self._open: list[tuple[str, list[str] | None]] = []
        self.feed(_JINJA.sub(_WRITTEN, source))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element; it stands in the message of the one around it by its name."""
        told = dict(attrs)
        for name in ("aria-label", "alt", "placeholder"):
            label = told.get(name) or ""
            if "data-t-label" in told and name == "aria-label":
                self.messages.append(label)
            elif _LETTER.search(label) and _WRITTEN not in label:
                self.outside.append(label)
        if self._open and (around := self._open[-1][1]) is not None:
            around.append(f"{{{told['data-name']}}}")
        if tag not in _VOID:
            self._open.append((tag, [] if "data-t" in told else None))

    def handle_endtag(self, tag: str) -> None:
        """End an element; what it said is a message."""
        closed, text = self._open.pop()
        if closed != tag:
            raise ValueError(f"</{tag}> ends <{closed}>")
        if text is not None and _WRITTEN not in (said := " ".join("".join(text).split())):
            self.messages.append(said)

    def handle_data(self, data: str) -> None:
        """Text: of a message, of none, or unread."""
        tag, text = self._open[-1] if self._open else ("", None)
        if text is not None:
            text.append(data)
        elif tag not in _UNREAD and _LETTER.search(data):
            self.outside.append(data.strip())


def script_texts(path: Path) -> Iterator[Text]:
    """The messages of a script."""
    with path.open("rb") as file:
        for _, found, _, _ in extract("javascript", file, keywords=KEYWORDS, options=_IN_TEMPLATES):
            yield found if isinstance(found, str) else (found[0], found[1])


def jinja_texts(source: str) -> Iterator[Text]:
    """The messages of a template that says them by calls; a variable stands for none."""
    for call in environment().parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in KEYWORDS:
            several = 2 if call.node.name == "plural" else 1
            said = [each.value for each in call.args[:several] if isinstance(each, nodes.Const)]
            if len(said) == several:
                yield said[0] if several == 1 else (said[0], said[1])


def module_texts(path: Path) -> Iterator[Text]:
    """The messages of a module that says any."""
    if _SAYS not in path.read_text(encoding="utf-8"):
        return
    with path.open("rb") as file:
        for _, found, _, _ in extract("python", file, keywords=KEYWORDS):
            yield found if isinstance(found, str) else (found[0], found[1])


def texts() -> Iterator[tuple[Path, Text]]:
    """All messages, each with the file that says it."""
    for path in TEMPLATES:
        for text in TemplateTexts(path.read_text(encoding="utf-8")).messages:
            yield path, text
    for path in sorted(SCRIPTS.glob("*.js")):
        for text in script_texts(path):
            yield path, text
    for text in page_messages():
        yield DATA, text
    for text in view_messages():
        yield SITES / "view_messages.py", text
    for text in FRAME[1]:
        yield FRAME[0], text
    for folder in JINJA:
        for path in sorted(folder.glob("*.html.j2")):
            for text in jinja_texts(path.read_text(encoding="utf-8")):
                yield path, text
    for path in sorted(LAB_SCRIPTS.glob("*.js")):
        for text in script_texts(path):
            yield path, text
    for folder in MODULES:
        for path in sorted(folder.rglob("*.py")):
            for text in module_texts(path):
                yield path, text
    for text in lab_messages():
        yield LAB_DATA, text


def template() -> Catalog:
    """All messages without translations."""
    found = Catalog(domain=DOMAIN, charset="utf-8", header_comment="# What the pages of glasshouse say.")
    for path, text in texts():
        found.add(text, locations=[(path.relative_to(ROOT).as_posix(), 0)])
    return found


def written(catalogue: Catalog) -> bytes:
    """A catalogue as its file, which is the same on every day."""
    catalogue.project, catalogue.version, catalogue.fuzzy = DOMAIN, "pages", False
    file = io.BytesIO()
    write_po(file, catalogue, width=120, include_lineno=False, ignore_obsolete=True)
    return _IDLE.sub(b"", file.getvalue())


def updated(language: str, messages: Catalog) -> bytes:
    """The file of a language with the messages that there are now."""
    path = catalogue_path(language)
    locale = language.replace("-", "_")
    known = Catalog(locale=locale, domain=DOMAIN)
    if path.exists():
        with path.open("rb") as file:
            known = read_po(file, locale=locale, domain=DOMAIN)
    known.update(messages, update_header_comment=True)
    for message in known:
        if message.fuzzy and len(english(message)) < _SHORT:
            message.string = "" if isinstance(message.string, str) else ("",) * known.num_plurals
            message.flags.discard("fuzzy")
    return written(known)


def main() -> None:
    """Write the template and the file of each language, and say how much of each is translated."""
    messages = template()
    TEMPLATE.write_bytes(written(messages))
    for language in LANGUAGES:
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(updated(language, messages))
        with path.open("rb") as file:
            known = [message for message in read_po(file) if message.id]
        done = sum(bool(message.string) and not message.fuzzy and all(message.string) for message in known)
        print(f"{language}: {done} of {len(known)} messages")


if __name__ == "__main__":
    main()
