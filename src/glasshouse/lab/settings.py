"""What a lab is started with: where it keeps things, who may reach it, and how much may be asked of it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

#: What a lab is asked for, and what lies in its folder.
Kind = Literal["run", "compare"]
#: Names under which a machine reaches itself alone.
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, kw_only=True)
class Lab:
    """The settings of a lab.

    - ``folder``: where its runs and comparisons lie, beside those of the command line; nothing outside it is read or
      written.
    - ``token``: what every request must carry, "" where only this machine can reach it.
    - ``pupils``: what a class carries in place of the token, "" without a class. Pupils look and start nothing.
    - ``hosts``: further names, perhaps with a port, under which a tunnel or a proxy shows it; ``root_path``: the path
      below which a proxy shows it, "" or such as "/user/me/proxy/8765".
    - ``most_people``, ``most_days``, ``most_replicates``, ``most_draws``, ``most_arms``: of one run; ``most_waiting``:
      runs in the queue; ``most_bytes``: of one request. They keep a click from filling the memory or the disk.

    >>> lab = Lab(folder=Path("runs"))
    >>> lab.local, lab.crowds.name
    (True, '.crowds')
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8765
    token: str = ""
    pupils: str = ""
    hosts: tuple[str, ...] = ()
    root_path: str = ""
    threads: int = field(default_factory=lambda: os.cpu_count() or 1)
    most_people: int = 5_000_000
    most_days: int = 1_830
    most_replicates: int = 20
    most_draws: int = 1_000
    most_arms: int = 8
    most_waiting: int = 4
    most_bytes: int = 256_000

    @property
    def local(self) -> bool:
        """Whether it listens on this machine alone."""
        return self.host in LOOPBACK

    @property
    def open_to_others(self) -> bool:
        """Whether others can reach it: by its own address, or by a proxy of another name. Then it needs a token.

        >>> Lab(folder=Path("runs"), hosts=("localhost:9000",)).open_to_others
        False
        >>> Lab(folder=Path("runs"), hosts=("hub.example",)).open_to_others
        True
        """
        names = (re.sub(r":\d+$", "", host) if not host.endswith("]") else host for host in self.hosts)
        return not self.local or any(name.strip("[]") not in LOOPBACK for name in names)

    @property
    def for_class(self) -> bool:
        """Whether a class looks at it: then everybody waits for their turn, and nobody is sent away."""
        return bool(self.pupils)

    @property
    def crowds(self) -> Path:
        """Where the first page keeps the crowds of which a life was told."""
        return self.folder / ".crowds"
