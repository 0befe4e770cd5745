"""All that a plug-in imports: what it declares, what it draws, and the words of the model.

A mechanism, a safeguard or a measure of somebody's own needs this module, and nothing else of glasshouse. What stands
here stays; what stands elsewhere may move. The example is ``examples/plate-readers``.

**To declare** (at the top level of the file)

- ``Mechanism``: the mechanism itself, with its rules; ``parameter``: a number with its evidence; ``Source``: what a
  number is cited from; ``DaySettings``: what the numbers of a day are compiled from
- ``Extra``: one more key of its section: a switch, a date, or a list of gates (``settings.switches``, ``.dates``,
  ``.gates``, by key). A key of three words stands in a table within the section. ``settings.reached``: whether a date
  has come; ``settings.progress``: how far the time until then has run
- ``Suspension``: two dates between which its section is off; ``AddedGates``: gates that every list closes as well while
  a switch is on; ``NotBelow``, ``AtMostAll``: how its numbers must fit one another
- ``Suppliers``: entries of its section under names of their own, such as couriers, each with a role, a source and the
  functions that it supplies. ``settings.functions``: how much of each function there is
- ``Count``: something that is counted, perhaps a time that somebody was taken for somebody else (``harm``), or one
  that a report compares before and after a dated event (``before_after``)
- ``Stream``: a source of random words; ``Ablation``: what can be switched off alone; ``Offered``: what a form of the
  lab offers to change
- ``Intervention``: a safeguard; ``fixed``, ``shifted``, ``multiplied``, ``at_most``, ``at_least``: how it changes a
  number; ``Protects``: which way its numbers protect people
- ``Busy``: values under which what is rare in it happens often, where it is tested; ``Undisturbed``: values at which it
  leaves what others do as it is, where one stage is tested alone
- ``Measure``: a figure worked out from counts; ``people``, ``yearly``, ``mean``, ``share``: its common forms
- ``EntryKind(...)``: a kind of entry, with its points; ``PersonList(...)``: a list of people, with its term
- ``gate(...)``: a gate that tiers and lists can close; ``favour(...)``: what somebody is given at one
- ``Letter``: a kind of letter to the people whom somebody knows
- ``Note``, with ``Sight``, ``Mistake`` or ``Withheld``, and ``Phrases``: what a story tells
- There is room for 63 notes, 20 gates, 46 lists of people and 126 kinds of letters of all plug-ins that a scenario
  names together
- ``Node``, ``Arrow``: boxes and arrows of the flow chart; ``Along``: more that passes along another's arrow
- ``HeadlineSentence``: a sentence of the headline; ``BeginningSentence``: one on what is in the record when a run
  begins; ``CardSection``, ``CardTable``, ``CardRow``, ``CardCell``, ``DistrictDots``: tables and a chart of a report;
  ``DistrictColumn``: a column of its table of districts; ``Need``, ``Shown``: what an assessment says

**To draw** (in a rule, all in whole numbers)

- ``random_word(now, person, STREAM)``: the person's word of the day, 0 .. 2**32 - 1; ``initial_random_word``: the same
  for as long as the person is there, for who somebody is
- ``strikes(now, person, STREAM, threshold)``: for a rare thing, of a stream with a bound; ``scaled(word, n)``: a whole
  number below n
- ``threshold``, ``thresholds``: from a probability to the whole number below which a word means yes. They belong into
  ``compile_params`` and ``compile_districts``: a rule has no floating-point number

**The words of the model**

- ``Conduct``, ``Online``, ``Money``: what somebody does (``agent.conduct``, ``.online``, ``.money``); ``NONE``:
  nothing
- ``OFFENCE``, ``ASSEMBLY``, ``CRITICAL_POST``, ``CRITICAL_MESSAGE``, ``UNLAWFUL_POST``, ``DEFAULT``, ``LATE_PAYMENT``,
  ``PURCHASE``, ``REPORT``, ``SUSPICION``, ``ASSOCIATION``, ``VOLUNTEERING``, ``VISIT``, ``COMPANY``, ``MOVEMENT``: the
  shipped kinds of entry
- ``PIN_CONDUCT``, ``PIN_ONLINE``, ``PIN_MONEY``: which act a sensor saw (``agent.seen``) and pinned on its person
  (``agent.pinned``)
- ``agent.group``: a person's group, from 0; a place has two to eight (``settings.place.group_names``). ``GROUPS``: the
  four of a place that names none of its own. ``MOST_GROUPS``: the shape of a field by group; ``group_slots(values)``:
  its values, with room for the most. ``settings.place.group_ratios(women=…, minority=…)``: a ratio by group
- ``AGES``, ``AREAS``: names, in the order of their numbers; ``settings.tiers``: those of the scenario's tiers, two to
  eight, best first; ``TIERS``: the six of a scenario that names none;
  ``ALL_GROUPS``: the row of ``counts`` for what is counted without a group
- ``MEMBER``, ``INTERNET``, ``URBAN``, ``ON_WATCHLIST``: bits of ``agent.traits``; ``AGE_SHIFT`` (2 bits),
  ``INCOME_SHIFT``, ``HABIT_SHIFT``: where numbers stand in it
- ``PARTICIPATES``, ``WATCHED``, ``CASE_OPEN``: bits of ``agent.flags``; ``observed_list(agent.flags)``: the number of
  the list that somebody is on, as in ``== LIST``, or 0. ``OBSERVED_LIST`` is where the two bits of three lists stand: a
  rule that reads it, by whatever name, or a whole number of Python made of it by operators, is refused where all
  mechanisms together have more. The bare 6 that it is cannot be known, nor one of NumPy, and would be wrong there
- ``TRIP_DRAW``: the row of ``words`` that says how many trips somebody makes, by ``params.trips``
- ``shipped_count(name)``: a count of glasshouse, to read it in the morning

**To do** (in a rule)

- ``may_record(agent, params.SECTION_scored)``: whether what a sensor saw may reach the record
- ``add_entry(agent, KIND, true, other, params, now, counts, rows)``: an entry of the day, in a rule ``record``, with
  what follows from it; a rule ``keep_active`` says for whom. A true one of a kind of your own comes with a
  ``Note(entry=KIND)``. Of something false, a rule only says ``agent.false_error = KIND``
- ``put_on_list(agent, LIST, weeks, true)``: in both ledgers where what puts them there is true, as in a rule
  ``follow_entry``, which is called with each entry (``kind``, ``true``)
- ``repair(agent)``: a false record is put right; ``waive(agent, params)``: a sanction is lifted that the record
  supports
- ``gates_of(agent.flags, agent.dossier, params, 0)``: the gates that the record closes now, as bits
- ``update_affect(agent, more_fear, less_trust)``: what happened frightens somebody, or takes their trust
- ``write_to_circle(agent.person, LETTER, 0, district, now, known, mail)``: it arrives tomorrow morning, at rules
  ``receive``; ``write_to_one(other, agent.person, LETTER, 0, now, mail)`` to one of them. A ``Letter(told="entry",
  entry=KIND)`` is told as the entry that it brings
- ``log(rows, now, person, np.int64(Event.…), cause, other, value)``: keep an event; ``NO_CAUSE``

>>> SUSPICION.name, threshold(0.5), shipped_count("trust_sum").stock
('suspicion', 2147483648, True)
"""

from __future__ import annotations

from glasshouse.assessed import Need, Shown
from glasshouse.card_section import CardCell, CardRow, CardSection, CardTable, DistrictColumn, DistrictDots
from glasshouse.consistency import AtMostAll, NotBelow
from glasshouse.control_panel import Offered
from glasshouse.day_settings import DaySettings
from glasshouse.draws import initial_random_word, random_word, scaled, strikes, threshold, thresholds
from glasshouse.entry_kind import AREAS, EntryKind
from glasshouse.errors import nearest
from glasshouse.evidence import Source
from glasshouse.flow_chart import Along, Arrow, Node
from glasshouse.gate import favour, gate
from glasshouse.headline_sentence import BeginningSentence, HeadlineSentence
from glasshouse.intervention import Intervention, at_least, at_most, fixed, multiplied, shifted
from glasshouse.letter import Letter
from glasshouse.measure import Measure, mean, people, share, yearly
from glasshouse.mechanism import Ablation, Count, Mechanism, Stream, parameter
from glasshouse.mechanism_set import SHIPPED
from glasshouse.mechanisms.activity import TRIP_DRAW
from glasshouse.mechanisms.affect import update_affect
from glasshouse.mechanisms.ledger import add_entry, put_on_list, repair, waive
from glasshouse.model.closed_gates import gates_of
from glasshouse.model.events import NO_CAUSE, Event, log
from glasshouse.model.list_bits import observed_list
from glasshouse.model.mail import write_to_circle, write_to_one
from glasshouse.model.model_words import AGES, ALL_GROUPS, GROUPS
from glasshouse.model.narrow_bits import NarrowBits
from glasshouse.model.state import NONE, PIN_CONDUCT, PIN_MONEY, PIN_ONLINE, Conduct, Money, Online, may_record
from glasshouse.note import Mistake, Note, Phrases, Sight, Withheld
from glasshouse.person_list import PersonList
from glasshouse.population.people import (
    AGE_SHIFT,
    CASE_OPEN,
    HABIT_SHIFT,
    INCOME_SHIFT,
    INTERNET,
    MEMBER,
    MOST_GROUPS,
    ON_WATCHLIST,
    PARTICIPATES,
    URBAN,
    WATCHED,
    group_slots,
)
from glasshouse.population.people import OBSERVED_LIST as _OBSERVED_LIST
from glasshouse.protection import Protects
from glasshouse.section import AddedGates, Extra, Suppliers, Suspension
from glasshouse.tiers import TIERS
from glasshouse.trial_values import Busy, Undisturbed

__all__ = [
    "AGES",
    "AGE_SHIFT",
    "ALL_GROUPS",
    "AREAS",
    "ASSEMBLY",
    "ASSOCIATION",
    "CASE_OPEN",
    "COMPANY",
    "CRITICAL_MESSAGE",
    "CRITICAL_POST",
    "DEFAULT",
    "GROUPS",
    "HABIT_SHIFT",
    "INCOME_SHIFT",
    "INTERNET",
    "LATE_PAYMENT",
    "MEMBER",
    "MOST_GROUPS",
    "MOVEMENT",
    "NONE",
    "NO_CAUSE",
    "OBSERVED_LIST",
    "OFFENCE",
    "ON_WATCHLIST",
    "PARTICIPATES",
    "PIN_CONDUCT",
    "PIN_MONEY",
    "PIN_ONLINE",
    "PURCHASE",
    "REPORT",
    "SUSPICION",
    "TIERS",
    "TRIP_DRAW",
    "UNLAWFUL_POST",
    "URBAN",
    "VISIT",
    "VOLUNTEERING",
    "WATCHED",
    "Ablation",
    "AddedGates",
    "Along",
    "Arrow",
    "AtMostAll",
    "BeginningSentence",
    "Busy",
    "CardCell",
    "CardRow",
    "CardSection",
    "CardTable",
    "Conduct",
    "Count",
    "DaySettings",
    "DistrictColumn",
    "DistrictDots",
    "EntryKind",
    "Event",
    "Extra",
    "HeadlineSentence",
    "Intervention",
    "Letter",
    "Measure",
    "Mechanism",
    "Mistake",
    "Money",
    "Need",
    "Node",
    "NotBelow",
    "Note",
    "Offered",
    "Online",
    "PersonList",
    "Phrases",
    "Protects",
    "Shown",
    "Sight",
    "Source",
    "Stream",
    "Suppliers",
    "Suspension",
    "Undisturbed",
    "Withheld",
    "add_entry",
    "at_least",
    "at_most",
    "favour",
    "fixed",
    "gate",
    "gates_of",
    "group_slots",
    "initial_random_word",
    "log",
    "may_record",
    "mean",
    "multiplied",
    "observed_list",
    "parameter",
    "people",
    "put_on_list",
    "random_word",
    "repair",
    "scaled",
    "share",
    "shifted",
    "shipped_count",
    "strikes",
    "threshold",
    "thresholds",
    "update_affect",
    "waive",
    "write_to_circle",
    "write_to_one",
    "yearly",
]

OBSERVED_LIST = NarrowBits(_OBSERVED_LIST)
#: The shipped kinds of entry by name, whichever mechanism enters them.
_ENTRIES = {each.name: each for each in SHIPPED.declared(EntryKind)}
OFFENCE = _ENTRIES["offence"]
ASSEMBLY = _ENTRIES["assembly"]
CRITICAL_POST = _ENTRIES["critical post"]
CRITICAL_MESSAGE = _ENTRIES["critical message"]
UNLAWFUL_POST = _ENTRIES["unlawful post"]
DEFAULT = _ENTRIES["default"]
LATE_PAYMENT = _ENTRIES["late payment"]
PURCHASE = _ENTRIES["purchase"]
REPORT = _ENTRIES["report"]
SUSPICION = _ENTRIES["suspicion"]
ASSOCIATION = _ENTRIES["association"]
VOLUNTEERING = _ENTRIES["volunteering"]
VISIT = _ENTRIES["visit"]
COMPANY = _ENTRIES["company"]
MOVEMENT = _ENTRIES["movement"]


def shipped_count(name: str) -> Count:
    """A count of glasshouse by its name. Raises KeyError for a name that it does not have.

    >>> shipped_count("adults").unit
    'people'
    """
    found = {count.name: count for count in SHIPPED.counts}
    if name not in found:
        raise KeyError(f"glasshouse counts no '{name}'.{nearest(name, found)}")
    return found[name]
