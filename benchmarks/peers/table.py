"""Which peers there are, how they are run, and how the results read as a table."""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Peer:
    """One row: a form of the reduced model.

    ``population`` is chosen so that a round takes about one to three seconds. ``threads`` is how many the form uses;
    None means as many as the run has.
    """

    key: str
    name: str
    file: str
    build: str = "build"
    package: str
    population: int
    threads: int | None = 1
    keyed: bool = False
    tools: tuple[str, ...] = ()

    def form(self) -> Callable[..., Any]:
        """What builds its population; imports its package."""
        return getattr(importlib.import_module(f"benchmarks.peers.{self.file}"), self.build)

    def version(self) -> str | None:
        """The version of its package, or None where it is not installed."""
        try:
            return version(self.package)
        except PackageNotFoundError:
            return None

    def missing(self) -> str | None:
        """Why it can't be run here, or None."""
        if self.version() is None:
            return "not installed"
        if self.tools and not any(map(shutil.which, self.tools)):
            return "no C++ compiler"
        return None


GLASSHOUSE_1, GLASSHOUSE = "glasshouse-1", "glasshouse"
PEERS = (
    Peer(key="mesa", name="Mesa", file="mesa_agents", package="mesa", population=40_000),
    Peer(key="agentpy", name="AgentPy", file="agentpy_agents", package="agentpy", population=40_000),
    Peer(key="starsim", name="Starsim", file="starsim_module", package="starsim", population=500_000),
    Peer(key="amber", name="AMBER", file="amber_model", package="ambr", population=500_000),
    Peer(key="polars", name="Polars", file="polars_frame", package="polars", population=500_000, threads=None),
    Peer(
        key="jax",
        name="JAX, threefry draws",
        file="jax_scan",
        build="threefry",
        package="jax",
        population=500_000,
        threads=None,
    ),
    Peer(
        key="jax-rbg",
        name="JAX, rbg draws",
        file="jax_scan",
        build="rbg",
        package="jax",
        population=500_000,
        threads=None,
    ),
    Peer(
        key="torch",
        name="PyTorch",
        file="torch_tensors",
        build="plain",
        package="torch",
        population=500_000,
        threads=None,
    ),
    Peer(
        key="torch-compiled",
        name="PyTorch, compiled",
        file="torch_tensors",
        build="compiled",
        package="torch",
        population=500_000,
        threads=None,
        tools=("g++", "clang++", "c++"),
    ),
    Peer(
        key="numpy-keyed",
        name="NumPy, keyed draws",
        file="numpy_columns",
        build="keyed",
        package="numpy",
        population=200_000,
        keyed=True,
    ),
    Peer(
        key="numpy-all", name="NumPy, all draws", file="numpy_columns", build="own", package="numpy", population=10**6
    ),
    Peer(
        key="numpy",
        name="NumPy, needed draws",
        file="numpy_columns",
        build="some",
        package="numpy",
        population=2 * 10**6,
    ),
    *(
        Peer(
            key=key,
            name=f"glasshouse, {draws} draws",
            file=file,
            package="glasshouse-sim",
            population=4_000_000,
            threads=threads,
            keyed=True,
        )
        for key, draws, file, threads in (
            ("glasshouse-all-1", "all", "glasshouse_blocks", 1),
            ("glasshouse-all", "all", "glasshouse_blocks", None),
            (GLASSHOUSE_1, "needed", "glasshouse_needed", 1),
            (GLASSHOUSE, "needed", "glasshouse_needed", None),
        )
    ),
)

_HEAD = (
    "form",
    "version",
    "threads",
    "persons",
    "person-steps/s",
    "spread",
    "× on 1",
    "× on {threads}",
    "bytes a person",
)


def rendered(result: dict[str, Any]) -> str:
    """The table in Markdown, slowest first, and a line for each form that is not in it."""
    head = [title.format(threads=result["threads"]) for title in _HEAD]
    rows = [_row(row, result) for row in sorted(result["forms"], key=lambda row: row["person_steps_per_second"])]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = [_line(cells, widths) for cells in (head, ["-" * width for width in widths], *rows)]
    out = [f"{name}: {why}." for name, why in result["left_out"].items()]
    return "\n".join(lines + (["", *out] if out else []))


def _row(row: dict[str, Any], result: dict[str, Any]) -> list[str]:
    speeds, memory = row["all"], row.get("bytes_a_person")
    return [
        row["name"],
        row["version"],
        str(row["threads"]),
        f"{row['population']:,}",
        _millions(row["person_steps_per_second"]),
        f"{_millions(min(speeds))}–{_millions(max(speeds))}",
        # What uses several threads has no fair comparison with one.
        _times(row, result, GLASSHOUSE_1) if row["threads"] == 1 else "",
        _times(row, result, GLASSHOUSE),
        "" if memory is None else f"{memory:,.0f}",
    ]


def _times(row: dict[str, Any], result: dict[str, Any], key: str) -> str:
    """How many times as fast glasshouse is, in this run."""
    ours = next((form["person_steps_per_second"] for form in result["forms"] if form["key"] == key), None)
    if ours is None:
        return ""
    ratio = ours / row["person_steps_per_second"]
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}"


def _millions(speed: float) -> str:
    return f"{speed / 1e6:,.2f} M" if speed < 1e7 else f"{speed / 1e6:,.0f} M"


def _line(cells: list[str], widths: list[int]) -> str:
    """The first two columns lean left, numbers right."""
    padded = [
        cell.ljust(width) if i < 2 else cell.rjust(width)
        for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return f"| {' | '.join(padded)} |"
