"""Things of which at most one can be: what others imply is left out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

T = TypeVar("T")


def unimplied(some: Iterable[Sequence[T]], key: Callable[[T], int]) -> list[Sequence[T]]:
    """Return groups of which none is all in another one, the largest first.

    ``key`` is the number of a thing: two are the same thing when theirs are the same.
    """
    by_numbers = {frozenset(map(key, group)): group for group in some}
    kept: dict[int, list[frozenset[int]]] = defaultdict(list)  # by each number in them
    found = []
    for own in sorted(by_numbers, key=len, reverse=True):
        rare = min(own, key=lambda number: len(kept[number]))
        if not any(own <= other for other in kept[rare]):
            found.append(by_numbers[own])
            for number in own:
                kept[number].append(own)
    return found
