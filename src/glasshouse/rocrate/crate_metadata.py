"""ro-crate-metadata.json: what a package holds and how it was made, by RO-Crate 1.1 and Process Run Crate 0.5.

Process Run Crate describes the running of a tool as a CreateAction, with its instrument, what went in and what came
out: https://w3id.org/ro/wfrun/process/0.5, read in a stored copy of its repository.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from rocrate.model import ContextEntity
from rocrate.rocrate import ROCrate

from glasshouse.evidence.sources_and_claims import Source
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.report.evidence_tables import cited
from glasshouse.rocrate.package_contents import SCENARIO, Packed
from glasshouse.rocrate.package_readme import AUTHORS, LICENCE, LICENCE_AT
from glasshouse.scenario.layers import sources_of
from glasshouse.scenario.user_text import one_line

NAME = "ro-crate-metadata.json"
VERSION = "1.1"
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
#: Media types, and what a file is, by the end of its name.
_KINDS: Mapping[str, str] = {
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
    ".html": "text/html",
    ".csv": "text/csv",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".yaml": "application/yaml",
    ".md": "text/markdown",
    ".txt": "text/plain",
    ".cff": "application/yaml",
    ".whl": "application/zip",
}
_WHAT: Mapping[str, str] = {
    "run.json": "What was run, on what, and the fingerprints of what it left",
    "comparison.json": "Which scenarios were compared, and the fingerprints of what that left",
    "daily.parquet": "Daily figures by replicate, district and group",
    "events.parquet": "Events of invented persons: entries, listings, sanctions, appeals",
    "people.parquet": "Invented people by what they did and what was done to them",
    "measures.parquet": "Measures of harm by district and group",
    "comparison.parquet": "Paired differences between the scenarios",
    "ensemble.parquet": "Each draw of the assumptions, and what it came to",
    "attribution.parquet": "What each part adds to each harm",
    "report.html": "The report, one self-contained page",
    SCENARIO: "The whole scenario, each number with its source or the reason for which it is assumed",
    "requirements.txt": "glasshouse by its source, and libraries in their versions",
    "README.md": "What this is, in plain words, and how to check it and run it again",
    "CITATION.cff": "How to cite it",
}


def describe(packed: Packed, names: Iterable[str]) -> bytes:
    """The metadata of a package that holds files of these names (its results, and what is made for it)."""
    crate = ROCrate(version=VERSION)
    files: dict[str, Any] = {name: crate.add_file(dest_path=name, properties=_file(name)) for name in names}
    _root(crate, packed)
    tool = _tool(crate, packed, files["requirements.txt"])
    inputs = [files[SCENARIO], *_settings(crate, packed)]
    _added(
        crate,
        "#action",
        {
            "@type": "CreateAction",
            "name": f"The {packed.what} of {one_line(packed.scenario.title)}",
            "description": f"{packed.again}. {NOT_A_FORECAST}",
            "instrument": {"@id": tool.id},
            "object": [{"@id": each.id} for each in inputs],
            "result": [{"@id": files[name].id} for name in packed.files],
            "startTime": packed.facts["started"],
            "endTime": packed.facts["ended"],
            "actionStatus": {"@id": "http://schema.org/CompletedActionStatus"},
        },
    )
    crate.root_dataset["mentions"] = {"@id": "#action"}
    return (json.dumps(crate.metadata.generate(), indent=1, ensure_ascii=False) + "\n").encode()


def _file(name: str) -> dict[str, Any]:
    last = name.rsplit("/", 1)[-1]
    what = _WHAT.get(last) or (_WHAT[SCENARIO] if name.startswith("scenarios/") else "")
    properties = {"name": last, "description": what, "encodingFormat": _KINDS.get("." + last.rsplit(".", 1)[-1], "")}
    return {key: text for key, text in properties.items() if text}


def _root(crate: ROCrate, packed: Packed) -> None:
    scenario, root = packed.scenario, crate.root_dataset
    root["name"] = f"{one_line(scenario.title)} ({scenario.label}): a simulated {packed.what}"
    root["description"] = f"{NOT_A_FORECAST} {one_line(scenario.summary)} Label: {scenario.label}."
    root["datePublished"] = packed.facts["ended"]
    root["keywords"] = "simulation, invented people, not a forecast, surveillance, human rights"
    root["conformsTo"] = {"@id": PROFILE}
    profile = {"@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"}
    _added(crate, PROFILE, profile)
    _added(crate, LICENCE_AT, {"@type": "CreativeWork", "name": LICENCE, "identifier": LICENCE})
    root["license"] = {"@id": LICENCE_AT}
    digests = [_value(crate, f"#digest-{name}", f"digest of {name}", digest) for name, digest in packed.digests.items()]
    root["identifier"] = [{"@id": each.id} for each in digests]
    sources = sources_of(scenario.mechanisms, scenario.place)
    cites = [_source(crate, sources[key]) for key in sorted(cited(scenario)) if key in sources]
    root["citation"] = [{"@id": key} for key in dict.fromkeys(cites)]


def _added(crate: ROCrate, id: str, properties: dict[str, Any]) -> ContextEntity:
    """An entity that is no file, added to the crate."""
    entity = ContextEntity(crate, id, properties=properties)
    crate.add(entity)
    return entity


def _value(crate: ROCrate, id: str, name: str, value: object) -> ContextEntity:
    return _added(crate, id, {"@type": "PropertyValue", "name": name, "value": str(value)})


def _settings(crate: ROCrate, packed: Packed) -> list[ContextEntity]:
    names = ("population", "days", "seed", "replicates", "scenario_hash")
    return [_value(crate, f"#{name}", name.replace("_", " "), packed.facts[name]) for name in names]


def _tool(crate: ROCrate, packed: Packed, libraries: ContextEntity) -> ContextEntity:
    authors = _added(crate, "#authors", {"@type": "Organization", "name": AUTHORS})
    about = {
        "@type": "SoftwareApplication",
        "name": "glasshouse",
        "softwareVersion": packed.software.version,
        "description": "A laboratory that runs mass surveillance and citizen scoring on an invented population and "
        "counts what it does to people.",
        "license": {"@id": LICENCE_AT},
        "author": {"@id": authors.id},
        "softwareRequirements": {"@id": libraries.id},
    }
    if packed.facts.get("plugins"):
        about["softwareAddOn"] = [{"@id": _plugin(crate, each).id} for each in packed.facts["plugins"]]
    if commit := packed.software.source.commit:
        about["identifier"] = {"@id": _value(crate, "#commit", "commit", commit).id}
    if url := packed.software.source.url:
        about["url"] = url
    return _added(crate, "#glasshouse", about)


def _source(crate: ROCrate, source: Source) -> str:
    """A work on which numbers rest, as an entity; its id. Two sources may have one address."""
    id = source.url or f"#source-{source.id}"
    if crate.get(id) is None:
        kind = "ScholarlyArticle" if "doi.org/10." in id else "CreativeWork"
        about = {"@type": kind, "name": source.title, "author": source.author, "datePublished": str(source.year)}
        _added(crate, id, {**about, "publisher": source.at, "identifier": source.id})
    return id


def _plugin(crate: ROCrate, said: Mapping[str, Any]) -> ContextEntity:
    """A mechanism of a plug-in that the run was simulated with."""
    about = {
        "@type": "SoftwareApplication",
        "name": f"{said['name']} ({said['package']})",
        "identifier": said["fingerprint"],
        "description": "A mechanism of a plug-in; the identifier is the BLAKE2b hash of its package's source.",
    }
    return _added(crate, f"#plugin-{said['module']}", {**about, "softwareVersion": said["version"] or "none"})
