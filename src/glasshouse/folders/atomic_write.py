"""Files written in one step: whoever reads one sees the old one or the new one, never half of one."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def in_one_step(path: Path) -> Iterator[Path]:
    """Where to write a file that becomes ``path`` when the block ends; after a failure nothing is left of it.

    The name is drawn anew each time, so that two that write one file at a time do not take each other's halves: the
    last to end has written it. And nobody can put a link of that name into a folder that others may write.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     with in_one_step(Path(place) / "page") as partial:
    ...         _ = partial.write_text("whole")
    ...     [path.name for path in Path(place).iterdir()]
    ['page']
    """
    partial = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        yield partial
        os.replace(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
