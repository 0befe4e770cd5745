"""A replicate that was simulated, as its run keeps it: figures, facts and tables, and no columns of persons.

One simulated here is written straight from memory. One simulated elsewhere comes packed, as the bytes of its files,
which are the same ones.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from glasshouse.measures import measures_table
from glasshouse.measures.tally import Tally, tally
from glasshouse.population.people import allot, group_of
from glasshouse.runs import run_tables as tables
from glasshouse.runs import stored_fits
from glasshouse.runs.run_plan import Plan
from glasshouse.runs.run_tables import daily_table
from glasshouse.runs.table_parts import write_part

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from glasshouse.engine.simulate import Replicate


@dataclass(frozen=True, kw_only=True)
class ReplicateOutput:
    """Replicate ``number`` of a plan.

    ``daily`` int64 [days, districts, groups + all, ``measures``] becomes a table when it is written; ``tables`` are
    all others; ``facts`` go into ``run.json``.
    """

    number: int
    figures: Tally
    facts: Mapping[str, Any]
    daily: np.ndarray
    measures: tuple[str, ...]
    tables: Mapping[str, pa.Table]

    def written(self, plan: Plan) -> dict[str, pa.Table]:
        """Every table that the run keeps, by name."""
        place = plan.scenario.place
        long = daily_table(self.number, self.daily, self.measures, place.districts, place.group_axis)
        return {"daily": long, **self.tables}


@dataclass(frozen=True, kw_only=True)
class PackedOutput:
    """The same, ready to travel: ``files`` holds the bytes of each table's file, by the table's name."""

    number: int
    figures: Tally
    facts: Mapping[str, Any]
    files: Mapping[str, bytes]


def replicate_output(
    plan: Plan, number: int, replicate: Replicate, groups: np.ndarray | None = None
) -> ReplicateOutput:
    """What a run keeps of a replicate; lets go of its persons.

    ``groups``: of each event's person, where the replicate does not hold everybody's state.
    """
    place, figures = plan.scenario.place, tally(replicate)
    of_event = group_of(replicate.state["traits"][replicate.events["person"]]) if groups is None else groups
    starts = allot(plan.population, place.columns["population"])
    return ReplicateOutput(
        number=number,
        figures=figures,
        facts={
            "seed": plan.seed_of(number),
            "digest": replicate.digest,
            "seconds": round(replicate.seconds, 3),
            "compile_seconds": round(replicate.compile_seconds, 3),
            "startup_seconds": round(replicate.startup_seconds, 3),
            "person_days": replicate.person_days,
            "event_weight": replicate.event_weight,
            "top_percent": figures.top_percent,
            # What it takes to live a part of replicate 0 again; of the others a checkpoint alone keeps it.
            **({"fits": stored_fits.said(replicate.fits)} if number == 0 else {}),
        },
        daily=replicate.daily,
        measures=replicate.measures,
        tables={
            "events": tables.events_table(number, replicate, of_event, place.districts, starts, plan.scenario.start),
            "people": tables.people_table(number, figures),
            "measures": measures_table(
                number, replicate, place.districts, days=plan.days, mechanisms=plan.scenario.mechanisms
            ),
        },
    )


def packed_output(plan: Plan, one: ReplicateOutput) -> PackedOutput:
    """The files of a replicate, as their bytes."""
    files: dict[str, bytes] = {}
    for name, table in one.written(plan).items():
        sink = io.BytesIO()
        write_part(table, sink, one.number, plan.scenario.label, str(one.facts["digest"]))
        files[name] = sink.getvalue()
    return PackedOutput(number=one.number, figures=one.figures, facts=one.facts, files=files)
