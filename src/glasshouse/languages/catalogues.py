"""Read the catalogue: one file of messages for each language, in the format of gettext.

A message is found by its English text. One that has no translation, or one that is marked as unsure (*fuzzy*), stays
English.
"""

from __future__ import annotations

from functools import cache
from gettext import c2py
from pathlib import Path

from babel import Locale
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

DOMAIN = "glasshouse"
FOLDER = Path(__file__).parent
TEMPLATE = FOLDER / f"{DOMAIN}.pot"
#: The languages beside English: the tag that a browser knows, and what the language calls itself.
LANGUAGES = {"de": "Deutsch", "zh-Hans": "简体中文", "zh-Hant": "繁體中文"}
#: Numbers up to here show which form of a word a language uses when.
_SEEN = 200

#: What a message is in another language: its text, or its text by the category of a number (*one*, *other*).
Translation = str | dict[str, str]


def catalogue_path(language: str) -> Path:
    """The file of a language's messages.

    >>> catalogue_path("zh-Hans").relative_to(FOLDER).as_posix()
    'zh_Hans/LC_MESSAGES/glasshouse.po'
    """
    return FOLDER / language.replace("-", "_") / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def catalogue(language: str) -> Catalog:
    """All messages of a language, those without a translation among them. Raises `KeyError` for another language."""
    LANGUAGES[language]
    with catalogue_path(language).open("rb") as file:
        return read_po(file, locale=language.replace("-", "_"), domain=DOMAIN, abort_invalid=True)


@cache
def translations(language: str, *, used_in: str | tuple[str, ...] = "") -> dict[str, Translation]:
    """What is surely translated, by its English text (of two, by the one for a single thing).

    `used_in`: only messages of files whose path contains it, or one of them.

    >>> translations("de")["{count} person spared"]
    {'other': '{count} Personen verschont', 'one': '{count} Person verschont'}
    """
    place = plural_places(language)
    places = (used_in,) if isinstance(used_in, str) else used_in
    told: dict[str, Translation] = {}
    for message in catalogue(language):
        forms = _forms(message)
        used = any(place in file for file, _ in message.locations for place in places)
        if not message.id or message.fuzzy or not all(forms) or not used:
            continue
        several = not isinstance(message.id, str)
        told[english(message)] = {name: forms[k] for name, k in place.items()} if several else forms[0]
    return told


def english(message: Message) -> str:
    """The text by which a message is found."""
    return message.id if isinstance(message.id, str) else message.id[0]


@cache
def plural_places(language: str) -> dict[str, int]:
    """Which of a catalogue's forms belongs to a category of numbers, as browsers and Unicode name it.

    >>> plural_places("de"), plural_places("zh-Hans")
    ({'other': 1, 'one': 0}, {'other': 0})
    """
    form = c2py(catalogue(language).plural_expr)
    category = Locale.parse(language, sep="-").plural_form
    return {category(n): form(n) for n in range(_SEEN)}


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))
