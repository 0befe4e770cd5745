"""``glasshouse merge``: the parts that ``--only`` left, put together to one folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from glasshouse.cli import comparing, show
from glasshouse.cli.options import Threads
from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.comparison_words import summary
from glasshouse.runner import merge as merge_parts
from glasshouse.signals import stoppable


def merge(
    out: Annotated[Path, typer.Argument(help="The folder to leave; it must not exist.", show_default=False)],
    parts: Annotated[
        list[Path],
        typer.Argument(metavar="PART", help="The folders of all parts, in any order.", show_default=False),
    ],
    threads: Threads = None,
) -> None:
    """``glasshouse merge``."""
    with stoppable():
        done = merge_parts(parts, out, threads)
    if isinstance(done, Comparison):
        comparing.show(done, summary(done))
    else:
        show.run(done)
