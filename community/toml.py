"""``policy.toml``: the community's own values and the planner's changes to the profile's rules.

Python reads TOML; this module writes the one simple shape that is needed here.
"""

from __future__ import annotations

import json
import math
import re
import reprlib
import tomllib
from typing import TYPE_CHECKING, Any

from community.names import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DEEPEST = 8  # lists and tables in each other; the policy's own have three
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_KEY = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_LONG_KEY = re.compile(rf"^[ \t\[]*{_KEY}(?:[ \t]*\.[ \t]*{_KEY}){{{DEEPEST}}}", re.MULTILINE)
_LONG_NUMBER = re.compile(r"\b0[xob][0-9A-Fa-f_]{65}")  # TOML's own have 64 bits


def read(text: str) -> dict[str, Any]:
    """Return the content of a TOML document.

    Raises
    ------
    ValueError
        When it is none; ``at line N`` stands in the message where a line is known. Keys of many
        parts are none of ours, and many of them take long to read; so do numbers of many digits.
    """
    if long := _LONG_KEY.search(text) or _LONG_NUMBER.search(text):
        raise ValueError(f"too long (at line {text[: long.end()].count(chr(10)) + 1})")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("lists or tables too deep in each other") from None


def document(tables: Mapping[str, Mapping[str, Any]]) -> str:
    """Return a TOML document of named tables, ``rules.<id>`` for a table inside ``rules``.

    Raises
    ------
    TypeError, ValueError
        For a value that TOML, or this program's settings, cannot hold.
    """
    parts = []
    for name, values in tables.items():
        head = ".".join(map(key, name.split(".", 1)))
        lines = [f"{key(k)} = {value(v)}" for k, v in values.items()]
        parts.append("\n".join([f"[{head}]", *lines]) + "\n")
    return "\n".join(parts)


def key(name: str) -> str:
    """Return a key, quoted where it has to be."""
    return name if _BARE.fullmatch(name) else _quoted(name)


def value(found: Any) -> str:
    """Return a value on one line: numbers, text, yes/no, lists, and tables of these."""
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, int):
        return str(found)
    if isinstance(found, float):
        if not math.isfinite(found):
            raise ValueError(f"{found} is not a number")
        return repr(found)
    if isinstance(found, str):
        return _quoted(found)
    if isinstance(found, list | tuple):
        return "[" + ", ".join(map(value, found)) + "]"
    if isinstance(found, dict):
        return "{" + ", ".join(f"{key(k)} = {value(v)}" for k, v in found.items()) + "}"
    raise TypeError(f"{type(found).__name__} cannot be written as TOML")


def parse_value(text: str) -> Any:
    """Return the value that a text writes; a text that is no TOML value stands for itself.

    是 and 否 stand for true and false, 15% for 0.15.
    """
    word = text.strip()
    if word in ("是", "否"):
        return word == "是"
    number = re.fullmatch(r"([+-]?[0-9]+(?:\.[0-9]+)?)(%?)", plain(word))
    if number and number[2]:
        return float(number[1]) / 100
    if "\n" in word:
        return word
    try:
        found = read(f"value = {number[1] if number else word}")["value"]
    except ValueError:
        return word
    return found if is_plain(found) else word


def bare(text: str) -> str:
    """Return a text as a planner writes it in a cell: quoted only where it has to be."""
    free = text[:1] not in "=+-@'" and parse_value(text) == text
    return text if text and free else _quoted(text)


def is_plain(found: Any, deepest: int = DEEPEST) -> bool:
    """Return whether a value is text, a finite number, yes/no, or a list or table of these."""
    if isinstance(found, list | tuple):
        return deepest > 0 and all(is_plain(v, deepest - 1) for v in found)
    if isinstance(found, dict):
        return deepest > 0 and all(
            isinstance(k, str) and is_plain(v, deepest - 1) for k, v in found.items()
        )
    return isinstance(found, str | int) or (isinstance(found, float) and math.isfinite(found))


def shown(found: Any) -> str:
    """Return a value for messages, whatever it is and however deep."""
    return reprlib.repr(found) if isinstance(found, list | dict) else str(found)


def lines(text: str) -> Callable[..., int | None]:
    """Return what tells, for messages, the line of a table (one name) or of a key of it (two)."""
    found: dict[tuple[str, ...], int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        head = re.match(r"\s*\[([^\[\]]+)\]", line)
        if head:
            table = _flat(head[1])
            found.setdefault((table,), number)
        else:
            name = line.partition("=")[0].strip().strip("\"'")
            found.setdefault((table, name), number)

    def line_of(table: str, *key: str) -> int | None:
        head = (_flat(table),)
        return found.get((*head, *key), found.get(head))

    return line_of


def _flat(name: str) -> str:
    """Return a name of a table without blanks and quotes."""
    return re.sub(r"[\s\"']", "", name)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
