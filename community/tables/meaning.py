"""What a cell was understood as, where that is not what it says: 语、道法 as 语文、道德与法治."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.names import canonical, plain
from community.tables.cells import shown_cell
from community.tables.kinds import ClassName, FreeText, Id, Ref, Refs, Several, YesNo, listed
from community.text import Text

if TYPE_CHECKING:
    from community.tables.cells import Cell
    from community.tables.kinds import Kind
    from community.tables.references import References


def meant(kind: Kind, cell: Cell, value: Any, refs: References) -> Text | None:
    """Return what a cell means in the words of its column; None where it says just that."""
    word = plain(shown_cell(cell))
    if isinstance(kind, Ref | Refs):
        return _rows_meant(kind, word, value, refs)
    if isinstance(kind, ClassName):
        return _unlike(Text(canonical(*value), canonical(*value)), word)
    if not isinstance(cell, str) or isinstance(kind, FreeText | YesNo | Id):
        return None
    if not isinstance(value, Several):
        return _unlike(_written(kind, value), word)
    first, last = _written(kind, value.values[0]), _written(kind, value.values[-1])
    count = len(value.values)
    return Text(f"{first.zh}至{last.zh}，共{count}行", f"{first.en} to {last.en}, {count} rows")


def _rows_meant(kind: Ref | Refs, word: str, value: Any, refs: References) -> Text | None:
    """Return the names of the rows that are meant, unless the cell has them, or their ids."""
    ids = (value,) if isinstance(kind, Ref) else value
    labels = [refs.label(kind.table, id) for id in ids]
    said = listed("".join(word.split()))
    if len(said) == len(ids) and all(map(_in, said, zip(ids, labels, strict=True))):
        return None
    return Text("、".join(labels), ", ".join(labels))


def _in(part: str, names: tuple[str, str]) -> bool:
    return part in names


def _written(kind: Kind, value: Any) -> Text:
    return Text(str(kind.format(value, "zh")), str(kind.format(value, "en")))


def _unlike(meaning: Text, word: str) -> Text | None:
    bare = word.lstrip("0")
    return None if bare in (meaning.zh.lstrip("0"), meaning.en.lstrip("0")) else meaning
