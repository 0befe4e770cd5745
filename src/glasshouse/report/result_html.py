"""Scenarios and results in a few lines of HTML, as a notebook shows them. Each carries its label and the warning."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from markupsafe import Markup

from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.comparison_finding import compared_with, title_of_page
from glasshouse.comparison.comparison_words import summary
from glasshouse.errors import BadInputError
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.headlines.headline import headline
from glasshouse.report.cards import switched_off
from glasshouse.report.count_labels import parts
from glasshouse.scenario import Scenario
from glasshouse.studies.study_result import StudyResult
from glasshouse.validation import verdict_words
from glasshouse.validation.evaluate_tables import Validation
from glasshouse.validation.verdict_tally import fare
from glasshouse.wording.dates import in_words
from glasshouse.wording.lists_and_nouns import counted, enumerated, people
from glasshouse.wording.numbers import whole

if TYPE_CHECKING:
    from glasshouse.measures.outcome import Outcome
    from glasshouse.runs.run import Run

#: How many of the things that a scenario leaves out are named.
_LEFT_OUT = 2


def scenario(shown: Scenario) -> str:
    """What a scenario is: its place and size, its parts, how much of it is assumed, what it leaves out."""
    off = switched_off(shown)
    on = [title for part, (title, _) in parts(shown.mechanisms).items() if part not in off]
    assumed = sum(given.source is None for given in shown.parameters.values())
    size = f"{people(shown.population)} in {shown.place.title}, {counted(shown.days, 'day')}"
    return _lines(
        shown.title,
        shown.label,
        (
            f"{size} from {in_words(shown.start)}",
            f"Parts: {enumerated(on)}" if on else "No part is switched on",
            f"{counted(len(shown.parameters), 'number')}, {whole(assumed)} of them assumed",
            *(f"Left out: {text}" for text in shown.leaves_out[:_LEFT_OUT]),
        ),
        about=shown.summary,
    )


class Simulated(Protocol):
    """A ``Simulation``, which stands above the reports."""

    scenario: Scenario

    @property
    def population(self) -> int: ...  # noqa: D102

    @property
    def days(self) -> int: ...  # noqa: D102

    @property
    def day(self) -> int: ...  # noqa: D102

    @property
    def seed(self) -> int: ...  # noqa: D102


def simulation(shown: Simulated) -> str:
    """What is simulated, of how many people over how many days, and how far it is."""
    done = f"{whole(shown.day)} of {counted(shown.days, 'day')}"
    size = f"{people(shown.population)} in {shown.scenario.place.title}, seed {shown.seed}"
    return _lines(shown.scenario.title, shown.scenario.label, (size, f"Simulated: {done}"))


def simulated(shown: Run) -> str:
    """The headline of a run in a folder or in memory; of a folder without a replicate, how far it is."""
    try:
        outcome: Outcome = shown.outcome
    except BadInputError:
        return _lines(shown.scenario.title, shown.scenario.label, (f"The run is {shown.status}.",))
    return _lines(shown.scenario.title, shown.scenario.label, headline(outcome).sentences)


def compared(shown: Comparison) -> str:
    """What each scenario changes, and what holds whatever the assumptions."""
    if not shown.replicates or shown.part is not None:
        said = f"{counted(len(shown.arms), 'scenario')}: {enumerated(shown.arms)}. The comparison is {shown.status}."
        return _lines(shown.scenario.title, str(shown.manifest["label"]), (said,))
    found = summary(shown)
    about = f"{compared_with(shown)} {found.size}."
    return _lines(f"{title_of_page(shown)}.", found.label, (*found.sentences, *found.conclusions), about=about)


def validated(shown: Validation) -> str:
    """How many tables pass, and the verdict on each."""
    tables = [f"{result.table.title}: {verdict_words.heading(result)}" for result in shown.results]
    said = counted(len(shown.results), "table")
    own = shown.tally if any(not result.table.plugin for result in shown.results) else shown.of_plugins
    return _lines("Validation", f"{said} of published figures", tables, about=f"{fare(own).capitalize()}.")


def studied(shown: StudyResult) -> str:
    """The sentences of a study; of one that is not finished, how far it is."""
    label, said = str(shown.manifest["label"]), shown.readings
    if not said:
        return _lines(str(shown.manifest["title"]), label, (f"The study is {shown.status}.",))
    return _lines(said["title"], label, said["sentences"], about=said["about"])


def _lines(title: str, label: str, items: Iterable[str], about: str = "") -> str:
    listed_ = Markup("").join(Markup("<li>{}</li>").format(each) for each in items)
    text = Markup("<p>{}</p>").format(about) if about else ""
    return str(Markup("<b>{}</b> ({}). {}{}<ul>{}</ul>").format(title, label, NOT_A_FORECAST, text, listed_))
