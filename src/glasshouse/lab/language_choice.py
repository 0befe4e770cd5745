"""The language of an answer: as the address says (``lang=``), as was chosen before, or as the browser asks.

What a page's script asks for is answered in the language of that page, though another was chosen since in another tab.
A choice is kept in a cookie of its own, which holds the language's tag and nothing else.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from glasshouse.lab.addresses import root_of
from glasshouse.lab.security import cookies
from glasshouse.lab.settings import Lab
from glasshouse.languages.spoken import SPOKEN, asked_for, speaking, spoken

#: The name in the address, of the cookie, and of the header in which a page's scripts say what their page speaks.
NAME, COOKIE, HEADER = "lang", "glasshouse_language", "glasshouse-language"
#: Seconds that a choice is kept: a year.
_KEPT = 31_536_000


class LanguageChoice:
    """The middleware around everything, refusals too. What is within it sees no ``lang``."""

    def __init__(self, app: ASGIApp, lab: Lab) -> None:
        """``lab``: below whose path the choice is kept."""
        self.app, self.lab = app, lab

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and speak the language until it is answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        query, chosen = without_language(scope["query_string"].decode("latin-1"))
        kept = next((value for name, value in cookies(headers.get("cookie", "")) if name == COOKIE), "")
        wanted = (headers.get(HEADER, ""), chosen, kept)
        language = next((one for one in wanted if one in SPOKEN), asked_for(headers.get("accept-language", "")))
        path = f"{root_of(self.lab.root_path, headers)}/"

        async def said(message: Message) -> None:
            if message["type"] == "http.response.start" and chosen in SPOKEN and message["status"] < 400:
                cookie = f"{COOKIE}={chosen}; Path={path}; Max-Age={_KEPT}; HttpOnly; SameSite=lax"
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        with speaking(language):
            await self.app({**scope, "query_string": query.encode("latin-1")}, receive, said)


def without_language(query: str) -> tuple[str, str]:
    """A query without its language, and the language; one that there is not chooses nothing.

    >>> without_language("run=1&lang=de&show=a+b"), without_language("run=%C3%A4")
    (('run=1&show=a+b', 'de'), ('run=%C3%A4', ''))
    """
    parts = query.split("&") if query else []
    own = [part for part in parts if part.partition("=")[0] == NAME]
    if not own:
        return query, ""
    chosen = dict(parse_qsl("&".join(own))).get(NAME, "")
    return "&".join(part for part in parts if part not in own), chosen


def choices(request: Request, page: str) -> list[tuple[str, str, str]]:
    """The other languages of a page: tag, what each calls itself, and where the page is in it.

    ``page``: where to go from a page that a form was answered with.
    """
    here, query = ("", request.url.query) if request.method == "GET" else (page, "")
    kept = f"{query}&" if query else ""
    others = ((tag, name) for tag, name in SPOKEN.items() if tag != spoken())
    return [(tag, name, f"{here}?{kept}{urlencode({NAME: tag})}") for tag, name in others]
