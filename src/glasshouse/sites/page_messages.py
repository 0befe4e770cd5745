"""What the page shows of its data, in English: the messages that no template and no script holds."""

from __future__ import annotations

from collections.abc import Iterator

from glasshouse.engine.wasm.exported_year import refusal
from glasshouse.scenario import load
from glasshouse.scenario.scenario_loading import FOLDER, preset_file, preset_names
from glasshouse.sites.page_positions import page_controls, page_levers
from glasshouse.sites.page_terms import OUTCOMES, terms

#: What an age is called, in the order of AGES.
AGES = ("under 15", "between 15 and 59", "60 or older")
#: What the pages of a site are called in the list of them.
TITLES = ("Crowd", "Comparison", "Claims", "Validation", "Limits")
LABELS = ("documented", "hypothetical")


def page_messages() -> Iterator[str]:
    """Names and words of outcomes, terms, controls and presets; some more than once.

    >>> "wrongly sanctioned" in set(page_messages())
    True
    """
    yield from TITLES
    yield from LABELS
    yield from AGES
    for outcome in OUTCOMES.values():
        yield from (outcome["name"], outcome["words"])
    presets = [preset for preset in map(load, _shipped()) if not refusal(preset)]
    controls = page_controls(presets[0].name)
    for lever in page_levers():
        yield from (lever.title, lever.title.lower())
    for term in terms(controls.dial, page_levers()).values():
        yield from term.values()
    for preset in presets:
        yield preset.title
        yield from preset.place.group_names
        yield from preset.leaves_out
        yield from preset.place.districts


def _shipped() -> Iterator[str]:
    """Presets of glasshouse itself: those of plug-ins are not in its catalogue."""
    return (name for name in preset_names() if preset_file(name).parent == FOLDER)
