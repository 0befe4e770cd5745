"""The lab's scripts speak the language of their page, and the list of languages takes along what the page shows."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from glasshouse.languages.catalogues import translations

DOTS = ("{count} dot changed", "{count} dots changed")
SAID = """async ([one, other]) => {
  const { joined, plural, t, whole } = await import("./static/words.js");
  return [t("no change"), plural(one, other, 1), plural(one, other, 1234), whole(12345), joined(["a", "b"]),
    t("{count} of {unknown}", { count: 1234 })];
}"""
#: A job that there is not, asked for as the page's own scripts do.
ASKED = """async () => {
  const { speaking } = await import("./static/words.js");
  return (await fetch("./api/jobs/0123456789abcdef", { headers: speaking })).json();
}"""


@pytest.mark.parametrize(
    ("language", "thousand", "many", "comma"),
    [("en", "1,234", "12,345", ", "), ("de", "1.234", "12.345", ", "), ("zh-Hant", "1,234", "12,345", "，")],
)
def test_scripts_say_what_the_catalogue_says(page: Page, lab, language, thousand, many, comma):
    page.goto(f"/?lang={language}")
    unchanged, one, several, number, row, left = page.evaluate(SAID, list(DOTS))
    told = {} if language == "en" else translations(language)
    forms = told.get(DOTS[0], {"one": DOTS[0], "other": DOTS[1]})
    assert unchanged == told.get("no change", "no change")
    assert one == forms.get("one", forms["other"]).format(count=1)
    assert several == forms["other"].format(count=thousand)
    assert (number, row, left) == (many, f"a{comma}b", f"{thousand} of {{unknown}}")


def test_a_script_is_answered_in_the_language_of_its_own_tab(page: Page, lab):
    page.goto("/compare?lang=de")
    other = page.context.new_page()
    other.goto("/compare?lang=zh-Hant")
    assert page.evaluate(ASKED)["message"].startswith("Dieses Labor kennt")
    assert json.dumps(other.evaluate(ASKED)) != json.dumps(page.evaluate(ASKED))
    other.close()


def test_another_language_shows_the_same_view(page: Page, lab):
    page.goto("/compare?lang=en")
    page.evaluate("history.replaceState(null, '', '?preset=london-lfr&seed=3#main')")
    page.click("details.speak summary")
    page.click("details.speak a[lang=de]")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    assert page.url.partition("/compare")[2] == "?preset=london-lfr&seed=3&lang=de#main"


def test_the_list_of_languages_closes(page: Page, lab):
    page.goto("/compare?lang=en")
    speak = page.locator("details.speak")
    for close in (lambda: page.keyboard.press("Escape"), lambda: page.click("footer")):
        speak.locator("summary").click()
        expect(speak).to_have_attribute("open", "")
        close()
        expect(speak).not_to_have_attribute("open", "")
    speak.locator("summary").click()
    page.keyboard.press("Escape")
    expect(speak.locator("summary")).to_be_focused()
