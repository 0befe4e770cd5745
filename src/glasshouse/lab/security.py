"""Who may ask what: the host's name, the page that asks, the token, the size, and what a browser may do with an answer.

A web page anywhere can make a browser send requests to this machine, and a name that is made to point here ("DNS
rebinding") makes them look as if they were the lab's own. So the host's name must be the lab's, a request that comes
from another site may open a page and nothing else, and where the lab is bound to more than loopback every request
carries a token.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from hmac import compare_digest
from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from glasshouse.errors import BadInputError
from glasshouse.lab.addresses import check_host, root_of, rooted, way_to_root, within
from glasshouse.lab.roles import NOT_FOR_PUPILS, Role, may, with_role
from glasshouse.lab.settings import LOOPBACK, Lab
from glasshouse.languages.spoken import plain, spoken

_LARGE = "That is more than the lab takes at once ({most:,} bytes)."
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: A report or a story written as one file brings its style along, and nothing else: whoever passed it on may have put
#: in a form that orders a run. It stays of the lab's origin, without scripts, so that its own links are the lab's too.
POLICY_FILE = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads"
)
#: The HTML standard lets no answer be in a sandbox and ask for "Cross-Origin-Opener-Policy: same-origin" at once.
HEADERS_FILE = {"Content-Security-Policy": POLICY_FILE, "Cross-Origin-Opener-Policy": "unsafe-none"}
_MOST_DIGITS = 20
#: What no other site opens: answers, and files that take long to make or hold somebody's results.
_NO_PAGES = ("/api", "/figure", "/files", "/crowd/", "/story/story.")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # without one, a browser says that a form of the lab comes from "null"
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


#: How the lab answers a failure: as a page to a person, as JSON to a module.
_Told = Callable[[Request, Exception], Response]


class TellingError(HTTPException):
    """A refusal that is told on a page of the lab's own."""


class TooLargeError(TellingError):
    """A request with more bytes than the lab takes, told of while they are read."""


class Guard:
    """The middleware around everything, errors and static files included."""

    def __init__(self, app: ASGIApp, lab: Lab, told: _Told, failed: _Told) -> None:
        """``lab``: whose names, token and limits hold; ``told``: what is answered to the lab's own page that sends too
        much; ``failed``: what is answered when nothing in the lab did."""
        self.app, self.lab, self.told, self.failed = app, lab, told, failed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass the request on and add the headers to the answer."""
        if scope["type"] != "http":  # the lab speaks no websockets; "lifespan" is the server's own
            await (self.app(scope, receive, send) if scope["type"] == "lifespan" else send({"type": "websocket.close"}))
            return
        scope = rooted(scope, root_of(self.lab.root_path, Headers(scope=scope)))
        said = _with_headers(send, way_to_root(scope))
        refusal = refused(scope, self.lab)
        if isinstance(refusal, TellingError):
            refusal = self.told(Request(scope), refusal)
        if refusal is not None:
            await refusal(scope, receive, said)
            return
        scope = with_role(scope, given_role(scope, self.lab) or "teacher")
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await said(message)

        try:
            await self.app(scope, _counted(receive, self.lab.most_bytes), noted)
        except Exception as error:
            # Answered here and not by the framework, whose answer would lack the headers; the server writes it down.
            if not started:
                await self.failed(Request(scope), error)(scope, receive, said)
            raise


def refused(scope: Scope, lab: Lab) -> Response | TellingError | None:
    """The refusal that a request gets, or None; those who may see a page of the lab are told on one."""
    headers = Headers(scope=scope)
    host, origin = headers.get("host", ""), headers.get("origin")
    if lab.local and not _own_name(host, lab):
        return _no(421, _another_name(host), headers)
    if origin is not None and _site(origin) not in (host, *lab.hosts):
        return _another_site(headers)
    foreign = headers.get("sec-fetch-site") in ("cross-site", "same-site")
    if foreign and not _opening(scope, headers):
        return _another_site(headers)
    length = headers.get("content-length", "0")
    # No number of 5,000 digits is read: Python refuses to.
    if not length.isascii() or not length.isdigit() or len(length) > _MOST_DIGITS or int(length) > lab.most_bytes:
        return TooLargeError(413, _LARGE.format(most=lab.most_bytes))
    if not lab.token:
        return None
    role = given_role(scope, lab)
    if role is None:
        return _with_token_in_address(scope, lab) or _no_token(headers)
    if "token" in _asked(scope) and scope["method"] == "GET" and (told := _with_token_in_address(scope, lab)):
        return told
    return None if may(role, scope, lab) else TellingError(403, NOT_FOR_PUPILS)


def _site(origin: str) -> str | None:
    """The host and port of an origin; None where it is no address."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def _opening(scope: Scope, headers: Headers) -> bool:
    """Whether a person opens a page: in a window of its own, for a frame "navigates" unseen, and no file of one."""
    navigates = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return scope["method"] == "GET" and navigates and not _inner(scope).startswith(_NO_PAGES)


def _own_name(host: str, lab: Lab) -> bool:
    names = {f"[{name}]" if ":" in name else name for name in {*LOOPBACK, lab.host}}
    own = {*(f"{name}:{lab.port}" for name in names), *(names if lab.port == 80 else ())}
    return host.lower() in own.union(lab.hosts)


def _another_name(host: str) -> str:
    """Why a name is refused, and how the lab is started so that it is one of its own."""
    try:
        name = check_host(host)
    except BadInputError:  # what is no name is not repeated
        return plain("This address is not the lab’s own.")
    command = f"glasshouse lab --allow-host {name}"
    return plain(
        "This lab does not answer to the name {name}. If a tunnel or a proxy of yours shows it under that name, start "
        "it with: {command}",
        name=name,
        command=command,
    )


def cookie_name(token: str) -> str:
    """The name of the cookie of a token: browsers keep one jar for all ports of a host, and another lab may run there.

    >>> cookie_name("a") != cookie_name("b")
    True
    """
    return f"glasshouse_{blake2b(token.encode(), digest_size=6).hexdigest()}"


def cookies(header: str) -> list[tuple[str, str]]:
    """Names and values of a ``Cookie`` header as they stand; whatever others put there spoils none of them.

    >>> cookies('theme=dark mode; a="b"; =; x')
    [('theme', 'dark mode'), ('a', '"b"'), ('', ''), ('x', '')]
    """
    return [(name.strip(), value.strip()) for name, _, value in (part.partition("=") for part in header.split(";"))]


def given_role(scope: Scope, lab: Lab) -> Role | None:
    """In which role somebody asks, by the token that comes as a cookie or as a bearer; None without a token."""
    headers = Headers(scope=scope)
    bearer = headers.get("authorization", "").removeprefix("Bearer ")
    jar = cookies(headers.get("cookie", ""))
    for role, token in _tokens(lab):
        given = [bearer, *(value for name, value in jar if name == cookie_name(token))]
        if any(_same(one, token) for one in given):
            return role
    return None


def _tokens(lab: Lab) -> list[tuple[Role, str]]:
    """Who carries which token; whoever has both is the teacher."""
    both: list[tuple[Role, str]] = [("teacher", lab.token), ("pupil", lab.pupils)]
    return [(role, token) for role, token in both if token]


def _asked(scope: Scope) -> dict[str, str]:
    return dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))


def _with_token_in_address(scope: Scope, lab: Lab) -> Response | None:
    """The same address without its token, which becomes a cookie; None where it holds none of the lab's."""
    query, root = _asked(scope), scope.get("root_path", "")
    given = query.pop("token", "")
    token = next((token for _, token in _tokens(lab) if _same(given, token)), "")
    if scope["method"] != "GET" or not token:
        return None
    path = "/" + _inner(scope).lstrip("/")  # "//host" would be read as another site's address
    answer = RedirectResponse(path + (f"?{urlencode(query)}" if query else ""), status_code=303)
    answer.set_cookie(cookie_name(token), token, httponly=True, samesite="strict", path=f"{root}/")
    return answer


def _inner(scope: Scope) -> str:
    return within(scope["path"], scope.get("root_path", ""))


def _same(given: str, token: str) -> bool:
    return compare_digest(given.encode(), token.encode())


def _another_site(headers: Headers) -> Response:
    return _no(403, plain("A page of another site asked for this; the lab answers its own pages only."), headers)


def _no_token(headers: Headers) -> Response:
    return _no(401, plain("Open the lab by the address that it printed: it has a token."), headers)


def _no(status: int, sentence: str, headers: Headers) -> Response:
    """A refusal: bare, without the lab's own page, since whoever gets it may not see that."""
    if "text/html" not in headers.get("accept", ""):
        return JSONResponse({"message": sentence}, status_code=status)
    page = '<!doctype html><html lang="{}"><meta charset="utf-8"><title>glasshouse lab</title><p>{}</p></html>'
    return HTMLResponse(page.format(spoken(), escape(sentence)), status_code=status)


def _counted(receive: Receive, most: int) -> Receive:
    """The request's bytes, up to the most; a sender may leave out or understate their number."""
    seen = 0

    async def read() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise TooLargeError(413, _LARGE.format(most=most))
        return message

    return read


def _with_headers(send: Send, root: str) -> Send:
    """Answers with the headers that all have, and with relative redirects; ``root`` leads to the first page."""

    async def said(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("location", "").startswith("/"):
                headers["location"] = root + headers["location"]
            for name, value in {"Content-Security-Policy": POLICY, "Cache-Control": "no-store", **_HEADERS}.items():
                headers.setdefault(name, value)
        await send(message)

    return said
