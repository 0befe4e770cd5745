"""What an arm is called for readers, and what is different in it, from its parts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from glasshouse.comparison.arm_names import Written
from glasshouse.comparison.part_kinds import part_kind
from glasshouse.interventions import known_to
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.scenario import Scenario, changed, load

#: Between a title and the day from which it holds.
FROM_DAY = ", from "
#: Names that are words of two parts, not two words.
_HYPHENATED = {"opt-in": "Opt-in", "error-free": "Error-free"}


def title_of(written: Written, titles: Mapping[str, str], mechanisms: MechanismSet = SHIPPED) -> str:
    """The arm's name for readers, from those of its parts; the name of a safeguard goes on in small letters.

    >>> parts = ("mine.yaml", "human-review", "cameras.enabled=false")
    >>> titles = ("Half the list", "Human review", "cameras.enabled = false")
    >>> title_of(Written(text="", parts=parts, when="3"), dict(zip(parts, titles)))
    'Half the list + human review + cameras.enabled = false, from day 3'
    """
    first, *others = written.parts
    known = known_to(mechanisms)
    small = (titles[part][:1].lower() + titles[part][1:] if part in known else titles[part] for part in others)
    title = " + ".join([titles[first], *small])
    if written.when in (None, "0"):
        return title
    return f"{title}{FROM_DAY}{'day ' if written.when.isdigit() else ''}{written.when}"


def part_title(part: str, mechanisms: MechanismSet = SHIPPED) -> str:
    """What a part of an arm is called.

    >>> part_title("human-review"), part_title("opt-in"), part_title("cameras.enabled=false")
    ('Human review', 'Opt-in', 'cameras.enabled = false')
    """
    kind = part_kind(part, mechanisms)
    if kind == "safeguard":
        return _HYPHENATED.get(part, part.replace("-", " ").capitalize())
    if kind == "change":
        key, _, value = part.partition("=")
        return f"{key.strip()} = {value.strip()}"
    return Path(part).stem if kind == "file" else load(part).title


def sentence_of(kinds: dict[str, list[str]], titles: Mapping[str, str], mechanisms: MechanismSet = SHIPPED) -> str:
    """What is different in the arm, in a few words for readers."""
    known = known_to(mechanisms)
    sentences = [known[name].sentence for name in kinds["safeguard"]]
    sentences += [f"The scenario '{preset}' instead: {titles[preset]}." for preset in kinds["preset"]]
    sentences += [_of_file(Path(file), titles[file]) for file in kinds["file"]]
    sentences += [f"{change.replace('=', ' is ', 1)}." for change in kinds["change"]]
    return " ".join(sentences)


def _of_file(file: Path, title: str) -> str:
    """A file and its title, if it has one of its own.

    >>> _of_file(Path("a/mine.yaml"), "mine"), _of_file(Path("mine.yaml"), "Half the list")
    ('The changes in mine.yaml.', 'The changes in mine.yaml: Half the list.')
    """
    return f"The changes in {file.name}{'' if title == file.stem else f': {title}'}."


def titled(scenario: Scenario, base: Scenario, title: str) -> Scenario:
    """The arm's scenario under a title that says whose arm it is, for the report of its own run."""
    words = {"title": f"{base.title}: {title}", "label": scenario.label}
    return changed(scenario, words, name=scenario.layers[-1])
