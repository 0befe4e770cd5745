"""The page of the limits: what docs/limits.md and docs/refusals.md say, and what each scenario leaves out."""

from __future__ import annotations

import re
from hashlib import blake2b

from markupsafe import Markup

from glasshouse.report import stated_limits
from glasshouse.scenario import load, preset_names
from glasshouse.sites.page_view import PageView, page_view
from glasshouse.sites.preset_titles import presets_by_title


def limits_view() -> PageView:
    """The page."""
    text = stated_limits.limits_text() + stated_limits.red_lines_text()
    limits, leads = with_places(Markup(presets_by_title(stated_limits.limits())))
    return page_view(
        "limits",
        "Limits",
        "limits_view.html.j2",
        limits=limits,
        leads=leads,
        red_lines=stated_limits.red_lines(),
        scenarios=[load(name) for name in preset_names()],
        made=(("Digest of both texts", blake2b(text.encode(), digest_size=16).hexdigest()),),
    )


def with_places(text: Markup) -> tuple[Markup, list[tuple[str, str]]]:
    """The text with a place at each paragraph that begins with bold words, and these: the place's name, and the words.

    >>> with_places(Markup("<p><strong>Most are assumed.</strong> Few are not.</p>"))
    (Markup('<p id="limit-1"><strong>Most are assumed.</strong> Few are not.</p>'), [('limit-1', 'Most are assumed')])
    """
    leads: list[tuple[str, str]] = []

    def placed(found: re.Match[str]) -> str:
        leads.append((f"limit-{len(leads) + 1}", str(Markup(found[1]).striptags()).rstrip(".")))
        return f'<p id="{leads[-1][0]}"><strong>{found[1]}</strong>'

    return Markup(re.sub(r"<p><strong>(.*?)</strong>", placed, text)), leads
