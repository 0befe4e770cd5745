"""The day of a set of mechanisms, put together from their rules and compiled.

A stage is a loop over the records of a block in which each mechanism's rules are called in turn. Such a loop, the day
of a block and the delivery of mail are written here as Python source, from the lists in ``engine/stages.py`` and the
parameters that each rule asks for, and compiled like any other function. ``CompiledDay.source`` holds what was written.
"""

from __future__ import annotations

import inspect
import itertools
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby
from types import FunctionType
from typing import Any

from glasshouse.draws import fill
from glasshouse.engine import block, select_active, stocks
from glasshouse.engine.binding import Binding
from glasshouse.engine.rule_source import known_fields, rule_faults
from glasshouse.engine.stages import BLOCK, BLOCK_PHASES, HOOKS, PERSON, PHASES, STEPS, Phase, Step
from glasshouse.errors import nearest
from glasshouse.kernels import INNER
from glasshouse.mechanism import Rule, Stream
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.model import active_bounds, closed_gates, state
from glasshouse.model.workspace import EXTRA_ROWS
from glasshouse.note import MORE
from glasshouse.person_list import has_many_lists, person_lists
from glasshouse.shipped_kernel import ShippedKernel
from glasshouse.tiers import TIERS

#: Steps that mechanisms have, by name.
_THEIRS: Mapping[str, Any] = {name: step for each in SHIPPED for name, step in each.steps.items()}
#: In the places of these functions stand the rules of all mechanisms for a phase: one after the other, or, for a
#: question, until one says yes.
_HOOKED: Mapping[str, FunctionType] = {
    "follow_entry": _THEIRS["follow_entry"],
    "screen": active_bounds.set_bounds,
    "count_all": select_active.count_all,
}
_ASKED: Mapping[str, FunctionType] = {
    "keep_active": block.any_keeps_active,
    "withhold_report": _THEIRS["withhold_report"],
}


class RuleError(Exception):
    """A mechanism asks for something that its phase does not have, or names a phase that there is not."""


@dataclass(frozen=True, kw_only=True)
class CompiledDay:
    """The compiled day of a set of mechanisms.

    `steps`: each step of the day by name. `simulate_day`, `deliver` and `lift`: the day of some blocks, the delivery of
    mail, and the day of a ban; `find_bounds` what the screening looks for. `mornings`: what is worked out for each
    district before a day, by name, in the order of the rows that `simulate_day` takes; `kept`: the columns of the
    counts that hold some of it. `source`: what was written, by name.
    """

    mechanisms: MechanismSet
    steps: Mapping[str, Any]
    simulate_day: Any
    deliver: Any
    lift: Any
    find_bounds: Any
    mornings: Mapping[str, Callable[[int, Any, Any], Any]]
    kept: Mapping[str, int]
    source: Mapping[str, str] = field(repr=False)


_LOCK = threading.RLock()


def compiled_day(mechanisms: MechanismSet = SHIPPED) -> CompiledDay:
    """The day of these mechanisms, one for all threads. Raises RuleError where a rule asks for what there is not.

    >>> list(compiled_day().steps)[-3:]
    ['relax_to_baseline', 'take_stock', 'take_sample']
    """
    with _LOCK:  # of two at once, one would not be the one that the shipped code is put into, and be compiled anew
        return _compiled_day(mechanisms)


@cache
def _compiled_day(mechanisms: MechanismSet) -> CompiledDay:
    if mechanisms.tiers != TIERS:  # nothing of them stands in compiled code
        return replace(_compiled_day(mechanisms.with_tiers(TIERS)), mechanisms=mechanisms)
    return _Assembly(mechanisms).compiled_day()


class _Assembly:
    """Writes the source, binds the rules of the hooks, and compiles."""

    def __init__(self, mechanisms: MechanismSet) -> None:
        self.mechanisms = mechanisms
        self.binding = Binding(mechanisms)
        self.mornings = {name: rule for each in mechanisms for name, rule in each.mornings.items()}
        known = {phase.name for phases in (*PHASES.values(), BLOCK_PHASES, HOOKS.values()) for phase in phases}
        for each in mechanisms:
            for phase in each.rules.keys() - known:
                raise RuleError(
                    f"{each.module}: no phase is called '{phase}'.{nearest(phase, known) or _listed(known)}"
                )
        self._check_sources()

    def _check_sources(self) -> None:
        """Raise RuleError where a rule of a plug-in does what no compiled day can."""
        for each in self.mechanisms.added:
            known = known_fields(self.mechanisms)
            for phase, rule in each.rules.items():
                for fault in rule_faults(rule, known):
                    raise RuleError(f"{each.module}: its rule {phase} {fault}")

    def compiled_day(self) -> CompiledDay:
        """Everything, in the order in which one thing needs another."""
        self.binding.copies |= self._own_state()
        for phase, placeholder in _HOOKED.items():
            self.binding.copies[placeholder] = self._hook(phase, placeholder)
        for phase, placeholder in _ASKED.items():
            self.binding.copies[placeholder] = self._any(phase, placeholder)
        steps = {name: self._step(name) for name in dict.fromkeys(step.call for step in STEPS)}
        return CompiledDay(
            mechanisms=self.mechanisms,
            steps=steps,
            simulate_day=self._may_ship(self._day(steps)),
            deliver=self._may_ship(self._delivery()),
            lift=self._may_ship(self.binding.as_kernel("lift", _THEIRS["lift"])),
            find_bounds=self.binding.bound(select_active.find_bounds),
            mornings={name: self.binding.placed(rule) for name, rule in self.mornings.items()},
            kept={name: self.mechanisms.column(count) for each in self.mechanisms for name, count in each.kept.items()},
            source=self.binding.source,
        )

    def _may_ship(self, kernel: Any) -> Any:
        """Compiled code ships for the day without plug-ins."""
        return ShippedKernel(kernel) if self.mechanisms == SHIPPED else kernel

    def _own_state(self) -> dict[Any, Any]:
        """What plug-ins keep and note of a person, and whom their streams touch, under the names that are called."""
        columns = [name for each in self.mechanisms for name in each.columns]
        fields = {name: value for each in self.mechanisms for name, value in each.fields.items()}
        lines = {
            state.begin_own: [
                *([f"    agent.{MORE} = 0"] if self.binding.more else ()),
                *(f"    agent.{name} = {value}" for name, value in fields.items()),
            ],
            state.load_own: [f"    agent.{name} = people.own[place].{name}" for name in columns],
            state.store_own: [f"    people.own[place].{name} = agent.{name}" for name in columns],
            **self._counted_lists(),
            select_active.mark_rare: [self._marking(each) for each in self.mechanisms.declared(Stream) if each.bound],
        }
        return {
            placeholder: self.binding.inlined(placeholder.__name__, [_head(placeholder), *(body or ["    return"])], {})
            for placeholder, body in lines.items()
        }

    def _counted_lists(self) -> dict[Any, list[str]]:
        """How those on each list are counted: by the places of the histogram, or person by person where these are too
        few."""
        columns = [self.mechanisms.column(each.stock) for each in person_lists(self.mechanisms)]
        if not has_many_lists(self.mechanisms):
            of_slots = [f"    counts[g, {at}] += many * (listed == {k})" for k, at in enumerate(columns, 1)]
            return {stocks.count_listed: of_slots, stocks.count_many_lists: []}
        of_persons = [
            "    for i in range(traits.shape[0]):",
            "        listed = wide_list_in(np.int64(flags[i]), 0)",
            "        if listed != 0 and (traits[i] >> AGE_SHIFT) & 3 != 0:",
            "            g = group_of(np.int64(traits[i]))",
            *(f"            counts[g, {at}] += listed == {k}" for k, at in enumerate(columns, 1)),
        ]
        return {stocks.count_listed: [], stocks.count_many_lists: of_persons}

    def _marking(self, rare: Stream) -> str:
        home = next(each for each in self.mechanisms if each.module == rare.module)
        for where, fields in (("params", home.params), ("district", home.districts)):
            if fields.get(rare.bound) == ():
                return f"    mark_below(now, first, traits, {int(rare)}, {where}.{rare.bound}, workspace)"
        raise RuleError(f"{rare.module}: the stream '{rare.name}' is bound by '{rare.bound}', no number of its own")

    def _rules(self, phase: str) -> list[tuple[str, Rule]]:
        return [(f"{each.name}_{phase}", each.rules[phase]) for each in self.mechanisms if phase in each.rules]

    def _step(self, name: str) -> Any:
        if name in PHASES:
            return self._person_stage(name, PHASES[name])
        if name == "score":
            return self._score()
        if name == "draw_for_rescoring":
            return self._rescoring_draws()
        found = _THEIRS.get(name) or next(getattr(place, name) for place in _STEPS_IN if hasattr(place, name))
        plain = getattr(found, "py_func", found)
        if plain in INNER:  # compiled into the day
            return self.binding.bound(plain)
        as_it_is = self.binding.bound(plain, called=False) is plain and found is not plain
        return found if as_it_is else self.binding.as_kernel(name, plain)

    def _person_stage(self, name: str, phases: tuple[Phase, ...]) -> Any:
        lines, names, asked = [], {}, {"agents", "count", "now"} if _weekly(phases) else {"agents", "count"}
        calls: list[str] = []
        if name == "live_intend":
            asked |= {"start"}
            names["begin"] = self.binding.bound(state.begin)
            calls.append("        begin(agent)")
        for when, several in groupby(phases, key=lambda phase: phase.when):
            if when:
                calls.append(f"        if {when}:")
            for rule_name, rule in (found for phase in several for found in self._rules(phase.name)):
                wants = _wants(rule)
                self._check(rule_name, wants, {*PERSON, *self.mornings, "agent", "i", "j"})
                calls.append(f"{'    ' * (3 if when else 2)}{rule_name}({', '.join(wants)})")
                names[rule_name] = self.binding.bound(rule, always=True)
                asked |= set(wants)
        if "i" in asked:
            asked.add("selected")
        arguments = [each for each in (*PERSON, *self.mornings) if each in asked]
        lines += [f"def {name}({', '.join(arguments)}):"]
        if _weekly(phases):
            lines.append("    weekly = now.day % 7 == 6")
        lines += [f"    for j in range({'start, ' if 'start' in asked else ''}count):", "        agent = agents[j]"]
        if "i" in asked:
            lines.append("        i = selected[j]")
        if name == "live_intend":  # a rescoring goes on with those whom it brought in
            calls.append("    return count")
        return self.binding.compiled(name, [*lines, *calls], names)

    def _rescoring_draws(self) -> Any:
        """Draws, as vectors, what a rescoring needs of everybody: each stream that has a row of `extra` into it.

        The rows after those take the words that nobody asked for, each one of its own: where two outputs overlap, the
        loop loses its vectors.
        """
        wanted = {divmod(int(each), 4): each.row for each in self.mechanisms.declared(Stream) if each.row is not None}
        spare = itertools.cycle(range(len(wanted), EXTRA_ROWS))
        lines = ["def draw_for_rescoring(now, first, n, extra):"]
        for call in sorted({call for call, _ in wanted}):
            rows = [wanted.get((call, word)) for word in range(4)]
            places = ", ".join(f"extra[{next(spare) if row is None else row}][:n]" for row in rows)
            lines.append(f"    fill(now.k0, now.k1, first, now.day, {call}, {places})")
        return self.binding.compiled("draw_for_rescoring", lines, {"fill": fill})

    def _score(self) -> Any:
        lines = [
            "def score(people, first, before, workspace, count, params, district, now, counts, rows):",
            "    n = before.shape[0]",
            "    place = first - now.origin",
            "    end = place + n",
            "    traits, flags, dossier = people.traits[place:end], people.flags[place:end], people.dossier[place:end]",
            "    observed, error_free = people.observed[place:end], people.error_free[place:end]",
            "    commercial = people.commercial[place:end]",
            "    draws, tiers = workspace.extra, workspace.tiers",
            "    off, observed_tier, error_free_tier = tiers[0][:n].view(np.int16), tiers[1][:n], tiers[2][:n]",
            "    for i in range(n):",
            "        before[i] = flags[i]",
            "        off[i] = 0",
        ]
        names: dict[str, Any] = {"select_restricted": block.select_restricted}
        for phase in BLOCK_PHASES:
            for name, rule in self._rules(phase.name):
                wants = _wants(rule)
                self._check(name, wants, set(BLOCK))
                lines.append(f"    {name}({', '.join(wants)})")
                names[name] = self.binding.bound(rule)
        lines.append(
            "    return select_restricted(traits, flags, dossier, workspace.active, workspace.selected, count, params)"
        )
        return self.binding.compiled("score", lines, names)

    def _hook(self, phase: str, placeholder: FunctionType) -> Any:
        """The rules of a phase, one after the other, under the parameters of what they take the place of."""
        has = list(inspect.signature(placeholder).parameters)
        rules = self._rules(phase)
        lines, names = [_head(placeholder)], {}
        for name, rule in rules:
            wants = _wants(rule)
            self._check(name, wants, set(has))
            lines.append(f"    {name}({', '.join(wants)})")
            names[name] = self.binding.bound(rule)
        return self.binding.inlined(placeholder.__name__, lines if rules else [*lines, "    return"], names)

    def _any(self, phase: str, placeholder: FunctionType) -> Any:
        has = list(inspect.signature(placeholder).parameters)
        lines, names = [_head(placeholder)], {}
        for name, rule in self._rules(phase):
            wants = _wants(rule)
            self._check(name, wants, set(has))
            lines += [f"    if {name}({', '.join(wants)}):", "        return True"]
            names[name] = self.binding.bound(rule)
        return self.binding.inlined(placeholder.__name__, [*lines, "    return False"], names)

    def _delivery(self) -> Any:
        has = ("agent", "letter", "params", "now", "counts", "rows", "harms")
        lines = [
            "def deliver(mail, people, params_pair, districts, nows, totals, rows, harms, workspace):",
            "    params, now = params_pair[0], nows[0]",
            "    agents, selected = workspace.agents, workspace.selected",
            "    agent = agents[0]",
            "    selected[0] = 0",
            "    number = 0",
            "    for k in range(mail.shape[0]):",
            "        letter = mail[k]",
            "        person = letter.recipient",
            "        while person >= districts[number].start + districts[number].n:",
            "            number += 1",
            "        load(agents, 0, 1, selected, person, people, now)",
            "        if (agent.traits >> AGE_SHIFT) & 3 == 0:",
            "            continue",
            "        agent.group = group_of(agent.traits)",
            "        counts = totals[number]",
        ]
        names: dict[str, Any] = {"load": self.binding.bound(state.load), "store": self.binding.bound(state.store)}
        for name, rule in self._rules("receive"):
            wants = _wants(rule)
            self._check(name, wants, set(has))
            lines.append(f"        {name}({', '.join(wants)})")
            names[name] = self.binding.bound(rule)
        lines.append("        store(agents, 1, people, now)")
        return self.binding.compiled("deliver", lines, names)

    def _day(self, steps: Mapping[str, Any]) -> Any:
        lines = [*_DAY_HEAD]
        lines += [f"        {name} = mornings[{k}, number]" for k, name in enumerate(self.mornings)]
        for when, several in groupby(STEPS, key=lambda step: step.when):
            calls = [self._call(step, steps[step.call]) for step in several]
            lines += (
                [f"        if {when}:", *(f"            {call}" for call in calls)]
                if when
                else [f"        {call}" for call in calls]
            )
        lines.append("    return blocks.shape[0]")
        return self.binding.compiled("simulate_day", lines, dict(steps))

    @staticmethod
    def _call(step: Step, function: Any) -> str:
        wants = _wants(getattr(function, "py_func", function))
        call = f"{step.call}({', '.join(step.given.get(each, each) for each in wants)})"
        return f"{step.result} = {call}" if step.result else call

    def _check(self, rule: str, wants: Iterable[str], has: set[str]) -> None:
        for each in wants:
            if each not in has:
                hint = nearest(each, has) or f" It may ask for {', '.join(sorted(has))}."
                raise RuleError(f"{rule}: nothing is called '{each}' there.{hint}")


#: Where steps that are no stage of the mechanisms' rules stand.
_STEPS_IN = (block, select_active, stocks, state, closed_gates)

_DAY_HEAD = """\
def simulate_day(
    blocks, first_block, people, params_pair, districts, mornings, jump, last_day, nows, totals, fitted, rows, mail,
    deeds, harms, followed, trace, workspace,
):
    params, params_yesterday = params_pair[0], params_pair[1]
    now = nows[0]
    day = now.day
    nobody = np.int64(0)  # a plain 0 is a type of its own, for which all would be compiled anew
    words, late, extra = workspace.words, workspace.late, workspace.extra
    selected, active, agents, known = workspace.selected, workspace.active, workspace.agents, workspace.known
    all_traits = people.traits
    rescoring = params.rescore_every > 0 and (day + 1) % params.rescore_every == 0
    weekly = day % 7 == 6
    fitting = params.learned_every > 0 and (day + 1) % params.learned_every == 0
    for b in range(first_block, blocks.shape[0]):
        if rows.shape[0] - now.logged < ROOM_FOR_EVENTS or mail.shape[0] - now.sent < ROOM_FOR_MAIL:
            return b
        first, last, number = blocks[b, 0], blocks[b, 1], blocks[b, 2]
        n = last - first
        place = first - now.origin
        end = last - now.origin
        district, counts, out = districts[number], totals[number], fitted[number]
        traits, flags, commercial = people.traits[place:end], people.flags[place:end], people.commercial[place:end]
        fear, trust, before = people.fear[place:end], people.trust[place:end], workspace.before[:n]
        resting_trust = district.trust_rest""".splitlines()


def _listed(known: Iterable[str]) -> str:
    return f" The phases are {', '.join(sorted(known))}."


def _head(placeholder: FunctionType) -> str:
    return f"def {placeholder.__name__}({', '.join(inspect.signature(placeholder).parameters)}):"


def _wants(rule: Any) -> tuple[str, ...]:
    return tuple(inspect.signature(rule).parameters)


def _weekly(phases: Iterable[Phase]) -> bool:
    return any(phase.when == "weekly" for phase in phases)
