"""What runs on a device: how persons are shared out among its threads. What happens to them stands in the model.

A kernel here is a plain function too. :func:`derived` makes it for the device, with all that it calls (``derive.py``).
``simulate_day`` runs the model's whole day, ``simulate_day``, with blocks of one person: each thread has a workspace, a
log and an outbox of its own in local memory, and empties the latter two into the common ones. Three things are taken
out of it:

- **Screening** (``block.draw_dense`` and ``screening.select_active``, for everybody) is a kernel of its own,
  ``screen``. On most days only those who are active, some 3 %, simulate the rest, side by side: left among the others,
  they would keep two of three groups of 32 threads waiting. On a day on which something is done to everybody, the
  others follow.
- **Thresholds of a district** (``screening.find_bounds``) are worked out once a district (``summits``), not a person.
- **Taking stock** (``stocks.take_stock``) counts a block in a histogram; ``stock`` has one thread a block do it.

Counts of a block are added up in the memory that its threads share, and go to the district's once a block.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from glasshouse.draws import LATE_WORDS
from glasshouse.engine.assembly import compiled_day
from glasshouse.engine.counts import MEASURES
from glasshouse.engine.cuda.derive import Derivation
from glasshouse.engine.cuda.device_machine import Machine
from glasshouse.engine.cuda.rows import AGENT_DAY_D, LETTER, NOW_D, ROW
from glasshouse.model.events import MOST_A_DAY
from glasshouse.model.workspace import BLOCK
from glasshouse.population.network import CIRCLE
from glasshouse.population.people import INITIAL_WORDS, MOST_GROUPS, initialise_population

#: What the processor runs.
_MODEL = compiled_day()
simulate_day, deliver, lift, find_bounds = _MODEL.simulate_day, _MODEL.deliver, _MODEL.lift, _MODEL.find_bounds
draw_dense, select_active, take_stock = (_MODEL.steps[name] for name in ("draw_dense", "select_active", "take_stock"))

#: Numba's CUDA module, and what turns the simulator's arrays into NumPy's; `derived` fills both in.
cuda: Any = None
native: Any = None

#: Most letters a person writes a day: two to each of a circle, and one to one of them.
MOST_LETTERS = 2 * CIRCLE + 1
LAPS = 8
#: Of `cursors`: room promised and rows written, of events and of letters.
EVENTS_PROMISED, LETTERS_PROMISED, EVENTS, LETTERS = range(4)
#: Places on the group axis: for as many groups as the kernels are built for.
_GROUPS = MOST_GROUPS + 1
_MEASURES = len(MEASURES)


class ScreenWorkspace(NamedTuple):
    """What screening needs of ``model.workspace.Workspace``."""

    words: Any
    active: Any
    selected: Any
    bounds: Any


class DayWorkspace(NamedTuple):
    """What a day needs of ``model.workspace.Workspace``, for one person; and where the log stood after each step that
    logs."""

    words: Any
    late: Any
    extra: Any
    active: Any
    selected: Any
    persons: Any
    agents: Any
    tiers: Any
    before: Any
    known: Any
    laps: Any
    ranks: Any


class MailWorkspace(NamedTuple):
    """What a delivery needs of it."""

    agents: Any
    selected: Any


class StockWorkspace(NamedTuple):
    """What taking stock needs of it, for one block."""

    places: Any
    packed: Any
    histogram: Any
    sums: Any


def add_for_all(c, row, column, value):
    """Add to a sum that all threads share."""
    cuda.atomic.add(c, (row, column), value)


def add_for_one(c, row, column, value):
    """Add to one thread's own sums, which have no groups."""
    c[column] += value


def own_now(nows, mine):
    """A thread's own copy of the day's record, with empty boxes."""
    mine[0] = nows[0]
    now = mine[0]
    now.logged = 0
    now.sent = 0
    now.traced = 0


def initialise_all(blocks, people, params_pair, districts, nows):
    """Build the people."""
    p, params, now = native(people), native(params_pair)[0], native(nows)[0]
    words = cuda.local.array((INITIAL_WORDS, 1), np.uint32)
    for b in range(cuda.blockIdx.x, blocks.shape[0], cuda.gridDim.x):
        d = native(districts)[blocks[b, 2]]
        for person in range(blocks[b, 0] + cuda.threadIdx.x, blocks[b, 1], cuda.blockDim.x):
            initialise_population(p, person, person + 1, d, params, now, words)


def summits(params_pair, districts, rescoring, bounds):
    """Fill `bounds` int64 [districts, BOUNDS] with what could touch anybody of each district."""
    k = cuda.grid(1)
    if k < districts.shape[0]:
        find_bounds(native(params_pair)[0], native(districts)[k], rescoring, native(bounds)[k])


def screen(blocks, people, params_pair, districts, bounds, marks, nows, counts, rescoring):
    """Mark (uint8, one a person) who is active, and count what is counted of everybody."""
    p, now = native(people), native(nows)[0]
    params, params_yesterday = native(params_pair)[0], native(params_pair)[1]
    words = cuda.local.array((8, 1), np.uint32)
    eight = cuda.local.array(1, np.uint64)
    selected = cuda.local.array(9, np.int64)
    mine = cuda.local.array(_MEASURES, np.int64)
    for k in range(_MEASURES):
        mine[k] = 0
    many, grid, g = blocks.shape[0], cuda.gridDim.x, cuda.blockIdx.x
    last_block = many * (g + 1) // grid
    for b in range(many * g // grid, last_block):
        number = blocks[b, 2]
        d = native(districts)[number]
        workspace = ScreenWorkspace(words, eight.view(np.uint8), selected, native(bounds)[number])
        for person in range(blocks[b, 0] + cuda.threadIdx.x, blocks[b, 1], cuda.blockDim.x):
            i = person - now.origin
            draw_dense(now, person, 1, words)
            traits, flags, commercial = p.traits[i : i + 1], p.flags[i : i + 1], p.commercial[i : i + 1]
            marks[i] = select_active(
                now, person, workspace, traits, flags, commercial, rescoring, params, params_yesterday, d, mine
            )
        if b + 1 == last_block or blocks[b + 1, 2] != number:
            for k in range(_MEASURES):
                if mine[k] != 0:
                    cuda.atomic.add(counts, (number, counts.shape[1] - 1, k), mine[k])
                    mine[k] = 0


def promise(cursors, rows, letters, most_rows, most_letters):
    """Keep room for so many rows and letters; False, and nothing kept, when there may not be so much."""
    row = cuda.atomic.add(cursors, EVENTS_PROMISED, rows)
    letter = cuda.atomic.add(cursors, LETTERS_PROMISED, letters)
    if row + rows <= most_rows and letter + letters <= most_letters:
        return True
    cuda.atomic.add(cursors, EVENTS_PROMISED, -rows)
    cuda.atomic.add(cursors, LETTERS_PROMISED, -letters)
    return False


def put_away(now, workspace, own_rows, own_mail, rows, mail, cursors):
    """Empty a thread's log and outbox into the common ones."""
    if now.logged > 0:
        at = cuda.atomic.add(cursors, EVENTS, now.logged)
        step = 0
        for k in range(now.logged):
            while workspace.laps[step] <= k:
                step += 1
            row = own_rows[k]
            row.step = step
            row.late = 0 if workspace.ranks[0] > 0 else 1
            rows[at + k] = row
    if now.sent > 0:
        at = cuda.atomic.add(cursors, LETTERS, now.sent)
        for k in range(now.sent):
            letter = own_mail[k]
            letter.late = 0 if workspace.ranks[0] > 0 else 1
            mail[at + k] = letter


def simulate_person(
    person, mark, p, params_pair, d, mornings, jump, last_day, nows, c, fitted, rows, mail, cursors,
    ledger, written
):  # fmt: skip
    """One person's day, as a block of its own; `d`, `mornings`, `c`, `fitted`: those of their district."""
    block = cuda.local.array((1, 3), np.int64)
    block[0, 0], block[0, 1], block[0, 2] = person, person + 1, 0
    own = native(cuda.local.array(1, NOW_D))
    own_rows = native(cuda.local.array(MOST_A_DAY, ROW))
    own_mail = native(cuda.local.array(MOST_LETTERS, LETTER))
    own_now(nows, own)
    workspace = DayWorkspace(
        cuda.local.array((8, 1), np.uint32),
        cuda.local.array((LATE_WORDS, 1), np.uint32),
        cuda.local.array((6, 1), np.uint32),
        cuda.local.array(1, np.uint8),
        cuda.local.array(2, np.int64),
        cuda.local.array(1, np.int64),
        native(cuda.local.array(1, AGENT_DAY_D)),
        cuda.local.array((3, 1), np.uint16),
        cuda.local.array(1, np.uint16),
        cuda.local.array(CIRCLE, np.int64),
        cuda.local.array(LAPS, np.int64),
        cuda.local.array(LAPS, np.int64),
    )
    workspace.active[0] = mark
    workspace.selected[0] = 0
    for k in range(LAPS):
        workspace.laps[k] = 0
        workspace.ranks[k] = 0
    simulate_day(
        block, 0, p, params_pair, d, mornings, jump, last_day, own, c, fitted, own_rows, own_mail,
        ledger[0], ledger[1], workspace.active[:0], workspace.agents[:0], workspace,
    )  # fmt: skip
    now = own[0]
    cuda.atomic.add(written, 0, now.logged)
    cuda.atomic.add(written, 1, now.sent)
    put_away(now, workspace, own_rows, own_mail, rows, mail, cursors)


def simulate_marked(
    blocks, reached, marks, people, params_pair, districts, mornings, jump, last_day, everybody, nows,
    counts, fitted, rows, mail, cursors, deeds, harms, kept,
):  # fmt: skip
    """The day of those who are marked, and with `everybody` of the others after them.

    Each group of threads (a CUDA block) takes every so manieth block of persons, from the one in `reached` on. Before
    it begins one, it has room promised for all that the block might write, and stops when there is none: the caller
    then empties `rows` and `mail` and calls again. `kept`: how many persons have a ledger, all or none.
    """
    p, params_pair, districts, nows = native(people), native(params_pair), native(districts), native(nows)
    rows, mail, marks, fitted = native(rows), native(mail), native(marks), native(fitted)
    mornings, ledger = native(mornings), (native(deeds)[:kept], native(harms)[:kept])
    t, threads, g, grid = cuda.threadIdx.x, cuda.blockDim.x, cuda.blockIdx.x, cuda.gridDim.x
    origin = nows[0].origin
    places = cuda.shared.array(BLOCK, np.uint16)
    ours = cuda.shared.array((1, _GROUPS, _MEASURES), np.int64)
    many = cuda.shared.array(2, np.int64)
    written = cuda.shared.array(2, np.int64)
    may = cuda.shared.array(1, np.int64)
    for k in range(t, _GROUPS * _MEASURES, threads):
        ours[0, k // _MEASURES, k % _MEASURES] = 0
    b = reached[g]
    while b < blocks.shape[0]:
        first, number = blocks[b, 0], blocks[b, 2]
        place, n = first - origin, blocks[b, 1] - first
        if t < 2:
            many[t] = 0
            written[t] = 0
        cuda.syncthreads()
        for i in range(t, n, threads):
            if marks[place + i] != 0:
                places[cuda.atomic.add(many, 0, 1)] = i
        cuda.syncthreads()
        listed = many[0]
        if everybody:
            for i in range(t, n, threads):
                if marks[place + i] == 0:
                    places[listed + cuda.atomic.add(many, 1, 1)] = i
            listed = n
        if t == 0:
            may[0] = promise(cursors, listed * MOST_A_DAY, listed * MOST_LETTERS, rows.shape[0], mail.shape[0])
        cuda.syncthreads()
        if may[0] == 0:
            break
        e = number + 1
        for k in range(t, listed, threads):
            i = np.int64(places[k])
            simulate_person(
                first + i, marks[place + i], p, params_pair, districts[number:e], mornings[:, number:e],
                jump, last_day, nows, ours, fitted[number:e], rows, mail, cursors, ledger,
                written,
            )  # fmt: skip
        cuda.syncthreads()
        if t == 0:
            cuda.atomic.add(cursors, EVENTS_PROMISED, written[0] - listed * MOST_A_DAY)
            cuda.atomic.add(cursors, LETTERS_PROMISED, written[1] - listed * MOST_LETTERS)
        for k in range(t, _GROUPS * _MEASURES, threads):
            group, measure = k // _MEASURES, k % _MEASURES
            if ours[0, group, measure] != 0:
                cuda.atomic.add(counts, (number, group, measure), ours[0, group, measure])
                ours[0, group, measure] = 0
        cuda.syncthreads()
        b += grid
    if t == 0:
        reached[g] = b


def stock(blocks, people, params_pair, nows, counts, places, packed, histogram, sums):
    """Take stock of everybody: a thread a block, with scratch space in the device's memory."""
    p, params, origin = native(people), native(params_pair)[0], native(nows)[0].origin
    k = cuda.grid(1)
    workspace = StockWorkspace(native(places)[k], native(packed)[k], native(histogram)[k], native(sums)[k])
    for b in range(k, blocks.shape[0], cuda.gridsize(1)):
        take_stock(p, blocks[b, 0] - origin, blocks[b, 1] - origin, params, workspace, native(counts)[blocks[b, 2]])


def hand_out(mail, people, params_pair, districts, nows, counts, rows, harms, kept):
    """Deliver sorted mail: a thread a recipient. Each letter has the row of its own number for what it logs."""
    letters, boxes = native(mail), native(rows)
    k = cuda.grid(1)
    if k >= letters.shape[0] or (k > 0 and letters[k - 1].recipient == letters[k].recipient):
        return
    end = k + 1
    while end < letters.shape[0] and letters[end].recipient == letters[k].recipient:
        end += 1
    own = native(cuda.local.array(1, NOW_D))
    own_now(native(nows), own)
    workspace = MailWorkspace(native(cuda.local.array(1, AGENT_DAY_D)), cuda.local.array(1, np.int64))
    deliver(
        letters[k:end], native(people), native(params_pair), native(districts), own, native(counts), boxes[k:end],
        native(harms)[:kept], workspace,
    )  # fmt: skip


def lift_all(blocks, people, params_pair, nows, counts, rows, cursors):
    """The ban's own day for everybody; `rows` has room for one event a person."""
    p, params = native(people), native(params_pair)[0]
    own, own_rows = native(cuda.local.array(1, NOW_D)), native(cuda.local.array(1, ROW))
    for b in range(cuda.blockIdx.x, blocks.shape[0], cuda.gridDim.x):
        for person in range(blocks[b, 0] + cuda.threadIdx.x, blocks[b, 1], cuda.blockDim.x):
            own_now(native(nows), own)
            now = own[0]
            lift(p, person, person + 1, params, now, native(counts)[blocks[b, 2]], own_rows)
            if now.logged > 0:
                row = own_rows[0]
                row.step, row.late = 0, 0
                native(rows)[cuda.atomic.add(cursors, EVENTS, 1)] = row


_KERNELS = {kernel.__name__ for kernel in (initialise_all, summits, screen, simulate_marked, stock, hand_out, lift_all)}


@dataclass(frozen=True, kw_only=True)
class Kernels:
    """What is launched; `covered`: the functions that were derived for it; `steps` of the day that log, in order.

    A step is (name, does it go through the ranks of those who were active, and not through the block?).
    """

    initialise: Any
    summits: Any
    screen: Any
    simulate_day: Any
    stock: Any
    hand_out: Any
    lift: Any
    covered: frozenset[Any]
    steps: tuple[tuple[str, bool], ...]


def derived(machine: Any, groups: int = MOST_GROUPS, measures: int = _MEASURES) -> Kernels:
    """The kernels for a machine, so many groups of people and so many columns of counts.

    The machine: what compiles kernels and functions, and stands for the names `cuda` and `native`.

    >>> from types import SimpleNamespace
    >>> same = lambda function: function
    >>> plain = derived(SimpleNamespace(kernel=same, function=same, cuda=None, native=same, simulated=False))
    >>> [step for step, _ in plain.steps]
    ['record', 'score', 'sanction', 'redress']
    """
    more: dict[str, Any] = {
        "known": {"cuda": machine.cuda, "native": machine.native},
        "simulated": machine.simulated,
    }
    capacity = {
        ("simulate_day", "ROOM_FOR_EVENTS"): MOST_A_DAY,
        ("simulate_day", "ROOM_FOR_MAIL"): MOST_LETTERS,
        ("simulate_marked", "_GROUPS"): groups + 1,
        ("simulate_marked", "_MEASURES"): measures,
    }
    counted = {("screen", "_MEASURES"): measures}
    done_before = {"select_active": "return np.int64(workspace.active[0])", "take_stock": "pass"}

    def compiled(function: Any) -> Any:
        return machine.kernel(function) if function.__name__ in _KERNELS else machine.function(function)

    screening = Derivation(
        compiled, add_for_one, constants=counted, bodies={"find_bounds": "pass"}, ungrouped=True, **more
    )
    living = Derivation(compiled, add_for_all, constants=capacity, bodies=done_before, laps="rows", **more)
    rest = Derivation(compiled, add_for_all, **more)
    return Kernels(
        initialise=rest(initialise_all),
        summits=rest(summits),
        screen=screening(screen),
        simulate_day=living(simulate_marked),
        stock=rest(stock),
        hand_out=rest(hand_out),
        lift=rest(lift_all),
        covered=frozenset(screening.made.keys() | living.made.keys() | rest.made.keys()),
        steps=tuple(living.steps),
    )


@cache
def build(groups: int, measures: int = _MEASURES) -> Kernels:
    """The kernels for this machine's device, so many groups and so many columns, compiled at their first launch."""
    return derived(Machine(), groups, measures)
