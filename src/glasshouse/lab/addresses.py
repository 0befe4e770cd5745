"""Where the lab is, as a browser sees it: behind a proxy its pages may lie below a path of the proxy's.

All links and redirects are relative, so that they hold below whatever a proxy puts before them; addresses that modules
are told begin with a slash and are counted from the lab's first page. A proxy that leaves its path before what it asks
for is told of with ``Lab.root_path``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from starlette.types import Scope

from glasshouse.arguments import Argument
from glasshouse.errors import BadInputError
from glasshouse.scenario.user_text import quoted

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?)(:[0-9]{1,5})?", re.IGNORECASE)
#: How a proxy says which part of the path it has taken away; the second is that of jupyter-server-proxy.
_PREFIX = ("x-forwarded-prefix", "x-forwarded-context")
_ROOT = re.compile(r"(/[\w.~@:+%-]+)*/?")


def root_of(lab_root: str, headers: Mapping[str, str]) -> str:
    """The path below which a proxy shows the lab: as it was started with, or else as the proxy says.

    A wrong one spoils the links of whoever sent it, and no other's.

    >>> root_of("", {"x-forwarded-prefix": "/user/me/proxy/8765/"}), root_of("/lab", {"x-forwarded-prefix": "/x"})
    ('/user/me/proxy/8765', '/lab')
    >>> root_of("", {"x-forwarded-prefix": "//evil.example"}), root_of("", {})
    ('', '')
    """
    said = next((headers[name] for name in _PREFIX if name in headers), "")
    plain = _ROOT.fullmatch(said) and not {".", ".."} & set(said.split("/"))
    return lab_root or (said.rstrip("/") if plain else "")


def rooted(scope: Scope, root_path: str) -> Scope:
    """A request as the rest of the lab takes it: its path begins with ``root_path``, whether a proxy left that or not.

    >>> rooted({"path": "/run"}, "/lab")["path"], rooted({"path": "/lab/run"}, "/lab")["path"]
    ('/lab/run', '/lab/run')
    """
    inner = within(scope["path"], root_path)
    return {**scope, "path": root_path + inner, "root_path": root_path} if root_path else scope


def within(path: str, root_path: str) -> str:
    """A path below ``root_path``, without it.

    >>> within("/lab/run", "/lab"), within("/labs", "/lab"), within("/lab", "/lab"), within("/", "")
    ('/run', '/labs', '', '/')
    """
    below = root_path and (path == root_path or path.startswith(f"{root_path}/"))
    return path[len(root_path) :] if below else path


def way_to_root(scope: Scope) -> str:
    """From the address that a browser shows to the lab's first page, without the last slash.

    >>> [way_to_root({"path": path}) for path in ("/", "/run", "/jobs/1/cancel")]
    ['.', '.', '../..']
    """
    # Not decoded: a slash that is part of a name is none to a browser.
    raw = scope.get("raw_path") or quote(scope["path"]).encode()
    inner = within(raw.partition(b"?")[0].decode("latin-1"), quote(scope.get("root_path", "")))
    return "/".join([".."] * (inner.count("/") - 1)) or "."


def check_host(name: str) -> str:
    """A host's name, perhaps with a port, in small letters. Raises ``BadInputError`` for what cannot be one.

    >>> check_host("Localhost:9000")
    'localhost:9000'
    """
    if not _HOST.fullmatch(name):
        raise BadInputError(
            Argument("allow_host", quoted(name)), ": a name is NAME or NAME:PORT, such as localhost:9000."
        )
    return name.lower()


def check_root(path: str) -> str:
    """The path below which a proxy shows the lab, without a last slash. Raises ``BadInputError``.

    >>> check_root("/user/x/proxy/8000/"), check_root("/")
    ('/user/x/proxy/8000', '')
    """
    if not _ROOT.fullmatch(path) or {".", ".."} & set(path.split("/")):
        raise BadInputError(Argument("root_path", quoted(path)), ": a path is such as /user/me/proxy/8765.")
    return path.rstrip("/")
