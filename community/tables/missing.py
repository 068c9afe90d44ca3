"""What stands for a column that a planner's sheet does not have, from the rest of the row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from community.names import joined
from community.tables.cells import CellError, Unknown
from community.tables.kinds import ID
from community.tables.short import short_for
from community.tables.words import SLOT
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from community.tables.references import References

FROM_NAME = Text("以名称为编号", "the name is the id")
FROM_ORDER = Text("按行的先后编号", "numbered as they are listed")
FROM_PLACE = Text("以学校和名称为编号", "school and name are the id")
ONLY_GRID = "作息"


def id_from_name(values: dict[str, Any], refs: References) -> str:
    """Return the name of the row as its id."""
    return _as_id(values.get("name"))


def id_from_order(letter: str, table: str) -> Callable[[dict[str, Any], References], str]:
    """Return what numbers the rows of a table as they are listed: Y01, Y02."""

    def id_of(values: dict[str, Any], refs: References) -> str:
        return f"{letter}{len(refs.read[table]) + 1:02d}"

    return id_of


def id_from_place(values: dict[str, Any], refs: References) -> str:
    """Return school and name of the row as its id: S01-302 for a class, S01-录播室 for a room."""
    school, name = values.get("school"), values.get("name")
    if isinstance(name, tuple):
        name = "+".join(map(str, (name[0], *name[2:]))) + f"{name[1]:02d}"
    return _as_id(school and name and f"{school}-{name}")


def from_school(key: str) -> Callable[[dict[str, Any], References], Any]:
    """Return what takes a value from the row of the school."""

    def value(values: dict[str, Any], refs: References) -> Any:
        found = refs.read["schools"].get(values.get("school", ""), {}).get(key)
        return _known(found)

    return value


def term_name(values: dict[str, Any], refs: References) -> str:
    """Return the usual name of a term."""
    year, semester = _known(values.get("school_year")), _known(values.get("semester"))
    if semester not in (1, 2):
        raise CellError(Text("学期应为1或2", "expected semester 1 or 2"))
    return f"{year}学年第{'一二'[semester - 1]}学期"


def only_grid(values: dict[str, Any], refs: References) -> str:
    """Return the one bell grid of the file."""
    grids = refs.names["grids"]
    if len(grids) > 1:
        raise CellError(
            Text("应写明作息表，有几份", "expected the bell grid, there are several"),
            Text(f"有{'、'.join(grids)}", f"There are {', '.join(grids)}"),
        )
    return next(iter(grids), ONLY_GRID)


def own_grid(values: dict[str, Any], refs: References) -> str:
    """Return the bell grid that is called as the school is, or the only one."""
    own = values.get("id") or "", values.get("name") or ""
    grids = [*refs.names["grids"]]
    named = [g for g in grids if g in own] or [
        g for g in grids if short_for("schools", g, [(own[0], word) for word in own])
    ]
    return named[0] if len(named) == 1 and len(grids) > 1 else only_grid(values, refs)


def next_order(values: dict[str, Any], refs: References) -> int:
    """Return the place of a slot among those of its grid, as they are listed."""
    return len(refs.slots[_known(values.get("grid"))]) + 1


def slot_kind(values: dict[str, Any], refs: References) -> str:
    """Return the kind of a slot that its name says: 第三节, 早读, 午休."""
    name = str(_known(values.get("name")))
    if re.fullmatch(r"(上午|下午)?第?[0-9一二三四五六七八九十]+(节课?)?", name):
        return str(SLOT.parse("正课", refs))
    return str(SLOT.parse(name, refs))


def _known(value: Any) -> Any:
    """Return a value of the row; without it nothing can be said, and it is told where it lacks."""
    if value is None:
        raise Unknown
    return value


def _as_id(name: Any) -> str:
    word = re.sub(r"\s", "", joined(str(_known(name or None))))
    if not ID.fullmatch(word):
        raise CellError(
            Text("应另有编号一列，这个名称不能作编号", "expected an id, the name cannot be one")
        )
    return word
