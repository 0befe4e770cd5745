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
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from pydantic import ValidationError

from glasshouse.mechanism import KINDS
from glasshouse.mechanism_set import SHIPPED
from glasshouse.mechanisms.activity import trip_tail
from glasshouse.scenario.file_faults import fault
from glasshouse.scenario.places import Place
from glasshouse.scenario.scenario_error import ScenarioError, nearest
from glasshouse.scenario.scenario_models import Model
from glasshouse.scenario.scenario_parts import ParameterValue
from glasshouse.scenario.site_entry import SiteEntry
from glasshouse.scenario.site_limits import check_groups, check_sizes
from glasshouse.scenario.user_text import quoted
from glasshouse.scenario.yaml_reading import Document, Path_
from glasshouse.site_figures import FromSites, SiteFigures

#: What a search finds of the people on the list, and how many more there might be here, where a site does not say.
_UNSAID_FOUND = (0.85, 0.7, 0.95)


@dataclass(frozen=True, kw_only=True)
class Sites:
    """The sites of a file, the name of the layer that gives them, and the keys that they gave where they were laid.

    ``document`` holds the file and the lines on which they stand.
    """

    entries: tuple[SiteEntry, ...]
    layer: str
    document: Document = field(compare=False, repr=False)
    gave: frozenset[str] = frozenset()

    def entered(self) -> list[dict[str, Any]]:
        """The sites as a file writes them."""
        return [site.model_dump(mode="json", exclude_unset=True) for site in self.entries]

    @property
    def pass_alike(self) -> bool:
        """Whether no site says that one group passes it more often than its share of the people."""
        return not any(site.who_passes and site.who_passes.model_fields_set for site in self.entries)


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
        if site.name.casefold() in {other.name.casefold() for other in entries[:index]}:
            message = f"two sites are called '{quoted(site.name)}'; give each a name of its own."
            raise ScenarioError(message, where=document.where, line=document.line(("sites", index, "name")))
    return Sites(entries=entries, layer=layer, document=_of_sites(document))


def _of_sites(document: Document) -> Document:
    """The document without what is not of its sites."""
    lines: dict[Path_, int] = {path: line for path, line in document.lines.items() if path[:1] in ((), ("sites",))}
    return Document(data=None, lines=lines, where=document.where)


#: What the sites of a file switch on, unless it says otherwise.
ON = tuple(dict.fromkeys(f"{SHIPPED.parameters[one.key].part}.enabled" for one in SHIPPED.declared(FromSites)))
#: What there is of, wherever the sites are, as many as they say.
COUNTED = frozenset(one.key for one in SHIPPED.declared(FromSites) if one.stays)


def laid(
    flat: Mapping[str, Any], names: Sequence[str], place: Callable[[], Place], at: tuple[Any, int | None]
) -> dict[str, Any]:
    """Flat values with the parameters that sites give, unless their file or a layer over it gives others.

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
        there, a_day = place(), sum(trip_tail(trips.value))
        check_groups(sites.entries, there, sites.document)
        check_sizes(sites.entries, there, a_day, sites.document)
        found = parameters(sites, there, a_day)
    except ValueError as error:
        if isinstance(error, ScenarioError):
            raise
        raise ScenarioError(f"{error}.", where=at[0], line=at[1]) from None
    above = set(names[names.index(sites.layer) :])

    def theirs(key: str, value: ParameterValue) -> bool:
        """Also what stands beside them in the document of a scenario, and is what they come to."""
        there = rest.get(key)
        return there is None or there.layer not in above or replace(there, layer=value.layer) == value

    given = {key: value for key, value in found.items() if theirs(key, value)}
    return {**rest, **given, "sites": replace(sites, gave=frozenset(given))}


def parameters(sites: Sites, place: Place, trips: float) -> dict[str, ParameterValue]:
    """The parameters that sites come to in a place whose people make so many trips a day."""
    each = sites.entries
    people = float(place.columns["population"].sum())
    faces = sum((site.faces_a_day.three for site in each), np.zeros(3))
    weights = np.array([site.faces_a_day.value for site in each]) / faces[0]

    def mean(values: Sequence[np.ndarray]) -> np.ndarray:
        return sum((w * value for w, value in zip(weights, values, strict=True)), np.zeros(3))

    figures = SiteFigures(
        people=people,
        old_enough=float(((1 - place.columns["children"]) * place.columns["population"]).sum()),
        trips=trips,
        cameras=sum(site.cameras for site in each),
        faces=faces,
        watchlist=mean([site.watchlist.three for site in each]),
        fpir=mean([site.fpir.three for site in each]),
        found=mean([np.array(_UNSAID_FOUND) if s.true_match_rate is None else s.true_match_rate.three for s in each]),
        on_watchlist=mean([_on_watchlist(site) for site in each]),
        ratios={what: _ratio(each, weights, place, what) for what in ("women", "minority")},
    )
    made = {one.key: one.three(figures) for one in SHIPPED.declared(FromSites)}
    said = _said(each)
    return {
        key: ParameterValue(
            value=float(three[0]),
            low=float(three.min()),
            high=float(three.max()),
            unit=SHIPPED.parameters[key].unit,
            layer=sites.layer,
            **said,
        )
        for key, three in made.items()
    }


def _on_watchlist(site: SiteEntry) -> np.ndarray:
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
