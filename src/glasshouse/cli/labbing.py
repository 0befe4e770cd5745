"""``glasshouse lab``: the lab in the browser."""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from glasshouse.cli.lines import say
from glasshouse.lab.addresses import check_host, check_root
from glasshouse.lab.class_page import pupils_word
from glasshouse.lab.serve import serve
from glasshouse.lab.settings import Lab


def lab(
    folder: Annotated[Path, typer.Option(help="Where its runs lie; nothing outside is touched.")] = Path("runs"),
    port: Annotated[int, typer.Option(help="The port to serve on; 0 is any free one.", min=0, max=65535)] = 8765,
    host: Annotated[
        str | None,
        typer.Option(
            help="The address to serve on. Others than loopback need the token that is printed.",
            show_default="127.0.0.1, with --class 0.0.0.0",
        ),
    ] = None,
    class_: Annotated[
        bool,
        typer.Option(
            "--class",
            help="Open it to a class on this network: an address and a QR code for pupils, who look and start nothing.",
        ),
    ] = False,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME[:PORT]",
            help="Answer to this name, too, under which a tunnel or a proxy shows the lab. Repeatable.",
            show_default=False,
        ),
    ] = None,
    root_path: Annotated[
        str,
        typer.Option(metavar="PATH", help="The path below which a proxy shows the lab.", show_default=False),
    ] = "",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only serve; open no browser.")] = False,
) -> None:
    """``glasshouse lab``."""
    hosts = tuple(check_host(name) for name in allow_host or ())
    served = host or ("0.0.0.0" if class_ else "127.0.0.1")
    asked = Lab(folder=folder, host=served, port=port, hosts=hosts, root_path=check_root(root_path))
    if asked.open_to_others:
        asked = replace(asked, token=secrets.token_urlsafe(24))
    if class_:
        asked = replace(asked, token=asked.token or secrets.token_urlsafe(24), pupils=pupils_word())
    serve(asked, browser=not no_browser, say=say)
