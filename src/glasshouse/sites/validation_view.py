"""The page of validation: what ``glasshouse validate`` found of the tables that ship."""

from __future__ import annotations

from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.report import captioned, chart_files, evidence_tables, verdict_chart, verdict_tables
from glasshouse.sites.page_view import PageView, page_view
from glasshouse.validation import verdict_words
from glasshouse.validation.known_verdicts import known, reached_by, stale


def validation_view() -> PageView:
    """The page: what passes and fails, the picture, coverage and scores, and every table."""
    found, code = known(), reached_by()
    results = verdict_tables.in_order(found)
    families = verdict_tables.families(results)
    shown = [table for family in families for table in family.tables]
    references = evidence_tables.references(source.id for table in shown for source in table.sources)
    chart = verdict_chart.tables(results)
    below = (verdict_chart.KEY, f"{verdict_chart.LABEL} {NOT_A_FORECAST}", chart_files.made_by(digest=code))
    return page_view(
        "validation",
        "Validation",
        "validation_view.html.j2",
        files={"validation.svg": captioned.svg(chart, verdict_chart.TITLE, (), below).encode()},
        lede=verdict_tables.verdict_in_two_sentences(found),
        heads=verdict_tables.heads(found),
        passing=[table for table in shown if table.passed],
        failing=[table for table in shown if not table.passed],
        families=families,
        **verdict_tables.scores(found),
        spread_heads=verdict_words.SPREAD_HEADS,
        spreads=[verdict_words.spread_cells(each) for each in found.spreads],
        spreads_how=verdict_words.SPREADS_HOW,
        changed=stale(),
        picture=chart,
        charted=verdict_tables.figures_that_pass(results),
        key=verdict_chart.KEY,
        references=references,
        source_names=evidence_tables.names(references),
        made=(("Digest of the code that is validated", code), ("Seed", str(found.seed))),
    )
