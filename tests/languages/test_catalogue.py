"""The catalogue is whole: every text of the page stands in it, and every translation fits its text."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from gettext import c2py
from pathlib import Path

import pytest
from babel import Locale
from babel.messages import Catalog
from babel.messages.pofile import read_po
from scripts import messages

from glasshouse.languages import catalogues
from glasshouse.languages.catalogues import LANGUAGES, TEMPLATE, catalogue, plural_places, translations

NOT_A_FORECAST = "The people are invented. This is not a forecast."
#: The days of a life are told in English.
TOLD_IN_ENGLISH = ("life_told.js", "life_sentences.js")
#: Words of a script that nobody reads.
UNREAD = (
    "system-ui, sans-serif",
    "Escape",
    "(prefers-color-scheme: dark)",
    "use strict",
    "<iframe src=",
    "(hover: none)",
    "(prefers-reduced-motion",
    "nav.switch",
    "tbody tr",
    "Arrow",
    "Enter",
    "Error",
    "Content-Type",
)
#: Texts of the lab's templates that are the same in every language.
NAMES = ("glasshouse", "– glasshouse lab", "glasshouse .", "JSON", "(CSV)", "#close\n/files//")
COMMENT_OR_TEXT = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`', re.DOTALL)
PROSE = re.compile(r"[A-Za-z]{2,}[,.:]? [A-Za-z]{2,}|^\s*[A-Z][a-z]{3,}")


@cache
def there_are() -> frozenset[str | tuple[str, ...]]:
    return frozenset(text for _, text in messages.texts())


def ids(held: Catalog) -> set[str | tuple[str, ...]]:
    return {message.id if isinstance(message.id, str) else tuple(message.id) for message in held if message.id}


def values(text: str) -> set[str]:
    return set(re.findall(r"\{\w*\}", text))


@pytest.mark.parametrize("language", ["", *LANGUAGES])
def test_the_catalogue_holds_what_the_page_says(language):
    held = catalogue(language) if language else read_po(TEMPLATE.open("rb"))
    assert ids(held) == there_are(), "stale: python -m scripts.messages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_values_of_its_text(language):
    for message in catalogue(language):
        if not message.id or message.fuzzy:
            continue
        several = not isinstance(message.id, str)
        asked = set().union(*map(values, [message.id] if isinstance(message.id, str) else message.id))
        for text in [message.string] if isinstance(message.string, str) else message.string:
            # A word may stand for one: "once" beside "{count} times".
            assert not text or values(text) in (asked, asked - {"{count}"} if several else asked), text
            assert text.count("{") == text.count("}") == len(re.findall(r"\{\w+\}", text)), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_for_several_numbers_says_which_of_them(language):
    """ "Einmal" may stand for 1; a form that stands for more numbers has all the values of the English one."""
    form = c2py(catalogue(language).plural_expr)
    stands_for = Counter(form(n) for n in range(200))
    for message in catalogue(language):
        if message.fuzzy or isinstance(message.id, str) or not any(message.string):
            continue
        assert len(message.string) == len(stands_for), message.id
        for place, text in enumerate(message.string):
            if stands_for[place] > 1:
                assert values(text) == values(message.id[1]), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_most_of_what_the_pages_say_is_translated(language):
    told, all_ = translations(language), ids(catalogue(language))
    assert len(told) >= 0.9 * len(all_), f"{len(all_) - len(told)} of {len(all_)} messages stand in English"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_that_it_is_no_forecast(language):
    assert translations(language)[NOT_A_FORECAST]
    assert NOT_A_FORECAST in messages.TemplateTexts(messages.PAGE.read_text(encoding="utf-8")).messages


@pytest.mark.parametrize("path", messages.TEMPLATES, ids=lambda path: path.name)
def test_no_text_of_a_template_is_outside(path: Path):
    assert messages.TemplateTexts(path.read_text(encoding="utf-8")).outside == []


def test_a_text_of_a_template_is_found_wherever_it_stands():
    found = messages.TemplateTexts('<p data-t>So <b data-name="many">9</b> of {{ x }}</p><p data-t>A  b</p><i>lost</i>')
    assert (found.messages, found.outside) == (["A b"], ["lost"])
    found = messages.TemplateTexts('<p data-t>So <b data-name="many">9</b> were</p><a aria-label="Go"></a>')
    assert (found.messages, found.outside) == (["So {many} were"], ["Go"])


@pytest.mark.parametrize(
    "path", sorted([*messages.SCRIPTS.glob("*.js"), *messages.LAB_SCRIPTS.glob("*.js")]), ids=lambda path: path.stem
)
def test_no_text_of_a_script_is_outside(path: Path):
    if path.name in TOLD_IN_ENGLISH:
        return
    said = {one for text in messages.script_texts(path) for one in ([text] if isinstance(text, str) else text)}
    for text in COMMENT_OR_TEXT.findall(path.read_text(encoding="utf-8")):
        plain = re.sub(r"\$\{(?:[^{}]|\{[^{}]*\})*\}", " ", text[1:-1])
        if text[0] != "/" and PROSE.search(plain) and not any(word in plain for word in UNREAD):
            assert text[1:-1] in said, path.name


def outside_of_calls(source: str) -> list[str]:
    """What a template of the lab says by no message: text between elements, and labels."""
    plain = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", source, flags=re.DOTALL)
    plain = re.sub(r"<(code|style|script)\b.*?</\1>", "", plain, flags=re.DOTALL)
    labels = re.findall(r'(?:aria-label|alt|aria-roledescription)="([^"]*[A-Za-z]{2}[^"]*)"', plain)
    texts = (text.strip() for text in re.sub(r"<[^>]*>", "\x00", plain).split("\x00"))
    return [*labels, *(text for text in texts if PROSE.search(text) or re.search(r"[A-Za-z]{3}", text))]


@pytest.mark.parametrize("path", sorted(messages.JINJA[0].glob("*.j2")), ids=lambda path: path.stem)
def test_no_text_of_a_template_of_the_lab_is_outside(path: Path):
    source = re.sub(
        r"<(\w+)[^>]*\{\{ english\(\) \}\}[^>]*>.*?</\1>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    assert [text for text in outside_of_calls(source) if text not in NAMES] == []


def test_a_text_outside_of_a_call_is_found():
    source = '<p>{{ t("So") }} it is</p><a aria-label="Go">{# no text #}</a><code>ls</code>'
    assert outside_of_calls(source) == ["Go", "it is"]


def test_every_kind_of_call_is_a_message():
    source = """{{ t("A", x=y) }}{{ plain("B") if y else t(y) }}{{ plural("{count} C", "{count} Cs", y) }}"""
    assert set(messages.jinja_texts(source)) == {"A", "B", ("{count} C", "{count} Cs")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_browser_and_the_catalogue_mean_the_same_form(language):
    form, places = c2py(catalogue(language).plural_expr), plural_places(language)
    category = Locale.parse(language, sep="-").plural_form
    assert all(places[category(n)] == form(n) for n in range(2_000))


def test_what_is_missing_or_unsure_stays_english(monkeypatch):
    small = Catalog(locale="de")
    for text, told, more in (
        ("Close", "Schließen", {}),
        ("Undo", "Rückgängig", {"flags": ["fuzzy"]}),
        ("Seed", "", {}),
        (("{count} day", "{count} days"), ("{count} Tag", ""), {}),
        ("Save", "Sichern", {"locations": [("src/glasshouse/lab/x.html", 0)]}),
    ):
        small.add(text, told, **{"locations": [("src/glasshouse/sites/x.js", 0)], **more})
    monkeypatch.setattr(catalogues, "catalogue", lambda language: small)
    found = translations.__wrapped__
    assert found("de", used_in="sites/") == {"Close": "Schließen"}
    assert set(found("de")) == {"Close", "Save"}


def test_a_catalogue_is_written_the_same_on_every_day():
    assert messages.written(messages.template()) == TEMPLATE.read_bytes()
