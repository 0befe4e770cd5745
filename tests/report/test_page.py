from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from glasshouse.errors import BadInputError
from glasshouse.headlines.headline import NOT_A_FORECAST, headline
from glasshouse.mechanism_set import SHIPPED
from glasshouse.report import evidence_tables, run_report
from glasshouse.report.brief import SIX
from glasshouse.report.count_labels import labels, parts
from glasshouse.report.run_report import write_report
from glasshouse.scenario import SWITCHED, load
from tampering import edit

from .conftest import Page
from .folders import make_run

DETAILS = ("details", "flow", "time", "groups", "districts", "parts", "claims", "numbers", "all-limits")
#: What a browser fetches on its own; a plain link is not among them.
FETCHED = {"script", "img", "link", "iframe", "object", "embed", "source", "video", "audio", "image", "use"}


def small(folder, **options):
    days = options.pop("days", 28)
    return make_run(folder, load("hong-kong-2020", sets=options.pop("sets", ())), days=days, **options)


def test_every_tag_is_closed_and_there_is_one_h1(report):
    assert not report.open
    assert len(report.all("h1")) == 1
    assert len(report.all("main")) == 1


def test_sections_stand_in_order(report):
    found = [attrs["id"] for attrs in report.all("section")]
    assert found == [*SIX, *DETAILS]


def test_nothing_is_fetched_from_anywhere(report):
    for tag, attrs in report.elements:
        assert "style" not in attrs, "a strict policy of a server's would drop it"
        if tag in FETCHED:
            assert not any((attrs.get(name) or "").strip() for name in ("src", "href", "data", "srcset")), tag
        assert not any(name.startswith("on") for name in attrs)
    assert "script" not in {tag for tag, _ in report.elements}
    assert not re.search(r"@import|url\(\s*['\"]?(?!#)", report.text)
    assert "xmlns" not in report.text


def test_links_lead_to_sources_or_to_places_on_the_page(report):
    ids = {attrs["id"] for _, attrs in report.elements if attrs.get("id")}
    for attrs in report.all("a"):
        target = attrs["href"] or ""
        assert target.startswith("https://") or target.removeprefix("#") in ids, target


def test_ids_are_unique(report):
    ids = [attrs["id"] for _, attrs in report.elements if attrs.get("id")]
    assert len(ids) == len(set(ids))


def test_the_label_and_the_warning_come_before_the_headline(report):
    before = report.plain.split("The headline")[0]
    assert NOT_A_FORECAST in before
    assert "hypothetical" in before


def test_the_first_page_says_what_is_left_out(report):
    first = report.plain.split("The details")[0]
    assert f"Left out: {load('hong-kong-2020').leaves_out[0]}" in first


def test_the_notes_stand_in_the_details_and_the_warning_is_not_said_again(report):
    details = report.plain.split("The details")[1].split("From being seen")[0]
    assert "Chance alone" in details
    assert "never added up" in details
    assert NOT_A_FORECAST not in details


def test_tables_have_captions_and_scopes(report):
    assert len(report.all("table")) == len(report.all("caption"))
    assert all(attrs.get("scope") in ("col", "row") for attrs in report.all("th"))


def test_drawings_are_named_for_those_who_cannot_see_them(report):
    for attrs in report.all("svg"):
        if attrs.get("aria-hidden") == "true":  # the bars beside the figures of districts
            continue
        assert attrs["role"] == "img"
        assert attrs.get("aria-label") or attrs.get("aria-labelledby")


def test_drawings_take_their_colours_from_the_style_sheet(report):
    assert not re.search(r"#0101[0-9a-f]{2}", report.text, re.IGNORECASE)
    assert 'stroke="var(--rule)"' in report.text


def test_text_of_the_scenario_is_escaped(tmp_path):
    folder = small(tmp_path / "run", replicates=1)
    manifest = json.loads((folder / "run.json").read_text())
    hostile = "<script>alert('x')</script>"
    manifest["scenario"]["title"] = manifest["scenario"]["summary"] = hostile
    manifest["scenario"]["leaves_out"] = [hostile]
    manifest["command"] = f"glasshouse run {hostile}"
    edit(folder, **manifest)
    text = write_report(folder).read_text()
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert not Page(text).open


def test_a_headline_is_escaped_too(tmp_path, monkeypatch):
    def hostile(run):
        return replace(headline(run), sentences=("<b>9</b> people",), notes=("<i>",))

    monkeypatch.setattr(run_report, "headline", hostile)
    text = write_report(small(tmp_path / "run", replicates=1)).read_text()
    assert "&lt;b&gt;9&lt;/b&gt; people" in text
    assert "&lt;i&gt;" in text


def test_several_replicates_show_intervals_and_their_method(report):
    assert "highest of 3 replicates" in report.plain
    assert "replicate 0" in report.plain


def test_one_replicate_prints_counts_and_no_rate_for_a_country(tmp_path):
    text = Page(write_report(small(tmp_path / "run", replicates=1)).read_text()).plain
    assert "in this one run" in text
    assert not re.search(r"million people in|in the whole country|nationwide", text.split("Every number")[0])


@pytest.mark.parametrize("half", [0, 1])
def test_parts_that_are_off_say_so(tmp_path, half):
    off = [part for part in SWITCHED if part in parts(SHIPPED)][half::2]
    own = [name for name, label in labels(SHIPPED).items() if label.part in off]
    sets = [f"{part}.enabled=false" for part in off]
    text = write_report(small(tmp_path / "run", replicates=1, days=8, sets=sets, zero=own)).read_text()
    for part in parts(SHIPPED):
        card = text.split(f'id="part-{part}"')[1].split("</article>")[0]
        assert ("Switched off" in card) == (part in off), part
        assert ("<table" in card) == (part not in off), part


def test_every_part_has_a_card_and_every_company_a_row(report):
    cards = [attrs["id"] for attrs in report.all("article") if attrs.get("id")]
    assert cards == [f"part-{part}" for part in parts(SHIPPED)]
    for name in (
        "Tencent",
        "Alibaba",
        "Dahua",
        "Hikvision",
        "SenseTime",
        "ByteDance",
        "Megvii",
        "Huawei",
        "ZTE",
    ):
        assert name in report.plain


def test_every_parameter_stands_in_a_table_and_assumptions_are_counted(report):
    scenario = load("hong-kong-2020")
    for key in scenario.parameters:
        assert key in report.plain
    assert re.search(r"\d+ of the \d+ numbers", report.plain)


def test_the_assumptions_that_matter_most_are_named_for_a_preset_as_it_is():
    scenario = load("as-described")
    found = evidence_tables.weights(scenario)
    assert len(found["rows"]) == evidence_tables.MOST_TOLD
    assert all(row.assumed for row in found["rows"])
    assert evidence_tables.weights(load("as-described", sets=["score.every=7"])) is None


def test_every_claim_is_listed(report):
    for number in range(1, 17):
        assert f"D{number}. " in report.plain


def test_a_run_cut_short_before_the_first_week_still_has_a_report(tmp_path):
    everything = list(labels(SHIPPED))
    folder = small(tmp_path / "run", replicates=1, days=3, zero=[m for m in everything if m != "people"])
    assert not Page(write_report(folder).read_text()).open


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BadInputError, match=r"run\.json"):
        write_report(tmp_path)
    small(tmp_path / "run", replicates=1, days=8)
    (tmp_path / "run" / "daily.parquet").unlink()
    with pytest.raises(BadInputError, match=r"daily\.parquet"):
        write_report(tmp_path / "run")
    assert not list(tmp_path.glob("**/*.part")) + list(tmp_path.glob("**/report.html"))


def test_where_informants_report_the_details_speak_of_reports(tmp_path):
    folder = make_run(tmp_path / "run", load("informant-society"), replicates=2, days=7)
    details = Page(write_report(folder).read_text()).plain.split("The details")[1]
    for words in ("Informants’ reports make a record", "Acts held back", "Reported", "Falsely"):
        assert words in details
    for words in ("Wrongful sanction days", "Sanctioned beyond", "Restrictions, gate by gate"):
        assert words not in details


def test_the_districts_are_a_map_where_the_place_has_tiles(report):
    section = report.text.split('id="districts"')[1].split("</section>")[0]
    assert section.count('role="img"') == 2, "a broad and a narrow map"
