"""The crowd as a picture that can be kept: an SVG with its caption, and a table with a row a person."""

from __future__ import annotations

import textwrap
from html import escape

import numpy as np

from glasshouse.folders.output_label import NOT_A_FORECAST, row_note
from glasshouse.folders.spreadsheet import spreadsheet
from glasshouse.lab.crowd import crowd_words
from glasshouse.lab.crowd.crowd_run import ALONE, FALSE_ENTRY, MISTAKEN, ON_FILE, SANCTIONED, WRONGED, CrowdRun
from glasshouse.languages.spoken import ENGLISH, speaking
from glasshouse.wording.numbers import whole

#: Dots in a row of a block, the size of one's place, and the room around the blocks, as in ``crowd-dots.js``.
ACROSS, CELL, GAP, HEAD = 50, 8, 24, 22
_WIDTH = 2 * ACROSS * CELL + GAP
_LINE, _CAPTION, _LETTERS = 18, 8, 140
#: How a state is drawn: colour, and a dot of so much radius, a square or a diamond.
_MARKS = {
    ALONE: ("#d3cec4", "dot", 1.5),
    ON_FILE: ("#918b80", "dot", 1.7),
    FALSE_ENTRY: ("#56b4e9", "dot", 2.4),
    MISTAKEN: ("#d55e00", "dot", 3.3),
    SANCTIONED: ("#0072b2", "square", 2.7),
    WRONGED: ("#1c1b19", "diamond", 4.2),
}


def places(groups: np.ndarray, many: int) -> tuple[np.ndarray, np.ndarray, list[tuple[int, int]], int]:
    """Where each person stands: x, y of the places' middles, the blocks' corners by group, and the height of all.

    `many` groups, two blocks beside each other, in the order of the groups: of the usual four, men stand on the left
    and women on the right, the majority above the minority. People stand in the order of their numbers.
    """
    x, y = np.zeros(len(groups)), np.zeros(len(groups))
    corners, top = [], 0
    for first in range(0, many, 2):
        rows = 0
        for column in range(min(2, many - first)):
            who = np.flatnonzero(groups == first + column)
            left = column * (ACROSS * CELL + GAP)
            corners.append((left, top))
            order = np.arange(len(who))
            x[who] = left + (order % ACROSS + 0.5) * CELL
            y[who] = top + HEAD + (order // ACROSS + 0.5) * CELL
            rows = max(rows, -(-len(who) // ACROSS))
        top += HEAD + rows * CELL + GAP // 2
    return x, y, corners, top


def drawing(crowd: CrowdRun, address: str) -> str:
    """The crowd as an SVG of its own, with what it shows, its label and how to make it again.

    >>> from glasshouse.lab.crowd.crowd_run import simulate_crowd
    >>> from glasshouse.lab.crowd.machine_settings import MachineSettings
    >>> from glasshouse.lab.crowd.machine_run import machine_run
    >>> drawn = drawing(simulate_crowd(machine_run(MachineSettings(preset="stadium-list"))), "/")
    >>> drawn.startswith("<svg"), "This is not a forecast." in drawn
    (True, True)
    """
    names = crowd.run.scenario.place.group_names
    x, y, corners, height = places(crowd.groups, len(names))
    sizes = np.bincount(crowd.groups, minlength=len(names))
    heads = [
        f'<text x="{left}" y="{top + 14}" font-size="13" font-weight="600">{escape(group)}: {whole(size)}</text>'
        for group, size, (left, top) in zip(names, sizes.tolist(), corners, strict=True)
    ]
    title, *lines = caption(crowd, address)
    key = _key(crowd, height + _CAPTION)
    below = height + _CAPTION + len(key) // 2 * _LINE + 8
    rows = [row for line in lines for row in textwrap.wrap(line, _LETTERS)]
    said = [
        f'<text x="0" y="{below + 14}" font-size="13" font-weight="600">{escape(title)}</text>',
        *(
            f'<text x="0" y="{below + 30 + k * 15}" font-size="11" fill="#5c5850">{escape(row)}</text>'
            for k, row in enumerate(rows)
        ),
    ]
    tall = below + 15 * len(rows) + 30
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 -6 {_WIDTH + 24} {tall}" width="{_WIDTH + 24}" '
            f'height="{tall}" role="img" font-family="Helvetica, Arial, sans-serif" fill="#1c1b19">',
            f"<title>{escape(title)}</title>",
            f'<rect x="-12" y="-6" width="{_WIDTH + 24}" height="{tall}" fill="#fdfcf9"/>',
            *heads,
            *(_marks(state, x[crowd.states == state], y[crowd.states == state]) for state in _MARKS),
            *key,
            *said,
            "</svg>",
        )
    )


def _marks(state: int, x: np.ndarray, y: np.ndarray) -> str:
    """All people of a state as one path."""
    colour, shape, size = _MARKS[state]
    if shape == "diamond":
        around = f"l{size} {size}-{size} {size}-{size}-{size}z"
        path = "".join(f"M{a:g} {b - size:g}{around}" for a, b in zip(x.tolist(), y.tolist(), strict=True))
        return f'<path d="{path}" fill="{colour}" stroke="#fdfcf9" stroke-width=".6"/>'
    path = "".join(f"M{a:g} {b:g}h.01" for a, b in zip(x.tolist(), y.tolist(), strict=True))
    cap = "round" if shape == "dot" else "square"
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{2 * size}" stroke-linecap="{cap}"/>'


@speaking(ENGLISH)
def _key(crowd: CrowdRun, top: int) -> list[str]:
    """What the marks mean, and how many there are of each."""
    out, many = [], crowd_words.shown(crowd)
    for k, (word, (state, name, meaning)) in enumerate(crowd_words.states(crowd.run.machine).items()):
        y = top + 10 + k * _LINE
        out.append(_marks(state, np.array([6.0]), np.array([float(y - 4)])))
        text = f"{whole(many[word])} {name[:1].lower()}{name[1:]}: {meaning}"
        out.append(f'<text x="18" y="{y}" font-size="12">{escape(text)}</text>')
    return out


@speaking(ENGLISH)
def caption(crowd: CrowdRun, address: str) -> tuple[str, ...]:
    """What travels with the picture and the table, in English as in all files: whose crowd, its label, the command."""
    scenario, seed = crowd.run.scenario, crowd.run.machine.seed
    people = whole(len(crowd.groups))
    return (
        f"{scenario.title} ({scenario.label})",
        f"One run: {people} invented people, {crowd_words.period(crowd.run)}, seed {seed}. Each mark shows the "
        "worst that "
        f"happened to a person. {NOT_A_FORECAST}",
        f"In a terminal: {crowd.run.command}",
        f"In the lab (glasshouse lab): {address}",
    )


def table(crowd: CrowdRun, address: str) -> bytes:
    """A row a person: number, group, and the worst that happened; the label in each row, the caption in the first."""
    names = [name for name, _ in crowd_words.STATE_WORDS.values()]
    groups = crowd.run.scenario.place.group_names
    worst = enumerate(zip(crowd.groups.tolist(), crowd.states.tolist(), strict=True))
    rows = ((person, groups[group], names[state]) for person, (group, state) in worst)
    said = " | ".join(caption(crowd, address))
    note = row_note(crowd.run.scenario.label)
    return spreadsheet(("person", "group", "worst"), rows, note=note, once=said)
