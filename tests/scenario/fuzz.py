"""Files as nobody would write them: strategies for the fuzzer, and what must hold of whatever loads."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

from hypothesis import strategies as st

from glasshouse import mechanism_set
from glasshouse.engine.counts import Count
from glasshouse.measures.outcome import Outcome
from glasshouse.scenario import scenario_keys, scenario_words
from glasshouse.scenario.parameters import PARAMETERS
from glasshouse.scenario.scenario_loading import FOLDER

Text = st.SearchStrategy[str]

PRESETS = ("as-described", "as-documented", "hong-kong-2020", "london-lfr", "informant-society", "stadium-list")
#: Scalars as they stand in a file.
_SWITCHES = scenario_keys.switches(mechanism_set.SHIPPED)
_SETTABLE = scenario_keys.settable(mechanism_set.SHIPPED)
ODD = (
    "", "~", "null", ".nan", ".inf", "-.inf", "1e999", "-1e999", "1e-320", "5e-324", "0x10", "0o7", "012", "1_0",
    "5_", "_5", "1__0", "1._5", "+", "-", ".", "..", "1e", "e5", "1:30", "٣", "²", "NaN", "inf", "yes", "on", "true",
    "False", "2019-02-31", "2020-06-30", "0001-01-01", "9999-12-31", "2020-13-01", "20200630", "2020-06-30T10:00:00",
    "<<", "=", "*a", "&a x", "!!int 3", "!x", "|", ">", "[", "]", "{", "}", "[]", "{}", "[[]]", "{a: {b: {c: 1}}}",
    "? a", "- a", "# c", "'", '"', "\\", "%", "@", "`", "\\x1b[2J", '"\\x1b[2J"', '"\\0"', '"\\ud800"', '"\\u202e"',
    '"a\\nb"', "\t", "\ufeff", "🏙", "ä" * 70, "x" * 3000, "9" * 60, "9" * 64, "9" * 65, "9" * 5000, "-" + "9" * 300,
    "1e308", "1e400", "-0", "-0.0", "0", "1", "-1", "0.5", "1e30", "1e6", "2.0", "3.7",
)  # fmt: skip
DATES = st.dates(date(2015, 1, 1), date(2026, 1, 1)) | st.sampled_from((date.min, date.max, date(2019, 7, 1)))


def inside(key: str) -> Text:
    """A value that the parameter may have, its ends above all."""
    low, high, whole = PARAMETERS[key].bounds
    ends = st.sampled_from([x for x in (low, high, 0.0, 1.0, 1e-30, 1e-3 * high) if low <= x <= high])
    if whole:
        return (ends | st.integers(int(low), int(high))).map(lambda x: str(int(x)))
    return (ends | st.floats(low, high).filter(lambda x: x == 0 or abs(x) >= 1e-30)).map(repr)


@st.composite
def number(draw: Any, key: str, odd: bool) -> str:
    """A number with its evidence, right or mostly right."""
    value = draw(st.sampled_from(ODD) if odd and not draw(st.integers(0, 9)) else inside(key))
    row = {"value": value, "unit": PARAMETERS[key].unit, "assumed": '"why"'}
    if draw(st.booleans()):
        ends = [draw(inside(key)), draw(inside(key)), value]
        with suppress(ValueError):
            ends.sort(key=float)
        row["range"] = f"[{ends[0]}, {ends[-1]}]"
    if odd and not draw(st.integers(0, 19)):
        row[draw(st.sampled_from((*row, "source", "confidence", "values")))] = draw(st.sampled_from(ODD))
    if odd and not draw(st.integers(0, 19)):
        del row[draw(st.sampled_from(list(row)))]
    return "{" + ", ".join(f"{name}: {text}" for name, text in row.items()) + "}"


def setting(odd: bool) -> st.SearchStrategy[tuple[str, str]]:
    """A flat key of a scenario, and a value, mostly right."""
    gates = st.lists(st.sampled_from(scenario_words.GATES), max_size=8).map(lambda gates: f"[{', '.join(gates)}]")
    rows: list[st.SearchStrategy[tuple[str, str]]] = [
        st.sampled_from(list(PARAMETERS)).flatmap(lambda key: st.tuples(st.just(key), number(key, odd))),
        st.tuples(st.sampled_from(_SWITCHES), st.sampled_from(("true", "false"))),
        st.tuples(st.sampled_from(scenario_keys.gate_lists(mechanism_set.SHIPPED)), gates),
        st.tuples(st.sampled_from(scenario_keys.dates(mechanism_set.SHIPPED)), DATES.map(str) | st.just("null")),
        st.tuples(
            st.sampled_from((*PARAMETERS, *_SETTABLE, "camera.x", "place", "a.b.c", "name")),
            st.sampled_from(ODD),
        ),
    ]
    return st.sampled_from((0, 0, 0, 0, 0, 0, 1, 1, 2, 3, *((4,) if odd else ()))).flatmap(lambda which: rows[which])


@st.composite
def event(draw: Any, odd: bool) -> str:
    """A dated event, right or mostly right."""
    row = {
        "date": str(draw(DATES)),
        "name": draw(st.sampled_from(("law", "security law", "b c"))),
        "text": "x",
        "assumed": "y",
    }
    if draw(st.booleans()):
        row["jump"] = "{value: %s, unit: level, assumed: y}" % draw(st.integers(0 - odd, 255 + odd))  # noqa: UP031
    if draw(st.booleans()):
        key = draw(st.sampled_from(list(PARAMETERS)))
        switch = draw(st.sampled_from(_SWITCHES))
        row["set"] = f"{{{key}: {draw(number(key, odd))}, {switch}: {draw(st.sampled_from(('true', 'false')))}}}"
    if odd and not draw(st.integers(0, 9)):
        row[draw(st.sampled_from((*row, "tag")))] = draw(st.sampled_from(ODD))
    return "{" + ", ".join(f"{name}: {text}" for name, text in row.items()) + "}"


@st.composite
def documents(draw: Any, odd: bool = True) -> str:
    """A file that extends a preset, with many settings that are mostly right; all right unless they may be ``odd``."""
    lines = {"glasshouse": "1", "extends": draw(st.sampled_from(PRESETS))}
    tree: dict[str, Any] = {}
    for key, text in draw(st.lists(setting(odd), max_size=12)):
        *path, last = key.split(".")
        here = tree
        for step in path:
            inner = here.setdefault(step, {})
            here = inner if isinstance(inner, dict) else here
        here.setdefault(last, text)
    lines |= {key: value if isinstance(value, str) else _flow(value) for key, value in tree.items()}
    if not draw(st.integers(0, 2)):
        lines["events"] = f"[{', '.join(draw(st.lists(event(odd), max_size=3)))}]"
    if odd and not draw(st.integers(0, 5)):
        lines["remove_events"] = draw(st.sampled_from(("[security law]", "[]", "[law]", "law", "[3]")))
    if odd and not draw(st.integers(0, 3)):
        key = draw(
            st.sampled_from(
                ("title", "summary", "leaves_out", "name", "label", "place", "start", "extends", "glasshouse")
            )
        )
        lines[key] = draw(st.sampled_from(ODD) | st.text(max_size=30).map(json.dumps))
    return "".join(f"{key}: {text}\n" for key, text in lines.items())


def _flow(tree: dict[str, Any]) -> str:
    return "{" + ", ".join(f"{key}: {_flow(v) if isinstance(v, dict) else v}" for key, v in tree.items()) + "}"


SHIPPED = tuple(
    (FOLDER / f"{name}.yaml").read_text(encoding="utf-8") for name in ("hong-kong-2020", "london-lfr", "stadium-list")
)


@st.composite
def mangled(draw: Any) -> str:
    """A shipped file with lines that are lost, doubled, moved, or written anew."""
    lines = draw(st.sampled_from(SHIPPED)).splitlines()
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        lines[at : at + 1] = draw(_change(lines[at]))
        lines = lines or [""]
    return "\n".join(lines) + draw(st.sampled_from(("\n", "", "\r\n", "\n---\n", "\n...\n")))


def _change(line: str) -> st.SearchStrategy[list[str]]:
    head, _, tail = line.partition(":")
    ways: list[Callable[[str], list[str]]] = [
        lambda odd: [],
        lambda odd: [line, line],
        lambda odd: [f"{head}: {odd}"],
        lambda odd: [f"{head}: {odd}{tail}"],
        lambda odd: [f"{line}{odd}"],
        lambda odd: [f"{odd}:{tail}"],
        lambda odd: [f"  {line}"],
        lambda odd: [line[1:]],
        lambda odd: [f"{head}: &a {tail}", f"{head}x: *a"],
        lambda odd: [f"{head}: {'[' * 40}"],
        lambda odd: [f"{head}: |", f"      {odd}", "      more"],
        lambda odd: [line.replace("value: ", f"value: {odd}")],
        lambda odd: [line.replace("unit: ", "unit: x")],
        lambda odd: ["\t" + line],
    ]
    return st.tuples(st.sampled_from(ways), st.sampled_from(ODD)).map(lambda picked: picked[0](picked[1]))


def files() -> Text:
    """Either of them, or any text."""
    return st.integers(0, 9).flatmap(lambda k: st.text(max_size=80) if k == 0 else mangled() if k < 4 else documents())


#: What is at most what: a sum of counts, and the sum of counts that it is a part of.
PARTS = (
    ("first_wrongful", "first_sanctioned"),
    ("first_unjust", "first_sanctioned"),
    ("first_sanctioned", "sanction_days"),
    ("first_sanctioned", "people"),
    ("onsets_wrongful", "onsets"),
    ("onsets_unjust", "onsets"),
    ("onsets_answering", "onsets"),
    ("onsets", "sanction_days"),
    ("wrongful_days", "sanction_days"),
    ("unjust_days", "sanction_days"),
    ("reviews", "proposals"),
    ("reviews_stopped_wrongful reviews_stopped_rightful", "reviews"),
    ("notices", "onsets"),
    ("appeals", "notices"),
    ("appeals_upheld overturned appeals_rejected", "appeals"),
    ("alert_faulty", "alert_true"),
    ("stops_false stops_faulty", "stops"),
    ("stops", "alert_true alert_false"),
    ("arrests", "stops"),
    ("adults", "people"),
    ("participants", "adults"),
    ("with_dossier", "adults"),
)


def contradictions(outcome: Outcome) -> list[str]:
    """Counts that are more than what they are a part of."""
    return [
        f"{part} {few} of {whole} {many}"
        for each in outcome.tallies
        for part, whole in PARTS
        if (few := each.total(*_known(part))) > (many := each.total(*_known(whole)))
    ]


def _known(names: str) -> list[str]:
    found = names.split()
    assert all(hasattr(Count, name) for name in found), found
    return found
