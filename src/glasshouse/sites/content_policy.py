"""The content policy of a page: nothing from anywhere, and no script and no style but its own."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence


def policy(scripts: Sequence[str], styles: Sequence[str], *, engine: bool = True) -> str:
    """The policy of a page with these scripts and styles in it; ``engine``: scripts may start the page's own.

    >>> policy([], ["p { margin: 0 }"]).split("; ")[:2]
    ["default-src 'none'", "style-src 'sha256-7IWhgxoOGTB5NQzjGk9OPt0FwhVeBvZGoWgF9xLLh8c='"]
    """
    run: dict[str, str] = {}
    if scripts:
        run = {"script-src": f"{_hashes(scripts)} 'wasm-unsafe-eval' blob:", "worker-src": "blob:"}
    if scripts and not engine:
        run = {"script-src": _hashes(scripts)}
    allowed = {
        "default-src": "'none'",
        **run,
        "style-src": _hashes(styles),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in allowed.items())


def _hashes(texts: Sequence[str]) -> str:
    return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts)
