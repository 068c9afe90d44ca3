"""Rule families and the parameters that a policy may give them (``data/families.toml``)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_PLAIN: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "text": (str,),
}
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_LISTS = {"ints": "int", "floats": "float", "texts": "text"}


@dataclass(frozen=True, slots=True)
class Family:
    """One rule family of the catalogue.

    Attributes
    ----------
    code
        Its code in the catalogue, for example ``F03``.
    planned
        Whether this version plans and checks rules of the family; others are carried as data.
    params
        Type of each parameter by name: int, float, bool, text, clock (HH:MM), table, a plural of
        these, words divided by ``|`` (one of them), or such words in brackets (a list of them).
    """

    name: str
    code: str
    planned: bool
    params: dict[str, str]


@cache
def families() -> dict[str, Family]:
    """Return all families by name."""
    text = files("community").joinpath("data/families.toml").read_text(encoding="utf-8")
    return {name: Family(name, **table) for name, table in tomllib.loads(text).items()}


def accepts(kind: str, value: Any) -> bool:
    """Return whether a value is of a parameter's type."""
    if kind.startswith("["):
        words = kind[1:-1]
        return isinstance(value, (list, tuple)) and all(accepts(words, v) for v in value)
    if kind in _LISTS:
        item = _LISTS[kind]
        return isinstance(value, (list, tuple)) and all(accepts(item, v) for v in value)
    if kind == "clock":
        return isinstance(value, str) and re.fullmatch(_CLOCK, value) is not None
    if kind == "table":  # whole numbers by two names
        return isinstance(value, dict) and all(
            isinstance(row, dict) and all(accepts("int", n) for n in row.values())
            for row in value.values()
        )
    if kind not in _PLAIN:
        return isinstance(value, str) and value in kind.split("|")
    if isinstance(value, bool) and kind != "bool":
        return False
    if kind in ("int", "float") and isinstance(value, (int, float)):
        return isinstance(value, _PLAIN[kind]) and 0 <= value < 10_000_000
    return isinstance(value, _PLAIN[kind])
