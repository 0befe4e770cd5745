"""The day, stage by stage: the one list from which everything that runs a day is made.

    live → observe → attribute → record → score → sanction → gate → adapt → redress

PHASES says where the rules of the mechanisms come in; STEPS what is done with a block of persons, in order. The engine
compiles the day from them (``engine/assembly.py``); compiling ahead, the profile, the validation harness and the
kernels for a GPU read the same lists.

A rule is a function of a mechanism that is given what its parameters ask for by name. On one person's day it may ask
for:

- ``agent``: the record of the person's day (``model/state.py``); ``i`` and ``j``: the person's place in the block, and
  among the selected
- ``params`` and ``district``: the compiled parameters, of everywhere and of the district; ``now``: the moment
- ``counts`` int64 [groups + all, counts]: add to it; ``rows``: the log of events; ``mail`` and ``known``: letters to
  the person's circle; ``harms`` and ``deeds``: the person's tallies, which no rule reads
- ``words`` uint32 [8, block] and ``late`` [12, selected]: random words that are drawn as vectors
- ``all_traits``: the traits of all persons of the part of the run; and what a mechanism works out for each district
  in the morning, by its name

A rule on a whole block may ask for its columns by name, and for ``before``, ``off``, ``draws`` and the like (BLOCK).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Phase:
    """Where rules come in: a name, what happens there, and on which days (``when``; every day unless given)."""

    name: str
    what: str
    when: str = ""


#: Phases on one person's day, by the step that goes through them person by person.
PHASES: Mapping[str, tuple[Phase, ...]] = {
    "live_intend": (Phase(name="live_intend", what="what a person wants to do today"),),
    "live_inhibit": (Phase(name="live_inhibit", what="what a person leaves undone"),),
    "observe": (
        Phase(name="observe", what="sensors see what a person does"),
        Phase(name="observe_identify", what="whoever is in a picture is named"),
        Phase(name="observe_end", what="what was seen is counted"),
    ),
    "attribute": (
        Phase(name="attribute", what="what is pinned on the wrong person"),
        Phase(name="attribute_last", what="errors that fall on whom no other error struck"),
    ),
    "record": (Phase(name="record", what="entries in the record"),),
    "sanction": (
        Phase(name="sanction_propose", what="which gates rules and lists close"),
        Phase(name="sanction_review", what="what may stop a sanction before it takes effect"),
        Phase(name="sanction_impose", what="what takes effect"),
        Phase(name="sanction_notify", what="who else hears of it"),
    ),
    "gate": (
        Phase(name="gate", what="what a person tries to do, and is refused"),
        Phase(name="gate_perk", what="or gets as a perk"),
    ),
    "adapt": (Phase(name="adapt", what="what the day does to fear and trust"),),
    "redress": (
        Phase(name="redress", what="notices, appeals and decisions"),
        Phase(name="redress_audit", what="what is put right once a week", when="weekly"),
        Phase(name="redress_weekly", what="what lengthens or shortens a list's term", when="weekly"),
        Phase(name="redress_terms", what="terms run down", when="weekly"),
        Phase(name="redress_end", what="sanctions that ended"),
    ),
}
#: Phases of a rescoring, each a pass over a whole block.
BLOCK_PHASES: tuple[Phase, ...] = (
    Phase(name="score_begin", what="what is taken off everybody's points"),
    Phase(name="score_join", what="who takes part"),
    Phase(name="score_tiers", what="points become tiers"),
    Phase(name="score_grow", what="other scores grow"),
    Phase(name="score_expire", what="what is erased"),
    Phase(name="score_list", what="tiers become lists"),
    Phase(name="score_watch", what="who is watched"),
)
#: Phases that take place inside another: an entry that was made, a letter that is delivered, and what the screening and
#: the later stages must look at.
HOOKS: Mapping[str, Phase] = {
    each.name: each
    for each in (
        Phase(name="follow_entry", what="what follows from an entry at once"),
        Phase(name="receive", what="a letter is delivered, the next morning"),
        Phase(name="screen", what="below which random words anything could touch a person"),
        Phase(name="keep_active", what="whether a day has more in store for a person after what the sensors saw"),
        Phase(name="count_all", what="what is counted of everybody, a block at a time"),
        Phase(name="withhold_report", what="whether a witness keeps an act to themselves"),
    )
}
#: What a rule on a whole block may ask for.
BLOCK = (
    "people", "first", "place", "traits", "flags", "dossier", "observed", "error_free", "commercial", "before", "off",
    "observed_tier", "error_free_tier", "draws", "params", "district", "now", "counts", "rows",
)  # fmt: skip
#: What the steps of a day may ask for, in the order in which a generated one takes it.
PERSON = (
    "agents", "start", "count", "selected", "words", "late", "all_traits", "params", "district", "now", "counts",
    "rows", "known", "mail", "deeds", "harms",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Step:
    """One call in the day of a block.

    - `call`: the function; it is given what its parameters ask for by name, or what `given` says instead.
    - `when`: on which days; `result`: the name for what it returns.
    - `title`: what a profile calls it. `dense`: bytes that it must move to and from memory for everybody in the block;
      `flags`: how often the column ``flags`` is among them, which is wider in some sets; `lines`: lines of memory for
      each person who is looked at. Draws and records stay in the cache.
    """

    call: str
    title: str
    when: str = ""
    result: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    dense: int = 0
    flags: int = 0
    lines: int = 0


_START = {"start": "nobody"}
#: Gates were closed by the rules of last evening.
_MORNING = {"params": "params_yesterday"}
#: What a trace of somebody keeps of the day on the way to the evening (0): after the entries, before and after the
#: rescoring, after what takes effect. What lies between two of them is what a stage did.
RECORDED, UNSCORED, SCORED, SANCTIONED = 1, 2, 3, 4
#: For those whom only the rescoring brought in.
_REST = {"start": "count", "count": "more"}


def _followed(step: int, call: str = "follow_active", when: str = "") -> Step:
    """Somebody who is followed, after a step."""
    given = {"step": f"np.int64({step})"}
    return Step(call=call, title="results: whom somebody follows", when=f"{when}followed.shape[0] > 0", given=given)


STEPS: tuple[Step, ...] = (
    Step(call="apply_announcement", title="adapt: a law passes", when="jump > 0", dense=4),
    Step(call="draw_dense", title="live: draws"),
    Step(call="select_active", title="live: who needs a second look", result="count", dense=5, flags=1),
    # Who is selected has traits, flags and the commercial score in the cache already, and seven columns to fetch.
    Step(call="load", title="live: their state", given=_START, lines=7),
    Step(call="draw_late", title="live: their draws"),
    Step(call="snapshot_restrictions", title="live: the morning", given={**_START, **_MORNING, "before": "flags"}),
    Step(call="live_intend", title="live: what they want", given=_START),
    Step(call="live_inhibit", title="live: what fear takes away", lines=2),
    Step(call="observe", title="observe"),
    Step(call="attribute", title="attribute"),
    Step(call="close_ranks", title="attribute: close the ranks", result="count"),
    Step(call="record", title="record"),
    _followed(RECORDED),
    Step(call="store", title="redress: keep the evening", when="rescoring", lines=9),
    Step(call="draw_for_rescoring", title="score: draws", when="rescoring"),
    _followed(UNSCORED, "follow_state", "rescoring and "),
    Step(call="score", title="score", when="rescoring", result="more", dense=19, flags=2),
    _followed(SCORED, "follow_state", "rescoring and "),
    Step(call="load", title="live: their state", when="rescoring", given={**_START, "count": "more"}, lines=7),
    Step(call="snapshot_restrictions", title="live: the morning", when="rescoring", given={**_REST, **_MORNING}),
    Step(call="live_intend", title="live: what they want", when="rescoring", given=_REST, result="count"),
    Step(call="sanction", title="sanction"),
    _followed(SANCTIONED),
    Step(call="gate", title="gate"),
    Step(call="adapt", title="adapt"),
    Step(call="redress", title="redress"),
    Step(call="store", title="redress: keep the evening", lines=9),
    _followed(0),
    Step(call="relax_to_baseline", title="adapt: once a week", when="weekly", dense=7),
    Step(call="take_stock", title="results: taking stock", when="weekly or last_day", dense=8, flags=1),
    Step(call="take_sample", title="score: sums for the fit", when="fitting", dense=5, flags=1),
)
