"""``glasshouse lab``: the lab in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from glasshouse.cli.app import app
from glasshouse.cli.lines import say


@app.command()
def lab(
    folder: Annotated[Path, typer.Option(help="Where its runs lie; nothing outside is touched.")] = Path("runs"),
    port: Annotated[int, typer.Option(help="The port to serve on; 0 is any free one.", min=0, max=65535)] = 8765,
    host: Annotated[
        str, typer.Option(help="The address to serve on. Others than loopback need the token that is printed.")
    ] = "127.0.0.1",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only serve; open no browser.")] = False,
) -> None:
    """Open the lab in the browser: a crowd, a country, another world, a life, and why to believe any of it."""
    import secrets

    from glasshouse.lab.serve import serve
    from glasshouse.lab.settings import LOOPBACK, Lab

    token = "" if host in LOOPBACK else secrets.token_urlsafe(24)
    asked = Lab(folder=folder, host=host, port=port, token=token)
    serve(asked, browser=not no_browser, say=lambda where: say(f"The lab is at {where}\nCtrl-C stops it."))
