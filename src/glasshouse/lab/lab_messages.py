"""What the lab's pages show of its data, in English: the messages that no template and no script holds."""

from __future__ import annotations

from collections.abc import Iterator

from glasshouse.comparison.arm_titles import part_title
from glasshouse.interventions import INTERVENTIONS
from glasshouse.lab.compare.compare_query import HOW
from glasshouse.lab.crowd import crowd_words
from glasshouse.lab.crowd.machine_settings import DIALS, LEVERS
from glasshouse.lab.pages import PAGES
from glasshouse.lab.retold import SENTENCES
from glasshouse.lab.story.story_query import WAYS
from glasshouse.report.spared_chart import HARMS
from glasshouse.scenario.presets import crowd_presets
from glasshouse.scenario.scenario_loading import FOLDER, preset_file

#: Titles that routes give their pages, of errors too.
TITLES = ("A run", "Compare scenarios", "A story", "A crowd", "For the class", "That did not work")
#: How a folder stands.
STATUSES = ("finished", "running", "stopped", "damaged")
#: What is said of a run in a few words each.
FACTS = ("People", "Days", "Replicates", "Ensemble", "Seed", "Place")
#: Names of scenarios of a comparison that are no safeguards.
ARMS = ("Baseline", "Unwatched", "Error-free")
OTHERS = (
    "Simulating the run again",
    "Spared",
    "Newly harmed",
    "From being seen to being refused",
    "From being seen to being stopped",
    "What it leaves out, among others:",
    "What this scenario leaves out, among others:",
    "The person in this story is invented. This is not a forecast.",
)


def lab_messages() -> Iterator[str]:
    """Names, titles and sentences; some more than once.

    >>> "Human review" in set(lab_messages())
    True
    """
    yield from (name for _, _, name in PAGES)
    for words in (TITLES, STATUSES, FACTS, ARMS, OTHERS):
        yield from words
    yield from SENTENCES
    for name, safeguard in INTERVENTIONS.items():
        yield from (part_title(name), safeguard.sentence)
    yield from HOW.values()
    yield from WAYS.values()
    yield from HARMS.values()
    yield from (name for preset, name in crowd_presets().items() if preset_file(preset).parent == FOLDER)
    for name, meaning in (*crowd_words.STATE_WORDS.values(), *crowd_words.SOUGHT.values()):
        yield from (name, f"{name[:1].lower()}{name[1:]}", meaning)
    yield from crowd_words.COLUMNS.values()
    yield from crowd_words.HARMS.values()
    for dial in DIALS:
        yield from (dial.title, dial.hint)
    for lever in LEVERS:
        yield from (lever.title, INTERVENTIONS[lever.safeguard].fails)
