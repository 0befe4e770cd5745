"""Cameras see public acts; they pin them on nobody. That is face recognition's work.

Mechanism: A public act is seen with a chance that grows with the cameras a head of the district, and more for people
who are watched. The number of cameras grows by a constant factor until the date of the forecast.

Error: None of its own here. A picture that is searched for faces can end on the wrong person, with odds that differ by
group and grow with the gallery.

Effect: It alone feeds face search, and so it alone can make alerts, stops and look-ups that end on somebody else.

Source: Numbers of cameras: `nyt-2018`, `comparitech-2020`, `ihs-2019`. The chance that one of them
sees an act is assumed.
"""

# How much more cameras see of whoever is watched: `boost` here and in whereabouts.py; its number is declared in
# face_recognition.py (watch_boost), those of other sensors in their files (model/aim.py).

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.card_section import DistrictColumn
from glasshouse.control_panel import Dial, Offered
from glasshouse.day_settings import DaySettings
from glasshouse.draws import FIRST_LATE, thresholds
from glasshouse.entry_kind import EntryKind
from glasshouse.flow_chart import Arrow, Node
from glasshouse.measure import mean
from glasshouse.mechanism import Ablation, Count, Mechanism, Stream, parameter
from glasshouse.model.state import PIN_CONDUCT, STATE_PICTURE, Conduct
from glasshouse.note import Note, Sight
from glasshouse.population.people import WATCHED
from glasshouse.protection import Protects
from glasshouse.section import Extra
from glasshouse.site_figures import FromSites, SiteFigures
from glasshouse.trial_values import Busy

PARAMETERS = (
    parameter(
        "cameras.total",
        "cameras in the whole country or city at the start, public and private",
        kind="count",
        unit="cameras",
        of_place=True,
        stage="observe",
    ),
    parameter(
        "cameras.forecast",
        "cameras forecast for cameras.forecast_date (growth by a constant factor a day until then)",
        kind="count",
        unit="cameras",
        of_place=True,
        stage="observe",
    ),
    parameter(
        "cameras.urban_ratio",
        "cameras a head in towns over cameras a head in the countryside",
        kind="ratio",
        stage="observe",
    ),
    parameter(
        "cameras.sightings",
        "sightings a trip for each 100 cameras per 1,000 people",
        kind="positive",
        unit="sightings/trip",
        stage="observe",
    ),
    parameter(
        "cameras.capture",
        "hazard that a public act is seen, for each 100 cameras per 1,000 people",
        kind="positive",
        unit="ratio",
        stage="observe",
    ),
    parameter(
        "cameras.face_recognition_share",
        "share of the cameras whose pictures are searched for faces",
        kind="share",
        stage="observe",
    ),
)
FORECAST_DATE = Extra(key="cameras.forecast_date", kind="date")
OFFERED = Offered(keys=("cameras.total", "cameras.face_recognition_share"))
SHARE = Dial(
    name="share",
    key="cameras.face_recognition_share",
    title="Cameras that know faces",
    hint="Of all cameras that people pass. The more, the more often each face is compared.",
    stops=(0, 0.0001, 0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1),
    shown="share",
    rank=2,
)
PROTECTS = Protects(down=("cameras.face_recognition_share",))
BUSY = Busy(values={"cameras.capture": 0.2, "cameras.face_recognition_share": 0.3})

OFFENCE = EntryKind(
    "offence",
    area="conduct",
    things=("a petty offence", "petty offences"),
    recorded="a recorded petty offence",
    act=Conduct.OFFENCE,
    place=0,
)
ASSEMBLY = EntryKind(
    "assembly",
    area="expression",
    things=("a lawful gathering", "lawful gatherings"),
    recorded="a recorded lawful gathering",
    act=Conduct.ASSEMBLY,
    place=1,
)

SIGHTINGS = Count("sightings", "Times somebody was seen on a trip", unit="sightings", place=1, grouped=False)
SEEN_BY_CAMERA = Count("seen_by_camera", "Public acts seen by state cameras", unit="acts", place=17)
PINNED_ON_NOBODY = Count("pinned_on_nobody", "Acts seen that no camera could pin on anybody", unit="acts", place=19)
MEASURE = mean(
    "sightings",
    "Sightings a trip",
    "Times that a camera saw a person, for each trip that people made. It is counted without a group.",
    unit="sightings",
    base="trips",
    counts=("sightings",),
    over=("trips",),
    unsought="it is the system's reach",
    section="What is known of people",
    place=0,
)
BY_DISTRICT = DistrictColumn(head="Sightings per 100 trips", counts=("sightings",), over=("trips",))

CAMERA_DRAW = Stream("camera", at=(2, 2))


SEEN_NOTE = Note(
    "state camera",
    says=(
        "{By} saw it, and nobody searched for the face.",
        "It was filmed by {by}, and the film was left at that.",
        "{By} had it, but a picture alone is not a name.",
    ),
    often=(
        "A camera saw {what}, and the picture led to nobody.",
        "A camera recorded {what}, in vain: the face had no name.",
        "Cameras had {what}, and no name for the face.",
        "There was a picture of {what}, and it stayed without a name.",
    ),
    sight=Sight(act=PIN_CONDUCT, word="state camera", by="a street camera", alone=PINNED_ON_NOBODY),
    counts=(SEEN_BY_CAMERA,),
    bit=0,
)


def _sightings(sites: SiteFigures) -> float:
    """Sightings a trip, at least one, of which those that are searched for faces are a share."""
    return max(1.0, float(sites.faces.max()) / (sites.people * sites.trips))


FROM_SITES = (
    FromSites(key="cameras.total", work=lambda sites: sites.cameras, stays=True),
    FromSites(key="cameras.forecast", work=lambda sites: 0, stays=True),
    FromSites(key="cameras.urban_ratio", work=lambda sites: 1),
    FromSites(key="cameras.sightings", work=lambda sites: _sightings(sites) * sites.people / (10 * sites.cameras)),
    FromSites(
        key="cameras.face_recognition_share",
        work=lambda sites: np.minimum(1, sites.faces / (sites.people * sites.trips * _sightings(sites))),
    ),
)


def density(settings: DaySettings) -> np.ndarray:
    """Hundreds of cameras per 1,000 persons [districts]; 0 with the camera network off."""
    return standing(settings) * settings.on("cameras")


def standing(settings: DaySettings) -> np.ndarray:
    """The same, whether or not the network is on."""
    real, urban = settings.place.columns["population"], settings.place.columns["urban"]
    n = settings.numbers
    total, forecast = n["cameras.total"], n["cameras.forecast"]
    if total > 0 and forecast > 0:
        total *= (forecast / total) ** settings.progress[FORECAST_DATE.key]
    weight = urban * n["cameras.urban_ratio"] + (1 - urban)
    mean_weight = float((weight * real).sum() / real.sum())
    return total / float(real.sum()) * 1000 / 100 * weight / mean_weight


def capture(settings: DaySettings) -> np.ndarray:
    """P(a public act is seen) [districts, watched, (by a state camera, by any)]."""
    n = settings.numbers
    boost = np.array([1.0, n["face_recognition.watch_boost"] if settings.on("face_recognition") else 1.0])
    state = -np.expm1(-n["cameras.capture"] * np.outer(density(settings), boost))
    return np.stack([state, 1 - (1 - state) * (1 - settings.supply("other cameras", 0.0))], axis=2)


#: More than 65,535 sightings a trip are taken for so many, which is far above any street and within 32 bits.
MOST_RATE = 2.0**32 - 1


def compile_districts(settings: DaySettings) -> dict[str, Any]:
    """Sightings a trip, and the chance that an act is seen."""
    a_trip = settings.numbers["cameras.sightings"] * density(settings)
    return {
        "sight_rate": np.minimum(np.round(a_trip * 65536), MOST_RATE),
        "capture": thresholds(capture(settings)),
    }


def observe(agent, j, late, district, counts):
    """Was a public act seen by a camera of the state?"""
    if agent.conduct != Conduct.OFFENCE and agent.conduct != Conduct.ASSEMBLY:
        return
    watched = 1 if agent.flags & WATCHED else 0
    if late[CAMERA_DRAW - FIRST_LATE, j] < district.capture[watched, 0]:
        counts[agent.group, SEEN_BY_CAMERA] += 1
        agent.noted |= SEEN_NOTE
        agent.picture = STATE_PICTURE
        agent.seen |= PIN_CONDUCT


FLOW_CHART = (
    Node(key="cameras", name="Cameras", stage="sources", place=10),
    Arrow(start="cameras", end="faces", what="public acts seen", measures=(SEEN_BY_CAMERA,), place=10),
)

ABLATIONS = (
    Ablation(
        name="cameras",
        family="sensors",
        title="Cameras and face recognition",
        off={"cameras.enabled": False, "face_recognition.enabled": False},
    ),
)

MECHANISM = Mechanism(
    module=__name__,
    section="cameras",
    place=30,
    title="Cameras",
    what="See trips and public acts; whom they saw, they cannot say alone.",
    switched=True,
    scored=True,
    other_purpose=True,
    districts={"sight_rate": (), "capture": (2, 2)},
    compile_districts=compile_districts,
    rules={"observe": observe},
)
