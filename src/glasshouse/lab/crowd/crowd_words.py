"""What the page says: states, columns, sliders, switches, and sentences with numbers in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from glasshouse.interventions import INTERVENTIONS as KNOWN
from glasshouse.lab.crowd.crowd_run import COUNTED, RIGHT, SEARCH, STATES, TIMES, WRONG, CrowdRun
from glasshouse.lab.crowd.machine_run import MachineRun, machine_run
from glasshouse.lab.crowd.machine_settings import DIALS, LEVERS, MachineSettings
from glasshouse.languages.spoken import in_words, plain, plural, sentences, spoken, whole
from glasshouse.report.html_templates import unbroken
from glasshouse.scenario import Scenario, load
from glasshouse.wording.numbers import fixed, leading, per_cent, short, three_figures


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A place at which a slider stops; ``own`` marks the preset's."""

    value: float
    text: str
    own: bool = False


@dataclass(frozen=True, kw_only=True)
class Slider:
    """A slider of the page: what it is called, what moving it does, and where it stops."""

    name: str
    title: str
    hint: str
    stops: tuple[Stop, ...]
    at: float


@dataclass(frozen=True, kw_only=True)
class CrowdSwitch:
    """A safeguard of the page. ``fails``: when it does nothing."""

    name: str
    title: str
    hint: str
    fails: str
    on: bool


#: Below so many mistakes to be expected, a crowd says nothing about how frequent they are.
RARE = 5
#: Name and meaning of each state of a dot.
STATE_WORDS = {
    "alone": ("Left alone", "nothing against them on file"),
    "on-file": ("On file", "something they did was recorded, or the police look for them"),
    "false-entry": ("Something false on file", "a post wrongly flagged, a false report, a clerk’s slip"),
    "mistaken": ("Wrongly flagged", "a camera mistook them for someone else"),
    "sanctioned": ("Sanctioned", "what was true on file closed doors"),
    "wronged": ("Wrongly sanctioned", "a false record closed a door"),
}
#: The same where nobody is sanctioned.
SOUGHT = {
    "alone": ("Left alone", "nobody looks for them"),
    "on-file": ("Sought", "on the police’s list, rightly or not"),
}
#: What is said of whoever bears a harm.
HARMS = {"mistaken": "wrongly flagged", "sanctioned": "sanctioned", "wronged": "wrongly sanctioned"}
#: Headings of the table's columns.
COLUMNS = {
    "mistaken": "Wrongly flagged",
    "stops_false": "Police stops for it",
    "sanctioned": "Sanctioned",
    "wronged": "Wrongly sanctioned",
}


def sliders(machine: MachineSettings) -> list[Slider]:
    """The sliders, each at its place; one more stop where the preset or the address has another value.

    >>> [slider.at for slider in sliders(MachineSettings(faces=700))]
    [0.6, 700, 0.1]
    """
    base, out = load(machine.preset), []
    for dial in DIALS:
        own, given = base.parameters[dial.key].value, getattr(machine, dial.name)
        at = own if given is None else given
        values = sorted({*dial.stops, own, at})
        stops = tuple(Stop(value=value, text=_amount(dial.shown, value), own=value == own) for value in values)
        out.append(Slider(name=dial.name, title=dial.title, hint=dial.hint, stops=stops, at=at))
    return out


def _amount(shown: str, value: float) -> str:
    """A slider's value as it stands beside it.

    >>> _amount("fraction", 0.6), _amount("whole", 5000.0), _amount("share", 0.000281), _amount("share", 0.1)
    ('0.60', '5,000', '2.81 of 10,000', '10 of 100')
    """
    if shown == "fraction":
        return fixed(value, 2, language=spoken())
    if shown == "whole":
        return whole(round(value))
    many = 10_000 if 0 < value < 0.01 else 100
    return plain("{some} of {all}", some=three_figures(many * value, language=spoken()), all=many)


def switches(machine: MachineSettings) -> list[CrowdSwitch]:
    """The safeguards; where nobody is sanctioned, only those that are always there."""
    punishes = sanctions(machine)
    return [
        CrowdSwitch(
            name=lever.name,
            title=lever.title,
            hint=KNOWN[lever.safeguard].sentence,
            fails=KNOWN[lever.safeguard].fails,
            on=getattr(machine, lever.name),
        )
        for lever in LEVERS
        if punishes or lever.always
    ]


def period(run: MachineRun) -> str:
    """From when to when a crowd is simulated, in words.

    >>> from glasshouse.lab.crowd.machine_run import machine_run
    >>> period(machine_run(MachineSettings()))
    '1 July 2019 to 29 June 2020'
    """
    first, last = run.scenario.start, run.scenario.date_of(run.days - 1)
    return plain("{first} to {last}", first=in_words(first), last=in_words(last))


def sanctions(machine: MachineSettings) -> bool:
    """Whether anybody can be sanctioned in a preset."""
    return load(machine.preset).settings(0).on("restrictions")


def columns(machine: MachineSettings) -> dict[str, str]:
    """The table's columns by name, and their headings."""
    stops = ("mistaken", "stops_false")
    return {name: text for name, text in COLUMNS.items() if name in stops or sanctions(machine)}


def states(machine: MachineSettings) -> dict[str, tuple[int, str, str]]:
    """The states that there can be in a preset: number, name and meaning of each.

    >>> list(states(MachineSettings(preset="london-lfr")))
    ['alone', 'on-file', 'mistaken']
    """
    found = {word: (number, *STATE_WORDS[word]) for number, word in enumerate(STATES)}
    if sanctions(machine):
        return found
    return {word: (found[word][0], *SOUGHT.get(word, STATE_WORDS[word])) for word in ("alone", "on-file", "mistaken")}


def cells(crowd: CrowdRun, machine: MachineSettings) -> list[dict[str, Any]]:
    """The table's rows: each group, and everybody."""
    both = {**dict(zip(COUNTED, crowd.counts.T, strict=True)), **dict(zip(TIMES, crowd.times.T, strict=True))}
    names, groups = ("people", *columns(machine)), crowd.run.scenario.place.group_names
    rows = [
        {"name": plain(group), **{name: int(both[name][place]) for name in names}} for place, group in enumerate(groups)
    ]
    rows.append({"name": plain("everybody"), **{name: int(both[name].sum()) for name in names}})
    rated = [word for word in harms(machine) if word in names]
    return [{**row, "rates": {word: share(row[word] / max(1, row["people"])) for word in rated}} for row in rows]


def unequal(crowd: CrowdRun, machine: MachineSettings) -> dict[str, str]:
    """For each harm, whom it strikes most often and how many times as often as the first group, in a sentence."""
    names = [plain(name) for name in crowd.run.scenario.place.group_names]
    people = crowd.counts[:, COUNTED.index("people")]
    return {
        word: unbroken(_unequal(names, crowd.counts[:, COUNTED.index(word)].tolist(), people.tolist(), plain(said)))
        for word, said in harms(machine).items()
    }


def harms(machine: MachineSettings) -> dict[str, str]:
    """The harms whose rates are compared, by name, and what is said of whoever bears them."""
    return HARMS if sanctions(machine) else {"mistaken": HARMS["mistaken"]}


def _unequal(names: Sequence[str], struck: Sequence[int], people: Sequence[int], said: str) -> str:
    """The rates of the group that is struck most often and of the first, with their ratio.

    >>> names = ("majority men", "minority women")
    >>> _unequal(names, (916, 242), (4688, 479), "wrongly flagged")
    'Minority women: 51 % wrongly flagged, 2.6 times the rate of majority men (20 %).'
    >>> _unequal(names, (916, 3), (4688, 479), "wrongly flagged")
    'Majority men are wrongly flagged most often: 20 %.'
    >>> _unequal(names, (3, 3), (4688, 479), "wrongly flagged")
    'Too few people are wrongly flagged to compare groups.'
    """
    rates = [many / size if size else 0.0 for many, size in zip(struck, people, strict=True)]
    counting = [place for place, many in enumerate(struck) if many >= RARE]
    if not counting or struck[0] < RARE:
        return plain("Too few people are {harm} to compare groups.", harm=said)
    most = max(counting, key=lambda place: rates[place])
    name, rate = f"{names[most][:1].upper()}{names[most][1:]}", share(rates[most])
    if most == 0:
        return plain("{group} are {harm} most often: {rate}.", group=name, harm=said, rate=rate)
    return plain(
        "{group}: {rate} {harm}, {times} times the rate of {first} ({other}).",
        group=name,
        rate=rate,
        harm=said,
        times=short(rates[most] / rates[0], language=spoken()),
        first=names[0],
        other=share(rates[0]),
    )


def top_of_scale(crowd: CrowdRun, word: str) -> float:
    """The share at which the longest bar ends: that of the group that is struck most."""
    people = np.maximum(1, crowd.counts[:, COUNTED.index("people")])
    return float((crowd.counts[:, COUNTED.index(word)] / people).max())


def share(rate: float) -> str:
    """A rate as a percentage, in two digits where it is small.

    >>> share(0.506), share(0.0228), share(0.00041), share(0.0)
    ('51 %', '2.3 %', '0.041 %', '0 %')
    """
    percent = 100 * rate
    plainly = percent >= 9.95 or percent == 0
    return per_cent(whole(round(percent)) if plainly else two_figures(percent), language=spoken())


def trade_off(crowd: CrowdRun) -> str:
    """What the threshold trades: false alarms against people on the list who are missed."""
    alarms = int(crowd.times[:, TIMES.index(WRONG)].sum())
    missed = round(100 * _missed(crowd.run.scenario))
    said = false_alarms(alarms)
    missing = plain("Of 100 checks of someone on the list, {missed} miss them.", missed=missed)
    first = said[:1].upper() + said[1:]
    return plain("{alarms}. {missing}", alarms=first, missing=missing)


def _missed(scenario: Scenario) -> float:
    return 1 - scenario.settings(0).numbers[SEARCH.found]


@cache
def trade_curves(preset: str) -> tuple[tuple[float, float, float], ...]:
    """For each place of the threshold: how often a check is wrong, against the most, and the share that is missed.

    >>> [round(number, 2) for number in trade_curves("as-described")[0]]
    [0.5, 1.0, 0.01]
    """
    stops = next(dial.stops for dial in DIALS if dial.name == "threshold")
    scenarios = [machine_run(MachineSettings(preset=preset, threshold=stop)).scenario for stop in stops]
    wrong = [SEARCH.wrong_in_a_search(scenario.settings(0)) for scenario in scenarios]
    return tuple(
        (stop, each / max(wrong), _missed(scenario))
        for stop, each, scenario in zip(stops, wrong, scenarios, strict=True)
    )


def shown(crowd: CrowdRun) -> dict[str, int]:
    """How many dots show each state."""
    return dict(zip(STATES, np.bincount(crowd.states, minlength=len(STATES)).tolist(), strict=True))


def beside(guess: int, found: int) -> str:
    """The guess against what was found.

    >>> beside(20, 228), beside(400, 228), beside(230, 228), beside(0, 228)
    ('11 times your guess.', 'About 57 % of your guess.', 'Very close.', 'You thought nobody.')
    >>> beside(3, 0), beside(5, 5)
    ('Nobody at all.', 'Exactly.')
    """
    if guess == found:
        return plain("Exactly.")
    if found == 0:
        return plain("Nobody at all.")
    if guess == 0:
        return plain("You thought nobody.")
    ratio = found / guess
    if 0.9 <= ratio <= 1.1:
        return plain("Very close.")
    if ratio >= 2:
        return plain("{times} times your guess.", times=round(ratio))
    return plain("About {share} of your guess.", share=per_cent(whole(100 * ratio), language=spoken()))


def why(crowd: CrowdRun) -> str:
    """Where the mistakes come from: few in each search, and many searches."""
    times = dict(zip(TIMES, crowd.times.sum(axis=0).tolist(), strict=True))
    settings = crowd.run.scenario.settings(0)
    listed = settings.numbers[SEARCH.looks_for]
    wrong_in_one = SEARCH.wrong_in_a_search(settings)
    if crowd.searches == 0 or wrong_in_one == 0:
        return plain("No camera compared a face with the list.")
    expected = crowd.searches * wrong_in_one
    told = [
        plain(
            "Cameras checked about {faces} faces, excluding children, against a list of {listed}. A check is wrong "
            "about once in {checks}.",
            faces=leading(crowd.searches),
            listed=round(listed),
            checks=_once_in(wrong_in_one),
        ),
        plain(
            "In this run: {wrong}, {right}.",
            wrong=false_alarms(times[WRONG]),
            right=right_alarms(times[RIGHT]),
        ),
    ]
    if expected - times[WRONG] > max(0.05 * expected, 4 * expected**0.5):
        told.append(plain("Several mistakes about one person on one day count once, so there are fewer."))
    if expected < RARE:
        told.append(
            plain("That is too rare to measure among 10,000 people: chance decides. The next page simulates a country.")
        )
    return sentences(told)


def _once_in(chance: float) -> str:
    """How many searches it takes for one that is wrong, in two digits.

    >>> _once_in(1 / 11_977), _once_in(0.154), _once_in(1.0)
    ('12,000', '6.5', '1')
    """
    searches = max(1.0, 1 / chance)
    return whole(leading(searches)) if searches >= 10 else short(searches, language=spoken())


def false_alarms(count: int) -> str:
    """So many false alarms.

    >>> false_alarms(1), false_alarms(0), false_alarms(2300)
    ('1 false alarm', 'no false alarms', '2,300 false alarms')
    """
    return plural("{count} false alarm", "{count} false alarms", count) if count else plain("no false alarms")


def right_alarms(count: int) -> str:
    """So many alarms that were right.

    >>> right_alarms(1), right_alarms(0)
    ('1 right one', 'no right ones')
    """
    return plural("{count} right one", "{count} right ones", count) if count else plain("no right ones")


def two_figures(value: float) -> str:
    """A small number of two significant figures, as the language writes it.

    >>> two_figures(2.281), two_figures(0.041)
    ('2.3', '0.041')
    """
    digits = len(f"{float(f'{value:.2g}'):.12f}".rstrip("0").partition(".")[2])
    return fixed(value, digits, language=spoken())


assert set(STATE_WORDS) == set(STATES)
