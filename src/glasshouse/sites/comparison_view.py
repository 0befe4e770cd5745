"""The page of a comparison: what its report says, from a finished folder or from the one that ships.

Its title is the finding, in a sentence that can be read aloud; its range, and what is compared, stand below.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from glasshouse.comparison.arm_sentences import beginning
from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.comparison_finding import finding, how_sure
from glasshouse.interventions import known_to
from glasshouse.report import comparison_picture
from glasshouse.report.attribution_tables import attribution_tables
from glasshouse.report.brief import Brief, BriefPart
from glasshouse.report.comparison_report import TABLES, context
from glasshouse.report.comparison_tables import tables
from glasshouse.sites.page_view import PageView, page_view
from glasshouse.sites.preset_titles import presets_by_title
from glasshouse.wording.lists_and_nouns import counted

#: What stands below the title.
KICKER = "The same people, in other scenarios."
#: The range in a finding, the last in brackets; and a parameter's key, behind its meaning.
_RANGE = re.compile(r" \(([^()]*\d[^()]* to [^()]*\d[^()]*)\)(?!.*\([^()]*\d[^()]* to )")
_KEY = re.compile(r" \([a-z_]+\.[a-z0-9_]+\)")


def comparison_view(comparison: Comparison, *, note: str = "", without: Collection[str] = ()) -> PageView:
    """The page; ``note`` stands first in the details, and tables ``without`` which it is are left out.

    Raises ``BadInputError`` for a folder that is damaged, or in which no replicate was finished.
    """
    comparison.require_table()
    drawn = comparison_picture.draw(comparison, printed=False)
    found = tuple(one for one in (*tables(comparison), *attribution_tables(comparison)) if one.name not in without)
    label = str(comparison.manifest["label"])
    files = {"picture.svg": drawn.files["svg"]} | {f"{TABLES}/{one.name}.csv": one.csv(label) for one in found}
    shown = context(comparison, drawn, found, {})
    brief = _in_words(_carried(shown["brief"], set(files), note))
    sure = f"{range_of(comparison)} {how_sure(comparison)}".strip()
    opening = [text for text in (sure, brief.below) if text]
    shown["brief"] = replace(brief, title=headline(comparison), kicker=KICKER, summary=presets_by_title(brief.summary))
    shown |= {"opening": opening, "contents_above": True}
    return page_view("comparison", "Comparison", "comparison_body.html.j2", files=files, **shown)


def headline(comparison: Comparison) -> str:
    """The finding as a title, its safeguard in plain words: "With a real appeal, …"."""
    sentence = read_aloud(finding(comparison))
    known = known_to(comparison.scenario.mechanisms)
    for arm in comparison.arms:
        safeguard = known.get(str(comparison.about(arm)["written"]))
        begins = f"{beginning(comparison, arm)}, "
        if safeguard is not None and not safeguard.begins and sentence.startswith(begins):
            return f"With {safeguard.title}, {sentence.removeprefix(begins)}"
    return sentence


def read_aloud(sentence: str) -> str:
    """A finding as a title: without the range in brackets, which stands below it.

    >>> read_aloud("With appeal, 5 (3 to 9) fewer of every 10,000 people are wrongly sanctioned")
    'With appeal, 5 fewer of every 10,000 people are wrongly sanctioned.'
    >>> read_aloud("With “Review (strict)”, 5 (3 to 9) fewer")
    'With “Review (strict)”, 5 fewer.'
    """
    return f"{_RANGE.sub('', sentence)}."


def range_of(comparison: Comparison) -> str:
    """The range that the title leaves out, and what it is; "" where the finding has none."""
    found = _RANGE.search(finding(comparison))
    if not found:
        return ""
    if comparison.drawn is not None:
        draws = counted(comparison.drawn.draws, "draw")
        return f"Range: {found[1]}, in 90 % of {draws} of the assumptions."
    return f"Range: {found[1]}, over {counted(comparison.replicates, 'replicate')}."


def in_words(text: str) -> str:
    """A sentence without keys of parameters, which stand behind their meaning.

    >>> in_words("It depends on “days between rescorings” (score.every): above 30, it does not.")
    'It depends on “days between rescorings”: above 30, it does not.'
    """
    return _KEY.sub("", text)


def _in_words(brief: Brief) -> Brief:
    """The same without keys of parameters."""

    def told(part: BriefPart) -> BriefPart:
        return replace(part, lines=tuple(replace(line, text=in_words(line.text)) for line in part.lines))

    return replace(brief, parts=tuple(told(part) for part in brief.parts))


def _carried(brief: Brief, files: set[str], note: str) -> Brief:
    """The same, without links to files that the page does not carry."""
    parts = (
        replace(part, more=tuple(link for link in part.more if link[1].startswith("#") or link[1] in files))
        for part in brief.parts
    )
    return replace(brief, parts=tuple(parts), notes=(*((note,) if note else ()), *brief.notes))
