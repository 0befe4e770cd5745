"""``python -m scripts.lesson``: a lesson of 45 minutes on the lab's first page, as docs/lesson.md and docs/lesson.pdf.

Every number in it is simulated here, with the crowd that the page shows to everybody (seed 1), and what is to be
pressed is called as the page calls it. The PDF is set by typst, to be printed.
"""

from __future__ import annotations

import json
import re
import textwrap
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import typst

from glasshouse import __version__
from glasshouse.headlines.headline import NOT_A_FORECAST
from glasshouse.lab.crowd.crowd_answers import OTHER_SEEDS, Answer, answer, seed_range
from glasshouse.lab.crowd.crowd_run import TIMES, CrowdRun, simulate_crowd
from glasshouse.lab.crowd.crowd_words import sliders
from glasshouse.lab.crowd.machine_run import machine_run
from glasshouse.lab.crowd.machine_settings import DIALS, LEVERS, PEOPLE, CrowdState, MachineSettings
from glasshouse.wording.numbers import fixed, whole

DOCS = Path(__file__).parents[1] / "docs"
PAGE, PRINTED, TEMPLATE = DOCS / "lesson.md", DOCS / "lesson.pdf", Path(__file__).with_name("lesson.typ")
#: A threshold below and one above the account's own, and a shorter list.
LOW, HIGH, FEW = 0.54, 0.64, 500


@dataclass(frozen=True, kw_only=True)
class Question:
    """What pupils are asked, and what the page answers."""

    asked: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """A part of the lesson: its minutes, what is done, and the questions. ``talk``: nobody can look up an answer."""

    minutes: str
    title: str
    does: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    talk: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """The whole of it."""

    title: str
    intro: tuple[str, ...]
    before: tuple[str, ...]
    steps: tuple[Step, ...]
    limits: tuple[str, ...]


@cache
def crowd(**moved: Any) -> CrowdRun:
    """The crowd of the first account with something moved."""
    return simulate_crowd(machine_run(MachineSettings(**moved)))


def told(**moved: Any) -> Answer:
    """What the page says of it."""
    return answer(crowd(**moved), CrowdState(**moved))


def everybody(**moved: Any) -> Any:
    """The row of everybody."""
    return told(**moved).rows[-1]


def alarms(**moved: Any) -> int:
    """False alarms of the watchlist."""
    return int(crowd(**moved).times[:, TIMES.index("alert_false")].sum())


def lesson() -> Lesson:
    """The lesson, with the numbers of this version."""
    titles = {each.name: each.title for each in (*DIALS, *LEVERS)}
    own = {each.name: each.at for each in sliders(MachineSettings())}
    here, low, high, few = everybody(), everybody(threshold=LOW), everybody(threshold=HIGH), everybody(faces=FEW)
    review, ban = everybody(review=True), everybody(ban=True)
    sure, listed = f"“{titles['threshold']}”", f"“{titles['faces']}”"
    women = told(threshold=LOW).rows[3]
    chance = seed_range(
        [crowd(**({"seed": seed} if seed > 1 else {})) for seed in range(1, OTHER_SEEDS + 1)], MachineSettings()
    )
    return Lesson(
        title="A lesson: when a rare error is not rare",
        intro=(
            "45 minutes for pupils of 14 and older, in civics, ethics, mathematics or computer science. No previous "
            "knowledge, no accounts; nothing is sent anywhere. They learn how an error that is rare in each check "
            "becomes common over a year, that a threshold only chooses between two kinds of error, and that errors "
            "fall on some groups more than on others.",
            "The page simulates a state that compares faces with a watchlist, as a blog post "
            f"described it (a hypothetical account). {NOT_A_FORECAST}",
        ),
        before=(
            "On your computer, run `glasshouse lab --class`. It prints an address and a QR code; open “For the class” "
            "and show it on the wall. Pupils use phones or computers on the same network. They can look at crowds and "
            "start nothing else.",
            "Start it half an hour early on a school's computer: it prepares crowds, and answers then come at once.",
            "If the school's network keeps devices apart, run `glasshouse site --single lesson.html` instead and hand "
            "out the page that it writes. It needs no server. It has the threshold, the safeguards and the rates of "
            "each group, but no guess and no length of the list, and it counts a whole system instead of cameras "
            "alone: the questions stand, the answers below are those of the lab.",
            "The answers hold for the crowd that everybody sees first.",
        ),
        steps=(
            Step(
                minutes="0 to 5",
                title="Guess",
                does=(
                    "Show the first page. Each dot is a person whose face is compared with a watchlist for 365 days.",
                    "Each pupil writes a guess down, then types it in and presses “Guess”.",
                ),
                questions=(
                    Question(
                        asked=f"How many of {whole(PEOPLE)} people are wrongly flagged at least once?",
                        answer=f"{whole(here.mistaken)}. Ask who guessed nearest, and why most guess too few.",
                    ),
                    Question(
                        asked="How often did the police stop somebody for it? (Table “By group”)",
                        answer=f"{whole(here.stops_false)} times.",
                    ),
                ),
            ),
            Step(
                minutes="5 to 13",
                title="Why so many?",
                does=("Scroll to “Why”. Read how many faces were checked, and how often one check is wrong.",),
                questions=(
                    Question(
                        asked="Divide the first number by the second. Which number on the page is that?",
                        answer=f"About the number of false alarms. The page says: “{told().why}” More people are "
                        "wrongly flagged than that: here, cameras also note who was where, and err there, too.",
                    ),
                    Question(
                        asked=f"Move {listed} from {whole(round(own['faces']))} to {whole(FEW)}. How many are wrongly "
                        "flagged now?",
                        answer=f"{whole(few.mistaken)}. False alarms fall from {whole(alarms())} to "
                        f"{whole(alarms(faces=FEW))}: each face is compared with every face on the list, and a list a "
                        "tenth as long gives about a tenth of the errors. Press “Undo”.",
                    ),
                ),
            ),
            Step(
                minutes="13 to 22",
                title="Two kinds of error",
                does=(
                    f"Find {sure}. It stands at {fixed(own['threshold'], 2)}. Below it, a line shows false alarms, "
                    "and a dashed line shows people on the list who are missed.",
                ),
                questions=(
                    Question(
                        asked=f"Move it to {fixed(LOW, 2)}. What happens to the wrongly flagged, and to the missed?",
                        answer=f"{whole(low.mistaken)} people are wrongly flagged, "
                        f"{whole(low.mistaken - here.mistaken)} more. “{told(threshold=LOW).trade}”",
                    ),
                    Question(
                        asked=f"Move it to {fixed(HIGH, 2)}. And now?",
                        answer=f"{whole(high.mistaken)} people are wrongly flagged. “{told(threshold=HIGH).trade}”",
                    ),
                ),
                talk=("Is there a place without errors? Who should choose the place, and who bears which error?",),
            ),
            Step(
                minutes="22 to 30",
                title="Whom does it hit?",
                does=(f"Move {sure} to {fixed(LOW, 2)}, and press “Sort the dots”.",),
                questions=(
                    Question(
                        asked="Which group is wrongly flagged most often, and how many times as often as majority men?",
                        answer=told(threshold=LOW).unequal["mistaken"],
                    ),
                    Question(
                        asked="Are more minority women flagged than majority men? Look at the counts in the table.",
                        answer=f"No: {whole(women.mistaken)} against {whole(told(threshold=LOW).rows[0].mistaken)}. "
                        "The group is small. Counts hide what rates show.",
                    ),
                    Question(
                        asked="Do the groups behave differently here? (Read the note below the table.)",
                        answer="No. In the same place all act alike; the cameras err more often for some.",
                    ),
                ),
            ),
            Step(
                minutes="30 to 38",
                title="What would help?",
                does=("Press “As it was”. Choose “Wrongly sanctioned” above the bars.",),
                questions=(
                    Question(
                        asked="How many people are wrongly sanctioned, that is, turned away because of a false record?",
                        answer=f"{whole(here.wronged)}.",
                    ),
                    Question(
                        asked=f"Tick “{titles['review']}”. How many are left, and what does it not change?",
                        answer=f"{whole(review.wronged)} are wrongly sanctioned; {whole(review.mistaken)} are wrongly "
                        "flagged. A review comes after the camera.",
                    ),
                    Question(
                        asked=f"Tick “{titles['ban']}” as well. And now?",
                        answer=f"{whole(ban.mistaken)} are wrongly flagged, {whole(ban.wronged)} wrongly sanctioned.",
                    ),
                ),
            ),
            Step(
                minutes="38 to 45",
                title="Can we trust it?",
                does=("Press “As it was”, then “Other people, another seed” a few times.",),
                questions=(
                    Question(
                        asked="How much do the numbers change by chance alone?",
                        answer=chance.words,
                    ),
                    Question(
                        asked="Open “What this account leaves out” and “Validation”. Name one thing the model cannot "
                        "show.",
                        answer="Any item of either page. Some published figures the model reproduces, others it does "
                        "not, and the page says which.",
                    ),
                ),
                talk=(
                    "What would you want to know about a real system before it is switched on in your town?",
                    "Is a system acceptable if it is right most of the time? For whom would it be wrong?",
                ),
            ),
        ),
        limits=(
            f"How fast errors rise when {sure} falls is assumed; nobody publishes it. So levels are uncertain. It is "
            "certain that errors grow with the list, with the checks and with a lower threshold.",
            "That cameras mistake women and minorities more often follows published tests of such software; the "
            "manual's page on evidence names them.",
            f"Numbers: version {__version__}, seed 1, {whole(PEOPLE)} people, 365 days.",
        ),
    )


def markdown(made: Lesson) -> str:
    """The lesson as a page of the manual."""
    lines = _lines(made)
    return (
        "\n".join(line if line[:1] in "#[" else _wrapped(line) for line in lines).rstrip().replace("\n\n\n", "\n\n")
        + "\n"
    )


def _wrapped(line: str) -> str:
    """Lines that can be read in an editor; what follows a point of a list stays below it."""
    inner = "    " if re.match(r"\d+\. | ", line) else "  " if line.startswith("- ") else ""
    return textwrap.fill(line, 118, subsequent_indent=inner, break_long_words=False, break_on_hyphens=False)


def _lines(made: Lesson) -> list[str]:
    out = [f"# {made.title}", ""]
    out += [words for each in made.intro for words in (each, "")]
    out += ["[The same on paper (PDF)](lesson.pdf)", "", "## Before the lesson", ""]
    out += [f"- {each}" for each in made.before]
    for step in made.steps:
        out += [
            "",
            f"## Minutes {step.minutes}: {step.title}",
            "",
            *(words for each in step.does for words in (each, "")),
        ]
        for number, each in enumerate(step.questions, 1):
            out += [f"{number}. **{each.asked}**", f"    Answer: {each.answer}"]
        out += [*([""] if step.talk else []), *(words for each in step.talk for words in (f"To discuss: {each}", ""))]
    out += ["", "## What to say about the numbers", "", *(f"- {each}" for each in made.limits)]
    return out


def pdf(made: Lesson) -> bytes:
    """The lesson as a PDF; the same lesson gives the same bytes."""
    content = {
        "title": made.title,
        "intro": made.intro,
        "before": made.before,
        "limits": made.limits,
        "warning": NOT_A_FORECAST,
        "version": __version__,
        "steps": [
            {
                "minutes": step.minutes,
                "title": step.title,
                "does": step.does,
                "questions": [[each.asked, each.answer] for each in step.questions],
                "talk": step.talk,
            }
            for step in made.steps
        ],
    }
    plain = json.dumps(content, ensure_ascii=False).replace("`", "")
    compiler = typst.Compiler(ignore_system_fonts=True, sys_inputs={"data": plain})
    found = compiler.compile(TEMPLATE.read_bytes(), format="pdf", pdf_standards="ua-1")
    assert isinstance(found, bytes)
    return found


def main() -> None:
    """Write both."""
    made = lesson()
    PAGE.write_text(markdown(made), encoding="utf-8")
    PRINTED.write_bytes(pdf(made))


if __name__ == "__main__":
    main()
