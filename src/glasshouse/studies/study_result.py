"""The folder of a study, opened."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse import rich_display
from glasshouse.errors import BadInputError
from glasshouse.folders import folder_reading, table_files
from glasshouse.studies.study_description import KIND

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, kw_only=True)
class StudyResult:
    """A study folder. ``manifest`` is the content of ``study.json``."""

    path: Path
    manifest: Mapping[str, Any]

    @property
    def status(self) -> str:
        """ "finished", "interrupted" or "failed"."""
        return str(self.manifest["status"])

    @property
    def readings(self) -> Mapping[str, Any]:
        """The study in plain words: title, about, sentences, outputs (each with its drivers), notes."""
        return self.manifest.get("readings", {})

    @property
    def points(self) -> pl.LazyFrame:
        """point, one column a parameter, one column an output."""
        return self._table("points")

    @property
    def indices(self) -> pl.LazyFrame:
        """output, parameter, index, value, low, high."""
        return self._table("indices")

    @property
    def posterior(self) -> pl.LazyFrame:
        """wave, one column a parameter, weight, distance: the particles of a study by ABC."""
        return self._table("posterior")

    def _repr_html_(self) -> str:
        """What it comes to in words, for a notebook."""
        return rich_display.html(self)

    def _table(self, name: str) -> pl.LazyFrame:
        path = self.path / f"{name}.parquet"
        if not path.is_file():
            raise BadInputError(f"{path}: it is missing; the study is {self.status}.")
        return table_files.scan(folder_reading.file_of(self.path, self.manifest, KIND, path.name))


def is_study(folder: str | os.PathLike[str]) -> bool:
    """Whether a folder is that of a study."""
    return (Path(folder) / KIND.name).is_file()


def open_study(path: str | os.PathLike[str]) -> StudyResult:
    """Open the folder of a study. Raises ``BadInputError`` where there is none, it still runs, or it is damaged."""
    return StudyResult(path=Path(path), manifest=folder_reading.read(Path(path), KIND))
