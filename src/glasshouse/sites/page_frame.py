"""The pages of a site together: a list of them on each, as files beside one another or as parts of one file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from glasshouse import __version__
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.languages.catalogues import LANGUAGES, translations
from glasshouse.languages.spoken import SPOKEN
from glasshouse.report.html_templates import FOLDER as REPORT
from glasshouse.report.html_templates import ForScripts
from glasshouse.sites.content_policy import policy
from glasshouse.sites.page_view import PageView, environment

#: The crowd's page: its word, its title in the list of pages, and its file.
CROWD = ("crowd", "Crowd", "index.html")
#: What says messages of these pages: their templates, the report's pieces in them, their scripts, and their data.
SAYING_VIEWS = (
    *(f"report/templates/{name}." for name in ("comparison_body", "opening", "tables", "verdicts")),
    *("sites/templates/", "sites/static/page/misread_words.js", "sites/static/page/view_language.js"),
    *("sites/page_frame.py", "sites/page_messages.py", "sites/view_messages.py"),
)
_STATIC = Path(__file__).parent / "static"
#: Said once on a page in another language; an English page has no need of it.
_SAID = Markup('<aside class="not-english" hidden><p data-t>The findings on this page are in English.</p></aside>')


@dataclass(frozen=True, kw_only=True)
class PageFrame:
    """What stands around the crowd on its page: in the head, before it, and behind it; and the scripts and styles.

    Nothing, for the crowd's page alone.
    """

    head: str = ""
    nav: str = ""
    rest: str = ""
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    #: What else says messages.
    saying: tuple[str, ...] = ()


def beside(views: Sequence[PageView]) -> PageFrame:
    """The frame of the crowd's page in a folder: the list of pages."""
    style = _text("site_nav.css")
    return PageFrame(head=_style(style), nav=_nav(views, CROWD[0]), rest=_foot(), styles=(style,))


def in_one(views: Sequence[PageView]) -> PageFrame:
    """The frame of the crowd's page that holds all the others: the address says which is shown."""
    style, own = _text("site_nav.css"), _of_views()
    script = _unfolding() + _text("site_views.js")
    head = Markup('{}<style id="views-style" media="not all">{}</style>\n<script data-views="{}">{}</script>\n').format(
        _style(style), Markup(own), " ".join(view.name for view in views), Markup(script)
    )
    part = Markup('<div class="site-view" id="{}">\n{}\n{}</div>\n')
    parts = (part.format(view.name, _SAID, view.body) for view in views)
    rest = Markup().join((_foot(), *parts))
    nav = _nav(views, CROWD[0], single=True, chooser=SPOKEN)
    return PageFrame(head=head, nav=nav, rest=rest, scripts=(script,), styles=(style, own), saying=SAYING_VIEWS)


def documents(views: Sequence[PageView], language: str | None = None) -> Mapping[str, str]:
    """The pages beside the crowd's as files of a folder: HTML by name.

    They need no script but to speak another language than English: ``language``, the browser's, or one that is chosen.
    """
    style, script = _text("tokens.css") + _text("site_nav.css") + _of_views(), _speaking()
    told = {each: translations(each, used_in=SAYING_VIEWS) for each in LANGUAGES}
    facts = json.dumps({"language": language, "languages": told}, ensure_ascii=False, separators=(",", ":"))
    template = environment().get_template("site_page.html.j2")
    return {
        f"{view.name}.html": template.render(
            policy=Markup(policy((script,), (style,), engine=False)),
            script=Markup(script),
            facts=ForScripts(facts.replace("<", "\\u003c")),
            said=_SAID,
            style=Markup(style),
            view=view,
            nav=_nav(views, view.name, chooser=SPOKEN),
            body=view.body,
        )
        for view in views
    }


def _nav(
    views: Sequence[PageView], here: str, *, single: bool = False, chooser: Mapping[str, str] | None = None
) -> Markup:
    word, title, file = CROWD
    others = ((view.name, view.title, f"#{view.name}" if single else f"{view.name}.html") for view in views)
    places = ((word, title, "#" if single else file), *others)
    # In one file the crowd has a list of languages of its own, beside its scenario.
    chooser_id = "language-beside" if single else "language"
    template = environment().get_template("site_nav.html.j2")
    return Markup(template.render(places=places, here=here, chooser=chooser, chooser_id=chooser_id))


def _unfolding() -> str:
    return (REPORT / "unfold.js").read_text(encoding="utf-8")


def _speaking() -> str:
    """The script of a page without an engine: it speaks the reader's language, and unfolds what is asked for."""
    names = ("page/view_data", "page/languages", "page/misread_words", "page/view_language")
    return "".join(_text(f"{name}.js") for name in names) + _unfolding()


def _foot() -> Markup:
    """What every page says, at the end of the crowd's."""
    made = '<span data-t>Made by glasshouse <i data-name="version">{}</i>.</span>'
    foot = Markup(f'<footer class="site-foot">{made} <span data-t>{{}}</span></footer>\n')
    return foot.format(__version__, NOT_A_FORECAST)


def _of_views() -> str:
    """The style of the pages beside the crowd's: the report's, and what is theirs alone."""
    return "".join((REPORT / name).read_text(encoding="utf-8") for name in ("style.css", "verdicts.css")) + _text(
        "site_views.css"
    )


def _style(text: str) -> Markup:
    return Markup("<style>{}</style>\n").format(Markup(text))


def _text(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")
