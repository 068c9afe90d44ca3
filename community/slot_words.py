"""In which words a slot of bells is meant: its name, its order, its stage and name, the clock.

Second lessons of a school with bells for each stage: 第二节 (of both), 12, 初中第二节, 8:55-9:40.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.codes import Stage
from community.names import plain, slot_word
from community.tables.words import STAGE
from community.text import clock

if TYPE_CHECKING:
    from collections.abc import Mapping

_AFTER_STAGE = "部段的 "  # 小学部第一节


def in_one_spelling(word: str) -> str:
    """Return what names a slot in one spelling; behind a stage as ``junior:第2节``."""
    name = "".join(plain(word).split())
    for code, words in STAGE.words.items():
        rest = next((name.removeprefix(w) for w in words if name.startswith(w)), "")
        if rest := rest.lstrip(_AFTER_STAGE):
            return f"{code}:{slot_word(rest)}"
    return slot_word(name)


def words_of(slot: Mapping[str, Any]) -> set[str]:
    """Return all that a slot can be called, each in one spelling, from the cells of its row."""
    name, start, end = slot["name"], slot.get("start"), slot.get("end")
    found = {in_one_spelling(name), str(slot["order"])}
    if slot.get("stage"):
        found.add(f"{Stage(slot['stage']).value}:{slot_word(name)}")
    if start is not None:
        found.add(clock(start))
        found |= set() if end is None else {f"{clock(start)}-{clock(end)}"}
    return found
