"""What travels: the bytes of what tasks take and return, by kind of task."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


def size(content: Any) -> int:
    """Bytes of a value as dask serialises it; numpy arrays are not copied to know it.

    >>> import numpy as np
    >>> 8000 < size({"column": np.zeros(1000)}) < 9000
    True
    """
    from distributed.protocol.core import dumps
    from distributed.protocol.serialize import to_serialize
    from distributed.utils import nbytes

    return sum(nbytes(frame) for frame in dumps({"content": to_serialize(content)}))


@dataclass
class Traffic:
    """Counts what goes out and what comes back. What is said beside (news, states of tasks) is not in it."""

    out: Counter[str] = field(default_factory=Counter)
    back: Counter[str] = field(default_factory=Counter)
    tasks: Counter[str] = field(default_factory=Counter)

    def sent(self, task: str, many: int) -> None:
        """A task of this kind was given out, with so many bytes."""
        self.tasks[task] += 1
        self.out[task] += many

    def received(self, task: str, many: int) -> None:
        """A task returned so many bytes."""
        self.back[task] += many

    def about(self) -> dict[str, Any]:
        """How many tasks of each kind were given out, and the bytes that went out with them and came back."""
        return {
            "tasks": dict(self.tasks),
            "sent_bytes": dict(self.out),
            "received_bytes": dict(self.back),
        }
