"""Many arrays of integers in one: compiled functions are handed a single array, which is quick.

A function that is given a tuple of thirty arrays counts thirty references at every call; one flat
array costs nothing. It begins with where each of the named arrays starts and how wide its rows are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba
import numpy as np

from scheduling.local.machine_code import machine_code

if TYPE_CHECKING:
    from collections.abc import Sequence

F = TypeVar("F", bound=Callable[..., Any])
Flat = Any  # numpy array of 64-bit integers
WORD = 62  # bits used of an integer


_config: Any = numba.config
_config.CACHE_DIR = str(machine_code())


def compiled(function: F) -> F:
    """Return a function that is compiled to machine code at its first call.

    It runs without Python's lock, so that threads run side by side. The machine code is kept: only
    the first run on a machine pays for it (see ``prepare``). numba would make one of its own for
    each constant that a function is called with; one for all is as quick, and compiled in two
    thirds of the time.
    """
    made: Any = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    template = made.get_call_template

    def for_all(args: Sequence[Any], kws: dict[str, Any]) -> Any:
        plain = numba.types.unliteral
        return template(tuple(map(plain, args)), {name: plain(x) for name, x in kws.items()})

    made.get_call_template = for_all
    return cast("F", made)


def packed(arrays: Sequence[Any]) -> Flat:
    """Return arrays of one or two dimensions as one; each is known by its number from then on."""
    head = 2 * len(arrays)
    parts = [np.asarray(a, dtype=np.int64) for a in arrays]
    offsets = head + np.concatenate([[0], np.cumsum([p.size for p in parts])[:-1]])
    widths = [p.shape[1] if p.ndim == 2 else 1 for p in parts]
    ahead = np.empty(head, dtype=np.int64)
    ahead[0::2], ahead[1::2] = offsets, widths
    return np.concatenate([ahead, *(p.ravel() for p in parts)])


def part(flat: Flat, which: int, size: int) -> Flat:
    """Return a view of one of the arrays, in one dimension."""
    return flat[flat[2 * which] : flat[2 * which] + size]


@compiled
def at(flat, which, index):
    """Return an item of an array."""
    return flat[flat[2 * which] + index]


@compiled
def put(flat, which, index, value):
    """Change an item of an array."""
    flat[flat[2 * which] + index] = value


@compiled
def row(flat, which, index):
    """Return the place in the flat array where a row of a matrix begins."""
    return flat[2 * which] + index * flat[2 * which + 1]


@compiled
def ones(word):
    """Return the number of bits that are set (a form that becomes one instruction)."""
    x = np.uint64(word)
    x = x - ((x >> np.uint64(1)) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((x * np.uint64(0x0101010101010101)) >> np.uint64(56))
