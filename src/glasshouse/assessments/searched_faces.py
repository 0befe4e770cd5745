"""Faces that are searched: how many, whose, against what; the evidence on Article 5(1)(h) and (2) to (7) of the AI Act.

Nothing here concludes: whether a search is remote biometric identification in real time, strictly necessary and
authorised are questions of law and of facts that no simulation has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from glasshouse.assessed import Identification
from glasshouse.assessments import article5, rules_over_days
from glasshouse.assessments.assessed_subject import AssessmentSubject, anywhere
from glasshouse.assessments.text_pieces import Piece, Points, quiet
from glasshouse.scenario import ParameterValue
from glasshouse.wording.lists_and_nouns import counted
from glasshouse.wording.numbers import parameter, three_figures


def searches(subject: AssessmentSubject) -> list[Identification]:
    """Those that the scenario has."""
    return [each for each in subject.scenario.mechanisms.declared(Identification) if subject.has(each.need)]


def count(subject: AssessmentSubject, of: Identification) -> str:
    """How many are searched, in words; three figures, since the share is one for all cameras."""
    number = subject.searched(of)
    rounded = round(number, -max(0, len(str(number)) - 3))
    days, people = (int(subject.run.manifest[key]) for key in ("days", "population"))
    return (
        f"about {counted(rounded, of.one, of.several)} searched in {counted(days, 'day')} among "
        f"{counted(people, 'invented person', 'invented people')}, children included; whoever passes twice counts twice"
    )


def facts() -> Mapping[str, Identification]:
    """What a checklist may name beside measures: how many are searched, as ``faces-searched``."""
    return {f"{each.several}-searched": each for each in anywhere(Identification)}


def fact(subject: AssessmentSubject, name: str) -> str:
    """Such a fact in words."""
    return count(subject, facts()[name])


def _of_each(
    subject: AssessmentSubject, told: Callable[[AssessmentSubject, Identification], list[Piece]]
) -> list[Piece]:
    """The same of every search that the scenario has; why there is nothing, where it has none."""
    found = searches(subject)
    return [piece for each in found for piece in told(subject, each)] if found else [article5.empty(subject, "faces")]


def faces(subject: AssessmentSubject) -> list[Piece]:
    """How many faces are searched, whose, and against what."""
    return _of_each(subject, _faces)


def _faces(subject: AssessmentSubject, of: Identification) -> list[Piece]:
    listed, faulty = _told(subject, of.on_watchlist), _told(subject, of.faulty)
    return [
        Points(
            head="Faces, which the simulated system turns into data that tell one person from another:",
            items=(
                f"How many: {count(subject, of)}.",
                "Whose: everybody's who passes such a camera. Nobody has to be suspected of anything.",
                f"Each is compared with a list of {_told(subject, of.looks_for)} {of.several}.",
                f"Share of the people of 15 and over who are on it rightly: {listed}; share of its entries that should "
                f"not be there: {faulty}.",
                *(article5.measured(subject, name) for name in of.figures),
            ),
        ),
        quiet(
            "A search that finds nothing leaves no entry in a record here, so that few entries do not mean that few "
            "data are processed. The simulation itself processes no face: a search is a probability."
        ),
    ]


def identification(subject: AssessmentSubject) -> list[Piece]:
    """Article 5(1)(h): what the scenario has of the letter's words."""
    return _of_each(subject, _identification)


def _identification(subject: AssessmentSubject, of: Identification) -> list[Piece]:
    officers = (
        "Officers look at an alert before they act. Shares assumed: they believe "
        f"{_told(subject, of.believed_wrong)} of wrong alerts and {_told(subject, of.believed_right)} of right ones, "
        f"and stop the person in {_told(subject, of.stopped)} of the alerts that they believe."
    )
    return [
        Points(
            head="What the simulated system has of the letter's words:",
            items=(
                f"How many: {count(subject, of)}.",
                "Real time: an alert, and a stop that follows from it, are of the day on which the face is seen.",
                "At a distance: the people searched take no part in it, and are not asked.",
                "Where: the cameras see people on their trips outside. The model does not tell a public place from one "
                "that is not.",
                f"Whom it looks for: a list of {_told(subject, of.looks_for)} {of.several}. The model does not know "
                "why anybody is on it, so it shows nothing of the three objectives.",
                officers,
            ),
        )
    ]


def conditions(subject: AssessmentSubject) -> list[Piece]:
    """Article 5(2) to (7): figures that bear on the conditions, and what the model does not have of them."""
    return _of_each(subject, _conditions)


def _conditions(subject: AssessmentSubject, of: Identification) -> list[Piece]:
    days = counted(int(subject.run.manifest["days"]), "day")
    figures = (name for each in subject.shown("remote-identification-conditions") for name in each.figures)
    redress = tuple(article5.measured(subject, name) for name in figures)
    return [
        Points(
            head="Figures of the run that bear on the conditions:",
            items=(
                f"(2), whom it is used on: {count(subject, of)}.",
                *(f"(2)(b), consequences: {article5.measured(subject, name)}" for name in of.figures),
                *(
                    (f"(2)(b), consequences: {article5.measured(subject, 'chilled')}",)
                    if subject.has("response")
                    else ()
                ),
                f"(2), limits of time and place: the scenario searches faces every day ({days}), in "
                f"{counted(len(subject.scenario.place.districts), 'district')}, for as long as the part is on.",
                "(3), no adverse legal effect by the machine's output alone. Shares assumed: officers believe "
                f"{_told(subject, of.believed_wrong)} of wrong alerts; of the stops after a right one, "
                f"{_told(subject, of.arrested)} end in an arrest.",
                *(redress or ("Notice and appeal: the scenario has none.",)),
            ),
        ),
        quiet(
            "The model has no authorisation, no registration, no notification and no report. It shows nothing else "
            "of (3) to (7)."
        ),
    ]


def _told(subject: AssessmentSubject, key: str) -> str:
    return rules_over_days.told(rules_over_days.spans(subject, key), _rounded)


def _rounded(given: ParameterValue) -> str:
    """As it is given; what was worked out, such as a share of the people from a count of them, has three figures."""
    return three_figures(given.value) if given.value < 1 else parameter(given.value)
