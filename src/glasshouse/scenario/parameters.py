"""Every number a scenario holds: its unit, the values it may take, and the stage that reads it.

One row a parameter. A preset must give each of them, with evidence; nothing here has a default, so
that no number enters the model unseen. Switches (``PART.enabled``) and tables of words (which tier
closes which gate) are not numbers and stand in :mod:`glasshouse.scenario.schema`.
"""

from __future__ import annotations

from dataclasses import dataclass

#: What a parameter's value may be, by kind: (lowest, highest, whole numbers only).
KINDS: dict[str, tuple[float, float, bool]] = {
    "probability": (0.0, 1.0, False),
    "share": (0.0, 1.0, False),
    "rate": (0.0, 20.0, False),
    "count": (0.0, 1e12, False),
    "ratio": (0.001, 1000.0, False),
    "positive": (0.0, 1e9, False),
    "points": (-2000.0, 2000.0, True),
    "level": (0.0, 255.0, True),
    "days": (0.0, 36_500.0, True),
    "weeks": (0.0, 255.0, True),
}


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One row of the table.

    >>> PARAMETERS["cameras.total"].unit
    'cameras'
    """

    key: str
    unit: str
    kind: str
    stage: str
    meaning: str

    @property
    def part(self) -> str:
        """The part of the model that the parameter belongs to."""
        return self.key.split(".", 1)[0]

    @property
    def bounds(self) -> tuple[float, float, bool]:
        """(lowest, highest, whole numbers only)."""
        return KINDS[self.kind]


_ROWS = """
people.trips | trips/person-day | rate | live | mean trips a person makes a day
people.offences | acts/person-day | rate | live | petty offences in public (jaywalking, litter, smoking) by an adult
people.assemblies | acts/person-day | rate | live | lawful gatherings, petitions and worship attended by an adult
people.volunteering | acts/person-day | rate | live | volunteering by an adult
people.unlawful_posts | acts/user-day | rate | live | posts online that the law forbids
people.critical_posts | acts/user-day | rate | live | lawful public posts critical of those in power
people.critical_messages | acts/user-day | rate | live | lawful private messages critical of those in power
people.ordinary_posts | acts/user-day | rate | live | any other public post
people.defaults | acts/adult-day | rate | live | failing to pay what a court ordered
people.late_payments | acts/adult-day | rate | live | a tax or a fine paid late
people.purchases | acts/adult-day | rate | live | lawful purchases that the rulebook frowns on (alcohol, long gaming)
people.income_ratio | ratio | ratio | live | money troubles of the poorest fifth over those of the richest fifth
people.debt_spiral | ratio | ratio | live | defaults and late payments while the credit gate is closed, over those while open
people.concentration | ratio | ratio | live | public acts and posts of the most active quarter over those of the least active quarter
people.older_activity | ratio | ratio | live | acts of people of 60 and over, over those of adults of 15 to 59
people.outings_hotel | outings/adult-day | rate | live | wanted nights at a hotel
people.outings_restaurant | outings/adult-day | rate | live | wanted meals at a restaurant
people.outings_shop | outings/adult-day | rate | live | wanted purchases at a shop with a gate
people.outings_credit | outings/adult-day | rate | live | wanted loans or credit purchases
people.outings_flight | outings/adult-day | rate | live | wanted flights
people.outings_rail | outings/adult-day | rate | live | wanted high-speed rail journeys
people.outings_school | outings/adult-day | rate | live | wanted enrolments at a fee-paying school
people.outings_visa | outings/adult-day | rate | live | wanted visa applications
cameras.total | cameras | count | observe | cameras in the whole country or city at the start, public and private
cameras.forecast | cameras | count | observe | cameras forecast for cameras.forecast_date (growth by a constant factor a day until then)
cameras.urban_ratio | ratio | ratio | observe | cameras a head in towns over cameras a head in the countryside
cameras.sightings | sightings/trip | rate | observe | sightings a trip for each 100 cameras per 1,000 people
cameras.capture | ratio | positive | observe | hazard that a public act is seen, for each 100 cameras per 1,000 people
cameras.face_recognition_share | share | share | observe | share of the cameras whose pictures are searched for faces
face_recognition.true_match_rate | probability | probability | attribute | a searched face of an enrolled person is matched to that person
face_recognition.false_match_rate | probability | probability | attribute | one comparison with another person's face matches, at the reference threshold
face_recognition.reference_threshold | score | share | attribute | match threshold at which the rates were measured
face_recognition.threshold | score | share | attribute | match threshold in use
face_recognition.threshold_slope | decades/score | positive | attribute | powers of ten by which false matches fall when the threshold rises by 1
face_recognition.lookup_factor | ratio | ratio | attribute | false matches per comparison in identity look-up over those in watchlist alerts (a stricter setting)
face_recognition.women_ratio | ratio | ratio | attribute | false matches among women over those among men
face_recognition.minority_ratio | ratio | ratio | attribute | false matches among the minority over those among the majority
face_recognition.watchlist | faces | count | attribute | faces on the watchlist against which each passer-by is compared
face_recognition.enrolled_share | share | share | attribute | share of a district's people whose photo is in the identity gallery
face_recognition.listed_share | share | share | attribute | people of 15 and over who are rightly on a police watchlist, apart from any score
face_recognition.faulty_share | share | share | attribute | entries of that list that should not be on it (out of date, cleared, mistaken)
face_recognition.credible_true | share | share | adapt | right alerts that an officer judges credible before acting
face_recognition.credible_false | share | share | adapt | wrong alerts that an officer judges credible before acting
face_recognition.stop_share | share | share | adapt | share of credible alerts after which a person is stopped
face_recognition.arrest_share | share | share | adapt | stops of rightly listed people that end in an arrest
face_recognition.watch_boost | ratio | ratio | observe | hazard of being seen for a watched person over that for others
internet.recall_critical | probability | probability | observe | a lawful critical post is flagged and removed
internet.recall_unlawful | probability | probability | observe | an unlawful post is flagged and removed
internet.false_flag | probability | probability | observe | an ordinary post is flagged and removed
internet.minority_ratio | ratio | ratio | observe | false flags among the minority over those among the majority
internet.real_name_share | share | share | attribute | share of flagged posts tied to a registered person
informants.potential | persons | count | observe | people expected to report (the party's members)
informants.contacts | persons | positive | observe | people who would see a given act in the circle of an adult
informants.willingness | probability | probability | observe | a potential reporter who sees a public act reports it
informants.online_factor | ratio | ratio | observe | reports of critical posts over reports of public acts
informants.household_share | share | share | observe | share of reports that come from the household
informants.neighbour_share | share | share | observe | share of reports that come from neighbours
informants.malicious | reports/adult-day | rate | observe | would-be malicious reports about an adult, before asking whether the contact is a potential reporter
informants.mistaken | reports/adult-day | rate | observe | would-be mistaken reports about an adult, likewise
companies.message_recall | probability | probability | observe | the messaging feed passes on a critical message
companies.purchase_recall | probability | probability | observe | the payments feed passes on a purchase that the rulebook frowns on
companies.shared_account | errors/adult-day | rate | observe | another household member's purchase is pinned on the account's holder
companies.cloud_capture | probability | probability | observe | a public act missed by state cameras is seen by a camera in a company's cloud
companies.recognition_reliance | share | share | observe | share of face recognition that rests on bought software
companies.social_reliance | share | share | observe | share of internet flags that rest on the platforms' own screening
companies.telecom_reliance | share | share | attribute | share of real-name ties that rest on the telecom feed
registries.judgment_recall | probability | probability | observe | a default reaches the record
registries.late_recall | probability | probability | observe | a late payment reaches the record
registries.volunteering_recall | probability | probability | observe | volunteering reaches the record
registries.clerical_error | errors/adult-day | rate | observe | a judgment is entered against the wrong person
registries.stale_share | share | share | redress | listings that are not removed when their term ends
registries.stale_weeks | weeks | weeks | redress | weeks that a stale listing stays on
registries.repaid | probability | probability | redress | a listed debtor pays within a week, which ends the term
score.start | points | points | score | points at the start
score.maximum | points | points | score | most points a person can have
score.cut_aaa | points | points | score | fewest points for tier AAA
score.cut_aa | points | points | score | fewest points for tier AA
score.cut_a | points | points | score | fewest points for tier A
score.cut_b | points | points | score | fewest points for tier B
score.cut_c | points | points | score | fewest points for tier C; below is tier D
score.every | days | days | score | days between rescorings (0: never)
score.recovery | points | points | score | points by which each rescoring moves a score back towards the start
score.points_offence | points | points | score | points for a recorded petty offence
score.points_assembly | points | points | score | points for a recorded lawful gathering
score.points_critical_post | points | points | score | points for a recorded critical post
score.points_critical_message | points | points | score | points for a recorded critical message
score.points_unlawful_post | points | points | score | points for a recorded unlawful post
score.points_default | points | points | score | points for a recorded default
score.points_late_payment | points | points | score | points for a recorded late payment
score.points_purchase | points | points | score | points for a recorded purchase that the rulebook frowns on
score.points_report | points | points | score | points for a report of disloyalty
score.points_suspicion | points | points | score | points for a watchlist alert on a person not on the list
score.points_association | points | points | score | points for knowing a person who is put on a list (0: no guilt by association)
score.points_volunteering | points | points | score | points for recorded volunteering
score.retention | days | days | record | mean days until a dossier's entries expire
participation.uptake | share | share | score | share of adults in the score at the start, while it is voluntary
participation.joining | probability | probability | score | an adult outside joins at a rescoring, while it is voluntary
learned_score.every | days | days | score | days between fits of the learned score
learned_score.sample | share | share | score | share of the scored people whose records are used in a fit
learned_score.scale | points | points | score | points for each unit of log odds
learned_score.cap | points | points | score | most points that the learned score takes off
learned_score.watch | points | points | score | learned points from which a person is watched (0: nobody)
commercial_score.members | share | share | score | share of internet users with a commercial score at the start
commercial_score.joining | probability | probability | score | an internet user outside joins at a rescoring
commercial_score.start | score points | points | score | lowest commercial score of a new member (350 to 950)
commercial_score.spread | score points | points | score | new members start evenly spread over this many points above the lowest
commercial_score.gain | score points | points | score | commercial points gained at a rescoring
commercial_score.loss_default | score points | points | score | commercial points lost on a default
commercial_score.loss_late | score points | points | score | commercial points lost on a late payment
commercial_score.perk_hotel | score points | points | gate | commercial score from which hotels ask no deposit
commercial_score.perk_visa | score points | points | gate | commercial score from which visas come faster
restrictions.defaulter_weeks | weeks | weeks | sanction | weeks on the judgment-defaulter list (0: no such list)
restrictions.dishonest_weeks | weeks | weeks | sanction | weeks on the blacklist of tier D (0: no such list)
response.chill_assembly | share | share | adapt | share of wanted gatherings not attended at full fear
response.chill_post | share | share | adapt | share of wanted critical posts not written at full fear
response.chill_message | share | share | adapt | share of wanted critical messages not sent at full fear
response.deter_offence | share | share | adapt | share of petty offences not committed at full fear
response.deter_unlawful_post | share | share | adapt | share of unlawful posts not written at full fear
response.withdraw | share | share | adapt | share of volunteering withheld at no trust
response.fear_start | level | level | adapt | fear at the start (0 to 255)
response.fear_rest | level | level | adapt | fear to which people return where nobody is sanctioned
response.fear_rumour | level per 1% | level | adapt | rise of that resting fear for each 1% of the district under sanction
response.fear_refusal | level | level | adapt | fear added by a closed gate
response.fear_stop | level | level | adapt | fear added by being stopped
response.fear_sanction | level | level | adapt | fear added by one's own sanction
response.fear_friend | level | level | adapt | fear added by an acquaintance's sanction
response.trust_rest | level | level | adapt | trust to which people return where there are no informants
response.trust_informants | level per 1% | level | adapt | fall of that resting trust for each potential reporter per 100 adults
response.trust_refusal | level | level | adapt | trust lost by a closed gate
response.trust_stop | level | level | adapt | trust lost by being stopped
response.trust_sanction | level | level | adapt | trust lost by one's own sanction
response.trust_friend | level | level | adapt | trust lost by an acquaintance's sanction
redress.notice | share | share | redress | sanctioned people who are told so, with a way to appeal
redress.appeal_wrongful | share | share | redress | people told of a wrongful sanction who appeal
redress.appeal_rightful | share | share | redress | people told of any other sanction who appeal
redress.decision_days | days | days | redress | mean days until an appeal is decided
redress.sensitivity | probability | probability | redress | an unbiased reviewer finds a wrongful sanction to be wrongful
redress.automation_bias | share | share | redress | share of reviews in which the reviewer follows the machine
redress.mercy | probability | probability | redress | a reviewer lifts a sanction that the record supports
redress.legal_aid | share | share | redress | people told of a wrongful sanction who are helped to appeal, and whose reviewer then looks for himself
redress.review_share | share | share | sanction | new sanctions that a person looks at before they take effect
redress.review_sensitivity | probability | probability | sanction | an unhurried reviewer stops a wrongful sanction
redress.review_specificity | probability | probability | sanction | an unhurried reviewer lets a sanction stand that the record supports
redress.review_bias | share | share | sanction | share of these reviews in which the reviewer follows the machine
redress.review_capacity | reviews/10000 person-days | positive | sanction | reviews for which there are reviewers; what comes beyond takes effect unseen
redress.audit | probability | probability | redress | an audit of the lists finds and corrects a false listing within a week
ban.recovery | days | days | adapt | days after a ban until fear and trust rest where they would without surveillance
"""  # noqa: E501


def _parse() -> dict[str, Parameter]:
    rows = {}
    for line in _ROWS.strip().splitlines():
        key, unit, kind, stage, meaning = (cell.strip() for cell in line.split("|"))
        rows[key] = Parameter(key=key, unit=unit, kind=kind, stage=stage, meaning=meaning)
    return rows


#: All parameters by key, in the order of the table.
PARAMETERS: dict[str, Parameter] = _parse()

#: The parts of the model that a scenario holds, in the order of the day.
PARTS: tuple[str, ...] = tuple(dict.fromkeys(row.part for row in PARAMETERS.values()))

#: Parts that ``PART.enabled`` can switch off.
SWITCHED: tuple[str, ...] = tuple(part for part in PARTS if part not in ("people", "ban"))
