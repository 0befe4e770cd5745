"""What an assessment says of a mechanism, declared in the mechanism's file.

A form of an assessment names needs and blocks: ``needs: stops``, ``block: oversight``. A mechanism says what of them it
meets and what it adds, and nothing here is a finding of law.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from glasshouse.mechanism import Count, Mechanism, Stream, maker


@dataclass(frozen=True, kw_only=True)
class Need:
    """Something that a form may ask of a scenario, by its `word`.

    - `name`: what it is called. `lacking`: why a table is empty without it, as a clause.
    - `on`: switches, each of which must be on at the start or from a dated event. `met`: what else must hold of a
      scenario. `beside`: the word of another need without which there is none of this.
    - `harms`: measures of what it does to people, told where no door can close to them.

    >>> from glasshouse.scenario import load
    >>> need = Need(word="faces", name="a search for faces", lacking="none is", on=("face_recognition.enabled",))
    >>> need.within(load("as-described")), need.within(load("informant-society"))
    (True, False)
    """

    word: str
    name: str
    lacking: str
    on: tuple[str, ...] = ()
    met: Callable[[Any], bool] | None = None
    beside: str = ""
    harms: tuple[str, ...] = ()
    module: str = field(default_factory=maker)

    def within(self, scenario: Any) -> bool:
        """Whether a scenario has it, as far as its own rules say."""
        return all(ever(scenario, key) for key in self.on) and (self.met is None or self.met(scenario))


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a mechanism adds to a block of an assessment, such as ``sensors``.

    - `keys`: parameters, as rows of the block's table (``oversight`` and ``period`` have one).
    - `text`: a sentence; in the block ``score`` a clause, with {days} for what the parameter is. `figures`: measures or
      counts, by name, told below it.
    - `rank`: those of a lower rank stand first; of one rank, in the order of the mechanisms.

    A mechanism that sees people and is no sensor of the record says so with ``Shown(block="sensors")``.

    >>> Shown(block="sensors", keys=("plates.misread",)).rank
    9
    """

    block: str
    keys: tuple[str, ...] = ()
    text: str = ""
    figures: tuple[str, ...] = ()
    rank: int = 9
    module: str = field(default_factory=maker)


@dataclass(frozen=True, kw_only=True, eq=False)
class Identification:
    """A search that tells one person from another at a distance, of which Article 5(1)(h) of the EU AI Act speaks.

    - `need`: the word of the need that says whether a scenario has it. `one` and `several`: what is searched.
    - `searched`: from the settings of a day to the share of `sightings` (a count, and a field of the day's record) that
      is searched. `wrong_in_a_search`: likewise to the chance that one who is not on the list is taken for one who is.
    - The keys of parameters: `looks_for`, how many are on the list; `found`, the chance that a search of somebody on it
      is right, and `mistaken`, that a comparison with somebody else is a match; `on_watchlist` and `faulty`, whom it
      holds rightly and which of its entries should not be there; `believed_wrong` and `believed_right`, alerts that
      officers believe; `stopped`; `arrested`. `plain`: values, by key, under which everything seen is searched with
      just these chances; `alike`: under which they are the same for every group.
    - `right_alerts`, those of them that rest on an entry that should not be there (`faulty_alerts`), and
      `wrong_alerts`: counts. `looked_up`: counts of looks at who somebody is: found rightly, wrongly, and not at all.
      `right_draw` and `wrong_draw`: the streams that decide on alerts.
    - `figures`: measures of alerts and stops.
    """

    need: str
    one: str
    several: str
    sightings: str
    searched: Callable[[Any], float]
    wrong_in_a_search: Callable[[Any], float]
    looks_for: str
    found: str
    mistaken: str
    on_watchlist: str
    faulty: str
    believed_wrong: str
    believed_right: str
    stopped: str
    arrested: str
    plain: Mapping[str, float]
    alike: Mapping[str, float]
    right_alerts: Count
    faulty_alerts: Count
    wrong_alerts: Count
    looked_up: tuple[Count, Count, Count]
    right_draw: Stream
    wrong_draw: Stream
    figures: tuple[str, ...]
    module: str = field(default_factory=maker)


def ever(scenario: Any, key: str) -> bool:
    """Whether something is switched on at the start, or by a dated event.

    >>> from glasshouse.scenario import load
    >>> ever(load("as-described"), "cameras.enabled"), ever(load("informant-society"), "score.enabled")
    (True, False)
    """
    switches = (scenario.switches, *(event.switches for event in scenario.events))
    return any(each.get(key, False) for each in switches)


def sees(mechanism: Mechanism) -> bool:
    """Whether a mechanism sees people: a sensor of the record, or one that says so."""
    return mechanism.scored or any(each.block == "sensors" for each in mechanism.declared(Shown))
