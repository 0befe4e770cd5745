"""What presets are called on pages, in place of the names that the command line knows them by."""

from __future__ import annotations

from markupsafe import Markup

from glasshouse.scenario import load, preset_names


def presets_by_title(text: str) -> str:
    """A text, or HTML, with the title of each preset that it names as code, or as "the preset …".

    >>> presets_by_title("See the preset as-documented.")
    'See “China, as scholarship documents it”.'
    >>> presets_by_title(Markup("<p>In <code>as-documented</code> they are <code>few</code>.</p>"))
    Markup('<p>In “China, as scholarship documents it” they are <code>few</code>.</p>')
    """
    code = Markup("<code>{}</code>") if isinstance(text, Markup) else "`{}`"
    for name in preset_names():
        for named in (code.format(name), f"the preset {name}"):
            if named in text:
                text = text.replace(named, type(text)(f"“{load(name).title}”"))
    return text
