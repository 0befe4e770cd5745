"""Who asks: the teacher, who may do everything, or a pupil of a class, who looks at crowds and starts nothing.

Each has a token of its own. Whoever has none is nobody and gets nothing; without tokens, everybody is the teacher.
"""

from __future__ import annotations

from typing import Literal

from starlette.types import Scope

from glasshouse.lab.addresses import within
from glasshouse.lab.settings import Lab

Role = Literal["teacher", "pupil"]
#: What a pupil may open: the crowd and its answers, the published figures, and what pages are made of.
_LOOKED_AT = ("/", "/api/crowd", "/api/crowd/other-seeds", "/validation")
_BELOW = ("/static/", "/crowd/picture.", "/validation/")
#: What is said to a pupil who asks for more.
NOT_FOR_PUPILS = "This is for the teacher. With the class's address you can look at crowds."


def may(role: Role, scope: Scope, lab: Lab) -> bool:
    """Whether somebody in a role may have what a request asks for.

    >>> from pathlib import Path
    >>> lab = Lab(folder=Path("runs"), token="t", pupils="p")
    >>> asks = [("GET", "/"), ("GET", "/api/crowd"), ("POST", "/run"), ("GET", "/run"), ("DELETE", "/api/jobs/1")]
    >>> [may("pupil", {"method": method, "path": path}, lab) for method, path in asks]
    [True, True, False, False, False]
    >>> may("teacher", {"method": "POST", "path": "/run"}, lab)
    True
    """
    if role == "teacher":
        return True
    inner = within(scope["path"], scope.get("root_path", "")) or "/"
    looks = scope["method"] in ("GET", "HEAD")
    return looks and (inner in _LOOKED_AT or inner.startswith(_BELOW))


def role_of(scope: Scope) -> Role:
    """Who asks, as the guard has found."""
    return scope.get("state", {}).get("role", "teacher")


def with_role(scope: Scope, role: Role) -> Scope:
    """A request that says who asks."""
    return {**scope, "state": {**scope.get("state", {}), "role": role}}
