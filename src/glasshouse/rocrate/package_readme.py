"""The texts for people in a package: what it is, how to check it, how to run it again, how to cite it."""

from __future__ import annotations

import json
import re

from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.rocrate.package_contents import SCENARIO, Packed
from glasshouse.scenario.user_text import one_line
from glasshouse.wording.lists_and_nouns import counted

#: What opens a tag, a link, or code; and what opens a line's heading, list, quotation, rule, table or fence.
_ANYWHERE = re.compile(r"[\\`<\[]")
_AT_START = re.compile(r"^(?:(?=[#>*+=|~-])|(\d+)(?=[.)](?:\s|$)))")
#: As in the repository's CITATION.cff, with which a test compares them.
TITLE = "glasshouse: mass surveillance and citizen scoring on an invented population, and what they do to people"
AUTHORS = "The glasshouse developers"
LICENCE = "Apache-2.0"
LICENCE_AT = "https://www.apache.org/licenses/LICENSE-2.0"


def plain(text: str) -> str:
    r"""A scenario's own text as Markdown shows it word for word: on one line, with nothing in it that formats.

    >>> plain("Half the list,\n\n    pip install x"), plain("1. One"), plain("1.5"), plain("# A <b>word</b> of a_b")
    ('Half the list, pip install x', '1\\. One', '1.5', '\\# A \\<b>word\\</b> of a_b')
    """
    return _AT_START.sub(r"\1\\", _ANYWHERE.sub(r"\\\g<0>", one_line(text)))


def readme(packed: Packed) -> bytes:
    """README.md, in plain words."""
    facts, scenario = packed.facts, packed.scenario
    lines = [
        f"# {plain(scenario.title)}: a simulated {packed.what}",
        "",
        f"**{NOT_A_FORECAST}**",
        "",
        f"{plain(scenario.summary)} Label: *{scenario.label}*. {_label(scenario.label)}",
        "",
        f"glasshouse {facts['version']} simulated {counted(int(facts['days']), 'day')} in the lives of "
        f"{counted(int(facts['population']), 'invented person', 'invented people')}, "
        f"{_times(int(facts['replicates']))}. "
        "Nobody in these files exists.",
        "",
        "What the scenario leaves out:",
        "",
        *(f"- {plain(text)}" for text in scenario.leaves_out),
        "",
        "## Check it, and run it again",
        "",
        f"In this folder, with Python 3.11 or later and glasshouse {packed.software.version}. {_install(packed)}",
        "",
        f"    {packed.check}",
        f"    {packed.again}",
        "",
        "The first compares every file with what was written when it was made, and simulates some days again. The "
        "second runs all of it again into a new folder, again/, and must come to the same digests:",
        "",
        *(f"- {name}: `{digest}`" for name, digest in packed.digests.items()),
        "",
        *(line for note in packed.notes for line in (note, "")),
        "The digest is equal on the versions in requirements.txt, and on most others; where it differs, install those. "
        f"The run recorded Python {facts['host'].get('python', '?')}, and its versions of numpy, numba, llvmlite and "
        "pyarrow; the other versions are those that were installed when this was packed.",
        "",
        "## What is here",
        "",
        f"- `{packed.folder}/`: the {packed.what} as it was left; its report.html opens without a network",
        f"- `{SCENARIO}`: the whole scenario, each number with its source or the reason for which it is assumed",
        *(["- `scenarios/`: the same for each other scenario"] if packed.what == "comparison" else []),
        "- `requirements.txt`: glasshouse by its source, and libraries in their versions",
        *(f"- `{name}`: glasshouse as it was installed when this was packed" for name in packed.software.files),
        "- `ro-crate-metadata.json`: all of this for machines, as an RO-Crate",
        "- `CITATION.cff`: how to cite it",
        "",
        f"Licence: {LICENCE} ({LICENCE_AT}).",
    ]
    return ("\n".join(lines) + "\n").encode()


def _install(packed: Packed) -> str:
    """How to get the same glasshouse, which no index has under its name."""
    used = packed.software
    commit = f" (commit {used.source.commit})" if used.source.commit else ""
    if used.files or used.source.requirement:
        return f"`pip install -r requirements.txt` installs it{commit}, with its libraries:"
    return f"Install it{commit} from its source, never by its name from an index:"


def _label(label: str) -> str:
    if label == "hypothetical":
        return "The system that it describes may not exist."
    return "It follows published sources; no figure was measured on a real system."


def _times(replicates: int) -> str:
    return "once" if replicates == 1 else f"{replicates} times over"


def _identifier(digest: str, what: str) -> tuple[str, ...]:
    return ("  - type: other", f'    value: "{digest}"', f"    description: {json.dumps(f'digest of the {what}')}")


def citation(packed: Packed) -> bytes:
    """CITATION.cff: the software, with the version and the digest of this run, or of each scenario compared."""
    what = "run in this package" if packed.what == "run" else "scenario '{}' in this comparison"
    lines = [
        "cff-version: 1.2.0",
        'message: "To cite this simulation, cite the software with its version, the command and the digest below."',
        "type: software",
        f'title: "{TITLE}"',
        "authors:",
        f'  - name: "{AUTHORS}"',
        f"version: {packed.software.version}",
        *([f"commit: {commit}"] if (commit := packed.software.source.commit) else []),
        *([f'repository-code: "{url}"'] if (url := packed.software.source.url) else []),
        f"license: {LICENCE}",
        "identifiers:",
        *(line for name, digest in packed.digests.items() for line in _identifier(digest, what.format(name))),
    ]
    return ("\n".join(lines) + "\n").encode()
