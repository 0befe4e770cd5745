"""How a command from the manual is run in a test: in a temporary folder, with fewer people and days."""

from __future__ import annotations

import re
from pathlib import Path

from manual.blocks import ROOT, Command, blocks

POPULATION, DAYS, REPLICATES, DRAWS = 4_000, 90, 2, 40
#: The fewest points that each method of a study takes.
#: A hypercube takes more points than the shipped studies move assumptions.
POINTS = {"tornado": 8, "latin-hypercube": 160, "prim": 160, "morris": 104, "abc": 200}

#: What is not run here, and why. Each is still read: see ``test_parsing.py``.
LEFT_OUT = {
    "pip install": "nothing is installed in a test; `.ci/run` installs from a clean clone",
    "glasshouse run small-town": "needs the example package; tests/examples installs it and runs this",
    "glasshouse compare small-town": "needs the example package; tests/examples installs it and runs this",
    "glasshouse explain plates": "needs the example package; tests/examples installs it and runs this",
    "python3 -m venv": "`.ci/run` makes an environment of its own",
    "pytest": "`.ci/run` runs it",
    "ruff": "`.ci/run` runs it",
    ".ci/run": "it runs the tests",
    "--device cuda": "needs an NVIDIA GPU",
    "--scheduler": "needs a scheduler on another machine; tests/cluster starts one of its own",
    "dask": "starts servers that are reached over a network",
    "--only": "it names replicates by number, and they are fewer here; tests/cluster/test_job_array.py runs them",
    "glasshouse merge": "it needs the parts; tests/cluster/test_job_array.py makes and merges them",
    'glasshouse resume "$part"': "a line of a script; tests/cluster/test_job_array.py runs all of it",
    "glasshouse bench --stages": "compiles each stage apart; tests/engine/test_profile.py does",
    "python benchmarks/": "takes minutes",
    "python -m benchmarks.peers": "takes minutes, and needs the extra peers",
    "python scripts/kill": "takes minutes; `.ci/run` runs it",
    "--write": "writes files of the repository anew: `tests/test_baseline.py` says how they are checked",
    "python -m glasshouse.": "writes files of the repository anew; a test compares each with what would be written",
    "python -m scripts.": "writes pages and pictures anew; test_pages.py and test_notebooks.py compare them",
    "zensical": "serves or builds the manual; test_site.py builds it",
}


def left_out(command: Command) -> str | None:
    """Why a command is not run, or None."""
    for words, why in LEFT_OUT.items():
        if command.text.startswith(words) or (words.startswith("-") and f" {words}" in command.text):
            return why
    return None


def cut(words: list[str], here: Path) -> list[str]:
    """The arguments of ``glasshouse``, with sizes cut down and folders that are there.

    ``runs/001-mine`` and ``DIR`` stand for the newest folder (of that name) in the temporary folder.
    """
    words = [_present(word, here) for word in words]
    command = words[0] if words else ""
    if command in ("run", "compare"):
        later = max((int(day) for word in words for day in re.findall(r"@(\d+)", word)), default=0)
        for option, most in (
            ("--population", POPULATION),
            ("--days", max(DAYS, later + 10)),
            ("--replicates", REPLICATES),
        ):
            words = _at_most(words, option, most)
        words = _at_most(words, "--workers", 2) if "--workers" in words else words
    elif command == "bench":
        words = _at_most(_at_most(words, "--population", POPULATION), "--days", 10)
    elif command == "study":
        file, points = _smaller(words[1], here)
        words = _at_most([command, file, *words[2:]], "--points", points)
        words = _at_most(words, "--workers", 2) if "--workers" in words else words
    elif command == "validate":
        # All tables at once take long, and so does a whole country; tests/validation/test_page.py evaluates them.
        named = len(words) > 1 and not words[1].startswith("-")
        table = [] if named else ["oxford-circus-2020"]
        words = ["informant-society" if word == "as-documented" else word for word in words]
        words = _at_most([command, *table, *words[1:]], "--draws", DRAWS)
    elif command == "site":
        words = [*words, "--scenario", "stadium-list"]
    elif command == "story":
        words = [str(int(word) % POPULATION) if word.isdigit() and len(word) > 3 else word for word in words]
    return words


def _at_most(words: list[str], option: str, most: int) -> list[str]:
    if option not in words:
        return [*words, option, str(most)]
    at = words.index(option) + 1
    return [*words[:at], str(min(int(words[at]), most)), *words[at + 1 :]]


def _smaller(study: str, here: Path) -> tuple[str, int]:
    """The study's file with fewer people and days, in the temporary folder, and as few points as its method takes."""
    shipped = ROOT / "src" / "glasshouse" / "studies" / "examples" / f"{study}.yaml"
    file = here / Path(study).with_suffix(".yaml").name
    text = (file if file.exists() else shipped).read_text(encoding="utf-8")
    text = re.sub(r"(?m)^population: .*$", "population: 1000", text)
    file.write_text(re.sub(r"(?m)^days: .*$", "days: 30", text), encoding="utf-8")
    method = re.search(r"(?m)^method: (\S+)", text)
    return file.name, POINTS[method[1] if method else "tornado"]


def _present(word: str, here: Path) -> str:
    name = re.fullmatch(r"runs/\d+-([^@]+)", word)
    if word != "DIR" and (name is None or (here / word).exists()):
        return word
    folders = sorted((here / "runs").glob("*" if name is None else f"*-{name[1]}"))
    return folders[-1].relative_to(here).as_posix() if folders else word


def prepare(page: Path, here: Path) -> None:
    """Write the page's own files: YAML and CSV blocks, under the file's name in the lines before, else as mine.yaml."""
    text = page.read_text(encoding="utf-8")
    lines = text.split("\n")
    for block in blocks(text):
        if block.language not in ("yaml", "csv") and not re.match(r"glasshouse[a-z-]*: 1", block.text):
            continue
        before = " ".join(lines[max(0, block.line - 6) : block.line - 1])
        names = re.findall(r"`([\w-]+\.(?:yaml|csv))`", before)
        name = names[-1] if names else "mine.yaml"
        if not (here / name).exists():
            (here / name).write_text(block.text, encoding="utf-8")
