"""What a cell was understood as, where that is not what it says: 语、道法 as 语文、道德与法治."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.names import canonical, plain
from community.tables.cells import shown_cell
from community.tables.kinds import ClassName, FreeText, Id, Ref, Refs, Several, YesNo, listed

if TYPE_CHECKING:
    from community.tables.cells import Cell
    from community.tables.kinds import Kind
    from community.tables.references import References


def meant(kind: Kind, cell: Cell, value: Any, refs: References) -> str:
    """Return what a cell means in the words of its column; empty where it says just that."""
    word = plain(shown_cell(cell))
    if isinstance(value, Several):
        first, last = (str(kind.format(v, "zh")) for v in (value.values[0], value.values[-1]))
        return f"{first}…{last}（{len(value.values)}）"
    if isinstance(kind, Ref | Refs):
        ids = (value,) if isinstance(kind, Ref) else value
        labels = [refs.label(kind.table, id) for id in ids]
        said = listed("".join(word.split()))
        if all(
            part in pair for part, pair in zip(said, zip(ids, labels, strict=True), strict=False)
        ):
            return "" if len(said) == len(ids) else "、".join(labels)
        return "、".join(labels)
    if isinstance(kind, ClassName):
        return _unlike(canonical(*value), word)
    if not isinstance(cell, str) or isinstance(kind, FreeText | YesNo | Id):
        return ""
    return _unlike(str(kind.format(value, "zh")), word)


def _unlike(meaning: str, word: str) -> str:
    return "" if meaning.lstrip("0") == word.lstrip("0") else meaning
