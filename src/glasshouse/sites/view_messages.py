"""What the pages beside the crowd's show of their data, in English: the messages that no template holds."""

from __future__ import annotations

from collections.abc import Iterator

from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.report.brief import SIX

#: Titles that are no finding, and what stands below a title.
HEADS = (
    "Does the model give what was measured?",
    "Published figures beside simulated ones.",
    "What glasshouse cannot say",
    "What the description claims, and what research says.",
    "The same people, in other scenarios.",
)
#: What leads to more.
MORE = (
    "What differs",
    "What differs, by group",
    "What each scenario changes",
    "The scenarios, each with every number",
    "To print: SVG",
)
#: What a page was made of.
MADE = ("Digest of both texts", "Digest of the code that is validated", "Digest of the scenario", "Seed")


def view_messages() -> Iterator[str]:
    """Headings and names.

    >>> "What differs" in set(view_messages())
    True
    """
    yield NOT_A_FORECAST
    for words in (HEADS, SIX.values(), MORE, MADE):
        yield from words
