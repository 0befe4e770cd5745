"""A plain-English label and a unit for every measure, and the part of the model whose card shows it.

One row a measure, in the order of the day. The names are those in backquotes in ``docs/model.md``.
"""

from __future__ import annotations

from dataclasses import dataclass

from glasshouse.scenario.words import GATES, TIERS


@dataclass(frozen=True, kw_only=True)
class Label:
    """What a measure is called in the report.

    >>> LABELS["false_match"].text
    'Acts entered in the record of the wrong person'
    """

    measure: str
    part: str
    unit: str
    text: str
    stock: bool = False


_ROWS = """
people | trips | trips | Trips made
people | posts | posts | Public posts people wanted to write
people | act_offence | acts | Petty offences in public
people | act_assembly | acts | Lawful gatherings attended
people | act_volunteering | acts | Days of volunteering
people | act_unlawful_post | posts | Unlawful posts
people | act_critical_post | posts | Lawful critical posts
people | act_message | messages | Lawful critical private messages
people | act_default | defaults | Court orders not paid
people | act_late_payment | payments | Taxes and fines paid late
people | act_purchase | purchases | Lawful purchases that the rulebook frowns on
people | acts_observed | acts | Acts that at least one sensor saw
cameras | sightings | sightings | Times somebody was seen on a trip
cameras | seen_by_camera | acts | Public acts seen by state cameras
cameras | pinned_on_nobody | acts | Acts seen that no camera could pin on anybody
face_recognition | lookup_hit | look-ups | Faces matched to the right person
face_recognition | lookup_wrong | look-ups | Faces matched to the wrong person
face_recognition | lookup_none | look-ups | Faces matched to nobody
face_recognition | false_match | entries | Acts entered in the record of the wrong person
face_recognition | alert_true | alerts | Watchlist alerts on people who are sought or watched
face_recognition | alert_faulty | alerts | Of these, by an entry that should not be on the list
face_recognition | alert_false | alerts | Watchlist alerts on the wrong person
face_recognition | stops | stops | People stopped after an alert, right or wrong
face_recognition | stops_false | stops | People stopped because they were taken for somebody else
face_recognition | stops_faulty | stops | People stopped because of an entry that should not be on the list
face_recognition | arrests | arrests | Stops of people rightly sought that ended in an arrest
internet | flagged_critical | posts | Lawful critical posts flagged
internet | flagged_unlawful | posts | Unlawful posts flagged
internet | false_flags | posts | Ordinary posts flagged by mistake
internet | posts_removed | posts | Posts removed
internet | flagged_unattributed | posts | Flagged posts tied to nobody
informants | reports_true | reports | Reports of something that happened
informants | report_mistaken | reports | Mistaken reports
informants | report_malicious | reports | Malicious reports
informants | reports_household | reports | Reports from inside the household
informants | reports_neighbour | reports | Reports from neighbours
informants | reports_workplace | reports | Reports from the workplace
companies | messages_seen | messages | Critical private messages passed on
companies | purchases_seen | purchases | Purchases passed on
companies | seen_by_company_camera | acts | Public acts seen only by a company's camera
companies | shared_account_errors | entries | Somebody else's purchase pinned on the account's holder
registries | judgments_recorded | entries | Court defaults recorded
registries | late_recorded | entries | Late payments recorded
registries | volunteering_recorded | entries | Volunteering recorded
registries | clerical_errors | entries | Judgments entered against the wrong person
registries | repaid | listings | Listings whose debt was paid, which ended the term
registries | stale_entries | listings | Listings not removed when their term ended
score | entries_true | entries | Entries about something the person did
score | entries_unlawful | entries | Entries about an unlawful act or a debt that was true
score | entries_false | entries | False entries
score | entries_good | entries | Entries in a person's favour
score | rescored | rescorings | Scores worked out again
score | tier_rises | rescorings | Rescorings that put somebody in a better tier
score | tier_falls | rescorings | Rescorings that put somebody in a worse tier
score | association_penalties | penalties | Points taken for knowing somebody who was listed
score | records_expired | records | Records that expired
score | with_dossier | people | People with something against them on record, at the end
participation | joined | people | People who joined, or were made to join, at a rescoring
participation | participants | people | People with a score, at the end
learned_score | learned_penalised | rescorings | Rescorings in which the learned score took points off
learned_score | watched | people | People watched, at the end (listed people included)
commercial_score | commercial_members | people | People with a commercial score, at the end
commercial_score | perk_hotel | stays | Hotel stays without a deposit
commercial_score | perk_visa | applications | Faster visa applications
restrictions | first_sanctioned | people | People sanctioned at least once
restrictions | first_wrongful | people | People wrongfully sanctioned at least once
restrictions | first_unjust | people | People sanctioned unjustly by rule at least once
restrictions | onsets | sanctions | Sanctions begun (without those of people who begin the run with a gate closed)
restrictions | onsets_wrongful | sanctions | Sanctions begun wrongfully
restrictions | onsets_unjust | sanctions | Sanctions begun that are unjust by rule
restrictions | onsets_answering | sanctions | Sanctions begun that answer a true unlawful act or debt
restrictions | sanction_days | person-days | Days under sanction
restrictions | wrongful_days | person-days | Days under a wrongful sanction
restrictions | unjust_days | person-days | Days under a sanction that is unjust by rule
restrictions | listed_defaulter | listings | Put on the judgment-defaulter list
restrictions | listed_dishonest | listings | Put on the blacklist of tier D
restrictions | on_defaulter_list | people | On the judgment-defaulter list, at the end
restrictions | on_dishonest_list | people | On the blacklist of tier D, at the end
restrictions | lifted | sanctions | Sanctions that ended
restrictions | expired | listings | Listings that ended with their term
restrictions | perk_redlist | perks | Perks for people in the top tier
response | friend_sanctioned | times | Times somebody learnt that an acquaintance was sanctioned
response | chilled_assembly | acts | Lawful gatherings not attended out of fear
response | chilled_post | posts | Lawful critical posts not written out of fear
response | chilled_message | messages | Lawful critical messages not sent out of fear
response | deterred | acts | Offences and unlawful posts not committed out of fear
response | withdrawn | days | Days of volunteering withheld for want of trust
redress | notices | notices | People told of their sanction and how to appeal
redress | appeals | appeals | Appeals
redress | appeals_upheld | appeals | Appeals upheld: a wrongful sanction found wrongful (no other is among them)
redress | overturned | appeals | Appeals that lifted a sanction which the record supports (not among those upheld)
redress | appeals_rejected | appeals | Appeals rejected
redress | proposals | sanctions | New sanctions that rules or lists called for
redress | reviews | reviews | New sanctions that a person looked at before they took effect
redress | reviews_stopped_wrongful | reviews | Wrongful sanctions that the reviewer put right
redress | reviews_stopped_rightful | reviews | Other sanctions that the reviewer stopped
redress | corrected | listings | False listings that an audit found and corrected
"""

_STOCKS = {
    "people",
    "adults",
    "participants",
    "watched",
    "on_defaulter_list",
    "on_dishonest_list",
    "commercial_members",
    "fear_sum",
    "trust_sum",
    "with_dossier",
    *(f"tier_{tier}" for tier in TIERS),
}

#: A gate, as the thing a person wants behind it: (one, several).
GATE_WORDS: dict[str, tuple[str, str]] = {
    "hotel": ("a hotel night", "Hotel nights"),
    "restaurant": ("a restaurant meal", "Restaurant meals"),
    "shop": ("a purchase", "Shop purchases"),
    "credit": ("a loan", "Loans and credit"),
    "flight": ("a flight", "Flights (travel ban)"),
    "rail": ("a high-speed train", "High-speed rail journeys (travel ban)"),
    "school": ("a fee-paying school", "Fee-paying schools"),
    "visa": ("a visa", "Visas"),
}

#: The parts, as their cards are headed, with what each does in one sentence.
PARTS: dict[str, tuple[str, str]] = {
    "cameras": ("Cameras", "See trips and public acts; whom they saw, they cannot say alone."),
    "face_recognition": (
        "Face recognition",
        "Names the face in a picture, rightly or wrongly, and raises an alert for a face on the watchlist.",
    ),
    "internet": ("Internet monitoring", "Flags posts, removes them, and ties them to a registered person."),
    "informants": (
        "Informants",
        "Household members, neighbours and colleagues report, rightly, by mistake or in spite.",
    ),
    "companies": (
        "Companies",
        "Pass on messages, purchases and pictures, and supply what the state's own parts rest on.",
    ),
    "registries": (
        "Government records",
        "Court judgments, taxes and fines reach the record; clerks err and listings go stale.",
    ),
    "score": ("The citizen score", "Turns the record into points, and points into a tier, on a schedule."),
    "participation": ("Participation", "Who has a score: those who join, and after a date, everybody."),
    "learned_score": (
        "The learned score",
        "A statistical score fitted to the system's own records: where it looks more, it finds more.",
    ),
    "commercial_score": (
        "The commercial score",
        "A company's separate, opt-in score (350 to 950) with perks.",
    ),
    "restrictions": ("Restrictions", "Tiers and lists close gates: travel, credit, hotels and more."),
    "response": ("How people respond", "Fear makes people hold back; trust wears away; word gets round."),
    "redress": ("Redress", "Notice, appeal and review by an official who sees what the machine says."),
}


def _parse() -> dict[str, Label]:
    labels = {}
    for row in _ROWS.strip().splitlines():
        part, measure, unit, text = (cell.strip() for cell in row.split("|"))
        labels[measure] = Label(measure=measure, part=part, unit=unit, text=text, stock=measure in _STOCKS)
    for gate in GATES:
        many = GATE_WORDS[gate][1]
        closed, blocked = f"closed_{gate}", f"blocked_{gate}"
        labels[closed] = Label(measure=closed, part="restrictions", unit="person-days", text=f"{many}: days closed")
        labels[blocked] = Label(measure=blocked, part="restrictions", unit="attempts", text=f"{many}: attempts refused")
    for tier in TIERS:
        name = f"tier_{tier}"
        labels[name] = Label(measure=name, part="score", unit="people", text=f"Tier {tier}, at the end", stock=True)
    rest = {
        "people": ("people", "People"),
        "adults": ("people", "People who are not children"),
        "fear_sum": ("fear", "Fear, added up"),
        "trust_sum": ("trust", "Trust, added up"),
    }
    for name, (unit, text) in rest.items():
        labels[name] = Label(measure=name, part="people", unit=unit, text=text, stock=True)
    return labels


#: The label of every measure, by name.
LABELS: dict[str, Label] = _parse()

#: Measures that are levels on a day; all others add up over days.
STOCKS: tuple[str, ...] = tuple(name for name, label in LABELS.items() if label.stock)


def label(measure: str) -> Label:
    """The label of a measure; an unknown one is called by its own name.

    >>> label("new_measure").text
    'New measure'
    """
    plain = measure.replace("_", " ").capitalize()
    return LABELS.get(measure) or Label(measure=measure, part="", unit="", text=plain)


def of_part(part: str) -> tuple[Label, ...]:
    """The labels that a part's card shows, in the order of the table.

    >>> [row.measure for row in of_part("participation")]
    ['joined', 'participants']
    """
    return tuple(row for row in LABELS.values() if row.part == part)
