"""Face recognition names the face in a picture, rightly or wrongly, and raises alerts for faces on a watchlist.

Mechanism: A public act that a camera saw is searched for in a gallery of the district's people, and each passer-by is
compared with a police watchlist. An alert ends in a stop if the officer believes it and does not lose the person.

Error: False matches grow with the gallery: FPIR = 1 - (1 - FMR)^N. The person on whom one falls is drawn from that
person's own key, so that taking one person off a list changes the draws of nobody else.

Effect: It alone pins a public act on somebody by a picture, rightly or wrongly; it alone stops people in the street.

Source: False matches grow with the list in proportion (`npl-2023`), and between groups by the ratios of `nist-8280`.
That they fall tenfold for each twentieth of threshold is assumed: no slope is published. Stops and beliefs of officers:
`fussey-2019`.
"""

# Trust in the machine of those who check sanctions and appeals: human_review.py. `watch_boost` is used in cameras.py
# and whereabouts.py.

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.assessed import Identification, Need, Shown
from glasshouse.control_panel import Dial, Offered
from glasshouse.day_settings import DaySettings
from glasshouse.draws import FIRST_LATE, initial_random_word, random_word, scaled, threshold, thresholds
from glasshouse.entry_kind import EntryKind
from glasshouse.flow_chart import Arrow, Node
from glasshouse.headline_sentence import HeadlineFigures, HeadlineSentence
from glasshouse.intervention import Intervention, multiplied, shifted
from glasshouse.kernels import inner
from glasshouse.mechanism import Ablation, Count, Mechanism, Stream, parameter
from glasshouse.mechanisms.activity import public_acts
from glasshouse.mechanisms.affect import update_affect
from glasshouse.mechanisms.cameras import OFFENCE, PINNED_ON_NOBODY, capture
from glasshouse.model.active_bounds import ALERT, VICTIM
from glasshouse.model.attribution import WHOLE_WORD
from glasshouse.model.false_matches import false_match_rate, found_at, fpir
from glasshouse.model.state import FAULTY, NONE, PIN_CONDUCT, RIGHT, WRONG, may_record
from glasshouse.note import Mistake, Note, Phrases, Sight
from glasshouse.population.people import MOST_GROUPS, ON_WATCHLIST, WATCHED, WATCHLIST_DRAW, group_slots
from glasshouse.protection import Protects
from glasshouse.renamed import INPUT, KEY, Renamed
from glasshouse.site_figures import FromSites, SiteFigures
from glasshouse.stored import Stored
from glasshouse.told_by import ToldBy
from glasshouse.trial_values import Busy

PARAMETERS = (
    parameter(
        "face_recognition.true_match_rate",
        "a searched face of an enrolled person is matched to that person",
        kind="probability",
        stage="attribute",
    ),
    parameter(
        "face_recognition.false_match_rate",
        "one comparison with another person's face matches, at the reference threshold",
        kind="probability",
        stage="attribute",
        error=True,
    ),
    parameter(
        "face_recognition.reference_threshold",
        "match threshold at which the rates were measured",
        kind="share",
        unit="score",
        stage="attribute",
    ),
    parameter("face_recognition.threshold", "match threshold in use", kind="share", unit="score", stage="attribute"),
    parameter(
        "face_recognition.threshold_slope",
        "powers of ten by which false matches fall when the threshold rises by 1",
        kind="positive",
        unit="decades/score",
        stage="attribute",
    ),
    parameter(
        "face_recognition.lookup_factor",
        "false matches per comparison in identity look-up over those in watchlist alerts (a stricter setting)",
        kind="ratio",
        stage="attribute",
    ),
    parameter(
        "face_recognition.women_ratio",
        "false matches among women over those among men",
        kind="ratio",
        stage="attribute",
    ),
    parameter(
        "face_recognition.minority_ratio",
        "false matches among the minority over those among the majority",
        kind="ratio",
        stage="attribute",
    ),
    parameter(
        "face_recognition.watchlist",
        "faces on the watchlist against which each passer-by is compared",
        kind="count",
        unit="faces",
        stage="attribute",
    ),
    parameter(
        "face_recognition.enrolled_share",
        "share of a district's people whose photo is in the identity gallery",
        kind="share",
        stage="attribute",
    ),
    parameter(
        "face_recognition.on_watchlist_share",
        "people of 15 and over who are rightly on a police watchlist, apart from any score",
        kind="share",
        stage="attribute",
    ),
    parameter(
        "face_recognition.faulty_share",
        "entries of that list that should not be on it (out of date, cleared, mistaken)",
        kind="share",
        stage="attribute",
        error=True,
    ),
    parameter(
        "face_recognition.credible_true",
        "right alerts that an officer judges credible before acting",
        kind="share",
        stage="adapt",
    ),
    parameter(
        "face_recognition.credible_false",
        "wrong alerts that an officer judges credible before acting",
        kind="share",
        stage="adapt",
    ),
    parameter(
        "face_recognition.stop_share",
        "share of credible alerts after which a person is stopped",
        kind="share",
        stage="adapt",
    ),
    parameter(
        "face_recognition.arrest_share",
        "stops of rightly listed people that end in an arrest",
        kind="share",
        stage="adapt",
    ),
    parameter(
        "face_recognition.watch_boost",
        "how many times as high a watched person's hazard is to be seen by cameras; if rare, so many times as often",
        kind="ratio",
        stage="observe",
    ),
)
RENAMED = (
    Renamed(what=KEY, old="face_recognition.listed_share", new="face_recognition.on_watchlist_share"),
    Renamed(what=INPUT, old="listed_share", new="on_watchlist_share"),
)
OFFERED = Offered(keys=("face_recognition.threshold", "face_recognition.watchlist"))

PROTECTS = Protects(
    up=("face_recognition.threshold",), down=("face_recognition.watchlist", "face_recognition.enrolled_share")
)
BUSY = Busy(values={"face_recognition.false_match_rate": 1e-7})

NEEDS = (
    Need(
        word="stops",
        name="alerts of face recognition, and stops after them",
        lacking="no face is searched in this scenario, so nobody is stopped after an alert",
        on=("face_recognition.enabled",),
        harms=("stops", "stops_false", "stops_faulty", "misidentified"),
    ),
    Need(
        word="faces",
        name="faces searched, to tell one person from another",
        lacking="no face is searched in this scenario",
        on=("face_recognition.enabled",),
    ),
)
SHOWN = Shown(block="sensors")

SUSPICION = EntryKind(
    "suspicion",
    area="private life",
    things=("a note of suspicion", "notes of suspicion"),
    recorded="a watchlist alert on a person not on the list",
    place=9,
)

LOOKUP_HIT = Count("lookup_hit", "Faces matched to the right person", unit="look-ups", place=20)
LOOKUP_WRONG = Count("lookup_wrong", "Faces matched to the wrong person", unit="look-ups", place=21)
LOOKUP_NONE = Count("lookup_none", "Faces matched to nobody", unit="look-ups", place=22)
FALSE_MATCH = Count(
    "false_match",
    "Acts entered in the record of the wrong person",
    unit="entries",
    place=43,
    harm="misidentification",
)
ALERT_TRUE = Count("alert_true", "Watchlist alerts on people who are sought or watched", unit="alerts", place=41)
ALERT_FAULTY = Count(
    "alert_faulty", "Of these, by an entry that should not be on the list", unit="alerts", place=118, core=False
)
ALERT_FALSE = Count(
    "alert_false", "Watchlist alerts on the wrong person", unit="alerts", place=42, harm="misidentification"
)
STOPS = Count("stops", "People stopped after an alert, right or wrong", unit="stops", place=44)
STOPS_FALSE = Count(
    "stops_false", "People stopped because they were taken for somebody else", unit="stops", place=119, core=False
)
STOPS_FAULTY = Count(
    "stops_faulty",
    "People stopped because of an entry that should not be on the list",
    unit="stops",
    place=120,
    core=False,
)
ARRESTS = Count(
    "arrests", "Stops of people rightly sought that ended in an arrest", unit="arrests", place=121, core=False
)

TOLD_BY = ToldBy(
    word="stops",
    rank=1,
    section="face_recognition",
    asked={"stopped": (STOPS,), "as the wrong person": (STOPS_FALSE,)},
    wrong="as the wrong person",
    errors=("stops of the wrong person", "stopped as the wrong person"),
    opens_on="mistaken",
)

MATCH_DRAW = Stream("false_match", at=(1, 1))
LOOKUP_DRAW = Stream("lookup", at=(2, 3))
ALERT_DRAW = Stream("alert", at=(4, 0))
TRUE_PERSON_DRAW = Stream("true_person", at=(4, 2))
STOP_DRAW = Stream("stop", at=(7, 2))
ARREST_DRAW = Stream("arrest", at=(7, 3))

HIT_NOTE = Note(
    "right face",
    says=(
        "{By} saw it, and a face search named {them}.",
        "It was filmed by {by}, and the search found {their} face.",
        "{By} had it, and the software put {their} name to the face.",
        "The picture came from {by}; the match was {them}, and it was right.",
    ),
    sight=Sight(act=PIN_CONDUCT, word="right face", became=True, leads="them"),
    counts=(LOOKUP_HIT,),
    bit=2,
)
WRONG_NOTE = Note(
    "another face",
    says=(
        "{By} saw it, but the face search named somebody else.",
        "It was filmed by {by}, and the search put it on a stranger.",
        "{By} had it, and the software found a face that was not {theirs}.",
    ),
    often=(
        "A camera saw {what}, and the face search picked somebody else.",
        "There was a picture of {what}, and the search put another name to it.",
    ),
    sight=Sight(act=PIN_CONDUCT, word="another face", became=True, leads="another"),
    counts=(LOOKUP_WRONG,),
    bit=3,
)
NONE_NOTE = Note(
    "no face",
    says=(
        "{By} saw it, and the face search found nobody.",
        "It was filmed by {by}, to no effect: the search had no match.",
        "{By} had it, and the software drew a blank.",
    ),
    sight=Sight(act=PIN_CONDUCT, word="no face", became=True),
    counts=(LOOKUP_NONE,),
    bit=4,
)
RECOGNISED_NOTE = Note("recognised", means="recognised", counts=(ALERT_TRUE,), bit=13)
WRONG_ALERT_NOTE = Note(
    "wrong alert",
    says=(
        "A camera that looks for the faces of people on a list took {them} for one of them.",
        "Again a watchlist camera took {them} for somebody it was looking for.",
        "A watchlist camera raised an alert on {their} face, for the wrong person.",
    ),
    brief="a watchlist camera took {them} for somebody else",
    mistake=Mistake(
        kind=SUSPICION,
        word="wrong alert",
        things=("a false alert", "false alerts"),
        stopped=(
            "Police stopped {them} in the street over it.",
            "{they} was stopped in the street.",
            "It ended with {them} being stopped and questioned.",
        ),
    ),
    counts=(ALERT_FALSE,),
    bit=14,
)
STOPPED_NOTE = Note("stopped", means="stopped", counts=(STOPS,), bit=15)
ARRESTED_NOTE = Note("arrested", means="arrested", counts=(ARRESTS,), bit=33)
WRONG_FACE_NOTE = Note(
    "wrong face",
    says=(
        (
            "Then a camera's picture of a petty offence was searched, and the software said that the "
            "face was {theirs}. It was that of {other}."
        ),
        (
            "Once more {their} name was put to somebody else's face: a petty offence by {other} went "
            "into {their} record."
        ),
        "The face search confused {them} with {other}, whose petty offence {they} now carried.",
        "A petty offence by {other} was matched to {them}, wrongly.",
    ),
    brief="a face search put somebody else's offence into {their} record",
    mistake=Mistake(
        kind=OFFENCE,
        word="wrong face",
        things=("an offence by somebody with another face", "offences by people with other faces"),
        other="other",
        own=(
            "A face search put a petty offence into {their} record that {they} had not committed that day.",
            "Again a face search gave {them} an offence that {they} had not committed.",
        ),
    ),
    counts=(FALSE_MATCH,),
    bit=34,
)
PHRASES = Phrases(
    said={
        "stopped": (
            "A watchlist camera recognised {them}, and police stopped {them} in the street.",
            "{they} was recognised by a watchlist camera and stopped again.",
            "Once more a camera that was looking for {them} found {them}, and police came.",
            "A camera found {them}, and police stopped {them} for the {nth} time.",
            "It was the {nth} time that police stopped {them}.",
        ),
        "stopped by mistake": (
            (
                "A camera recognised {them}, and police stopped {them}, by an entry that should not have "
                "been on the list."
            ),
            ("{they} was recognised and stopped again, by the same entry that should not have been on the list."),
            "The entry still stood on the list, and police stopped {them} for the {nth} time because of it.",
        ),
        "arrested": (
            "A watchlist camera recognised {them}, and police arrested {them}.",
            "Once more a camera recognised {them}, and {they} was arrested.",
            "It was the {nth} time that a camera led to {them} being arrested.",
        ),
        "recognised": (
            "A watchlist camera recognised {them}, and nobody came.",
            "Again a watchlist camera found {them}, and nobody came.",
            "{their} face raised an alert, the {nth} that came to nothing.",
        ),
        "recognised often": (
            "Watchlist cameras recognised {them} {times}, and nobody came.",
            "{their} face raised {many} alerts, and nobody came.",
            "{Times} a camera that was looking for {them} found {them}, to no effect.",
        ),
        "stopped often": (
            "Watchlist cameras recognised {them} {times}, and police stopped {them} {stops}.",
            "Of {many} alerts on {their} face, {number} ended with police stopping {them} in the street.",
            "Police stopped {them} {stops}, on {many} alerts.",
            "{their} face raised {many} alerts; {stops} police came.",
            "{Times} the cameras found {them}, and {stops} {they} was stopped.",
        ),
    }
)


def wrong_in_a_search(settings: DaySettings) -> float:
    """P(a face that is not on the list is taken for one that is), over all people of the place.

    >>> from glasshouse.scenario import load
    >>> round(1 / wrong_in_a_search(load("as-described").settings(0)))
    11977
    """
    face = {key.removeprefix("face_recognition."): value for key, value in settings.numbers.items()}
    above = face["threshold"] - face["reference_threshold"]
    rate = false_match_rate(face["false_match_rate"], slope=face["threshold_slope"], above=above)
    return float(fpir(min(1.0, rate), face["watchlist"]))


DIALS = (
    Dial(
        name="threshold",
        key="face_recognition.threshold",
        title="How sure the machine must be",
        hint="The match threshold: how alike two faces must be to count as one. Lower, and more strangers are taken "
        "for somebody who is sought: 0.05 makes it ten times as many. Higher, and more of the sought walk past: 0.04 "
        "makes it one in twenty. Both steps are assumed; nobody publishes them.",
        stops=tuple(round(0.5 + 0.01 * step, 2) for step in range(21)),
        shown="fraction",
        step=0.01,
        follows={"face_recognition.true_match_rate": found_at},
        rank=0,
    ),
    Dial(
        name="faces",
        key="face_recognition.watchlist",
        title="Faces on the watchlist",
        hint="Every passer-by is compared with all of them. Twice the list, twice the mistakes.",
        stops=(100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000),
        shown="whole",
        rank=1,
    ),
)


def _comparison_rate(sites: SiteFigures) -> np.ndarray:
    """False matches in one comparison: all false alerts fall on those who are old enough for one."""
    wrong = np.minimum(0.999, sites.fpir * sites.people / sites.old_enough)
    return -np.expm1(np.log1p(-wrong) / sites.watchlist[0])


FROM_SITES = (
    FromSites(key="face_recognition.true_match_rate", work=lambda sites: sites.found),
    FromSites(key="face_recognition.false_match_rate", work=_comparison_rate),
    FromSites(key="face_recognition.reference_threshold", work=lambda sites: 0.6),
    FromSites(key="face_recognition.threshold", work=lambda sites: 0.6),
    FromSites(key="face_recognition.watchlist", work=lambda sites: sites.watchlist),
    FromSites(
        key="face_recognition.on_watchlist_share",
        work=lambda sites: np.minimum(1, sites.on_watchlist / sites.old_enough),
    ),
    FromSites(key="face_recognition.women_ratio", work=lambda sites: sites.ratios["women"]),
    FromSites(key="face_recognition.minority_ratio", work=lambda sites: sites.ratios["minority"]),
)


def group_rates(settings: DaySettings) -> np.ndarray:
    """False matches per comparison by group; their mean over the place's people is the published rate."""
    n, place = settings.numbers, settings.place
    mean = false_match_rate(
        n["face_recognition.false_match_rate"],
        slope=n["face_recognition.threshold_slope"],
        above=n["face_recognition.threshold"] - n["face_recognition.reference_threshold"],
    )
    women, minority = n["face_recognition.women_ratio"], n["face_recognition.minority_ratio"]
    ratios = place.group_ratios(women=women, minority=minority)
    return np.minimum(1.0, mean * ratios / float((ratios * place.mean_group_shares).sum()))


def searched_share(settings: DaySettings) -> float:
    """Share of the pictures that are searched for faces; some of the software is bought."""
    if not settings.on("face_recognition"):
        return 0.0
    return settings.numbers["cameras.face_recognition_share"] * settings.supply("recognition", 1.0)


def named_rightly(settings: DaySettings) -> float:
    """P(a face that is looked up is found to be the person's)."""
    n = settings.numbers
    return n["face_recognition.true_match_rate"] * n["face_recognition.enrolled_share"]


def named_wrongly(settings: DaySettings) -> np.ndarray:
    """P(a face that is looked up is found to be somebody else's) [districts, groups]."""
    n, place = settings.numbers, settings.place
    gallery = n["face_recognition.enrolled_share"] * place.columns["population"]
    rates = np.minimum(1.0, group_rates(settings) * n["face_recognition.lookup_factor"])
    return (1 - named_rightly(settings)) * fpir(rates[None, :], gallery[:, None])


IDENTIFICATION = Identification(
    need="faces",
    one="face",
    several="faces",
    sightings="sightings",
    searched=searched_share,
    wrong_in_a_search=wrong_in_a_search,
    looks_for="face_recognition.watchlist",
    found="face_recognition.true_match_rate",
    mistaken="face_recognition.false_match_rate",
    on_watchlist="face_recognition.on_watchlist_share",
    faulty="face_recognition.faulty_share",
    believed_wrong="face_recognition.credible_false",
    believed_right="face_recognition.credible_true",
    stopped="face_recognition.stop_share",
    arrested="face_recognition.arrest_share",
    plain={"cameras.face_recognition_share": 1.0, "face_recognition.threshold_slope": 0.0},
    alike={"face_recognition.women_ratio": 1.0, "face_recognition.minority_ratio": 1.0},
    right_alerts=ALERT_TRUE,
    faulty_alerts=ALERT_FAULTY,
    wrong_alerts=ALERT_FALSE,
    looked_up=(LOOKUP_HIT, LOOKUP_WRONG, LOOKUP_NONE),
    right_draw=ALERT_DRAW,
    wrong_draw=MATCH_DRAW,
    figures=("misidentifications", "misidentified", "stops", "stops_false", "stops_faulty"),
)


def police_list(settings: DaySettings) -> tuple[float, float]:
    """Shares of the people of 15 and over who are on a police watchlist: rightly, and in all."""
    n = settings.numbers
    rightly = n["face_recognition.on_watchlist_share"]
    return rightly, min(1.0, rightly / max(1e-9, 1 - n["face_recognition.faulty_share"]))


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """Watchlist alerts, for each sighting."""
    n = settings.numbers
    searched = searched_share(settings)
    credible = np.array([n["face_recognition.credible_false"], n["face_recognition.credible_true"]])
    false = searched * fpir(group_rates(settings), n["face_recognition.watchlist"])
    return {
        "alert": threshold(searched * n["face_recognition.true_match_rate"]),
        "false_alert": group_slots(thresholds(false)),
        # By whether the alert is wrong or right: officers judge it first, and act on some of what they believe.
        "stop": thresholds(n["face_recognition.stop_share"] * credible),
        "arrest": threshold(n["face_recognition.arrest_share"]),
    }


def compile_districts(settings: DaySettings) -> dict[str, Any]:
    """Identity look-ups: outcomes for the one searched, and the false matches that fall on others."""
    searched = searched_share(settings)
    hit, wrong = named_rightly(settings), named_wrongly(settings)
    outcomes = np.stack([np.full_like(wrong, hit), hit + wrong, np.ones_like(wrong)], axis=2)
    # A false match falls on a person of the group that was searched for, as often as such searches go wrong.
    seen = capture(settings)[:, 0, 1]
    rightly, on_watchlist = police_list(settings)
    return {
        "on_watchlist": threshold(on_watchlist),
        "rightly": threshold(rightly),
        "lookup": group_slots(thresholds(searched * outcomes), axis=1),
        "victim": group_slots(thresholds((public_acts(settings) * seen * searched)[:, None] * wrong)),
    }


def observe_identify(agent, j, late, params, district, counts):
    """Search the picture of a public act in the identity gallery: a hit, a wrong match, none, or no search."""
    if agent.picture == 0:
        return
    g = agent.group
    draw = late[LOOKUP_DRAW - FIRST_LATE, j]
    row = district.lookup[g]
    if draw < row[0]:
        counts[g, LOOKUP_HIT] += 1
        agent.noted |= HIT_NOTE
        if may_record(agent, params.cameras_scored):
            agent.pinned |= PIN_CONDUCT
    elif draw < row[1]:
        counts[g, LOOKUP_WRONG] += 1
        agent.noted |= WRONG_NOTE
    else:
        counts[g, PINNED_ON_NOBODY] += 1
        if draw < row[2]:
            counts[g, LOOKUP_NONE] += 1
            agent.noted |= NONE_NOTE


@inner
def on_police_list(agent, district, now):
    """0: not on it; 1: rightly; 2: by an entry that should not be there. Lists may be shortened, not lengthened."""
    if not agent.traits & ON_WATCHLIST:
        return 0
    place = initial_random_word(now, agent.person, WATCHLIST_DRAW)
    if place < district.rightly:
        return 1
    return 2 if place < district.on_watchlist else 0


def attribute(agent, i, j, words, late, params, district, now, counts, harms):
    """Watchlist alerts on a person, and look-ups of others that end on this person."""
    g = agent.group
    match_draw = np.int64(words[MATCH_DRAW, i])
    if (agent.flags & WATCHED or agent.traits & ON_WATCHLIST) and late[ALERT_DRAW - FIRST_LATE, j] < min(
        WHOLE_WORD, agent.sightings * params.alert
    ):
        listed = on_police_list(agent, district, now)
        if agent.flags & WATCHED or listed:
            agent.alert = RIGHT
            agent.noted |= RECOGNISED_NOTE
            counts[g, ALERT_TRUE] += 1
            if not agent.flags & WATCHED and listed == 2:
                agent.alert |= FAULTY
                counts[g, ALERT_FAULTY] += 1
    alert = min(WHOLE_WORD, agent.sightings * params.false_alert[g])
    if match_draw < alert:
        agent.alert |= WRONG
        agent.noted |= WRONG_ALERT_NOTE
        agent.false_face = SUSPICION
        counts[g, ALERT_FALSE] += 1
    elif match_draw >= WHOLE_WORD - district.victim[g]:
        agent.noted |= WRONG_FACE_NOTE
        agent.false_face = OFFENCE
        agent.other = district.start + scaled(np.int64(late[TRUE_PERSON_DRAW - FIRST_LATE, j]), district.n)
        counts[g, FALSE_MATCH] += 1
    if agent.false_face != NONE and harms.shape[0] > 0:
        row = harms[agent.person - now.origin]
        row.misidentified = min(255, row.misidentified + 1)
    if agent.false_face != NONE and not may_record(agent, params.cameras_scored):
        agent.false_face = NONE


def adapt(agent, params, now, counts):
    """An alert may end in a stop, which frightens whoever is stopped."""
    if agent.alert and random_word(now, agent.person, STOP_DRAW) < params.stop[agent.alert & RIGHT]:
        agent.noted |= STOPPED_NOTE
        counts[agent.group, STOPS] += 1
        if not agent.alert & RIGHT:
            counts[agent.group, STOPS_FALSE] += 1
        elif agent.alert & FAULTY:
            counts[agent.group, STOPS_FAULTY] += 1
        elif random_word(now, agent.person, ARREST_DRAW) < params.arrest:
            agent.noted |= ARRESTED_NOTE
            counts[agent.group, ARRESTS] += 1
        update_affect(agent, params.fear_stop, params.trust_stop)


def screen(params, district, bounds):
    """Below which word anybody could be taken for a listed person, and from which one for a searched one."""
    most_seen = (5 * district.sight_rate + 65535) >> 16
    for group in range(MOST_GROUPS):
        bounds[ALERT] = max(bounds[ALERT], most_seen * params.false_alert[group])
        bounds[VICTIM] = max(bounds[VICTIM], district.victim[group])


MATCH_THRESHOLD = Intervention(
    name="match-threshold",
    title="a stricter match threshold",
    sentence="Face searches must be surer of a match: the threshold rises by 0.04.",
    fails="It does nothing where errors do not fall with the threshold, or where no face is searched.",
    stage="attribute",
    numbers={
        "face_recognition.threshold": shifted(
            0.04, "0.04 above what was in use; false alerts rose steeply below 0.6 in the NPL study of 2023"
        ),
        # A stricter setting misses more as well; by how much depends on the pictures.
        "face_recognition.true_match_rate": multiplied(0.95, "one match in twenty is lost to the stricter threshold"),
    },
    needs="face_recognition",
    tried=20,
    heading="A stricter match",
)

SMALLER_GALLERY = Intervention(
    name="smaller-gallery",
    title="a tenth of the faces in each gallery",
    sentence="Faces are compared with a tenth as many others, on the watchlist and in the identity gallery.",
    fails="It does nothing where no face is searched.",
    stage="attribute",
    numbers={
        "face_recognition.watchlist": multiplied(
            0.1, "a tenth; false alerts rise in proportion to the list in the NPL study of 2023"
        ),
        "face_recognition.enrolled_share": multiplied(0.1, "a tenth of the photos: those of people sought by a court"),
    },
    needs="face_recognition",
    tried=40,
)


def _taken_for_others(figures: HeadlineFigures) -> str:
    """People taken for somebody else; without a ledger, times that it happened."""
    taken = figures.people("misidentified", ALERT_FALSE, FALSE_MATCH)
    if figures.knows_persons:
        who = taken.word("person was", "people were") if figures.alone else taken.word("was", "were")
        return f"{taken} {who} taken for somebody else by a camera."
    somebody = "Somebody" if figures.alone else "Among 10,000 people, somebody"
    return f"{somebody} was taken for somebody else by a camera {taken.times}."


def _stopped(figures: HeadlineFigures) -> str | None:
    """Stops in the street after an alert, and how many of them were of the wrong person."""
    if not figures.count(STOPS):
        return None
    stops, wrong = (figures.figure(each) for each in (STOPS, STOPS_FALSE))
    whom = "somebody" if figures.alone else "somebody among 10,000 people"
    days = f"{figures.days} day{'s' if figures.days > 1 else ''}"
    return f"Police stopped {whom} {stops.times} after an alert within {days}, {wrong.times} the wrong person."


HEADLINE = (HeadlineSentence(say=_taken_for_others, place=10), HeadlineSentence(say=_stopped, place=11))

FLOW_CHART = (
    Node(key="faces", name="Face recognition", stage="sources", place=20),
    Node(key="street", name="Stopped in the street", stage="record", part="", place=10),
    Arrow(
        start="faces",
        end="street",
        what="stops",
        measures=(STOPS, "-stops_false", "-stops_faulty"),
        wrong=(STOPS_FALSE, STOPS_FAULTY),
        place=20,
    ),
    Arrow(
        start="faces",
        end="record",
        what="acts, and false alerts",
        measures=(LOOKUP_HIT,),
        wrong=(FALSE_MATCH, ALERT_FALSE),
        needs="cameras.scored",
        place=30,
    ),
)

ABLATIONS = (
    Ablation(
        name="false-matches",
        family="errors",
        title="Faces taken for another's",
        off={"face_recognition.false_match_rate": 0},
    ),
)

STORED = Stored(column="traits", bits=ON_WATCHLIST, means="on a police watchlist")

MECHANISM = Mechanism(
    module=__name__,
    section="face_recognition",
    place=40,
    title="Face recognition",
    what="Names the face in a picture, rightly or wrongly, and raises an alert for a face on the watchlist.",
    switched=True,
    params={"alert": (), "false_alert": (MOST_GROUPS,), "stop": (2,), "arrest": ()},
    districts={"on_watchlist": (), "rightly": (), "lookup": (MOST_GROUPS, 3), "victim": (MOST_GROUPS,)},
    compile_params=compile_params,
    compile_districts=compile_districts,
    rules={"observe_identify": observe_identify, "attribute": attribute, "adapt": adapt, "screen": screen},
)
