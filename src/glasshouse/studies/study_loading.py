"""Load a study file: one that ships, or anyone's own."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Callable, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from glasshouse.arguments import Argument
from glasshouse.comparison.arm_names import parse
from glasshouse.comparison.resolve_arm import resolve
from glasshouse.comparison.shared_setting import Setting
from glasshouse.errors import BadInputError
from glasshouse.former_names import KEY, refusal, text_at_first, text_now
from glasshouse.mechanism_set import SHIPPED
from glasshouse.runs.asked_sizes import checked
from glasshouse.scenario import load
from glasshouse.scenario.file_faults import fault
from glasshouse.scenario.origin import typed
from glasshouse.scenario.scenario_error import ScenarioError, nearest
from glasshouse.scenario.user_text import quoted
from glasshouse.scenario.yaml_reading import Document, Path_, as_file, is_file, read
from glasshouse.studies import aims, study_design
from glasshouse.studies.point_rates import Size
from glasshouse.studies.study_figures import Figures
from glasshouse.studies.study_models import File
from glasshouse.studies.study_parts import Moved
from glasshouse.studies.study_plan import Study
from glasshouse.studies.target_table import TargetTable, in_table, with_targets
from glasshouse.wording.lists_and_nouns import one_of

if TYPE_CHECKING:
    from glasshouse.comparison.resolve_arm import Arm
    from glasshouse.scenario.scenario import Scenario
    from glasshouse.scenario.scenario_parts import ParameterValue

    #: The scenario as it is, and the arm if there is one.
    ScenarioAndArm = tuple[Scenario, Arm | None]

#: Where the shipped studies lie.
FOLDER = Path(__file__).parent / "examples"
#: What each method needs besides what every study has, and what belongs to no other.
_NEEDED = {"prim": "conclusion"}
_ONLY = {"conclusion": ("prim",), "targets": ("calibrate", "abc"), "objective": ("calibrate",)}


def study_names() -> list[str]:
    """Names of the shipped studies.

    >>> study_names()
    ['review-halves-wrongful', 'what-drives-wrongful', 'what-the-list-tells']
    """
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def load_study(name_or_path: str | os.PathLike[str], *, points: int | None = None) -> Study:
    """A shipped study by name, or a YAML file by path; ``points`` instead of the file's own.

    Raises ScenarioError, with file, line and the nearest valid name, where anything is wrong, and BadInputError.

    >>> load_study("what-drives-wrongful").points
    512
    """
    if not isinstance(name_or_path, (str, os.PathLike)) or not os.fspath(name_or_path):
        known = ", ".join(study_names())
        raise BadInputError(
            f"file={name_or_path!r}: it must be the name of a study ({known}) or the path of a YAML file."
        )
    text = os.fspath(name_or_path)
    path = as_file(text)
    if isinstance(name_or_path, str) and text in study_names():
        document = read(FOLDER / f"{text}.yaml")
    elif path:
        document = read(path)
    else:
        known = study_names()
        hint = f"{nearest(text, known)} It is a study ({', '.join(known)}) or a YAML file."
        raise ScenarioError(f"unknown study '{quoted(text)}'.{hint}")
    points = checked(points=points)["points"]
    asked = [] if points is None else ["--points", str(points)]
    command = shlex.join(["glasshouse", "study", typed(name_or_path, study_names()), *asked])
    return _study(document, path.parent if path else Path(), None, points, command)


def study_in(content: Mapping[str, Any], scenario: Scenario, arm: Arm | None) -> Study:
    """The study that a folder's ``study.json`` describes, in the scenarios that it holds; its hash says if it is the
    same.

    Raises ScenarioError.
    """
    document = Document(data=_renamed(content["file"], text_now), lines={}, where=str(content["name"]))
    return _study(document, Path(), (scenario, arm), content["points_asked"], content["command"])


def _study(
    document: Document, beside: Path, scenarios: ScenarioAndArm | None, points: int | None, command: str
) -> Study:
    document, table = with_targets(document, beside)
    try:
        model = File.model_validate(document.data)
    except ValidationError as error:
        raise in_table(fault(error, document, File), error, table) from None
    return _Reader(document, model, beside, table).study(scenarios, points, command)


class _Reader:
    """Turns a checked model into a study, and refuses what only shows in the whole."""

    def __init__(self, document: Document, model: File, beside: Path, table: TargetTable | None = None) -> None:
        self.document, self.model, self.beside, self.table = document, model, beside, table
        self.mechanisms = SHIPPED

    def study(self, scenarios: ScenarioAndArm | None, points: int | None, command: str) -> Study:
        model = self.model
        self.belonging()
        scenario = self.scenario() if scenarios is None else scenarios[0]
        days = scenario.days if model.days is None else model.days
        size = Size(population=model.population, days=days, seed=model.seed)
        arm = self.arm(scenario, size) if scenarios is None else scenarios[1]
        self.mechanisms = scenario.mechanisms.with_(arm.scenario.mechanisms if arm else ())
        moved = self.moved(scenario)
        if not moved:
            named = self.model.parameters is not None
            why = "'parameters' names nothing" if named else f"no number of the scenario '{scenario.name}' has a range"
            self.refuse(f"nothing moves in this study: {why}.", ("parameters" if named else "scenario",))
        figures = Figures(model=model, scenario=scenario, mechanisms=self.mechanisms, days=days, refuse=self.refuse)
        outputs = tuple(figures.reported(row, ("outputs", k)) for k, row in enumerate(model.outputs))
        asked = points if points is not None else model.points
        try:
            number = study_design.size(model.method, asked, len(moved))
        except BadInputError as error:
            self.refuse(str(error), ("points",) if points is None else ())
        content = MappingProxyType(json.loads(json.dumps(dict(self.document.data), default=str)))
        try:
            found = Study(
                name=model.name,
                title=model.title,
                scenario=scenario,
                arm=arm,
                size=size,
                seeds=model.seeds,
                method=model.method,
                points=number,
                moved=moved,
                outputs=outputs or figures.usual(),
                conclusion=figures.conclusion(),
                targets=figures.targets(),
                less_of=figures.objective(),
                document=content,
                hash="",
                command=command,
            )
        except aims.AimError as error:
            self.refuse(error.message, error.at)
        return replace(found, hash=_hash(found))

    def belonging(self) -> None:
        """Refuse keys that another method reads, and miss what this one needs."""
        model, method = self.model, self.model.method
        for key, owners in _ONLY.items():
            if getattr(model, key) and method not in owners:
                of = one_of([f"'{owner}'" for owner in owners])
                self.refuse(f"'{key}' belongs to the method {of}, and this study's is '{method}'.", (key,))
        needed = _NEEDED.get(method)
        if needed and not getattr(model, needed):
            self.refuse(f"the method '{method}' needs a '{needed}'.", ("method",))
        if method == "calibrate" and bool(model.targets) == bool(model.objective):
            self.refuse(
                "the method 'calibrate' needs either 'targets' (published figures) or an 'objective' (less-of a harm).",
                ("method",),
            )
        if method == "abc" and not model.targets:
            self.refuse(
                "the method 'abc' needs 'targets': published figures with their standard deviation.", ("method",)
            )

    def scenario(self) -> Scenario:
        name = self.model.scenario
        own = self.beside / name
        found = own if name.endswith((".yaml", ".yml")) and is_file(own) else name
        try:
            return load(found if isinstance(found, str) else str(found), sets=tuple(self.model.set))
        except ScenarioError as error:
            if error.where is None or isinstance(error.where, Argument):
                self.refuse(error.message, ("set",) if error.where else ("scenario",))
            raise

    def arm(self, scenario: Scenario, size: Size) -> Arm | None:
        """The other scenario of each point."""
        if self.model.arm is None:
            return None
        setting = Setting(
            scenario=scenario, sets=tuple(self.model.set), population=size.population, days=size.days, seed=size.seed
        )
        try:
            found = resolve([_beside(self.model.arm, self.beside)], setting)[0]
            return replace(found, text=self.model.arm)
        except BadInputError as error:
            self.refuse(str(error), ("arm",))

    def moved(self, scenario: Scenario) -> tuple[Moved, ...]:
        """What moves, in the order of the table of parameters."""
        given = scenario.all_given()
        if self.model.parameters is None:
            return tuple(self.one(key, one, scenario) for key, one in given.items() if one.ranged)
        found: dict[str, Moved] = {}
        for k, row in enumerate(self.model.parameters):
            name, own = row.name, row.range
            path: Path_ = ("parameters", k)
            keys = _named(name, given)
            if not keys:
                parts = {key.rpartition(":")[2].split(".")[0] for key in given}
                unknown = f"unknown parameter '{quoted(name)}'.{nearest(name, (*given, *parts))}"
                self.refuse(refusal(KEY, name, given) or unknown, path)
            ranged = [key for key in keys if own or given[key].ranged]
            if not ranged:
                self.refuse(
                    f"{quoted(name)} has no range in this scenario, so that nothing moves; give it one (range:).", path
                )
            for key in ranged:
                one = self.one(key, given[key], scenario)
                if own:
                    found[key] = replace(one, given=self.over(one, own, path), own=True)
                else:  # a range of the study's own stays, whatever name it is also covered by
                    found.setdefault(key, one)
        return tuple(found[key] for key in given if key in found)

    @staticmethod
    def one(key: str, given: ParameterValue, scenario: Scenario) -> Moved:
        """A number that moves, with what the scenario's mechanisms say of it."""
        return Moved(key=key, given=given, row=scenario.mechanisms.parameters.get(key.rpartition(":")[2]))

    def over(self, moved: Moved, own: list[float], path: Path_) -> ParameterValue:
        """A parameter's number with a range of the study's own, within the parameter's bounds."""
        low, high, whole = moved.bounds
        if own[0] < low or own[1] > high:
            self.refuse(f"{moved.key} lies between {low:g} and {high:g}.", path)
        if whole and not all(float(end).is_integer() for end in own):
            self.refuse(f"{moved.key} takes whole numbers only.", path)
        return replace(moved.given, low=float(own[0]), high=float(own[1]))

    def refuse(self, message: str, path: Path_) -> Any:
        if self.table is not None and path[:1] == ("targets",) and len(path) > 1:
            raise ScenarioError(message, where=self.table.where, line=self.table.lines[int(path[1])])
        raise ScenarioError(message, where=self.document.where, line=self.document.line(path))


def _beside(text: str, folder: Path) -> str:
    """An arm as it was written, with each file of changes that lies in the study's folder named there.

    >>> _beside("human-review+no-such.yaml@30", Path("studies"))
    'human-review+no-such.yaml@30'
    """
    written = parse(text)
    found = [str(folder / part) if _is_changes(folder / part) else part for part in written.parts]
    if tuple(found) == written.parts:
        return text
    return "+".join(found) + (f"@{written.when}" if written.when else "")


def _is_changes(path: Path) -> bool:
    return path.suffix in (".yaml", ".yml") and "=" not in path.name and is_file(path)


def _named(name: str, given: Mapping[str, ParameterValue]) -> list[str]:
    """Keys that a name, a part or a pattern stands for.

    >>> keys = dict.fromkeys(("people.trips", "people.defaults", "cameras.total", "law:cameras.total"))
    >>> _named("cameras", keys), _named("people.d*", keys), _named("people.trips", keys)
    (['cameras.total', 'law:cameras.total'], ['people.defaults'], ['people.trips'])
    """
    if name in given:
        return [name]
    return [key for key in given if fnmatchcase(key, name) or key.rpartition(":")[2].split(".")[0] == name]


def _renamed(document: Mapping[str, Any], rename: Callable[[str], str]) -> dict[str, Any]:
    """A study's document with the keys in its texts renamed: those of what moves, of settings and of the arm."""

    def inside(value: Any) -> Any:
        if isinstance(value, str):
            return rename(value)
        if isinstance(value, Mapping):
            return {key: inside(each) for key, each in value.items()}
        return [inside(each) for each in value] if isinstance(value, (list, tuple)) else value

    return {key: inside(value) if key in ("parameters", "set", "arm") else value for key, value in document.items()}


def _hash(study: Study) -> str:
    """A fingerprint of all that a study's points and readings depend on."""
    hashes = [study.scenario.hash, study.arm.scenario.hash if study.arm else ""]
    hashes += [study.arm.past.scenario.hash, str(study.arm.past.day)] if study.arm and study.arm.past else []
    text = json.dumps([hashes, _renamed(study.document, text_at_first), study.points], sort_keys=True)
    return blake2b(text.encode(), digest_size=16).hexdigest()
