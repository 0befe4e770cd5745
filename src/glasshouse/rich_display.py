"""How a result shows itself in a notebook: by what the reports are made of, loaded only when somebody looks.

The results stand in the core and the reports above it, so that a result names what shows it and imports none of it. A
run that is never looked at does not load the charts, which take 30 MB.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from glasshouse.arguments import Argument
from glasshouse.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Callable

    import altair as alt

#: By a result's class, what puts it into a few lines of HTML, and what draws its figure.
_HTML = {
    "Scenario": "glasshouse.report.result_html:scenario",
    "Simulation": "glasshouse.report.result_html:simulation",
    "Results": "glasshouse.report.result_html:simulated",
    "Run": "glasshouse.report.result_html:simulated",
    "Comparison": "glasshouse.report.result_html:compared",
    "Validation": "glasshouse.report.result_html:validated",
    "StudyResult": "glasshouse.report.result_html:studied",
    "Claims": "glasshouse.claim_list.claims_picture:html",
}
_FIGURES = {
    "Results": "glasshouse.report.run_figures:of_results",
    "Run": "glasshouse.report.run_figures:of_run",
    "Comparison": "glasshouse.report.comparison_picture:figure",
    "Validation": "glasshouse.report.verdict_chart:figure",
    "Claims": "glasshouse.claim_list.claims_picture:figure",
}


def html(result: object) -> str:
    """A few lines of HTML about a result, with its label and that its people are invented.

    >>> from glasshouse.scenario import load
    >>> html(load("as-described"))[:42]
    '<b>China, as a blog post described it</b> '
    """
    return str(_found(_HTML, result)(result))


def figure(result: object, *what: str) -> alt.TopLevelMixin:
    """The figure of a result as its report has it; ``what`` names one where there are several."""
    for name in what:
        if not isinstance(name, str):  # pyright: ignore[reportUnnecessaryIsInstance]: not everybody checks types
            raise BadInputError(Argument("what"), f" must be the name of a figure, not {str(name)[:40]}.")
    return cast("alt.TopLevelMixin", _found(_FIGURES, result)(result, *what))


def _found(homes: dict[str, str], result: object) -> Callable[..., object]:
    # A class of somebody's own that extends one of these is shown like it.
    home = next(homes[each.__name__] for each in type(result).__mro__ if each.__name__ in homes)
    module, _, name = home.partition(":")
    return cast("Callable[..., object]", getattr(import_module(module), name))
