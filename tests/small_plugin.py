"""A package of somebody's own, as small as can be: number-plate readers, a safeguard, a preset and a table."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from glasshouse import plugins

#: Looks afresh at what is installed, whatever a test puts in its place.
_INSTALLED = plugins.installed.__wrapped__
#: The module, the distribution, and its version.
MODULE, PACKAGE, VERSION = "small_plates", "small-plates", "0.3"

_CODE = '''
"""Number-plate readers see cars that drive past.

Mechanism: A trip by car is read.

Error: A plate is misread now and then.

Effect: It alone knows cars.

Source: `plates-2020`.
"""

from glasshouse.assessed import Need, Shown
from glasshouse.evidence import Source
from glasshouse.intervention import Intervention, multiplied
from glasshouse.mechanism import Ablation, Count, Mechanism, parameter
from glasshouse.protection import Protects

PARAMETERS = (
    parameter("plates.readers", "number-plate readers in all", kind="count", unit="readers", stage="observe",
              value=120, range=(60, 240), source="plates-2020", confidence="D"),
    parameter("plates.misread", "a plate is misread", kind="probability", stage="attribute", error=True,
              value=0.01, range=(0.001, 0.05), assumed="nobody has published it"),
)
PROTECTS = Protects(up=("cameras.total",), down=("plates.misread",))
NEED = Need(word="plates", name="plates that are read", lacking="no plate is read here", on=("plates.enabled",))
SHOWN = (
    Shown(block="sensors", text="Of plates the run shows:", figures=("plates_read", "wrongful")),
    Shown(block="oversight", keys=("plates.misread",)),
)
READS = Count("plates_read", "Number plates read", unit="plates")
ABLATIONS = (Ablation(name="plates", family="sensors", title="Number-plate readers", off={"plates.enabled": False}),)
CAREFUL = Intervention(
    name="careful-readers",
    title="readers that are checked",
    sentence="Each reader is checked, and misreads half as often.",
    fails="It does nothing where nobody checks.",
    stage="attribute",
    numbers={"plates.misread": multiplied(0.5, "half as often")},
)
SURVEY = Source(id="plates-2020", author="Plate Society", year=2020, title="Plates", at="Plate Press")
MECHANISM = Mechanism(
    module=__name__,
    section="plates",
    title="Plate readers",
    what="Read the number plates of cars.",
    switched=True,
    scored=True,
    sources=(SURVEY,),
)
'''

_PRESET = """
glasshouse: 1
name: small-town
extends: as-described
label: hypothetical
title: A small town with plate readers
summary: A town that reads number plates. Nothing is known of it.
plugins: [plates]
"""

_FILES = {
    "small_plates.py": _CODE.lstrip(),
    "small_files.py": 'from pathlib import Path\n\nTOWN = Path(__file__).with_name("small-town.yaml")\n'
    'CROWD = Path(__file__).with_name("small-crowd.yaml")\nGONE = Path(__file__).with_name("gone.yaml")\n',
    "small-crowd.yaml": (Path(__file__).parent / "validation" / "stranger.yaml").read_text(encoding="utf-8"),
    "small-town.yaml": _PRESET.lstrip(),
    "small_plates-0.3.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {PACKAGE}\nVersion: {VERSION}\n",
    "small_plates-0.3.dist-info/entry_points.txt": (
        "[glasshouse.mechanisms]\nplates = small_plates:MECHANISM\n"
        "[glasshouse.presets]\nsmall-town = small_files:TOWN\n"
        "[glasshouse.validation_tables]\nsmall-crowd = small_files:CROWD\n"
    ),
}


@pytest.fixture(scope="session")
def plates_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package's folder; one for all tests, since a module is imported once."""
    folder = tmp_path_factory.mktemp("site")
    for name, text in _FILES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def plates_importable(plates_package: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The module can be imported and named in a scenario, and is not installed."""
    monkeypatch.syspath_prepend(plates_package)
    monkeypatch.setattr(plugins, "installed", lambda: ())
    return MODULE


@pytest.fixture
def plates_installed(plates_package: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The package is installed."""
    monkeypatch.syspath_prepend(plates_package)
    found = tuple(each for each in _INSTALLED() if each.package == PACKAGE)
    assert {each.kind for each in found} >= {"mechanisms", "presets"}, sys.path[0]
    monkeypatch.setattr(plugins, "installed", lambda: found)
    return MODULE
