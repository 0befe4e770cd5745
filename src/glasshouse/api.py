"""Everything the command line does, as calls in Python."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from glasshouse.arguments import Argument, several
from glasshouse.assessments.assessment_files import write_assessments
from glasshouse.claim_list.known_claims import Claims, known_claims
from glasshouse.cluster import placement as places
from glasshouse.comparison import resume_comparison as comparisons
from glasshouse.comparison.comparison import Comparison, is_comparison
from glasshouse.comparison.comparison_plan import plan_comparison, with_attribution
from glasshouse.comparison.resolve_arm import Asked
from glasshouse.errors import BadInputError, Say
from glasshouse.folders.given_path import folder_of, one_or_several
from glasshouse.intervention import Intervention
from glasshouse.mechanism import Mechanism
from glasshouse.report_files import rewrite_report, write_charts, write_pdf
from glasshouse.rocrate.pack import pack
from glasshouse.runner import (
    carry_out,
    carry_out_attribution,
    carry_out_comparison,
    carry_out_study,
    go_on,
    go_on_comparison,
    go_on_study,
    open_again,
    planned,
)
from glasshouse.runner import merge as merge_parts
from glasshouse.runs import resume_run as runs
from glasshouse.runs.asked_sizes import checked
from glasshouse.runs.run import Run
from glasshouse.scenario import load as load_scenario
from glasshouse.scenario import with_mechanisms, with_sets
from glasshouse.scenario.scenario import Scenario
from glasshouse.scenario.scenario_loading import given
from glasshouse.simulation.asked_values import own_mechanisms
from glasshouse.simulation.own_summaries import Summary, simulated_with
from glasshouse.speed import bench
from glasshouse.stories.story import Story, tell_story
from glasshouse.studies import execute_study as studies
from glasshouse.studies.study_loading import load_study
from glasshouse.studies.study_result import StudyResult, is_study
from glasshouse.table_runner import validated
from glasshouse.validation.evaluate_tables import Validation

__all__ = [
    "assess",
    "bench",
    "claims",
    "compare",
    "load_scenario",
    "merge",
    "package",
    "resume",
    "run",
    "story",
    "study",
    "validate",
    "write_report",
]


def run(
    scenario: str | os.PathLike[str] | Scenario,
    *,
    population: int | None = None,
    days: int | None = None,
    seed: int = 1,
    replicates: int | None = None,
    draws: int | None = None,
    ensemble_population: int | None = None,
    ensemble: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    set: str | Iterable[str] = (),
    out: str | os.PathLike[str] | None = None,
    shards: int = 1,
    workers: int | None = None,
    scheduler: str | None = None,
    device: str = "cpu",
    pdf: bool = False,
    mechanisms: Iterable[Mechanism] = (),
    only: str | None = None,
) -> Run:
    """Run a scenario, and return the folder that it leaves, opened.

    - ``scenario``: a preset's name, the path of a YAML file, or a loaded scenario.
    - ``population``, ``days``: the scenario's own unless given.
    - ``seed``: the same seed and rules give the same digest, on any number of threads.
    - ``replicates``: 1 unless given. Replicate 0 uses the central values, the others also draw the parameters from
      their ranges, with another seed each.
    - ``draws``: of the ensemble, from which medians and intervals come: 200 unless given or ``replicates`` is, 0 for no
      ensemble. Each draws every parameter from its range and is simulated with ``ensemble_population`` people, 20,000
      over a year unless given, and the same random numbers. docs/uncertainty.md.
    - ``ensemble``: the ``posterior.parquet`` of a study by ABC. Its parameters are drawn from its particles by their
      weight, all others from their ranges; ``run.json`` holds the draws and the file's hash.
    - ``threads``: as many as the machine has cores unless given.
    - ``set``: texts ``KEY=VALUE`` laid over the scenario, or a single one.
    - ``out``: a folder that does not exist yet; without it, the next number under ``runs``.
    - ``workers``: so many processes of this machine live the replicates, or ``scheduler``: the workers of the dask
      scheduler at this address; ``threads`` is then of each. ``shards``: each replicate is cut into so many parts,
      whole districts, a worker each. docs/scaling.md; a script that asks for it must stand behind
      ``if __name__ == "__main__":``.
    - ``device``: ``"cuda"`` simulates the days on an NVIDIA GPU (extra ``cuda``), with the same digest.
    - ``pdf``: whether to write the report as a PDF as well, ``report.pdf``.
    - ``mechanisms``: mechanisms of one's own (``glasshouse.Mechanism``), beside those that the scenario names.
    - ``only``: a range such as ``"0-49"`` of its simulations, which count from 0: the replicates, and behind them those
      of the ensemble. The folder is then a part, without tables, for ``merge``; its ``Run.part`` says which.

    Raises ``ScenarioError`` or ``BadInputError`` before anything is started, and ``StoppedError``
    when the run ends early.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as place:
    ...     done = run("as-described", population=500, days=2, replicates=1, out=pathlib.Path(place) / "run")
    ...     done.status, sorted(done.manifest["files"])
    ('finished', ['daily.parquet', 'events.parquet', 'measures.parquet', 'people.parquet', 'report.html'])
    """
    sizes = checked(population=population, days=days, seed=seed, replicates=replicates, threads=threads)
    parts = checked(shards=shards)["shards"]
    placement = places.asked(workers, scheduler, threads=sizes["threads"], shards=parts)
    plan = planned(
        _loaded(scenario, set, mechanisms),
        placement,
        shards=parts,
        device=device,
        draws=draws,
        ensemble_population=ensemble_population,
        only=only,
        ensemble=ensemble,
        **sizes,
    )
    return carry_out(plan, out, placement=placement, shards=parts, pdf=pdf)


def _loaded(
    scenario: str | os.PathLike[str] | Scenario, sets: str | Iterable[str], mechanisms: Iterable[Mechanism] = ()
) -> Scenario:
    """The scenario with mechanisms of one's own, and with what was laid over it."""
    if not isinstance(sets, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]: not everybody checks types
        raise BadInputError(Argument("set", sets), ": it must be a text such as 'cameras.total=0', or several.")
    if isinstance(sets, Mapping):  # its values would be lost
        values = dict(cast("Mapping[str, Any]", sets))
        written = [f"{key}={str(value).lower() if isinstance(value, bool) else value}" for key, value in values.items()]
        raise BadInputError(Argument("set", values), f": write it as texts, set={written}.")
    if more := own_mechanisms(mechanisms):
        scenario = with_mechanisms(_loaded(scenario, ()), more)
    if isinstance(scenario, (str, os.PathLike)):
        return load_scenario(scenario, sets=sets)
    return with_sets(given(scenario), texts) if (texts := several(sets)) else given(scenario)


def compare(
    scenario: str | os.PathLike[str] | Scenario,
    arms: Asked | Iterable[Asked] = (),
    *,
    population: int | None = None,
    days: int | None = None,
    seed: int = 1,
    replicates: int | None = None,
    draws: int | None = None,
    ensemble_population: int | None = None,
    ensemble: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    set: str | Iterable[str] = (),
    out: str | os.PathLike[str] | None = None,
    attribute: bool | str | Iterable[str] = False,
    workers: int | None = None,
    scheduler: str | None = None,
    pdf: bool = False,
    only: str | None = None,
) -> Comparison:
    """Simulate the same invented people in several scenarios, and return the folder that holds them, opened.

    - ``scenario``: the baseline: a preset's name, the path of a YAML file, or a loaded scenario.
    - ``arms``: the other scenarios, or a single one. Each is a safeguard's name, a preset's, the path of a YAML file of
      changes, or ``KEY=VALUE``; several joined by ``+`` are one scenario. With ``@DAY`` (or a date) behind it, an arm
      shares the baseline's past until that day. A loaded scenario is a scenario, too, of the same place and start; so
      is a safeguard (``glasshouse.Intervention``) or a mechanism (``glasshouse.Mechanism``) of one's own, over the
      baseline.
      ``ban`` and ``unwatched`` are always among the arms; ``error-free`` if named.
    - ``population``: the scenario's, at most 200,000, unless given. ``replicates``: 10 unless given.
    - ``draws``: of the assumptions, under each of which all scenarios are simulated with ``ensemble_population``
      people, 10,000 over a year unless given: 200 unless given or ``replicates`` is, 0 for none.
      ``Comparison.conclusions`` says which scenario does less harm in how many of them, and ``Comparison.rankings``
      how all rank.
    - ``ensemble``: the ``posterior.parquet`` of a study by ABC of the baseline. All scenarios of a draw take the same
      particle, and everything else from their ranges. A scenario that fixes a parameter keeps it, and one with another
      range has it at the same place of its own.
    - ``set``: texts ``KEY=VALUE`` laid over the baseline, and so over every arm, presets among them, but for a loaded
      scenario and the file of a whole one.
    - ``out``: a folder that does not exist yet; without it, the next number under ``runs``.
    - ``attribute``: whether to find what each part contributes to each harm, or the names of the parts to ask of;
      ``attribution.parquet`` and the report then hold it. Up to 50,000 people.
    - ``workers``, ``scheduler``: where replicates and arms are simulated, as with ``run``.
    - ``pdf``: whether to write the comparison's report as a PDF as well.
    - ``only``: a range such as ``"0-9"`` of its replicates, and of the draws behind them; as with ``run``.

    Raises ``ScenarioError`` or ``BadInputError`` before anything is started, and ``StoppedError`` when it ends early.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as place:
    ...     done = compare("as-described", "cameras.enabled=false", population=500, days=2, replicates=1,
    ...                    out=pathlib.Path(place) / "compared")
    ...     done.arms, done.values("ban", "people", "difference")
    (('cameras.enabled=false', 'ban', 'unwatched'), [0.0])
    """
    sizes = checked(population=population, days=days, seed=seed, replicates=replicates, threads=threads)
    placement = places.asked(workers, scheduler, threads=sizes["threads"])
    alone = (str, os.PathLike, Scenario, Intervention, Mechanism)
    if not isinstance(arms, (*alone, Iterable)):  # pyright: ignore[reportUnnecessaryIsInstance]
        said = ": it must be a scenario, a safeguard's name, KEY=VALUE, or a list of these."
        raise BadInputError(Argument("arms", arms), said)
    asked = plan_comparison(
        _loaded(scenario, set),
        [arms] if isinstance(arms, alone) else arms,
        draws=draws,
        ensemble_population=ensemble_population,
        ensemble=ensemble,
        **sizes,
        tasks=places.tasks(placement),
        only=only,
    )
    if attribute is False:
        return carry_out_comparison(asked, out, placement=placement, pdf=pdf)
    parts = () if attribute is True else several(attribute)
    asked = with_attribution(asked, parts)
    done = carry_out_comparison(asked, out, placement=placement, pdf=pdf)
    carry_out_attribution(asked, done, parts)
    return open_again(done)


def resume(
    folder: str | os.PathLike[str],
    *,
    threads: int | None = None,
    say: Say | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    summaries: Mapping[str, Summary] | None = None,
) -> Run | Comparison | StudyResult:
    """Go on with a run, a comparison or a study that was killed or stopped; returns its folder, opened.

    It comes to the digest, the tables and the events of one that nothing interrupted; a finished one is left as it is.
    ``say`` is called with a sentence on each checkpoint or replicate that is no good (without it, that is a warning).
    ``workers``, ``scheduler``: where the replicates or points that are left are simulated, as with ``run``.
    ``summaries``: of a study that was begun with some, the same functions again.

    Raises ``BadInputError`` where nothing was begun, where another version began it, and while another process writes
    it; ``StoppedError`` when it is stopped again.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as place:
    ...     done = run("as-described", population=500, days=2, replicates=1, out=pathlib.Path(place) / "run")
    ...     resume(done.path).digest == done.digest
    True
    """
    path, threads = folder_of(folder), checked(threads=threads)["threads"]
    placement = places.asked(workers, scheduler, threads=threads)
    if is_study(path):
        asked = studies.unfinished(path)
        simulated = simulated_with(summaries or {}, asked) if asked else None
        return go_on_study(path, asked, threads, simulated=simulated, placement=placement)
    if is_comparison(path):
        return go_on_comparison(
            path, comparisons.unfinished(path, threads, places.tasks(placement)), say=say, placement=placement
        )
    return go_on(path, runs.unfinished(path, threads, places.tasks(placement)), say=say, placement=placement)


def merge(
    parts: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    out: str | os.PathLike[str] | None = None,
    threads: int | None = None,
) -> Run | Comparison:
    """Put the parts of a run or of a comparison together, and return the folder that holds all of it, opened.

    - ``parts``: the folders that ``run`` or ``compare`` left with ``only``, all of one plan, in any order; one of them
      may stand alone.
    - ``out``: a folder that does not exist yet; without it, the next number under ``runs``.
    - ``threads``: as many as the machine has cores unless given.

    It has the digest, the tables and the report of one that was simulated in one go. Raises ``BadInputError`` before
    anything is written: for parts of different plans, for one that is not finished or was altered, and where a
    simulation is in two parts or in none.

    >>> import tempfile, pathlib
    >>> sizes = {"population": 500, "days": 2, "replicates": 2}
    >>> with tempfile.TemporaryDirectory() as place:
    ...     parts = [run("as-described", **sizes, only=k, out=pathlib.Path(place) / k) for k in ("0", "1")]
    ...     done = merge([part.path for part in parts], out=pathlib.Path(place) / "whole")
    ...     done.manifest["replicates"], done.digest == run("as-described", **sizes, out=f"{place}/again").digest
    (2, True)
    """
    return merge_parts(one_or_several(parts), out, threads)


def write_report(folder: str | os.PathLike[str], *, pdf: bool = False, charts: bool = False) -> tuple[Path, ...]:
    """Write the report of a run or of a comparison again, from the figures in its folder; returns what it wrote.

    That is ``report.html``, and with ``pdf`` also ``report.pdf``, two to four pages that say the same six things first;
    with ``charts`` each chart of a run as files to print, in ``charts``: SVG, PDF and a PNG of 300 dots an inch.
    Raises ``BadInputError`` where there is no run with a finished replicate, a file of it is damaged, or a plug-in was
    changed since, and ``StoppedError`` when a file cannot be written.

    >>> [path.name for path in write_report(small_run.path)]
    ['report.html']
    """
    page = rewrite_report(folder)
    return (page, *((write_pdf(folder),) if pdf else ()), *(write_charts(folder) if charts else ()))


def claims(
    scenario: str | os.PathLike[str] | Scenario | None = None, *, run: str | os.PathLike[str] | None = None
) -> Claims:
    """What the description claims, what scholarship makes of it, and what the model has of it.

    - ``scenario``: a preset's name, the path of a YAML file, or a loaded scenario, whose numbers stand beside the
      claims; ``as-described`` unless given, or the run's own.
    - ``run``: the folder of a run, whose counts stand beside them too: with their interval a year of 10,000 people, or
      as they are where there is one replicate and no ensemble.

    The result holds a ``FoundClaim`` each; ``csv()`` and ``plot()`` show them, and ``check(file)`` links claims that
    somebody wrote, one a line, to the nearest of them and judges none. There are no claims about a place of which the
    description does not speak. Raises ``ScenarioError`` and ``BadInputError``.

    >>> found = claims("as-described")
    >>> found.claims[11].id, found.claims[11].verdict, len(claims("london-lfr").claims)
    ('D12', 'wrong', 0)
    """
    return known_claims(scenario, run=run)


def story(
    folder: str | os.PathLike[str],
    person: int | None = None,
    *,
    wrongly_sanctioned: bool = False,
    falsely_matched: bool = False,
    most_chilled: bool = False,
    random: bool = False,
    another: int = 0,
    under: str | os.PathLike[str] | Scenario | None = None,
    threads: int | None = None,
) -> Story:
    """Tell one invented person's life in a run: its replicate 0 is simulated again, exactly, following that person.

    - ``folder``: of a run, or of a comparison, whose baseline is told then.
    - ``person``: a number; or else one of the ways of choosing somebody, by name. ``wrongly_sanctioned`` and
      ``falsely_matched`` take a middling case, ``most_chilled`` the one that held back most often, ``random`` any
      adult. ``another`` passes over so many of them.
    - ``under``: another scenario to tell the same person's story in: an arm of the comparison, or what can
      be an arm.

    Returns a ``Story``: its ``text`` in plain English, its ``document()`` for JSON, and the lives themselves. Raises
    ``BadInputError`` for an unknown folder, person or scenario, and for a run that cannot be simulated
    again.

    >>> told = story(small_run.path, 7)
    >>> told.here.history.person.number, told.text.splitlines()[-1]
    (7, 'The people are invented. This is not a forecast.')
    """
    ways = {
        "wrongly-sanctioned": wrongly_sanctioned,
        "falsely-matched": falsely_matched,
        "most-chilled": most_chilled,
        "random": random,
    }
    chosen = [way for way, asked in ways.items() if asked]
    return tell_story(folder, person, choices=chosen, another=another, under=under, threads=threads)


def validate(
    table: str | os.PathLike[str] | None = None,
    *,
    seed: int = 1,
    draws: int | None = None,
    workers: int = 1,
    scheduler: str | None = None,
) -> Validation:
    """Compare the model's stages with published figures: ``docs/validation.md``.

    - ``table``: a shipped table's name, or one of an installed plug-in, or the path of a YAML file of the same format,
      or a preset's name for the tables in which it is simulated whole; all that ship, and those of plug-ins, unless
      given.
    - ``seed``: the same seed gives the same verdicts. ``draws``: simulations behind each interval, the kind's own
      number (mostly 400) unless given.
    - ``workers``: so many processes of this machine share the tables that ship; a script that asks for more than one
      must stand behind ``if __name__ == "__main__":``. ``scheduler``: the workers of the dask scheduler at this address
      share them.

    Returns a ``Validation``: its ``results``, one a table, and its ``document()`` for JSON. Raises ``ScenarioError``
    for a table that cannot be read, ``BadInputError`` for a number of draws that cannot be, and for one table that is
    to be shared among a scheduler's workers.

    >>> found = validate("oxford-circus-2020", draws=40)
    >>> found.results[0].outputs["false_alerts"].published.value
    7.0
    """
    return validated(table, seed=seed, draws=draws, workers=workers, scheduler=scheduler)


def study(
    file: str | os.PathLike[str],
    *,
    out: str | os.PathLike[str] | None = None,
    points: int | None = None,
    threads: int | None = None,
    summaries: Mapping[str, Summary] | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
) -> StudyResult:
    """Ask what drives the answer: simulate many scenarios that differ in their assumptions. ``docs/studies.md``.

    - ``file``: a shipped study's name, or the path of a YAML file.
    - ``out``: a folder that does not exist yet; without it, the next number under ``runs``.
    - ``points``: how many sets of assumptions; the file's own number unless given.
    - ``threads``: so many scenarios at a time; as many as the machine has cores unless given. They change no result.
    - ``summaries``: functions by name, each of which makes one figure of the ``Results`` of a simulation, for targets
      of a study by ABC that name a ``summary``. They run on as many threads as ``threads``, and on aggregates of an
      invented population: what they make is fitted to a published figure, never sought.
    - ``workers``, ``scheduler``: where the points are simulated, as with ``run``; ``threads`` is then of each worker.

    Returns a ``StudyResult``: its ``readings`` in plain words, its ``points`` and its ``indices``. Needs the extra
    ``study``. Raises ``ScenarioError`` or ``BadInputError`` before anything is started, ``StoppedError`` when it ends
    early; ``resume`` goes on with it.

    >>> study("what-drives-wrongfull")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    glasshouse.scenario.scenario_error.ScenarioError: unknown study 'what-drives-wrongfull'. \
Did you mean 'what-drives-wrongful'? It is a study (...) or a YAML file.
    """
    threads = checked(threads=threads)["threads"]
    placement = places.asked(workers, scheduler, threads=threads)
    asked = load_study(file, points=points)
    simulated = simulated_with(summaries or {}, asked)
    return carry_out_study(asked, out, threads, simulated=simulated, placement=placement)


def assess(
    folder: str | os.PathLike[str],
    template: str | os.PathLike[str] | None = None,
    *,
    out: str | os.PathLike[str] | None = None,
    format: str = "html",
) -> list[Path]:
    """Fill drafts of impact assessments from a run or a comparison, as far as it can: ``docs/assessments.md``.

    - ``folder``: of a run, or of a comparison, which also fills the parts on what could be done.
    - ``template``: ``"fria"`` (Article 27 of the EU AI Act), ``"dpia"`` (Article 35(7) GDPR), ``"aia"`` (Canada), or
      the path of a YAML file of the same format; all three unless given.
    - ``out``: a new file, for one template; without it, ``assessment-NAME.FORMAT`` in the folder. No file is
      overwritten, since people may have written into it.
    - ``format``: ``"html"`` to read, ``"md"`` to write answers into, ``"pdf"`` to print.

    Returns the files. Raises ``ScenarioError`` or ``BadInputError`` before anything is written, ``StoppedError`` when
    it cannot be.

    >>> written = assess(small_run.path, "fria", format="md")
    >>> written[0].name, written[0].read_text(encoding="utf-8").splitlines()[0]
    ('assessment-fria.md', '# Fundamental rights impact assessment: China, as a blog post described it')
    """
    return write_assessments(folder, [] if template is None else [template], out, format)


def package(folder: str | os.PathLike[str], *, out: str | os.PathLike[str] | None = None) -> Path:
    """Pack a finished run or comparison with all that is needed to reproduce it: ``docs/assessments.md``.

    - ``folder``: of a run or of a comparison, whose files are as they were left.
    - ``out``: a new file that ends in ``.zip``, or a new folder; without it, the folder's name with ``.crate.zip``,
      beside it.

    Returns the package. The same folder gives the same bytes. Raises ``BadInputError`` before anything is written,
    ``StoppedError`` when it cannot be.

    >>> package(small_run.path).name
    'run.crate.zip'
    """
    return pack(folder, out)
