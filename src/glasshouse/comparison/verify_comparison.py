"""What is wrong with the files of a comparison: changed, damaged, or not of one another."""

from __future__ import annotations

from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.comparison_description import KIND
from glasshouse.errors import BadInputError
from glasshouse.folders import folder_reading
from glasshouse.runs.run import Run
from glasshouse.runs.verify_run import changed_plugins
from glasshouse.runs.verify_run import verify as faults_of


def verify(comparison: Comparison) -> list[str]:
    """What is wrong with the files of a comparison, those of its runs included; nothing when all is as it was."""
    faults = folder_reading.faults(comparison.path, comparison.manifest, KIND)
    labels, changed = dict[str, str](), dict[str, str]()
    for arm in ("baseline", *comparison.arms):
        try:
            run = comparison.run(arm)
        except BadInputError as error:
            faults.append(f"{arm}: {error}")
            continue
        plugins = _changed_plugins(run)
        faults += [f"{arm}: {fault}" for fault in faults_of(run) if fault != plugins]
        changed[arm] = plugins
        if run.digest != comparison.about(arm).get("digest"):
            faults.append(f"{arm}: its digest is not the one that {KIND.name} gives.")
        if run.manifest["scenario_hash"] != comparison.about(arm).get("scenario_hash"):
            faults.append(f"{arm}: its scenario is not the one that {KIND.name} names.")
        labels[arm] = run.manifest["label"]
        if comparison.about(arm).get("label", labels[arm]) != labels[arm]:
            faults.append(f"{arm}: its label is not the one that {KIND.name} gives.")
    faults += dict.fromkeys(filter(None, changed.values()))  # once, though it is so in each scenario
    follows = "hypothetical" if "hypothetical" in labels.values() else "documented"
    if len(labels) == len(comparison.manifest["arms"]) and comparison.manifest["label"] != follows:
        faults.append(f"The label in {KIND.name} is not the one that follows from its scenarios.")
    try:
        same = comparison.scenario.hash == comparison.manifest["scenario_hash"]
        if not (same or changed.get("baseline")):  # whose plug-in makes another scenario of the same words
            faults.append(f"The scenario in {KIND.name} is not the one whose hash it gives.")
    except BadInputError as error:
        faults.append(str(error))
    return faults


def _changed_plugins(run: Run) -> str:
    """What became different of its plug-ins, as a sentence; "" where nothing did, or its scenario does not load."""
    try:
        return changed_plugins(run)
    except BadInputError:  # one of its faults
        return ""
