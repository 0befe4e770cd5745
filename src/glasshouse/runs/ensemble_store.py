"""The simulated members of an ensemble, kept among a folder's parts until it is finished, so that a kill costs few."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from itertools import count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.feather as feather

from glasshouse.folders.atomic_write import in_one_step
from glasshouse.folders.json_files import fingerprint, read_json, write_json
from glasshouse.folders.leftovers import PARTS
from glasshouse.folders.output_label import write_table
from glasshouse.runs.ensemble_table import NAME, together

if TYPE_CHECKING:
    from glasshouse.errors import Say

#: So many members are kept together: a kill costs no more than these.
BATCH = 10
_PREFIX = "ensemble-"


class EnsembleStore:
    """Batches of members among the parts of a folder. ``of`` says of which run; those of another are not taken up."""

    def __init__(self, folder: Path, of: Mapping[str, Any], size: int, say: Say) -> None:
        """Of so many members in all, 0 where there is no ensemble."""
        self.folder, self.of, self.size, self.say = folder, of, size, say

    @property
    def path(self) -> Path:
        """Where the whole table stands in the end."""
        return self.folder / NAME

    def fill(self, simulate: Iterable[pa.Table], first: int) -> Generator[int, None, None]:
        """Keep what is simulated from the batch ``first`` on; gives the number of members kept so far."""
        batch: list[pa.Table] = []
        done, number = min(first * BATCH, self.size), first
        for table in simulate:
            batch.append(table)
            done += 1
            if len(batch) == BATCH or done == self.size:
                self._keep(number, together(batch))
                batch, number = [], number + 1
            yield done

    def kept(self) -> int:
        """How many batches are whole, from the first; what comes after one that is not is simulated again."""
        return sum(1 for _ in self._whole())

    def members(self) -> Iterator[pa.Table]:
        """The rows of each member that is kept whole, in order: two in a row differ in draw or variant."""
        for batch in self._whole():
            keys = [batch["draw"].to_numpy()]
            if "variant" in batch.column_names:
                keys.append(batch["variant"].combine_chunks().indices.to_numpy())
            differs = np.any([np.diff(key) != 0 for key in keys], axis=0)
            edges = [0, *(np.flatnonzero(differs) + 1).tolist(), batch.num_rows]
            yield from (batch.slice(first, last - first) for first, last in pairwise(edges))

    def gather(self, digest: str) -> None:
        """Write the table where all members are kept; ``digest``: of the replicates beside them. Raises ``OSError``."""
        if not self.size:
            return
        found = list(self._whole())
        if len(found) * BATCH < self.size:
            return
        label = str(self.of.get("label", ""))
        with in_one_step(self.path) as partial:
            write_table(together(found), partial, label, digest, compression="zstd")

    def is_part(self, path: Path) -> bool:
        """Whether a file among the parts is one of these."""
        return path.name.startswith(_PREFIX)

    def _file(self, number: int) -> Path:
        return self.folder / PARTS / f"{_PREFIX}{number:06d}.arrow"

    def _keep(self, number: int, table: pa.Table) -> None:
        part = self._file(number)
        feather.write_feather(table, str(part), compression="lz4")
        write_json(part.with_suffix(".json"), {"of": dict(self.of), "file": fingerprint(part)})

    def _whole(self) -> Iterator[pa.Table]:
        for number in count():
            part = self._file(number)
            if not part.with_suffix(".json").exists():
                return
            try:
                said = read_json(part.with_suffix(".json"))
                whole = said["of"] == dict(self.of) and fingerprint(part) == said["file"]
                table = feather.read_table(part, memory_map=False) if whole else None
            except (OSError, ValueError, KeyError, TypeError):
                table = None
            if table is None:
                self.say(f"Draws from {number * BATCH} on are simulated again: {part.name} is missing or was altered.")
                return
            yield table
