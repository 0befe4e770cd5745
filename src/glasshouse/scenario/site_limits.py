"""What sites may say of a place: no more faces and names than it has room for, and ratios of groups that it marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from glasshouse.scenario.places import Place
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.scenario.site_entry import SiteEntry
from glasshouse.scenario.user_text import quoted
from glasshouse.scenario.yaml_reading import Document
from glasshouse.wording.lists_and_nouns import enumerated

#: So many faces may pass a camera for each trip of the place's people: one is theirs, the others are visitors'.
VISITORS = 10
#: More sightings a trip the cameras do not count (``mechanisms.cameras``).
_MOST_SIGHTINGS = 65_535


def check_sizes(sites: Sequence[SiteEntry], place: Place, trips: float, document: Document) -> None:
    """Refuse faces and lists that the place has no room for. Raises ScenarioError."""
    people = float(place.columns["population"].sum())
    faces_left = _MOST_SIGHTINGS * people * trips
    for k, site in enumerate(sites):
        most = min(VISITORS * site.cameras * people * trips, faces_left)
        if (faces := site.faces_a_day.three.max()) > most:
            _refuse(
                document, k, "faces_a_day",
                f"{faces:,.12g} faces a day are more than {_cameras(site.cameras)} can search in {place.title}, with "
                f"{people:,.12g} people; at most {int(most):,} fit, visitors included.",
            )  # fmt: skip
        faces_left -= faces
    old_enough = float(((1 - place.columns["children"]) * place.columns["population"]).sum())
    for k, site in enumerate(sites):
        key = "watchlist" if site.listed_here is None else "listed_here"
        if (names := (site.listed_here or site.watchlist).three.max()) > old_enough:
            unless = " Say how many of those listed live there, as 'listed_here'." if key == "watchlist" else ""
            _refuse(
                document, k, key,
                f"{names:,.12g} people on the list are more than {place.title} has of 15 and over; at most "
                f"{int(old_enough):,} fit.{unless}",
            )  # fmt: skip
        all_names = site.watchlist.three
        for here, names in zip((site.listed_here or site.watchlist).three, all_names, strict=True):
            if here > names:
                said = f"{here:,.12g} of the list live in {place.title}, and {names:,.12g} are on it"
                _refuse(document, k, "listed_here", f"{said}; give no more than 'watchlist', at each end of its range.")


def _cameras(count: int) -> str:
    return "1 camera" if count == 1 else f"{count:,} cameras"


def check_groups(sites: Sequence[SiteEntry], place: Place, document: Document) -> None:
    """Refuse what is said of a minority or of women where no group of the place differs in it. Raises ScenarioError."""
    why = {"minority": _no_minority(place), "women": _women_alike(place)}
    for k, site in enumerate(sites):
        for key, said in (("ratio", site.ratio), ("who_passes", site.who_passes)):
            for what, reason in why.items():
                if reason and said is not None and what in said.model_fields_set:
                    _refuse(document, k, f"{key}.{what}", reason)


def _no_minority(place: Place) -> str:
    """Why a number of a minority would say nothing of a place; "" where it does."""
    if any(each.minority and share > 0 for each, share in zip(place.groups, place.mean_group_shares, strict=True)):
        return ""
    if any(each.minority for each in place.groups):
        return f"{place.title} has nobody of a minority; leave the number out."
    names = enumerated([*map(quoted, place.group_names)])
    return (
        f"{place.title} marks no group as a minority; write minority: true at one or more of the groups ({names}) "
        "in the place's file, or give 'glasshouse place new' the option --minority NAME."
    )


def _women_alike(place: Place) -> str:
    """Why a number of women would say nothing of a place: people are of a group, and its women are a share of it."""
    found = {each.women for each, share in zip(place.groups, place.mean_group_shares, strict=True) if share > 0}
    if len(found) > 1:
        return ""
    return (
        f"the groups of {place.title} have the same share of women, so that it changes nothing; give groups 'women' of "
        "their own in the place's file, or leave 'groups' out and give 'women' and 'minority'."
    )


def _refuse(document: Document, index: int, key: str, message: str) -> NoReturn:
    line = document.line(("sites", index, *key.split(".")))
    raise ScenarioError(f"sites.{key}: {message}", where=document.where, line=line)
