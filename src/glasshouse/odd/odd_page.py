"""The page itself: the parts that are made from a set of mechanisms, and a whole page of some."""

from __future__ import annotations

import re
from collections.abc import Iterable

from glasshouse.engine.stages import BLOCK_PHASES, PHASES, Phase
from glasshouse.entry_kind import EntryKind
from glasshouse.mechanism import STAGES, Mechanism
from glasshouse.mechanism_set import MechanismSet
from glasshouse.odd.mechanism_source import columns, described, needed, reads_and_changes
from glasshouse.person_list import PersonList
from glasshouse.scenario.layers import sources_of
from glasshouse.wording.lists_and_nouns import enumerated, plural

#: What happens in each stage.
SENTENCES = {
    "live": "what people want to do today, and what they leave undone.",
    "observe": "which sensors see what a person does, and what they pin on that person.",
    "attribute": "what is pinned on the wrong person.",
    "record": "what enters the dossier, in the two ledgers, and what it costs in points.",
    "score": "on rescoring days, points become tiers; tiers become lists; people join; old entries expire.",
    "sanction": "which gates are closed to whom today, in both ledgers, and who hears of it.",
    "gate": "what people try to do, and are refused, or get as a perk.",
    "adapt": "what the day does to fear and trust.",
    "redress": "notices, appeals, repair, and the terms of lists.",
}


def phases(stage: str) -> list[Phase]:
    """The phases of a stage, in order."""
    persons = [phase for several in PHASES.values() for phase in several]
    return [phase for phase in (*persons, *BLOCK_PHASES) if phase.name.split("_")[0] == stage]


def stages_of(each: Mechanism) -> list[str]:
    """The stages in which a mechanism's rules come in."""
    return [stage for stage in STAGES if any(phase.name in each.rules for phase in phases(stage))]


def _codes(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "–"


def _fold(summary: str, inside: str) -> str:
    return f'<details markdown="1"><summary>{summary}</summary>\n\n{inside}\n\n</details>'


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def state(mechanisms: Iterable[Mechanism], *, used: bool = False) -> str:
    """Columns of the state, and which mechanisms read and change each; with `used` those that one reads or changes."""
    known: dict[str, tuple[str, str]] = columns()
    read: dict[str, list[str]] = {}
    changed: dict[str, list[str]] = {}
    for each in mechanisms:
        known |= columns(each)
        reads, changes = reads_and_changes(each)
        for name in reads:
            read.setdefault(name, []).append(each.name)
        for name in changes:
            changed.setdefault(name, []).append(each.name)
    rows = [
        (f"`{name}`", kind, meaning, ", ".join(read.get(name, ())) or "–", ", ".join(changed.get(name, ())) or "–")
        for name, (kind, meaning) in known.items()
        if not used or name in read or name in changed
    ]
    return _table(("column", "type", "what it holds", "read in", "changed in"), rows)


def schedule(mechanisms: Iterable[Mechanism], *, used: bool = False) -> str:
    """The stages in order, with the mechanisms that come in; with `used` only where one does."""
    lines, among = [], tuple(mechanisms)
    for k, stage in enumerate(STAGES, 1):
        lines.append(f"{k}. **{stage}**: {SENTENCES[stage]}")
        for phase in phases(stage):
            who = ", ".join(f"[{each.name}](#{each.name})" for each in among if phase.name in each.rules)
            if used and not who:
                continue
            lines.append(f"    - `{phase.name}`{' (once a week)' if phase.when else ''}, {phase.what}: {who or '–'}")
    return "\n".join(lines)


def submodels(mechanisms: Iterable[Mechanism]) -> str:
    """A section a mechanism."""
    return "\n\n".join(map(_section, mechanisms))


def _section(each: Mechanism) -> str:
    one = described(each.module)
    reads, changes = reads_and_changes(each)
    facts = [
        f"- **Stages**: {', '.join(stages_of(each)) or '–'}.",
        f"- **Reads** of the state: {_codes(reads)}.",
        f"- **Changes**: {_codes(changes)}.",
        f"- **Draws** of its own: {_codes([stream.name for stream in each.streams])}.",
    ]
    parts = [
        f"### {each.name}",
        f"{_sentence(one.title)} {one.prose}".strip(),
        "\n".join(f"- **{part}.** {one.parts.get(part, '')}" for part in needed(each)),
        "\n".join(facts),
    ]
    if each.parameters:
        rows = [(f"`{row.key}`", row.unit, row.meaning) for row in each.parameters]
        given = f"What a scenario gives it: {len(rows)} {plural(len(rows), 'number')}"
        parts.append(_fold(given, _table(("number", "unit", "what"), rows)))
    if entered := tuple(each.declared(EntryKind)):
        rows = [(one.name, one.area, one.about, f"`{one.points.key}`") for one in entered]
        parts.append(_fold(f"What it enters: {len(rows)}", _table(("entry", "area of life", "about", "points"), rows)))
    if lists := tuple(each.declared(PersonList)):
        rows = [(one.name, one.title, one.why, f"`{one.term.key}`") for one in lists]
        parts.append(_fold(f"Lists of people: {len(rows)}", _table(("list", "what it is", "put on it", "term"), rows)))
    if each.counts:
        counted = [(f"`{count.name}`", count.unit, count.text) for count in each.counts]
        parts.append(_fold(f"What it counts: {len(counted)}", _table(("count", "unit", "what"), counted)))
    return "\n\n".join(parts)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def cited(mechanisms: Iterable[Mechanism]) -> list[str]:
    """Ids of the sources that the docstrings name, in order."""
    said = " ".join(described(each.module).parts.get("Source", "") for each in mechanisms)
    return sorted(set(re.findall(r"`([a-z-]+(?:-\d+)+)`", said)))


def references(mechanisms: Iterable[Mechanism]) -> str:
    """What the ids of sources stand for. Raises ``ValueError`` for an id that is none."""
    among = MechanismSet(mechanisms)
    sources, ids = sources_of(among), cited(among)
    if unknown := [name for name in ids if name not in sources]:
        raise ValueError(
            f"there is no source '{unknown[0]}'; a mechanism describes its own with sources=(Source(...),)"
        )
    return "\n".join(f"- `{name}`: {sources[name].citation}" for name in ids)


def page(mechanisms: Iterable[Mechanism]) -> str:
    """A whole page in ODD form of some mechanisms, such as those that a plug-in brings.

    It says what they add to the model; what all mechanisms share stands in glasshouse's own ``docs/odd.md``. Raises
    ``ValueError`` where the source of one cannot be read, or where it names a source that there is not.

    >>> from glasshouse.mechanisms import cameras, ban
    >>> [line for line in page([ban.MECHANISM, cameras.MECHANISM]).splitlines() if line.startswith("#")]
    ['# cameras and ban in ODD form', '## State variables', '## Process overview and scheduling', '## Submodels', \
'### cameras', '### ban', '## Sources']
    """
    among = MechanismSet(mechanisms)
    names = enumerated([each.name for each in among])
    parts = [
        f"# {names} in ODD form",
        "Made from the code: prose comes from the docstring of a mechanism's file, numbers, counts and stages from its "
        "declarations, what it reads and changes from its rules. People, time, chance and what all mechanisms share "
        "are described in the page of glasshouse itself.",
        "## State variables",
        state(among, used=True),
        "## Process overview and scheduling",
        schedule(among, used=True),
        "## Submodels",
        submodels(among),
        "## Sources",
        references(among) or "None is named.",
    ]
    return "\n\n".join(parts) + "\n"
