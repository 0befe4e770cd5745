"""Kind of fault: one count, told in three places, comes out three ways."""

from __future__ import annotations

from glasshouse.report import verdict_tables
from glasshouse.report.how_sure import validated, verdicts
from glasshouse.validation import verdict_words
from glasshouse.validation.known_verdicts import known, passes
from glasshouse.validation.verdict_tally import fare, tally


def test_the_terminal_the_lab_and_the_report_count_alike():
    found = known()
    count = found.tally
    assert count == verdicts(()) == tally((passed, sure) for _, passed, sure in passes().values())
    assert count.confirmed + count.unconfirmed == len(found.results)
    assert count.unconfirmed > 0
    assert fare(count) in verdict_tables.verdict_in_two_sentences(found)[0]
    assert fare(count) in validated(())[0].text
    closing = verdict_words.closing(found)
    assert f"{count.confirmed} tables: {count.passed} pass, {count.failed} fail" in closing
    shown = [table for family in verdict_tables.families(verdict_tables.in_order(found)) for table in family.tables]
    for head, passed in zip(verdict_tables.heads(found), (True, False), strict=True):
        numbers = [int(word) for word in head.replace(",", "").split() if word.isdigit()]
        assert sum(numbers) == sum(table.passed == passed for table in shown), head
