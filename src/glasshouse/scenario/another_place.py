"""What of a scenario's words and size holds in its own place alone, and what stands there in another place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from glasshouse.scenario.place_loading import load_place
from glasshouse.scenario.places import Place
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.scenario.scenario_keys import TOP_NUMBERS

_RULES = "Rules of "
_MADE = "These rules, with their dates and suppliers, were written down for "
_NOTHING = ". Nothing says that they hold in {place}. "
_HOME = "Rules that were moved from {place} and back; what they leave out of {place} is not repeated here. "


class OfPlace(str):
    """Something left out that only the scenario's own place has: ``- of_place: …`` in a file.

    >>> OfPlace("The river.") == "The river."
    True
    """

    __slots__ = ()


def left_out(text: str) -> str | dict[str, str]:
    """Something left out as a file writes it.

    >>> left_out(OfPlace("The river.")), left_out("Prison.")
    ({'of_place': 'The river.'}, 'Prison.')
    """
    return {"of_place": str(text)} if isinstance(text, OfPlace) else text


def place_given(given: Any) -> Place:
    """A place, or the one of a name. Raises ScenarioError where there is none."""
    return given if isinstance(given, Place) else load_place(given)


def in_place(base: Mapping[str, Any], top: Mapping[str, Any]) -> dict[str, Any]:
    """Flat values that take the place of a base's where the layer on top names another place.

    The title says whose rules these are and where, and the summary that they were made elsewhere; what is left out of
    the base's own place goes, unless nothing else is left out; and there are no more invented people than live in the
    new place. What the layer on top says itself is not asked for.

    >>> gone = (OfPlace("Croydon."), "Prison.")
    >>> there = {"place": "london", "title": "A van", "leaves_out": gone, "population": 1e9}
    >>> in_place(there, {"place": "hong-kong"})
    {'population': 7411945, 'title': 'Rules of A van, in Hong Kong', 'leaves_out': ('Prison.',)}
    """
    if "place" not in top:
        return {}
    try:
        after = place_given(top["place"])
        before = place_given(base["place"]) if "place" in base else None
    except ScenarioError:  # told where the whole is checked
        return {}
    found: dict[str, Any] = {}
    if "population" in base and before != after:
        fewest, _ = TOP_NUMBERS["population"]
        found["population"] = min(base["population"], max(int(fewest), int(after.columns["population"].sum())))
    if before is None or before == after:
        return found
    if _back(base, before, after):
        nothing = _NOTHING.format(place=before.title)
        rest = base["summary"].removeprefix(f"{_MADE}{after.title}{nothing}")
        # What went with the first move is not known any more: it is not the preset again.
        found["title"], found["summary"] = _title(base["title"], before, after), _HOME.format(place=after.title) + rest
        return found
    if "title" in base:
        found["title"] = _title(base["title"], before, after)
    if "summary" in base and found.get("title", "").startswith(_RULES):
        found["summary"] = _summary(base["summary"], before, after)
    if "leaves_out" in base:
        # Where all are of the place they stay: no scenario leaves out nothing.
        general = tuple(each for each in base["leaves_out"] if not isinstance(each, OfPlace))
        found["leaves_out"] = general or base["leaves_out"]
    return found


def _back(base: Mapping[str, Any], before: Place, after: Place) -> bool:
    """Whether rules that were moved come back to where they were written down."""
    nothing = _NOTHING.format(place=before.title)
    return (
        base.get("title", "").startswith(_RULES)
        and base.get("title", "").endswith(f", in {before.title}")
        and base.get("summary", "").startswith(f"{_MADE}{after.title}{nothing}")
    )


def _title(title: str, before: Place, after: Place) -> str:
    """A title in another place: of a preset's rules, or, where the place was the file's own, the title itself."""
    plain = title.removesuffix(f", in {before.title}")
    own = before.content is not None or plain.startswith(_RULES)
    return f"{'' if own else _RULES}{plain}, in {after.title}"


def _summary(summary: str, before: Place, after: Place) -> str:
    """A preset's summary in another place, which begins with where its rules come from."""
    nothing, here = _NOTHING.format(place=before.title), _NOTHING.format(place=after.title)
    if summary.startswith(_MADE) and nothing in summary:  # moved already: the rules still come from the first place
        return summary.replace(nothing, here, 1)
    return f"{_MADE}{before.title}{here}{summary}"
