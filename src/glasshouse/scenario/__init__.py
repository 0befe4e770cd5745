"""Scenarios: one file that says everything, loaded and checked.

>>> scenario = load("as-described", sets=["cameras.enabled=false"])
>>> scenario.settings(0).on("cameras")
False
"""

from glasshouse.scenario.day_in_force import Settings
from glasshouse.scenario.parameters import PARAMETERS, PARTS, SWITCHED
from glasshouse.scenario.place_files import read_place
from glasshouse.scenario.place_loading import list_places, load_place
from glasshouse.scenario.places import Place
from glasshouse.scenario.presets import PresetInfo, list_presets, new_file
from glasshouse.scenario.scenario import Scenario
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.scenario.scenario_loading import (
    changed,
    load,
    load_changes,
    load_document,
    preset_names,
    with_mechanisms,
    with_sets,
)
from glasshouse.scenario.scenario_parts import ParameterValue, ScenarioEvent, Supplier

__all__ = [
    "PARAMETERS",
    "PARTS",
    "SWITCHED",
    "ParameterValue",
    "Place",
    "PresetInfo",
    "Scenario",
    "ScenarioError",
    "ScenarioEvent",
    "Settings",
    "Supplier",
    "changed",
    "list_places",
    "list_presets",
    "load",
    "load_changes",
    "load_document",
    "load_place",
    "new_file",
    "preset_names",
    "read_place",
    "with_mechanisms",
    "with_sets",
]
