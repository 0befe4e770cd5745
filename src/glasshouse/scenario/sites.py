"""Sites of face recognition, in the numbers of those who run them: so many faces a day, one false alert in so many.

::

    sites:
      - name: station
        cameras: 40
        faces_a_day: 90000
        watchlist: 2000
        fpir: {value: 1e-3, range: [3e-4, 3e-3]}
        ratio: {minority: 3}
        ratio_to: majority
        hours: 16
        who_passes: {minority: 0.15}
        assumed: round figures of an invented station

They become parameters of the cameras and of face recognition, for the whole place: its people are searched as often as
all sites together search a face, everybody alike. Several sites add up in faces; list and errors are their means by
faces. A number of the scenario's own, in the same file or over it, goes before what the sites would give. Children's
faces are among those searched, and no alert of the model falls on a child: all that a site has fall on the others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BeforeValidator, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from glasshouse.mechanism import KINDS
from glasshouse.mechanisms.activity import trip_tail
from glasshouse.scenario.file_faults import fault
from glasshouse.scenario.places import Place
from glasshouse.scenario.scenario_error import ScenarioError, nearest
from glasshouse.scenario.scenario_models import Line, Model, Number, Text, Whole
from glasshouse.scenario.scenario_parts import ParameterValue
from glasshouse.scenario.user_text import quoted
from glasshouse.scenario.yaml_reading import Document

#: What a search finds of the people on the list, and how many more there might be here, where a site does not say.
_UNSAID_FOUND = (0.85, 0.7, 0.95)


class SiteNumber(Model):
    """A number of a site, and its lowest and highest plausible value; a bare number is fixed."""

    value: Annotated[Number, Field(ge=0)]
    range: Annotated[list[Annotated[Number, Field(ge=0)]], Field(min_length=2, max_length=2)] | None = None

    @model_validator(mode="after")
    def _holds(self) -> SiteNumber:
        if self.range and self.range[0] > self.range[1]:
            raise PydanticCustomError("range", "the range goes from a lower to a higher value")
        if self.range and not self.range[0] <= self.value <= self.range[1]:
            raise PydanticCustomError("range", "the range must hold the value: lowest <= value <= highest")
        return self

    @property
    def three(self) -> np.ndarray:
        """The value, and the two ends of its range."""
        return np.array([self.value, *(self.range or (self.value, self.value))], np.float64)


def _number(value: Any) -> Any:
    return value if isinstance(value, dict) or value is None else {"value": value}


_Given = Annotated[SiteNumber, BeforeValidator(_number)]
_Ratio = Annotated[Number, Field(gt=0, le=1000)]
_Share = Annotated[Number, Field(gt=0, lt=1)]


class SiteRatios(Model):
    """False alerts on each face of a group, over those on each face of the others, or of everybody (``ratio_to``)."""

    minority: _Ratio = 1.0
    women: _Ratio = 1.0


class SitePassers(Model):
    """Shares of the faces at a site; without it, those of the place's people."""

    minority: _Share | None = None
    women: _Share | None = None


class SiteEntry(Model):
    """A site at which faces are searched."""

    name: Line
    cameras: Annotated[Whole, Field(ge=1, le=10**9)] = Field(description="cameras that search faces there")
    faces_a_day: _Given = Field(description="faces searched in a day; whoever passes twice counts twice")
    watchlist: _Given = Field(description="faces on the list with which each is compared")
    fpir: _Given = Field(description="share of searches of people not on the list that raise an alert")
    true_match_rate: _Given | None = Field(None, description="share of searches of people on it that raise theirs")
    listed_here: _Given | None = Field(None, description="people of the place who are rightly on the list")
    ratio: SiteRatios | None = None
    ratio_to: Literal["mean", "majority"] | None = Field(None, description="what a ratio is to: everybody, or the rest")
    who_passes: SitePassers | None = None
    hours: Annotated[Number, Field(gt=0, le=24)] | None = Field(None, description="hours a day; only words need it")
    source: Text | None = None
    confidence: Literal["S", "M", "D"] | None = None
    assumed: Text | None = None

    @model_validator(mode="after")
    def _sensible(self) -> SiteEntry:
        if (self.source is None) == (self.assumed is None) or (self.source is None) != (self.confidence is None):
            raise PydanticCustomError("evidence", "give a source with its confidence, or the reason it is assumed")
        if (self.ratio is None) != (self.ratio_to is None):
            raise PydanticCustomError("evidence", "a ratio is to the mean or to the majority: say ratio and ratio_to")
        for name, number in (("faces_a_day", self.faces_a_day), ("watchlist", self.watchlist), ("fpir", self.fpir)):
            if not number.three.min() > 0 or (name == "fpir" and number.three.max() >= 1):
                raise PydanticCustomError("evidence", "{name} must be above 0, and an fpir below 1", {"name": name})
        if self.true_match_rate is not None and self.true_match_rate.three.max() > 1:
            raise PydanticCustomError("evidence", "true_match_rate must be at most 1")
        return self


@dataclass(frozen=True, kw_only=True)
class Sites:
    """The sites of a file, the name of the layer that gives them, and the keys that they gave where they were laid."""

    entries: tuple[SiteEntry, ...]
    layer: str
    gave: frozenset[str] = frozenset()


class _SitesOfAFile(Model):
    sites: list[SiteEntry]


def read_sites(document: Document, layer: str, sources: Collection[str]) -> Sites:
    """The sites of a scenario's file. Raises ScenarioError at the first fault."""
    only = Document(data={"sites": document.data["sites"]}, lines=document.lines, where=document.where)
    try:
        entries = tuple(_SitesOfAFile.model_validate(only.data).sites)
    except ValidationError as error:
        raise fault(error, only, _SitesOfAFile) from None
    for index, site in enumerate(entries):
        path = ("sites", index, "source")
        if site.source is not None and site.source not in sources:
            message = f"unknown source '{quoted(site.source)}'.{nearest(site.source, sources)}"
            raise ScenarioError(message, where=document.where, line=document.line(path))
    return Sites(entries=entries, layer=layer)


#: What the sites of a file switch on, unless it says otherwise.
ON = ("cameras.enabled", "face_recognition.enabled")
#: What sites say of the cameras, which are as many wherever the sites are.
COUNTED = frozenset({"cameras.total", "cameras.forecast"})


def laid(
    flat: Mapping[str, Any], names: Sequence[str], place: Callable[[], Place], at: tuple[Any, int | None]
) -> dict[str, Any]:
    """Flat values with the parameters that sites give, unless their file or a layer over it gives the same.

    ``names`` are the layers from the lowest to the highest; ``at`` is where the sites stand. Under ``sites`` stand
    those that were laid, if there are any. Raises ScenarioError.
    """
    sites: Sites | None = flat.get("sites")
    rest = {key: value for key, value in flat.items() if key != "sites"}
    if sites is None:
        return rest
    trips = rest.get("people.trips")
    if trips is None or trips.value <= 0:
        message = "sites need people.trips above 0: people pass a camera on their trips."
        raise ScenarioError(message, where=at[0], line=at[1])
    try:
        found = parameters(sites, place(), sum(trip_tail(trips.value)))
    except ValueError as error:
        if isinstance(error, ScenarioError):
            raise
        raise ScenarioError(f"{error}.", where=at[0], line=at[1]) from None
    above = set(names[names.index(sites.layer) :])
    given = {key: value for key, value in found.items() if key not in rest or rest[key].layer not in above}
    return {**rest, **given, "sites": replace(sites, gave=frozenset(given))}


def parameters(sites: Sites, place: Place, trips: float) -> dict[str, ParameterValue]:
    """The parameters that sites come to in a place whose people make so many trips a day."""
    each = sites.entries
    people = float(place.columns["population"].sum())
    faces = sum((site.faces_a_day.three for site in each), np.zeros(3))
    cameras = sum(site.cameras for site in each)
    weights = np.array([site.faces_a_day.value for site in each]) / faces[0]

    def mean(values: Sequence[np.ndarray]) -> np.ndarray:
        return sum((w * value for w, value in zip(weights, values, strict=True)), np.zeros(3))

    passes = max(1.0, float(faces.max()) / (people * trips))  # sightings a trip, of which the searched are a share
    watchlist, fpir = mean([site.watchlist.three for site in each]), mean([site.fpir.three for site in each])
    found = mean([np.array(_UNSAID_FOUND) if s.true_match_rate is None else s.true_match_rate.three for s in each])
    listed = mean([_listed(site) for site in each])
    old_enough = float(((1 - place.columns["children"]) * place.columns["population"]).sum())
    wrong = np.minimum(0.999, fpir * people / old_enough)
    said = _said(each)
    made = {
        "cameras.total": (np.full(3, float(cameras)), "cameras"),
        "cameras.forecast": (np.zeros(3), "cameras"),
        "cameras.urban_ratio": (np.ones(3), "ratio"),
        "cameras.sightings": (np.full(3, passes * people / (10 * cameras)), "sightings/trip"),
        "cameras.face_recognition_share": (np.minimum(1, faces / (people * trips * passes)), "share"),
        "face_recognition.true_match_rate": (found, "probability"),
        "face_recognition.false_match_rate": (-np.expm1(np.log1p(-wrong) / watchlist[0]), "probability"),
        "face_recognition.reference_threshold": (np.full(3, 0.6), "score"),
        "face_recognition.threshold": (np.full(3, 0.6), "score"),
        "face_recognition.watchlist": (watchlist, "faces"),
        "face_recognition.on_watchlist_share": (np.minimum(1, listed / old_enough), "share"),
        "face_recognition.women_ratio": (np.full(3, _ratio(each, weights, place, "women")), "ratio"),
        "face_recognition.minority_ratio": (np.full(3, _ratio(each, weights, place, "minority")), "ratio"),
    }
    return {
        key: ParameterValue(
            value=float(three[0]), low=float(three.min()), high=float(three.max()), unit=unit, layer=sites.layer, **said
        )
        for key, (three, unit) in made.items()
    }


def _listed(site: SiteEntry) -> np.ndarray:
    """People of the place on the list: where a site does not say, half of it, from nobody to all."""
    if site.listed_here is not None:
        return site.listed_here.three
    return np.array([site.watchlist.value / 2, 0, site.watchlist.value])


def _said(each: Sequence[SiteEntry]) -> dict[str, Any]:
    """Evidence of what follows from the sites: derived from their one source, or assumed in their words."""
    if len({site.source for site in each}) == 1 and each[0].source is not None:
        return {"source": each[0].source, "confidence": "D"}
    told = [f"{site.name}: {site.assumed or site.source}{_pace(site)}" for site in each]
    return {"assumed": f"from the sites ({'; '.join(told)})"}


def _pace(site: SiteEntry) -> str:
    faces = site.faces_a_day.value
    pace = f", {faces / site.hours / 60:,.3g} a minute" if site.hours else ""
    return f", {faces:,.12g} faces a day{pace}"


def share_of(place: Place, what: str) -> float:
    """The share of a place's people who are women, or of a minority."""
    weights = [each.women if what == "women" else float(each.minority) for each in place.groups]
    return float((np.array(weights) * place.mean_group_shares).sum())


def _ratio(each: Sequence[SiteEntry], weights: np.ndarray, place: Place, what: str) -> float:
    """How many times as often a person of a group is taken for another, passing as often as everybody does.

    What a site's crowd has more of than the place is in it: false alerts fall on people as they do at the sites.
    """
    people = share_of(place, what)
    if not 0 < people < 1:
        return 1.0
    wrong, on_group = 0.0, 0.0
    for site, weight in zip(each, weights.tolist(), strict=True):
        crowd = (getattr(site.who_passes, what) if site.who_passes else None) or people
        ratio = getattr(site.ratio, what) if site.ratio else 1.0
        if site.ratio_to == "mean" and ratio != 1:
            if crowd * ratio >= 1:
                raise ValueError(
                    f"site '{site.name}': the ratio {ratio:g} to the mean cannot be, with {crowd:.3g} of the faces; "
                    "is it to the majority"
                )
            ratio *= (1 - crowd) / (1 - crowd * ratio)
        wrong += weight * site.fpir.value
        on_group += weight * site.fpir.value * crowd * ratio / (1 - crowd + crowd * ratio)
    share = on_group / wrong
    low, high, _ = KINDS["ratio"]
    return min(high, max(low, share / (1 - share) * (1 - people) / people))
