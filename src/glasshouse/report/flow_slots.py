"""The heights on a flow chart: what stands in a layer keeps order and distance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

#: Pixels between neighbours, and how often the layers are gone through; by then nothing moves that can be seen.
_GAP, _ROUNDS = 7, 24


@dataclass(eq=False, kw_only=True)
class Slot:
    """A box, a label or a passing arrow in a layer: how far it reaches up and down from ``y``, and what it joins."""

    layer: int
    up: float
    down: float
    box: bool = False
    y: float = 0.0
    joins: list[Slot] = field(default_factory=list)

    @property
    def wanted(self) -> float:
        """Where it would stand if there were room: midway between what it joins."""
        return sum(each.y for each in self.joins) / len(self.joins) if self.joins else self.y


def by_layer(items: Sequence[Slot]) -> dict[int, list[Slot]]:
    """The slots of each layer, from the left."""
    found: dict[int, list[Slot]] = defaultdict(list)
    for item in items:
        found[item.layer].append(item)
    return dict(sorted(found.items()))


def set_heights(layers: dict[int, list[Slot]], top: float) -> None:
    """Bring everything near what it joins, from the left and from the right in turn; the topmost begins at ``top``."""
    for layer in layers.values():
        apart(layer, [0.0] * len(layer))
    for turn in range(_ROUNDS):
        for layer in list(layers.values())[:: 1 if turn % 2 else -1]:
            boxes = [item for item in layer if item.box]
            apart(boxes, [item.wanted for item in boxes])
            layer.sort(key=lambda item: item.y if item.box else item.wanted)
            apart(layer, [item.wanted for item in layer])
    highest = min(item.y - item.up for layer in layers.values() for item in layer)
    for layer in layers.values():
        for item in layer:
            item.y += top - highest


def apart(items: Sequence[Slot], wanted: Sequence[float]) -> None:
    """Give each item the place nearest to what it wants at which all keep their order and their distance.

    Neighbours that want to be too close form a block, which stands at the mean of what its members want (the
    pool-adjacent-violators algorithm, of which scikit-learn's takes a second to import).

    >>> slots = [Slot(layer=0, up=5, down=5) for _ in range(3)]
    >>> apart(slots, [0, 0, 50])
    >>> [slot.y for slot in slots]
    [-8.5, 8.5, 50.0]
    """
    offsets, offset = [], 0.0
    for before, item in zip([None, *items], items, strict=False):
        offset += 0.0 if before is None else before.down + _GAP + item.up
        offsets.append(offset)
    blocks: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        mean, size = want - offset, 1
        while blocks and blocks[-1][0] >= mean:
            other, many = blocks.pop()
            mean, size = (other * many + mean * size) / (many + size), many + size
        blocks.append((mean, size))
    places = (mean for mean, size in blocks for _ in range(size))
    for item, offset, place in zip(items, offsets, places, strict=True):
        item.y = place + offset
