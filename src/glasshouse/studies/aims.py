"""What a study may aim at: the third red line of the project, in code.

A study that only looks (tornado, Morris, Sobol, Latin hypercube) may report any measure. One that *aims*, because it
sorts worlds into good and bad (a conclusion) or looks for the best (an objective), may aim at two things alone: fit
with published figures, and less of a harm that `docs/measures.md` marks with a star (wrongful, unjust, unequal,
hardship, misidentification).

- Nothing else is an objective. Fewer misses is more detection, and less chilling can be bought with secrecy: whoever
  lowers either has designed a better surveillance system, not a less harmful one.
- A conclusion says that a harm is small, never that it is large.
- Published figures have a source, so that a fit cannot be to a wish. What is fitted are assumptions, all of them.
- Where less of a harm is sought, only safeguards' own numbers move, and only from where they stand towards the people's
  side: how many sanctions are reviewed, how long records are kept, how sure a match must be. Otherwise the search would
  set up the system itself (more cameras bring fewer mistaken reports, say), and its answer could be more control.
"""

from __future__ import annotations

from glasshouse.results.measures import HARMS

#: Measures that may be lowered.
ALLOWED = tuple(name for name, harm in HARMS.items() if harm.objective)
#: Why some of the others may not; the rest get a sentence of their own.
_WHY = {
    "misses": "fewer misses is more detection",
    "observed": "what is observed of a life is the system's reach",
    "sightings": "it is the system's reach",
    "yield": "a higher yield is better detection",
    "chilled": "less chilling can be bought with secrecy",
    "fear": "less fear can be bought with secrecy",
    "trust": "trust can be bought with secrecy",
    "unlawful_acts": "fewer unlawful acts can be had by frightening people",
}
#: Safeguards' own numbers, and the side to which each protects people more.
SAFEGUARDS = {
    **dict.fromkeys(
        (
            "redress.notice", "redress.appeal_wrongful", "redress.sensitivity", "redress.mercy", "redress.legal_aid",
            "redress.review_share", "redress.review_sensitivity", "redress.review_capacity", "redress.audit",
            "face_recognition.threshold", "score.recovery",
        ),
        "up",
    ),
    **dict.fromkeys(
        (
            "redress.decision_days", "redress.automation_bias", "redress.review_bias", "score.retention",
            "registries.stale_share", "registries.stale_weeks", "restrictions.defaulter_weeks",
            "restrictions.dishonest_weeks", "face_recognition.watchlist", "face_recognition.enrolled_share",
            "cameras.face_recognition_share",
        ),
        "down",
    ),
}  # fmt: skip


def refusal(measure: str) -> str | None:
    """Why a measure may not be aimed at, in a sentence; None where it may be.

    >>> refusal("wrongful") is None
    True
    >>> refusal("misses").split(":")[0]
    "'misses' may be reported and never aimed at"
    """
    if measure in ALLOWED:
        return None
    why = _WHY.get(measure, "it is no harm that a safeguard alone could lower")
    return (
        f"'{measure}' may be reported and never aimed at: {why}. A study may aim at fit with published figures, or at "
        "less of: wrongful, unjust, unequal, hardship, misidentification (marked with a star in docs/measures.md)."
    )


def misplaced(key: str, value: float, low: float, high: float) -> str | None:
    """Why a search for less of a harm may not move a number over a range, in a sentence; None where it may.

    >>> misplaced("redress.review_share", 0.0, 0.0, 1.0) is None
    True
    >>> misplaced("cameras.total", 2e8, 1e8, 3e8).partition(":")[0]
    'cameras.total is no number of a safeguard'
    >>> misplaced("score.retention", 90, 30, 365).partition(":")[0]
    'score.retention protects people less when it rises'
    """
    side = SAFEGUARDS.get(key)
    if side is None:
        return (
            f"{key} is no number of a safeguard: where less of a harm is sought, only safeguards move, not the system."
        )
    if (side == "up" and low < value) or (side == "down" and high > value):
        worse = "falls" if side == "up" else "rises"
        bound = "begin" if side == "up" else "end"
        return f"{key} protects people less when it {worse}: its range must {bound} at what it is now, {value:g}."
    return None
