"""The page of the limits: what docs/limits.md and docs/refusals.md say, and what each scenario leaves out."""

from __future__ import annotations

from hashlib import blake2b

from glasshouse.report import stated_limits
from glasshouse.scenario import load, preset_names
from glasshouse.sites.page_view import PageView, page_view
from glasshouse.sites.preset_titles import presets_by_title


def limits_view() -> PageView:
    """The page."""
    text = stated_limits.limits_text() + stated_limits.red_lines_text()
    return page_view(
        "limits",
        "Limits",
        "limits_view.html.j2",
        limits=presets_by_title(stated_limits.limits()),
        red_lines=stated_limits.red_lines(),
        scenarios=[load(name) for name in preset_names()],
        made=(("Digest of both texts", blake2b(text.encode(), digest_size=16).hexdigest()),),
    )
