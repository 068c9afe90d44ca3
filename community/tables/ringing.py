"""Which slot a row means: by its name, by stage and name (初中第二节), or by the clock (8:20-9:00).

It is one of the bell grid of the school that the row is about, on the weekday of the row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.codes import Stage
from community.names import plain, slot_word
from community.tables.cells import CellError, Unknown
from community.tables.words import STAGE
from community.text import Text, clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.tables.references import References

_SHOWN = 12  # slots that are told
_AFTER_STAGE = "部段的 "  # 小学部第一节


def slot_named(refs: References, name: str) -> int:
    """Return the order of the slot that a name means, alone or behind its stage."""
    word, grid = "".join(plain(name).split()), refs.grid_of_row()
    found = refs.slots_called(grid, slot_word(word))
    for code, words in STAGE.words.items() if not found else ():
        for rest in (word.removeprefix(w) for w in words if word.startswith(w)):
            called = refs.slots_called(grid, slot_word(rest.lstrip(_AFTER_STAGE)))
            found = found or [s for s in called if s.get("stage") == code]
    return _only(refs, found)


def slot_at(refs: References, start: int, end: int | None) -> int:
    """Return the order of the slot that begins at a minute, and ends at another where that is said.

    One slot of each stage that it could be rings at its own time: so the stage need not be said.
    """
    called = refs.slots_called(refs.grid_of_row(), clock(start))
    return _only(refs, [s for s in called if s.get("start") == start and end in (None, s["end"])])


def _only(refs: References, slots: Iterable[dict[str, Any]]) -> int:
    """Return the order of the only one of some slots that the row can mean."""
    day, stage, grid = refs.row.get("weekday"), refs.stage_of_row(), refs.grid_of_row()
    if not refs.slots.get(grid):
        raise Unknown
    found = {
        s["order"]: s
        for s in slots
        if s.get("order") and (not day or day in (s.get("weekdays") or range(1, 6)))
        if not (stage and s.get("stage")) or stage.meets(Stage(s["stage"]))
    }
    if len(found) == 1:
        return int(next(iter(found)))
    if found:
        zh, en = "、".join(map(_told, found.values())), ", ".join(map(_told, found.values()))
        raise CellError(
            Text("应写明是哪一个：几个时段都这样叫", "expected which of the slots of that name"),
            Text(f"有{zh}；请写学段加名称、钟点或序号", f"There are {en}, with their stages"),
        )
    names = dict.fromkeys(map(_told, [s for s in refs.slots[grid] if s.get("name")][:_SHOWN]))
    raise CellError(
        Text(
            "应为所在学校作息表中的时段序号、名称或钟点",
            "expected number, name or time of a slot of the school's bell grid",
        ),
        Text(f"有{'、'.join(names)}", f"There are {', '.join(names)}") if names else None,
    )


def _told(slot: dict[str, Any]) -> str:
    """Return a slot in words that mean it: 初中第二节（08:55）; 第二节 where no stage has bells."""
    if not slot.get("stage"):
        return str(slot["name"])
    start = slot.get("start")
    when = "" if start is None else f"（{clock(start)}）"
    return f"{STAGE.word(str(Stage(slot['stage']).value)).zh}{slot['name']}{when}"
