"""The folder of a study, opened."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse import rich_display
from glasshouse.errors import BadInputError
from glasshouse.folders import folder_reading, table_files
from glasshouse.folders.given_path import folder_of
from glasshouse.runs.asked_sizes import checked
from glasshouse.studies.predictive import predicted
from glasshouse.studies.study_description import KIND

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, kw_only=True)
class StudyResult:
    """A study folder. ``manifest`` is the content of ``study.json``.

    ``points``, ``indices`` and ``posterior`` are lazy tables that read the disk only when collected. They raise
    ``BadInputError`` where the file is missing or damaged.

    ``small_study`` in the examples of its methods is the study that the first one makes.

    >>> import tempfile
    >>> from pathlib import Path
    >>> import glasshouse
    >>> text = "glasshouse-study: 1\\nname: small\\ntitle: A small study\\nscenario: as-described\\npopulation: 300\\n"
    >>> text += "days: 3\\nmethod: tornado\\nparameters: [people.trips]\\noutputs: [wrongful]\\n"
    >>> with tempfile.TemporaryDirectory() as place:
    ...     file = Path(place, "small.yaml")
    ...     _ = file.write_text(text)
    ...     found = glasshouse.study(file, threads=1, out=f"{place}/done")
    ...     print(found.status, found.points.collect().columns)
    finished ['point', 'people.trips', 'wrongful']
    """

    path: Path
    manifest: Mapping[str, Any]

    @property
    def status(self) -> str:
        """ "finished", "interrupted" or "failed".

        >>> small_study.status
        'finished'
        """
        return str(self.manifest["status"])

    @property
    def digest(self) -> str | None:
        """The fingerprint of what was asked and of all points, which each table carries; None before there are any.

        >>> len(small_study.digest)
        64
        """
        return self.manifest.get("digest")

    @property
    def readings(self) -> Mapping[str, Any]:
        """The study in plain words: title, about, sentences, outputs (each with its drivers), notes.

        >>> small_study.readings["title"]
        'A small study'
        """
        return self.manifest.get("readings", {})

    @property
    def points(self) -> pl.LazyFrame:
        """point, one column a parameter, one column an output.

        >>> small_study.points.collect()["people.trips"].to_list()
        [2.3, 1.8, 2.8]
        """
        return self._table("points")

    @property
    def indices(self) -> pl.LazyFrame:
        """output, parameter, index, value, low, high.

        >>> small_study.indices.collect().columns
        ['output', 'parameter', 'index', 'value', 'low', 'high']
        """
        return self._table("indices")

    @property
    def posterior(self) -> pl.LazyFrame:
        """wave, one column a parameter, weight, distance: the particles of a study by ABC.

        >>> small_study.posterior  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        glasshouse.errors.BadInputError: ...posterior.parquet: it is missing; the study is finished.
        """
        return self._table("posterior")

    def predict(
        self, measures: str | Iterable[str] | None = None, *, draws: int | None = None, threads: int | None = None
    ) -> pl.DataFrame:
        """What the posterior of a study by ABC predicts for any measure: its particles simulated anew, in memory.

        - ``measures``: names of ``docs/measures.md``, or one; all that a single scenario defines unless given.
        - ``draws``: particles drawn by their weight, 200 unless given, each with the people and days of the study and
          random numbers of its own; what the study did not move has its central value.
        - ``threads``: so many draws at a time, as many as the machine has cores unless given; they change no figure.

        Returns a Polars frame with a row a measure and group ("all" first): measure, group, low, median, high (the ends
        hold 90 % of the draws), unit, and the draws in which it is defined. ``run --ensemble posterior.parquet`` draws
        everything else from its range as well.

        Raises ``BadInputError`` for a measure that there is not, and for a study that has no posterior.

        >>> small_study.predict("wrongful")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        glasshouse.errors.BadInputError: ...: only a study by ABC has a posterior, and its method is 'tornado'.
        """
        if self.manifest.get("method") != "abc":
            method = self.manifest.get("method")
            raise BadInputError(f"{self.path}: only a study by ABC has a posterior, and its method is '{method}'.")
        _ = self.posterior  # says why there is none
        return predicted(
            folder_reading.scenario_in(self.path / KIND.name, self.manifest, KIND, self.manifest["scenario"]),
            folder_reading.file_of(self.path, self.manifest, KIND, "posterior.parquet"),
            measures,
            population=int(self.manifest["population"]),
            days=int(self.manifest["days"]),
            seed=int(self.manifest["seed"]),
            draws=checked(draws=draws)["draws"],
            threads=threads,
        )

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
    """Open the folder of a study. Raises ``BadInputError`` where there is none, it still runs, or it is damaged.

    >>> open_study(small_study.path).digest == small_study.digest
    True
    """
    return StudyResult(path=folder_of(path, "path"), manifest=folder_reading.read(Path(path), KIND))
