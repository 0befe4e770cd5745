"""A person: traits, and state at the start (section 2)."""

from __future__ import annotations

from dataclasses import dataclass

from .params import Params
from .philox import RandomWords, scaled

COLUMNS = (
    "traits",
    "observed",
    "error_free",
    "flags",
    "observed_weeks",
    "error_free_weeks",
    "fear",
    "trust",
    "commercial",
    "dossier",
)
CHILD = 0


@dataclass(kw_only=True)
class Person:
    """One person, each flag a field of its own."""

    number: int
    district: int
    local: int
    group: int
    age: int
    member: int
    internet: int
    urban: int
    income: int
    habit: int
    on_watchlist: int = 0
    list_word: int = 0
    observed: int = 0
    error_free: int = 0
    observed_tier: int = 0
    error_free_tier: int = 0
    observed_list: int = 0
    error_free_list: int = 0
    participates: int = 0
    watched: int = 0
    case_open: int = 0
    ever_sanctioned: int = 0
    ever_wrongly: int = 0
    ever_unjustly: int = 0
    observed_weeks: int = 0
    error_free_weeks: int = 0
    fear: int = 0
    trust: int = 0
    commercial: int = 0
    dossier: int = 0

    @property
    def child(self) -> bool:
        return self.age == CHILD

    @property
    def cell(self) -> int:
        """The person's cell of the learned score."""
        return ((self.age * 5 + self.income) * 2 + self.urban) * 2 + self.internet

    @property
    def traits(self) -> int:
        return (
            (self.group % 4) + (self.group // 4 << 13)
            | self.age << 2
            | self.member << 4
            | self.internet << 5
            | self.urban << 6
            | self.income << 7
            | self.habit << 10
            | self.on_watchlist << 12
        )

    @property
    def flags(self) -> int:
        return (
            self.observed_tier
            | self.error_free_tier << 3
            | self.observed_list << 6
            | self.error_free_list << 8
            | self.participates << 10
            | self.watched << 11
            | self.case_open << 12
            | self.ever_sanctioned << 13
            | self.ever_wrongly << 14
            | self.ever_unjustly << 15
        )

    def row(self) -> tuple[int, ...]:
        """The state columns of this person, in the order of COLUMNS."""
        return tuple(getattr(self, name) for name in COLUMNS)


def tier(t: Params, points: int) -> int:
    """How many of the descending cuts are above the points."""
    return sum(cut > points for cut in t.cuts)


def own_level(figure: int, number: int) -> int:
    """A level in 256ths, as a whole one for the person of this number.

    >>> [own_level(256 * 7 + 128, number) for number in (0, 1)], sum(own_level(128, n) for n in range(256))
    ([7, 8], 128)
    """
    return (figure + number % 256 * 157 % 256) // 256


def newcomer(t: Params, random_word: RandomWords) -> int:
    """The commercial score with which a new member starts."""
    return t.commercial_start + scaled(random_word("commercial_level"), t.commercial_spread)


def listed_at_start(t: Params, word: int, income: int) -> tuple[int, int]:
    """Weeks left on the defaulters' list on day 0, in observed and in error-free; 0 for who is not on it."""
    if word < t.start_wrongly:
        return 1 + word * t.start_weeks // t.start_wrongly, 0
    if word < t.start_listed[income]:
        weeks = 1 + (word - t.start_wrongly) * t.start_weeks // (t.start_listed[income] - t.start_wrongly)
        return weeks, weeks
    return 0, 0


def born(t: Params, random_word: RandomWords, number: int, district: int, local: int) -> Person:
    """A person as of day 0; `random_word` is that of day 0."""
    group = sum(limit <= random_word("group") for limit in t.group[district])
    age = sum(limit <= random_word("age") for limit in t.group_age[district][group])
    child = age == CHILD
    person = Person(
        number=number,
        district=district,
        local=local,
        group=group,
        age=age,
        member=int(not child and random_word("member") < t.member[district]),
        internet=int(not child and random_word("internet") < t.group_internet[district][group]),
        urban=int(random_word("urban") < t.group_urban[district][group]),
        income=scaled(random_word("income"), 5),
        habit=scaled(random_word("habit"), 4),
        on_watchlist=int(not child and random_word("watchlist") < t.on_watchlist[district]),
        list_word=random_word("watchlist"),
    )
    person.observed = person.error_free = t.score_start
    person.observed_tier = person.error_free_tier = tier(t, t.score_start)
    person.participates = int(not child and bool(t.mandatory or random_word("participates") < t.uptake))
    if not child:
        _list(person, *listed_at_start(t, random_word("listed_at_start"), person.income))
    person.fear = 0 if child else own_level(t.fear_start[district], number)
    person.trust = t.trust_rest[district]
    if person.internet and random_word("commercial_start") < t.commercial_start_share:
        person.commercial = newcomer(t, random_word)
    return person


def _list(person: Person, observed_weeks: int, error_free_weeks: int) -> None:
    """Whoever has weeks left is on the list for an entry in the area of money."""
    person.observed_weeks, person.error_free_weeks = observed_weeks, error_free_weeks
    person.observed_list, person.error_free_list = int(observed_weeks > 0), int(error_free_weeks > 0)
    person.dossier = 0b1000 * person.observed_list | 0b10000000 * person.error_free_list
