"""Put a scenario together from its file, the presets it extends, and settings from the command line."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from glasshouse.arguments import Argument, several
from glasshouse.errors import BadInputError, ended
from glasshouse.former_names import document_now
from glasshouse.mechanism import Mechanism
from glasshouse.mechanism_set import SHIPPED, MechanismError, MechanismSet
from glasshouse.plugins import PluginError, offered
from glasshouse.scenario import documents, scenario_keys
from glasshouse.scenario.flattening import flatten, plugins_of, with_tiers_of
from glasshouse.scenario.layers import PLUGIN, Layer
from glasshouse.scenario.origin import Origin, typed
from glasshouse.scenario.place_files import again
from glasshouse.scenario.scenario import Scenario
from glasshouse.scenario.scenario_building import build
from glasshouse.scenario.scenario_error import ScenarioError, nearest
from glasshouse.scenario.set_values import set_values
from glasshouse.scenario.user_text import name_from, path_quoted, quoted
from glasshouse.scenario.yaml_reading import Document, as_file, parse, read
from glasshouse.tiers import TIERS
from glasshouse.withdrawn import Withdrawn, keys_gone, without

#: Where the shipped presets lie. A name that starts with _ is a base that others extend.
FOLDER = Path(__file__).parent.parent / "presets"
#: Longest chain of ``extends``.
MAX_CHAIN = 8
#: The parts of a scenario that its document is made of.
_PARTS = (
    *("name", "label", "title", "summary", "leaves_out", "place", "start", "days", "population", "warm_up"),
    *("parameters", "switches", "dates", "gates", "suppliers", "events", "mechanisms", "sites"),
)


def preset_names() -> list[str]:
    """Names of the presets: the shipped ones, and those of installed plug-ins.

    >>> preset_names()[:2]
    ['as-described', 'as-documented']
    """
    return [name for name in _extendable() if not name.startswith("_")]


def preset_file(name: str) -> Path:
    """The file of a preset, shipped or of a plug-in. Raises ScenarioError where the plug-in has no such file."""
    if (shipped := FOLDER / f"{name}.yaml").exists():
        return shipped
    try:
        return offered("presets")[name].file()
    except PluginError as error:
        raise ScenarioError(ended(str(error))) from error


def _extendable() -> list[str]:
    """Names of all presets, and of the bases that others extend."""
    return sorted({*(path.stem for path in FOLDER.glob("*.yaml")), *offered("presets")})


def load(name_or_path: str | os.PathLike[str], sets: str | Iterable[str] = ()) -> Scenario:
    """Load a preset by name, or a YAML file by path; ``sets`` are ``KEY=VALUE`` texts laid over it,
    or a single one.

    Raises ScenarioError, with file, line and the nearest valid name, where anything is wrong.

    >>> load("as-described", sets=["cameras.total=3e8"]).parameters["cameras.total"].value
    300000000.0
    """
    _require_name(name_or_path, "name_or_path")
    texts = several(sets)
    if isinstance(name_or_path, str) and not texts and name_or_path in preset_names():
        return _built(name_or_path)
    layer = _find(name_or_path)
    return build(set_values(layer, texts), texts, Origin(scenario=typed(name_or_path, preset_names()), sets=texts))


def load_text(text: str, sets: str | Iterable[str] = (), *, name: str = "own", where: str = "your text") -> Scenario:
    """Load a scenario from the text of a YAML file; ``where`` is what errors call it, ``name`` its name unless it says.

    The same as a file that holds the text: it may extend a preset, and names a shipped place. A plug-in must be an
    installed one, since a text may be anybody's, and the code of a module that it named would be run.

    >>> load_text("glasshouse: 1\\nextends: as-described\\ndays: 30").days
    30
    >>> load_text("glasshouse: 1\\nextends: as-describd")
    Traceback (most recent call last):
    ...
    glasshouse.scenario.scenario_error.ScenarioError: your text, line 2: extends an unknown preset 'as-describd'. \
Did you mean 'as-described'?
    """
    layer, texts = _chain(_own_label(_flat(parse(text, where=where), where, modules=False), name)), several(sets)
    return build(set_values(layer, texts), texts, Origin(scenario=None, sets=texts))


def given(scenario: str | os.PathLike[str] | Scenario, argument: str = "scenario") -> Scenario:
    """What a caller gave as a scenario, loaded: a preset's name, a file's path or a loaded one.

    Raises ScenarioError, and ``BadInputError``, which names the argument, for what is none of these.

    >>> given(5)
    Traceback (most recent call last):
    ...
    glasshouse.errors.BadInputError: scenario=5: it must be a preset's name, the path of a YAML file, or a loaded \
scenario.
    """
    if isinstance(scenario, Scenario):
        return settled(scenario)
    _require_name(scenario, argument, ", or a loaded scenario")
    return load(scenario)


def _require_name(asked: object, argument: str, otherwise: str = "") -> None:
    both = "a preset's name, the path of a YAML file" if otherwise else "a preset's name or the path of a YAML file"
    if asked == "":
        raise BadInputError(
            f"the {argument.replace('name_or_path', 'scenario')} is an empty text; it must be {both}{otherwise}."
        )
    if not isinstance(asked, (str, os.PathLike)):
        raise BadInputError(Argument(argument, asked), f": it must be {both}{otherwise}.")


#: The preset in which no parameter has an effect.
_NEUTRAL = "_bare"


def load_document(
    document: Mapping[str, Any],
    sets: str | Iterable[str] = (),
    mechanisms: MechanismSet = SHIPPED,
    *,
    modules: bool = True,
) -> Scenario:
    """A scenario from ``Scenario.document``, as a run's manifest keeps it; same hash as the original.

    Keys that were renamed since it was written go by their new names. One that was written before some of its keys were
    withdrawn loads without them, and with no effect of what is given since; its hash is another then, and it cannot be
    simulated as it was.

    `mechanisms` are there already, and need not be found by their names; of others, any module may be named with
    `modules` (``plugins.mechanisms_named``). Raises ScenarioError where a plug-in is missing.

    >>> scenario = load("as-documented")
    >>> load_document(scenario.document).hash == scenario.hash
    True
    """
    mechanisms = mechanisms.with_tiers(TIERS)  # unless the document names others
    rest = [name for name in document.get("plugins", ()) if name not in _modules(mechanisms)]
    mechanisms = mechanisms.with_(plugins_of(Document(data={"plugins": rest}, lines={}, where="scenario"), modules))
    gone = keys_gone(document, mechanisms.declared(Withdrawn))
    data = {**document_now(documents.revive(without(document, gone), mechanisms)), "plugins": []}
    name = str(data.get("name", "scenario"))
    layer = flatten(Document(data=data, lines={}, where="scenario"), name, mechanisms, modules)
    if gone:
        layer = replace(layer, flat={**_preset(_NEUTRAL).flat, **layer.flat})
    texts = several(sets)
    return build(set_values(layer, texts), texts, Origin(scenario=None, sets=texts))


def changed(scenario: Scenario, document: Mapping[str, Any], *, name: str) -> Scenario:
    """A scenario with a partial document, in the layout of a file, laid over it; ``name`` is what the layer is called.

    Raises ScenarioError where anything in the document is wrong.

    >>> fewer = changed(load("as-described"), {"cameras": {"enabled": False}}, name="no cameras")
    >>> fewer.settings(0).on("cameras"), fewer.layers[-1]
    (False, 'no cameras')
    """
    data = {"glasshouse": 1, **documents.revive(document, scenario.mechanisms)}
    return _over(
        flatten(Document(data=data, lines={}, where=name), name, scenario.mechanisms, named=scenario.named), scenario
    )


def with_mechanisms(scenario: Scenario, mechanisms: Iterable[Mechanism], *, on: bool = True) -> Scenario:
    """A scenario with mechanisms of somebody's own, at the values that they bring; itself where it has them already.

    Those that are new are switched on, unless they start off; with `on=False` none is. Raises ScenarioError where they
    cannot stand beside the others.
    """
    try:
        together = scenario.mechanisms.with_(mechanisms)
    except MechanismError as error:
        raise ScenarioError(ended(str(error))) from error
    if together == scenario.mechanisms:
        return scenario
    news = {} if on else {f"{each.section}.enabled": False for each in together if each not in scenario.mechanisms}
    top = Layer(flat={"label": "hypothetical", **news}, mechanisms=together)
    return build(top.over(_layer(scenario)), (), scenario.origin)


def load_changes(
    path: str | os.PathLike[str], scenario: Scenario, aside: Iterable[str] = ()
) -> tuple[Scenario, dict[str, tuple[Any, int | None]]]:
    """A YAML file of changes laid over a scenario, and what stood in the file under the keys ``aside`` with its line.

    The file may say what it extends, if that is the scenario or a preset under it. Raises ScenarioError.
    """
    where = Path(path)
    document = read(where)
    kept = {key: (document.data.pop(key), document.line((key,))) for key in aside if key in document.data}
    layer = flatten(document, path_quoted(where.name), scenario.mechanisms, named=scenario.named)
    if layer.extends is not None and layer.extends not in (scenario.name, *scenario.layers):
        message = f"extends '{quoted(layer.extends)}', and is to change '{scenario.name}'. Leave 'extends' out."
        raise ScenarioError(message, where=str(where), line=document.line(("extends",)))
    return _over(layer, scenario), kept


def with_sets(scenario: Scenario, sets: str | Iterable[str]) -> Scenario:
    """A loaded scenario with ``KEY=VALUE`` texts laid over it.

    >>> with_sets(load("as-described"), ["cameras.enabled=false"]).settings(0).on("cameras")
    False
    """
    texts = several(sets)
    origin = scenario.origin.with_sets(texts) if scenario.origin else None
    return build(set_values(_layer(scenario), texts), texts, origin)


def settled(scenario: Scenario) -> Scenario:
    """The scenario itself; one whose parts were changed by hand (``dataclasses.replace``) is made anew from them.

    So its document and its hash are of what will be simulated. Raises ScenarioError where the parts do not hold
    together.

    >>> from dataclasses import replace
    >>> scenario = load("as-described")
    >>> settled(scenario) is scenario
    True
    >>> changed = settled(replace(scenario, switches={**scenario.switches, "cameras.enabled": False}))
    >>> changed.hash == scenario.hash, changed.document["cameras"]["enabled"], changed.origin is None
    (False, False, True)
    """
    if again(scenario.place) != scenario.place:
        raise ScenarioError(f"place '{scenario.place.name}' was changed by hand; read it from a file.")
    document = documents.document({name: getattr(scenario, name) for name in _PARTS})
    same = document == scenario.document
    return (
        scenario if same else replace(load_document(document, mechanisms=scenario.mechanisms), layers=scenario.layers)
    )


def loads_again(scenario: Scenario) -> Origin | None:
    """The origin of a scenario, if what it names still loads to the same rules; else None.

    >>> loads_again(load("as-described", sets=["days=30"])).sets
    ('days=30',)
    >>> loads_again(load_document(load("as-described").document)) is None
    True
    """
    origin = scenario.origin
    if origin is None or origin.scenario is None:
        return None
    try:
        return origin if load(origin.scenario, origin.sets).hash == scenario.hash else None
    except ScenarioError:  # the file is gone, or was changed
        return None


def _modules(mechanisms: MechanismSet) -> set[str]:
    return {each.module for each in mechanisms.added}


def _over(layer: Layer, scenario: Scenario) -> Scenario:
    """A layer over a loaded scenario; unless it says otherwise, the outcome is hypothetical."""
    layer.flat.setdefault("label", "hypothetical")
    return build(layer.over(_layer(scenario)), ())


def _layer(scenario: Scenario) -> Layer:
    """A loaded scenario as the layer that it came from, with nothing left to extend.

    Sites stand in it as such, and not as the parameters that they came to in its place.
    """
    top = {key: getattr(scenario, key) for key in (*scenario_keys.TOP_TEXT, *scenario_keys.TOP_NUMBERS, "start")}
    sites = scenario.sites
    gave = sites.gave if sites else ()
    return Layer(
        flat={
            **top,
            "place": scenario.place,
            **({"sites": sites} if sites else {}),
            **{key: given for key, given in scenario.parameters.items() if key not in gave},
            **scenario.switches,
            **scenario.dates,
            **scenario.gates,
        },
        suppliers=dict(scenario.suppliers),
        events={event.name: event for event in scenario.events},
        places={
            "start": (scenario.name, None),
            **{f"{PLUGIN}{module}": place for module, place in scenario.plugins_at.items()},
        },
        names=scenario.layers,
        mechanisms=scenario.mechanisms,
    )


def _find(name_or_path: str | os.PathLike[str]) -> Layer:
    text = os.fspath(name_or_path)
    if isinstance(name_or_path, str) and text in preset_names():
        return _preset(text)
    if path := as_file(text):
        return _chain(_own_label(_flat(read(path), path_quoted(path.name)), path.stem))
    known = preset_names()
    hint = f"{nearest(text, known)} It is a preset ({', '.join(known)}) or a YAML file."
    raise ScenarioError(f"unknown scenario '{quoted(text)}'.{hint}")


def _own_label(layer: Layer, stem: str) -> Layer:
    """A user's file that gives no label of its own is hypothetical, whatever it extends; its name is the file's."""
    layer.flat.setdefault("label", "hypothetical")
    layer.flat.setdefault("name", name_from(stem))
    return layer


@cache
def _built(name: str) -> Scenario:
    """A preset as it is. It cannot be changed, so that there need be only one."""
    return build(set_values(_preset(name), ()), (), Origin(scenario=name, sets=()))


@cache
def _preset(name: str) -> Layer:
    return _chain(_shipped(name))


@cache
def _shipped(name: str) -> Layer:
    """A preset's file, flattened; nobody changes it."""
    return _flat(read(preset_file(name)), name)


def _flat(document: Document, name: str, modules: bool = True) -> Layer:
    """A document, flattened with the mechanisms of the presets that it extends."""
    return flatten(document, name, _mechanisms_below(document), modules, _named_below(document))


def _mechanisms_below(document: Document, depth: int = 0) -> MechanismSet:
    """Those that the presets under a document name, with their tiers; shipped presets name none."""
    below = document.data.get("extends") if isinstance(document.data, dict) else None
    if not isinstance(below, str) or below not in offered("presets") or depth >= MAX_CHAIN:
        return SHIPPED
    found = read(preset_file(below))
    return with_tiers_of(found, _mechanisms_below(found, depth + 1).with_(plugins_of(found).added))


def _named_below(document: Document) -> tuple[str, ...]:
    """Keys of the suppliers that the presets under a document name."""
    below = document.data.get("extends") if isinstance(document.data, dict) else None
    return _preset(below).named if isinstance(below, str) and below in _extendable() else ()


def _chain(layer: Layer, depth: int = 0) -> Layer:
    if layer.extends is None:
        return layer.over(Layer())
    known = _extendable()
    where, line = layer.places.get("extends", (layer.names[0], None))
    if layer.extends not in known:
        hint = nearest(layer.extends, known) or " It takes the name of a preset, not a file."
        raise ScenarioError(f"extends an unknown preset '{quoted(layer.extends)}'.{hint}", where=where, line=line)
    if depth >= MAX_CHAIN:
        raise ScenarioError("presets extend each other in a circle.", where=where, line=line)
    return layer.over(_chain(_shipped(layer.extends), depth + 1))
