"""``python -m scripts.site_comparison [FOLDER]``: make the comparison anew that ships with the pages of a site.

It takes some minutes. With the folder of a finished comparison of the same scenarios, it is taken from there.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

import glasshouse
from glasshouse.comparison.comparison import Comparison, open_comparison
from glasshouse.comparison.comparison_description import NAME
from glasshouse.comparison.comparison_table import NAME as TABLE
from glasshouse.comparison.comparison_words import COLUMNS, PEOPLE
from glasshouse.comparison.conclusions_reading import harms
from glasshouse.folders.json_files import fingerprint, write_description, write_json
from glasshouse.runs.ensemble_table import NAME as DRAWS
from glasshouse.runs.ensemble_table import PARAMETER
from glasshouse.runs.run_description import NAME as RUN
from glasshouse.sites.shipped_comparison import ARMS, FOLDER, MADE_OF, SCENARIO, made_of

PEOPLE_COMPARED = 10_000
#: The measure that is told by group.
BY_GROUP = "wrongful"


def keep(found: Comparison) -> None:
    """Keep of a comparison what a page shows."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    shutil.copyfile(found.path / TABLE, FOLDER / TABLE)
    shown = {name for _, name in COLUMNS} | {name for _, name, _ in PEOPLE} | set(harms(found.defined))
    draws = pl.read_parquet(found.path / DRAWS)
    measure = pl.col("name").cast(pl.String)
    everybody = (pl.col("group") == "all") & measure.is_in(sorted(shown))
    kept = draws.filter((pl.col("quantity") == PARAMETER) | everybody | (measure == BY_GROUP))
    kept.write_parquet(FOLDER / DRAWS, compression="zstd", compression_level=19)
    write_description(
        FOLDER / NAME, _kept(found.manifest, {name: fingerprint(FOLDER / name) for name in (TABLE, DRAWS)})
    )
    for arm in ("baseline", *found.arms):
        (FOLDER / arm).mkdir()
        write_description(FOLDER / arm / RUN, _kept(found.run(arm).manifest, {}))
    write_json(FOLDER / MADE_OF, made_of())


def _kept(said: Mapping[str, Any], files: Mapping[str, Any]) -> dict[str, Any]:
    """What a folder says of itself, but for the machine on which it was made and the files that are not kept."""
    return {**{key: value for key, value in said.items() if key != "host"}, "files": files}


def main(folder: str = "") -> None:
    """Compare, unless it was done, and keep it."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(folder) if folder else Path(place) / "compared"
        if not folder:
            glasshouse.compare(SCENARIO, ARMS, population=PEOPLE_COMPARED, out=out)
        keep(open_comparison(out))
    size = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file())
    print(f"{FOLDER.name}: {size / 1e3:.0f} kB.")


if __name__ == "__main__":
    main(*sys.argv[1:])
