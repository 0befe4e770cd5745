"""Faces that are searched: how many, whose, against what; the evidence on Article 5(1)(h) and (2) to (7) of the AI Act.

Nothing here concludes: whether a search is remote biometric identification in real time, strictly necessary and
authorised are questions of law and of facts that no simulation has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from glasshouse.assessments import article5, rules
from glasshouse.assessments.pieces import Piece, Points, quiet
from glasshouse.assessments.subject import AssessmentSubject
from glasshouse.wording.words import counted

#: What is counted of alerts and stops, for the two lists.
_OF_ALERTS = ("misidentifications", "misidentified", "stops", "stops_false", "stops_faulty")


def count(subject: AssessmentSubject) -> str:
    """The same in words; three figures, since the share is one for all cameras."""
    number = subject.faces_searched
    rounded = round(number, -max(0, len(str(number)) - 3))
    days, people = (int(subject.run.manifest[key]) for key in ("days", "population"))
    return (
        f"about {counted(rounded, 'face')} searched in {counted(days, 'day')} among "
        f"{counted(people, 'invented person', 'invented people')}, children included; whoever passes twice counts twice"
    )


#: What a checklist may name beside measures.
FACTS: Mapping[str, Callable[[AssessmentSubject], str]] = MappingProxyType({"faces-searched": count})


def faces(subject: AssessmentSubject) -> list[Piece]:
    """How many faces are searched, whose, and against what."""
    if not subject.has("faces"):
        return [article5.empty("faces")]
    listed, faulty = _told(subject, "listed_share"), _told(subject, "faulty_share")
    return [
        Points(
            head="Faces, which the simulated system turns into data that tell one person from another:",
            items=(
                f"How many: {count(subject)}.",
                "Whose: everybody's who passes such a camera. Nobody has to be suspected of anything.",
                f"Each is compared with a list of {_told(subject, 'watchlist')} faces.",
                f"Share of the people of 15 and over who are on it rightly: {listed}; share of its entries that should "
                f"not be there: {faulty}.",
                *(article5.measured(subject, name) for name in _OF_ALERTS),
            ),
        ),
        quiet(
            "A search that finds nothing leaves no entry in a record here, so that few entries do not mean that few "
            "data are processed. The simulation itself processes no face: a search is a probability."
        ),
    ]


def identification(subject: AssessmentSubject) -> list[Piece]:
    """Article 5(1)(h): what the scenario has of the letter's words."""
    if not subject.has("faces"):
        return [article5.empty("faces")]
    officers = (
        "Officers look at an alert before they act. Shares assumed: they believe "
        f"{_told(subject, 'credible_false')} of wrong alerts and {_told(subject, 'credible_true')} of right ones, "
        f"and stop the person in {_told(subject, 'stop_share')} of the alerts that they believe."
    )
    return [
        Points(
            head="What the simulated system has of the letter's words:",
            items=(
                f"How many: {count(subject)}.",
                "Real time: an alert, and a stop that follows from it, are of the day on which the face is seen.",
                "At a distance: the people searched take no part in it, and are not asked.",
                "Where: the cameras see people on their trips outside. The model does not tell a public place from one "
                "that is not.",
                f"Whom it looks for: a list of {_told(subject, 'watchlist')} faces. The model does not know why "
                "anybody is on it, so it shows nothing of the three objectives.",
                officers,
            ),
        )
    ]


def conditions(subject: AssessmentSubject) -> list[Piece]:
    """Article 5(2) to (7): figures that bear on the conditions, and what the model does not have of them."""
    if not subject.has("faces"):
        return [article5.empty("faces")]
    days = counted(int(subject.run.manifest["days"]), "day")
    redress = (
        tuple(article5.measured(subject, name) for name in ("notices", "appeals_upheld"))
        if subject.has("redress")
        else ("Notice and appeal: the scenario has none.",)
    )
    return [
        Points(
            head="Figures of the run that bear on the conditions:",
            items=(
                f"(2), whom it is used on: {count(subject)}.",
                *(f"(2)(b), consequences: {article5.measured(subject, name)}" for name in _OF_ALERTS),
                *(
                    (f"(2)(b), consequences: {article5.measured(subject, 'chilled')}",)
                    if subject.has("response")
                    else ()
                ),
                f"(2), limits of time and place: the scenario searches faces every day ({days}), in "
                f"{counted(len(subject.scenario.place.districts), 'district')}, for as long as the part is on.",
                "(3), no adverse legal effect by the machine's output alone. Shares assumed: officers believe "
                f"{_told(subject, 'credible_false')} of wrong alerts; of the stops after a right one, "
                f"{_told(subject, 'arrest_share')} end in an arrest.",
                *redress,
            ),
        ),
        quiet(
            "The model has no authorisation, no registration, no notification and no report. It shows nothing else "
            "of (3) to (7)."
        ),
    ]


def _told(subject: AssessmentSubject, key: str) -> str:
    return rules.told(rules.spans(subject, f"face_recognition.{key}"))
