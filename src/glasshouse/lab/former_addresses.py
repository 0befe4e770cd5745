"""Old addresses of the lab's pages lead to the new ones, with whatever was asked for there."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from glasshouse.former_names import address_now
from glasshouse.lab.addresses import within


class FormerAddresses:
    """The middleware. The answer keeps the request's method, so that a form of an old page still arrives."""

    def __init__(self, app: ASGIApp) -> None:
        """Around all pages."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the browser on, or pass the request on."""
        new = address_now(within(scope["path"], scope.get("root_path", ""))) if scope["type"] == "http" else ""
        if not new:
            await self.app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        await RedirectResponse(quote(new) + (f"?{query}" if query else ""), status_code=308)(scope, receive, send)
