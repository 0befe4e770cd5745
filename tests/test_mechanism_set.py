"""A mechanism of somebody's own stands beside the shipped ones, or is refused in one sentence."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from types import ModuleType
from typing import Any

import pytest

from glasshouse.card_section import DistrictColumn
from glasshouse.consistency import AtMostAll, NotBelow
from glasshouse.control_panel import Offered
from glasshouse.entry_kind import EntryKind
from glasshouse.errors import BadInputError
from glasshouse.flow_chart import Arrow
from glasshouse.intervention import Intervention, fixed
from glasshouse.interventions.laying import document_of
from glasshouse.letter import Letter
from glasshouse.measure import Measure
from glasshouse.mechanism import Ablation, Count, Mechanism, Stream, parameter
from glasshouse.mechanism_set import SHIPPED, MechanismError
from glasshouse.note import BITS, Note, Withheld
from glasshouse.scenario import ScenarioError, load, with_mechanisms
from glasshouse.section import AddedGates, Extra, Suspension
from glasshouse.studies.study_folder import arm_in

WORDS = ("name", "title", "definition", "unit", "base")
ENTRY = partial(EntryKind, "late", **{"area": "money", "things": ("a late fee", "late fees")})

METER = Count("meters", "Meters", unit="meters")
SHARE, SHARE_TOO = (
    parameter("meters.share", f"share {k}", kind="share", stage="live", value=0.5, assumed="a guess of ours")
    for k in range(2)
)


def arrow_to(box: str) -> Arrow:
    return Arrow(start="cameras", end=box, what="meters", measures=("trips",))


def safeguard_of(key: str) -> Intervention:
    words = {"title": "x", "sentence": "x", "fails": "x", "stage": "redress"}
    return Intervention(name="x", **words, numbers={key: fixed(0.5, assumed="a guess of ours")})


def kept_back(wanted: str) -> Note:
    return Note("read", withheld=Withheld(act=0, why="fear", wanted=("people.trips", wanted)))


def suspension(**wrong: str) -> dict[str, Any]:
    """A suspension with its two dates, in which one key is wrong."""
    keys = {"section": "meters", "begin": "meters.from", "end": "meters.until"}
    dates = {f"DATE_{end}": Extra(key=keys[end], kind="date") for end in ("begin", "end")}
    return {**dates, "ONE": Suspension(**keys | wrong)}


def added_gates(**wrong: str) -> dict[str, Any]:
    """Added gates with their two keys, of which one is wrong."""
    keys = {"switch": "meters.joint", "gates": "meters.gates"}
    extras = {f"KEY_{kind}": Extra(key=key, kind=kind) for kind, key in keys.items()}
    return {**extras, "ONE": AddedGates(**keys | wrong)}


def made(monkeypatch: pytest.MonkeyPatch, module: str = "own_meters", **given: Any) -> Mechanism:
    """A mechanism of a module that holds nothing but it, and what it `holds`."""
    found = ModuleType(module)
    for name, each in given.pop("holds", {}).items():
        object.__setattr__(each, "module", module)
        setattr(found, name, each)
    monkeypatch.setitem(sys.modules, module, found)
    return Mechanism(**{"module": module, "section": "meters", "switched": True, **given})


def test_one_that_clashes_with_nothing_is_taken(monkeypatch):
    own = made(monkeypatch)
    together = SHIPPED.with_([own])
    assert together.added == (own,)
    assert together.with_([own]) is together
    assert with_mechanisms(load("london-lfr"), [own]).label == "hypothetical"


@pytest.mark.parametrize(
    ("given", "about"),
    [
        ({"section": "cameras"}, "'cameras' is taken"),
        ({"section": "remove_events"}, "'remove_events' is taken"),
        ({"section": "my-meters"}, "words of letters"),
        ({"name": "cameras"}, "'cameras' is taken"),
        ({"switched": False}, "switched=True"),
        ({"params": {"conduct": ()}}, "'conduct' is one of"),
        ({"holds": {"DRAW": Stream("x", at=(16, 0))}}, "leave 'at' out"),
        ({"holds": {"ONE": Stream("x"), "TWO": Stream("x")}}, "two of its streams are called 'x'"),
        ({"columns": {"read": "float32"}}, "'read' is of type 'float32'"),
        ({"columns": {"read": "unit8"}}, "'uint8'"),
        ({"fields": {"read": 0.5}}, "'read' begins the day as 0.5"),
        ({"holds": {"ONE": Count("meters", "Meters", unit="meters", place=20)}}, "'meters' has a place"),
        ({"holds": {"ONE": Count("meters read", "Meters", unit="meters")}}, "'meters read' must be a word"),
        ({"holds": {"ONE": Count("meters", "", unit="meters")}}, "'meters' needs a text"),
        ({"holds": {"ONE": Note("read", bit=2)}}, "'read' has a bit"),
        ({"holds": {"ONE": Note("read", says=("It read {theirz} meter.",))}}, "{theirz}.*'their'"),
        ({"holds": {"ONE": Note("read", often=("It was {times.",))}}, "'read' has a sentence"),
        ({"holds": {"ONE": ENTRY(place=9)}}, "'late' has a place"),
        ({"holds": {"ONE": ENTRY(things="a late fee")}}, "'late' needs two things"),
        ({"holds": {"ONE": Measure(**dict.fromkeys(WORDS, "x"), counts=("tripz",))}}, "'tripz'.*'trips'"),
        ({"holds": {"ONE": DistrictColumn(head="x", counts=("tripz",), over=("trips",))}}, "'tripz'.*'trips'"),
        ({"holds": {"ONE": DistrictColumn(head="x", counts=("trips",), over=("tripz",))}}, "'tripz'.*'trips'"),
        ({"holds": {"ONE": kept_back("people.trps")}}, "'people.trps' as wanted.*'people.trips'"),
        ({"holds": {"ONE": Offered(keys=("cameras.totl",))}}, "'cameras.totl'.*'cameras.total'"),
        ({"holds": {"ONE": Ablation(name="x", family="rules", title="X", off={"cameras.on": False})}}, "'cameras.on'"),
        ({"holds": {"ONE": Letter("news", place=0)}}, "'news' has a place"),
        ({"holds": {"ONE": METER, "TWO": Count("meters", "Others", unit="meters")}}, "two of its counts .*'meters'"),
        ({"holds": {"ONE": SHARE, "TWO": SHARE_TOO}}, "two of its parameters .*'meters.share'"),
        ({"holds": {"ONE": arrow_to("recrd")}}, "'recrd'.*'record'"),
        ({"holds": {"ONE": safeguard_of("redress.notce")}}, "'redress.notce'.*'redress.notice'"),
        ({"holds": {"ONE": NotBelow(upper="score.maximum", lower="score.strt")}}, "'score.strt'.*'score.start'"),
        ({"holds": {"ONE": AtMostAll(shares=("people.trps",))}}, "'people.trps'.*'people.trips'"),
        ({"holds": suspension(begin="meters.form")}, "begins with 'meters.form'.*'meters.from'"),
        ({"holds": suspension(end="meters.untl")}, "ends with 'meters.untl'.*'meters.until'"),
        ({"holds": suspension(section="metres")}, "section 'metres'.*'meters'"),
        ({"holds": added_gates(switch="meters.jont")}, "switch 'meters.jont'.*'meters.joint'"),
        ({"holds": added_gates(gates="meters.gats")}, "'meters.gats'.*'meters.gates'"),
    ],
)
def test_one_that_cannot_stand_beside_the_others_is_refused(monkeypatch, given, about):
    own = made(monkeypatch, **given)
    with pytest.raises(MechanismError, match=about):
        SHIPPED.with_([own])


def test_an_arrow_to_a_box_of_what_is_not_there_is_let_be(monkeypatch):
    for box in ("somebody_elses_box", "private_cameras"):
        SHIPPED.with_([made(monkeypatch, holds={"ONE": arrow_to(box)})])


def test_a_safeguard_may_switch_a_supplier_off_and_speak_of_another_plugin(monkeypatch):
    for given in ({"switches": {"companies.hikvision.enabled": False}}, {"numbers": {"theirs.share": fixed(0.5)}}):
        one = replace(safeguard_of("redress.notice"), **{"numbers": {}, **given})
        SHIPPED.with_([made(monkeypatch, holds={"ONE": one})])


def test_a_safeguard_that_changes_what_there_is_not_is_refused_wherever_it_comes_from():
    with pytest.raises(BadInputError, match=r"'redress\.notce'.*'redress\.notice'"):
        document_of(safeguard_of("redress.notce"), load("as-described"))


def test_rules_of_a_scenario_that_name_what_there_is_are_taken(monkeypatch):
    fitting = {
        "FIT": NotBelow(upper="score.maximum", lower="score.start"),
        "ALL": AtMostAll(shares=("informants.household_share",)),
    }
    holds = {**fitting, **{f"S_{k}": v for k, v in suspension().items()}, **added_gates()}
    own = made(monkeypatch, holds=holds)
    settings = with_mechanisms(load("as-described"), [own]).settings(0)
    assert settings.reached["meters.from"] is False


def test_two_of_one_file_or_of_one_name_are_refused(monkeypatch):
    first = made(monkeypatch)
    second = Mechanism(module="own_meters", section="others", name="others", switched=True)
    with pytest.raises(MechanismError, match="one file"):
        SHIPPED.with_([first, second])
    alike = [made(monkeypatch, f"{top}.meters", section=top) for top in ("a", "b")]
    with pytest.raises(MechanismError, match="'meters' is taken"):
        SHIPPED.with_(alike)


def test_a_value_needs_evidence():
    with pytest.raises(ValueError, match="assumed"):
        parameter("meters.share", "share", kind="share", stage="live", value=0.5)


@pytest.mark.parametrize(("kind", "stage", "hint"), [("shares", "live", "'share'"), ("share", "lives", "'live'")])
def test_a_parameter_is_of_a_kind_and_a_stage(kind, stage, hint):
    with pytest.raises(ValueError, match=hint):
        parameter("meters.share", "share", kind=kind, stage=stage)


def test_an_ablation_is_of_a_family():
    with pytest.raises(ValueError, match="sensors"):
        Ablation(name="meters", family="sensor", title="Meters", off={})


def test_the_folder_of_a_study_runs_no_module_that_it_names(tmp_path, monkeypatch):
    (tmp_path / "never_imported.py").write_text("raise KeyboardInterrupt('it ran')\n")
    monkeypatch.syspath_prepend(tmp_path)
    document = {**load("as-described").document, "plugins": ["never_imported"]}
    words = dict.fromkeys(("name", "text", "title", "sentence"), "x")
    with pytest.raises(ScenarioError, match="never_imported"):
        arm_in({"arm": {**words, "scenario": document}})
    assert "never_imported" not in sys.modules


def test_more_notes_than_bits_are_told_when_the_plugin_is_taken(monkeypatch):
    module = ModuleType("many_notes")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    room = BITS
    for k in range(room + 1):
        made = Note(f"note {k}", says=("It happened.",))
        made.module = module.__name__
        setattr(module, f"NOTE_{k}", made)
    with pytest.raises(MechanismError, match=f"many_notes: {room + 1} notes .*room for {room}"):
        SHIPPED.with_([Mechanism(module=module.__name__, section="x", switched=True)])
    monkeypatch.delattr(module, "NOTE_0")
    assert SHIPPED.with_([Mechanism(module=module.__name__, section="x", switched=True)])


@pytest.mark.parametrize(
    ("given", "about"),
    [
        ({"harm": "misidentified"}, "'misidentified'.*'misidentification'"),
        ({"harm": "wrongful"}, "'wrongful'.*'misidentification'"),
        ({"before_after": 1.5}, "before_after=1.5.*whole number"),
        ({"before_after": True}, "before_after=True.*whole number"),
    ],
)
def test_a_count_of_another_harm_or_between_places_is_refused(given, about):
    with pytest.raises(ValueError, match=about):
        Count("meters", "Meters", unit="meters", **given)
    assert Count("meters", "Meters", unit="meters", harm="misidentification", before_after=3).before_after == 3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"told": "frend"}, "'frend'.*friend, entry"),
        ({"told": "entry"}, "of which kind"),
        ({"counts": (METER,)}, "told='friend' or 'entry'"),
    ],
)
def test_a_letter_that_no_story_can_tell_or_count_is_refused(given, said):
    with pytest.raises(ValueError, match=said):
        Letter("news", **given)
