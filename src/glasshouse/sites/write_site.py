"""The pages on the disk: a folder for a web server, or one file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

from glasshouse.arguments import Argument
from glasshouse.comparison.comparison import Comparison, open_comparison
from glasshouse.errors import BadInputError, nearest, why
from glasshouse.folders.given_path import one_or_several
from glasshouse.languages.catalogues import LANGUAGES
from glasshouse.sites import page_frame, shipped_comparison
from glasshouse.sites.claims_view import claims_view
from glasshouse.sites.comparison_view import comparison_view
from glasshouse.sites.crowd_page import crowd_page
from glasshouse.sites.limits_view import limits_view
from glasshouse.sites.page_view import PageView
from glasshouse.sites.validation_view import validation_view

#: The languages of a page, as browsers name them.
SPOKEN = ("en", *LANGUAGES)


def site(
    out: str | os.PathLike[str],
    *,
    scenarios: Sequence[str | os.PathLike[str]] = (),
    single: bool = False,
    compare: str | os.PathLike[str] | None = None,
    language: str | None = None,
    say: Callable[[str], None] | None = None,
) -> Path:
    """Write a page that holds the engine itself, and pages beside it, and return the path of the first HTML file.

    Beside it stand a comparison, the description's claims with verdicts, the validation, and the limits.

    - ``out``: a folder that is not there yet; with ``single``, an HTML file that is not there yet.
    - ``scenarios``: presets' names, or paths of YAML files; all presets that a page can hold unless given.
    - ``single``: write one file, which opens from the disk and holds all pages.
    - ``compare``: the folder of a finished comparison, to be shown; the one that ships unless given.
    - ``language``: ``"en"``, ``"de"``, ``"zh-Hans"`` or ``"zh-Hant"``, in which the pages open; that of the
      browser unless given. A link, or whoever reads, can choose another.
    - ``say``: called with a line for each scenario that is worked out, some seconds each.

    Raises ``ScenarioError`` or ``BadInputError``; nothing is left then.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     site(Path(place) / "pages", compare=Path(place))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    glasshouse.errors.BadInputError: ...: not the folder of a comparison (it holds no comparison.json).
    """
    target = Path(out)
    if target.exists():
        raise BadInputError(f"'{target}' is there already; name another place.")
    if language is not None and language not in SPOKEN:
        hint = nearest(language, SPOKEN) or f" It speaks {', '.join(SPOKEN)}."
        raise BadInputError(Argument("language", language), f": the page does not speak it.{hint}")
    asked = _named(scenarios)
    compared = None if compare is None else open_comparison(compare)
    if compared is not None:
        compared.require_table()
    try_place(target, single=single)
    views = cache(partial(_views, compared))
    around = page_frame.in_one if single else page_frame.beside
    page = crowd_page(asked, say or (lambda _: None), lambda: around(views()), language)
    if single:
        return write_page(page, target)
    return write_folder({page_frame.CROWD[2]: page, **page_frame.documents(views(), language)}, target)


def _named(scenarios: Any) -> list[str]:
    """Presets' names and files' paths, of which one may stand alone. Raises `BadInputError` for anything else."""
    several = one_or_several(scenarios)
    for each in several:
        if not isinstance(each, (str, os.PathLike)):
            said = str(each)[:40]
            raise BadInputError(Argument("scenarios"), f": {said} is neither a preset's name nor the path of a file.")
    return [os.fspath(each) for each in several]


def _views(compared: Comparison | None) -> tuple[PageView, ...]:
    return (_shipped() if compared is None else comparison_view(compared), *_others())


@cache
def _shipped() -> PageView:
    note = "This comparison ships with glasshouse; glasshouse site OUT --compare FOLDER shows another."
    if changed := shipped_comparison.stale():
        note += f" Changed since it was made: {', '.join(changed)}. Its figures may no longer hold."
    return comparison_view(shipped_comparison.shipped(), note=note, without=shipped_comparison.NOT_KEPT)


@cache
def _others() -> tuple[PageView, ...]:
    """The pages that are the same in every site; drawn once, since that takes some seconds."""
    return claims_view(), validation_view(), limits_view()


def try_place(target: Path, *, single: bool) -> None:
    """Make the folder or file that is to be written, and take it away again, before a minute is spent on what it holds.

    Raises `BadInputError` where it cannot be made; nothing is left either way.
    """
    folder = target.parent if single else target
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        if single:
            with target.open("xb"):
                pass
            target.unlink()
        else:
            folder.mkdir(parents=True)
            with (folder / page_frame.CROWD[2]).open("xb"):
                pass
            (folder / page_frame.CROWD[2]).unlink()
    except OSError as error:
        raise BadInputError(f"'{target}' cannot be written: {why(error)}.") from error
    finally:
        for each in missing if not single else ():
            with suppress(OSError):
                each.rmdir()


def write_page(page: str, path: Path) -> Path:
    """Write one file that opens from the disk; its path. Raises `BadInputError`; nothing is left then."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            try:
                file.write(page)
                file.flush()
            except OSError:
                path.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise BadInputError(f"'{path}' cannot be written: {why(error)}.") from error
    return path


def write_folder(pages: Mapping[str, str], folder: Path) -> Path:
    """Write a folder that any web server can hold, of pages by file name; its first page.

    Raises `BadInputError`; nothing is left then.
    """
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise BadInputError(f"'{folder}' cannot be written: {why(error)}.") from error
    try:
        first, *_ = [write_page(page, folder / name) for name, page in pages.items()]
        return first
    except BadInputError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
