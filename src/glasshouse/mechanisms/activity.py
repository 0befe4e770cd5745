"""What people want to do: trips, and acts in public, online and with money.

Process: Trips and sightings are counted; then one act in public, one online and one of money are each the first
whose threshold lies above the person's word of the day. Rates are those of an adult; children do nothing,
older people less, and a quarter of the people does more than the next.

Source: Rates are the scenario's own, most of them assumed.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from glasshouse.day_settings import DaySettings
from glasshouse.draws import threshold, thresholds
from glasshouse.mechanism import Count, Mechanism, Stream, parameter
from glasshouse.mechanisms.outings import CREDIT, GATES
from glasshouse.model.active_bounds import CONDUCT, MONEY, ONLINE
from glasshouse.model.state import NONE, PIN_CONDUCT, PIN_MONEY, PIN_ONLINE, Online, first_below
from glasshouse.population.people import AGE_SHIFT, HABIT_SHIFT, INCOME_SHIFT, INTERNET, group_of
from glasshouse.stored import Stored
from glasshouse.trial_values import Busy

PARAMETERS = (
    parameter("people.trips", "mean trips a person makes a day", kind="rate", unit="trips/person-day", stage="live"),
    parameter(
        "people.offences",
        "petty offences in public (jaywalking, litter, smoking) by an adult",
        kind="rate",
        unit="acts/person-day",
        stage="live",
    ),
    parameter(
        "people.assemblies",
        "lawful gatherings, petitions and worship attended by an adult",
        kind="rate",
        unit="acts/person-day",
        stage="live",
    ),
    parameter("people.volunteering", "volunteering by an adult", kind="rate", unit="acts/person-day", stage="live"),
    parameter(
        "people.unlawful_posts", "posts online that the law forbids", kind="rate", unit="acts/user-day", stage="live"
    ),
    parameter(
        "people.critical_posts",
        "lawful public posts critical of those in power",
        kind="rate",
        unit="acts/user-day",
        stage="live",
    ),
    parameter(
        "people.critical_messages",
        "lawful private messages critical of those in power",
        kind="rate",
        unit="acts/user-day",
        stage="live",
    ),
    parameter("people.ordinary_posts", "any other public post", kind="rate", unit="acts/user-day", stage="live"),
    parameter(
        "people.defaults", "failing to pay what a court ordered", kind="rate", unit="acts/adult-day", stage="live"
    ),
    parameter("people.late_payments", "a tax or a fine paid late", kind="rate", unit="acts/adult-day", stage="live"),
    parameter(
        "people.purchases",
        "lawful purchases that the rulebook penalises (alcohol, long gaming)",
        kind="rate",
        unit="acts/adult-day",
        stage="live",
    ),
    parameter(
        "people.income_ratio",
        "money troubles of the poorest fifth over those of the richest fifth",
        kind="ratio",
        stage="live",
    ),
    parameter(
        "people.debt_spiral",
        "defaults and late payments while the credit gate is closed, over those while open",
        kind="ratio",
        stage="live",
    ),
    parameter(
        "people.concentration",
        "public acts and posts of the most active quarter over those of the least active quarter",
        kind="ratio",
        stage="live",
    ),
    parameter(
        "people.older_activity",
        "acts of people of 60 and over, over those of adults of 15 to 59",
        kind="ratio",
        stage="live",
    ),
)
BUSY = Busy(
    values={
        "people.offences": 0.05,
        "people.assemblies": 0.02,
        "people.volunteering": 0.05,
        "people.unlawful_posts": 0.004,
        "people.critical_posts": 0.02,
        "people.critical_messages": 0.03,
        "people.defaults": 0.0005,
        "people.late_payments": 0.005,
        "people.purchases": 0.05,
        "people.debt_spiral": 10,
    }
)

TRIPS = Count("trips", "Trips made", unit="trips", place=0, grouped=False)
POSTS = Count("posts", "Public posts people wanted to write", unit="posts", place=2, grouped=False)
ACT_OFFENCE = Count("act_offence", "Petty offences in public", unit="acts", place=3)
ACT_ASSEMBLY = Count("act_assembly", "Lawful gatherings attended", unit="acts", place=4, before_after=0)
ACT_VOLUNTEERING = Count("act_volunteering", "Days of volunteering", unit="acts", place=5)
ACT_UNLAWFUL_POST = Count("act_unlawful_post", "Unlawful posts", unit="posts", place=6)
ACT_CRITICAL_POST = Count("act_critical_post", "Lawful critical posts", unit="posts", place=7, before_after=1)
ACT_MESSAGE = Count("act_message", "Lawful critical private messages", unit="messages", place=8)
ACT_DEFAULT = Count("act_default", "Court orders not paid", unit="defaults", place=9)
ACT_LATE_PAYMENT = Count("act_late_payment", "Taxes and fines paid late", unit="payments", place=10)
ACT_PURCHASE = Count("act_purchase", "Lawful purchases that the rulebook penalises", unit="purchases", place=11)
ACTS_OBSERVED = Count("acts_observed", "Acts that at least one sensor saw", unit="acts", place=45)
PEOPLE = Count("people", "People", unit="people", place=97, stock=True)
ADULTS = Count("adults", "People who are not children", unit="people", place=98, stock=True)

TRIP_DRAW = Stream("trips", at=(0, 0))
CONDUCT_DRAW = Stream("conduct", at=(0, 1))
ONLINE_DRAW = Stream("online", at=(0, 2))
MONEY_DRAW = Stream("money", at=(0, 3))
SIGHTING_DRAW = Stream("sighting", at=(1, 3))

_MOST_TRIPS = 5
_CREDIT = 1 << GATES.index(CREDIT)


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """Cumulative thresholds of acts."""
    n = settings.numbers
    ages, active = _by_age(n), activity(n)
    conduct = _rates(n, "offences", "assemblies", "volunteering")
    online = _rates(n, "unlawful_posts", "critical_posts", "critical_messages")
    return {
        "trips": [threshold(p) for p in trip_tail(n["people.trips"])],
        "conduct": thresholds(np.cumsum(active[:, :, None] * conduct, axis=2)),
        "online": thresholds(np.cumsum(active[:, :, None] * online, axis=2)),
        # Ordinary posts take the other end of the word, so that how critical people are does not move them.
        "ordinary": [2**32 - threshold(n["people.ordinary_posts"] * age) for age in ages],
        "money": thresholds(np.cumsum(_money(n), axis=2)),
    }


def _by_age(n: Any) -> np.ndarray:
    return np.array([0.0, 1.0, n["people.older_activity"]])


def activity(n: Any) -> np.ndarray:
    """How much people do, over what an adult does on average [age, habit]."""
    habits = n["people.concentration"] ** (np.arange(4) / 3)
    return np.outer(_by_age(n), habits / habits.mean())


def mean_activity(settings: DaySettings) -> np.ndarray:
    """The same of people of 15 and over [districts]."""
    place, older = settings.place, settings.numbers["people.older_activity"]
    return (place.adults + place.older * older) / (place.adults + place.older)


def _rates(n: Any, *names: str) -> np.ndarray:
    return np.array([n[f"people.{name}"] for name in names])


def trip_tail(mean: float) -> list[float]:
    """P(at least k trips), k = 1..5, of a Poisson number of trips cut off at 5."""
    at_most = 0.0
    tail = []
    for k in range(_MOST_TRIPS):
        at_most += math.exp(-mean) * mean**k / math.factorial(k)
        tail.append(max(0.0, 1 - at_most))
    return tail


def income_fifths(n: Any) -> np.ndarray:
    """Money troubles of each fifth of income, the poorest first, over those of all.

    >>> [float(round(one, 2)) for one in income_fifths({"people.income_ratio": 4})]
    [1.78, 1.26, 0.89, 0.63, 0.44]
    """
    fifths = n["people.income_ratio"] ** ((2 - np.arange(5)) / 4)
    return fifths / fifths.mean()


def _money(n: Any) -> np.ndarray:
    """Rates [credit closed, income fifth, act]: poorer people default more, and more so without credit."""
    fifths = income_fifths(n)
    out = np.empty((2, 5, 3))
    for closed, spiral in enumerate((1.0, n["people.debt_spiral"])):
        out[closed, :, 0] = n["people.defaults"] * fifths * spiral
        out[closed, :, 1] = n["people.late_payments"] * fifths * spiral
        out[closed, :, 2] = n["people.purchases"]
    return out


def live_intend(agent, i, words, params, district):
    """What a person wants to do today."""
    age = (agent.traits >> AGE_SHIFT) & 3
    agent.group = group_of(agent.traits)
    agent.age = age
    trips = 0
    for k in range(5):
        trips += words[TRIP_DRAW, i] < params.trips[k]
    agent.sightings = (trips * district.sight_rate + (np.int64(words[SIGHTING_DRAW, i]) >> 16)) >> 16
    habit = (agent.traits >> HABIT_SHIFT) & 3
    agent.conduct = first_below(params.conduct[age, habit], np.int64(words[CONDUCT_DRAW, i]))
    agent.online = NONE
    if agent.traits & INTERNET:
        draw = np.int64(words[ONLINE_DRAW, i])
        agent.online = first_below(params.online[age, habit], draw)
        if agent.online == NONE and draw >= params.ordinary[age]:
            agent.online = Online.POST
    closed = 1 if agent.gates0 & _CREDIT else 0
    fifth = (agent.traits >> INCOME_SHIFT) & 7
    agent.money = first_below(params.money[closed, fifth], np.int64(words[MONEY_DRAW, i]))
    agent.wanted_conduct = agent.conduct
    agent.wanted_online = agent.online


def observe_end(agent, counts):
    """Count the acts that at least one sensor saw, however many did."""
    seen = agent.seen
    counts[agent.group, ACTS_OBSERVED] += (seen & PIN_CONDUCT != 0) + (seen & PIN_ONLINE != 0) + (seen & PIN_MONEY != 0)


def screen(params, bounds):
    """Below which words somebody could do what anybody may see, by habit; no child does anything."""
    for habit in range(4):
        acts = posts = np.int64(0)
        for age in range(3):
            acts = max(acts, params.conduct[age, habit, 2])
            posts = max(posts, params.online[age, habit, Online.MESSAGE])
        bounds[CONDUCT + habit], bounds[ONLINE + habit] = acts, posts
    for closed in range(2):
        for fifth in range(5):
            bounds[MONEY] = max(bounds[MONEY], params.money[closed, fifth, 2])


def public_acts(settings: DaySettings) -> np.ndarray:
    """Offences and gatherings that a person of 15 and over wants a day [districts]."""
    n, place = settings.numbers, settings.place
    return (
        (n["people.offences"] + n["people.assemblies"])
        * (place.adults + place.older * n["people.older_activity"])
        / (place.adults + place.older)
    )


STORED = Stored(column="traits", bits=3 << HABIT_SHIFT, means="activity by habit")

MECHANISM = Mechanism(
    module=__name__,
    section="people",
    place=10,
    params={
        "trips": (5,),
        "conduct": (3, 4, 3),
        "online": (3, 4, 3),
        "ordinary": (3,),
        "money": (2, 5, 3),
    },
    compile_params=compile_params,
    rules={"live_intend": live_intend, "observe_end": observe_end, "screen": screen},
)
