"""What a lab is started with: where it keeps things, who may reach it, and how much may be asked of it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

#: Names under which a machine reaches itself alone.
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, kw_only=True)
class Lab:
    """The settings of a lab.

    - ``folder``: where its runs and comparisons lie, beside those of the command line; nothing outside it is read or
      written.
    - ``token``: what every request must carry, "" on loopback.
    - ``most_people``, ``most_days``, ``most_replicates``, ``most_arms``: of one run; ``most_waiting``: runs in the
      queue; ``most_bytes``: of one request. They keep a click from filling the memory or the disk.

    >>> lab = Lab(folder=Path("runs"))
    >>> lab.local, lab.crowds.name
    (True, '.crowds')
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8765
    token: str = ""
    threads: int = field(default_factory=lambda: os.cpu_count() or 1)
    most_people: int = 5_000_000
    most_days: int = 1_830
    most_replicates: int = 20
    most_arms: int = 8
    most_waiting: int = 4
    most_bytes: int = 256_000

    @property
    def local(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host in LOOPBACK

    @property
    def crowds(self) -> Path:
        """Where the first page keeps the crowds of which a life was told."""
        return self.folder / ".crowds"
