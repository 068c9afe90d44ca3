"""One table from several sheets: schools keep a list each, and the office puts them in one file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from community.errors import Note, Problem
from community.header import Header
from community.header_row import header_at, is_class
from community.names import plain
from community.rows import TableReader
from community.sheets import RowNumber, Sheet
from community.tables.cells import is_empty, shown_cell
from community.tables.short import short_for
from community.tables.words import STAGE
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.tables.base import Table
    from community.tables.cells import Cell

_OF_ALL = re.compile("共同体|集团|教联体|教共体|片区|各校|全[镇县区乡]")  # no list of one school
_STAGE = re.compile("(小学|初中|高中)[部段]?$")
_AROUND = re.compile(
    r"[0-9—\-.()《》]|学年|年|[春秋]季|第?[一二上下]?学期|教师|教职工|花?名册|基本情况|登记|安排|表$|名单|一览"
)


def read_table(
    table: Table, sheets: Sequence[Sheet], schools: Sequence[tuple[str, str]] = ()
) -> TableReader:
    """Return the reader of all rows of a table, on whichever of its sheets they stand.

    ``schools`` are (id, name) of those that the names of sheets may say.
    """
    whose = [_whose(table, sheet, schools) for sheet in sheets]
    each = any(school and not stage for school, stage, _whole in whose)  # has a sheet of its own
    for sheet, (school, stage, whole) in zip(sheets, whose, strict=True):
        sheet.school, sheet.stage = (whole, "") if each and not school else (school, stage)
    readers = [TableReader(table, sheet) for sheet in sheets]
    parts = [r for r in readers if r.sheet.stage and "stage" not in r.positions]
    if len({reader.sheet.stage for reader in parts}) > 1:
        _take_stages(parts)
    for reader in readers:
        if reader.sheet.school and _take_school(reader):
            school = dict(schools)[reader.sheet.school]
            said = Text(f"按工作表的名称或标题，是{school}的", f"of {school}, as the sheet says")
            reader.notes.append(Note(reader.sheet.place, said))
    if len(readers) == 1:
        return readers[0]
    keys = [c.key for c in table.columns if any(c.key in r.positions for r in readers)]
    besides = [*dict.fromkeys(key for r in readers for key in r.header.besides)]
    joined = Sheet("、".join(sheet.place for sheet in sheets))
    joined.header = [next(r.title(k) for r in readers if k in r.positions) for k in keys]
    joined.header += [
        next(r.sheet.header[r.header.besides[k]] for r in readers if k in r.header.besides)
        for k in besides
    ]
    joined.is_cut = any(sheet.is_cut for sheet in sheets)
    header = Header(
        {key: at for at, key in enumerate(keys)},
        besides={key: at for at, key in enumerate(besides, len(keys))},
        aside=[*dict.fromkeys(h for r in readers for h in r.header.aside)],
        missing=[c.key for c in table.columns if c.key not in keys],
        problems=[p for r in readers for p in r.problems],
        notes=[note for r in readers for note in r.notes],
    )
    known = dict[tuple[str, ...], str]()  # the sheet of each row
    for reader in readers:
        rows = _rows(reader, keys, besides)
        shown = [tuple(map(shown_cell, row)) for _number, row in rows]
        twice = [known[row] for row in shown if row in known]
        if twice and 2 * len(twice) >= len(rows):
            header.problems.append(_copy(reader.sheet.place, twice[0]))
            continue
        known |= dict.fromkeys(shown, reader.sheet.place)
        for number, row in rows:
            at = RowNumber(len(joined.rows) + 1, reader.sheet.place, number)
            joined.rows.append((at, row))
    return TableReader(table, joined, header)


def _rows(reader: TableReader, keys: list[str], besides: list[str]) -> list[tuple[int, list[Cell]]]:
    """Return number and cells of each row in the order of the keys, those without header last."""
    found = []
    for number, row in reader.sheet.rows:
        own = [reader.cell(row, key) for key in keys]
        places = [reader.header.besides.get(key, len(row)) for key in besides]
        own += [row[p] if p < len(row) else None for p in places]
        own += [c for c in row[len(reader.sheet.header) :] if not is_empty(c)]
        found.append((number, own))
    return found


def _whose(table: Table, sheet: Sheet, schools: Sequence[tuple[str, str]]) -> tuple[str, str, str]:
    """Return the ids of the school and of the stage that a sheet's name, or its title, says.

    Only where every row is of a school, or of a class: else the sheet may be of all of them. Bells
    alone are of a stage: 河湾学校初中作息. The third is the only school that 小学 may be short for.
    """
    if "school" in table.by_key:
        of_one = table.required(table.by_key["school"])
    else:
        of_one = table.key in ("slots", "teaching")
    if not of_one or not sheet.rows:
        return "", "", ""
    above = sheet.rows[: header_at(table, sheet)]
    titles = [shown_cell(c) for _number, row in above for c in row if not is_empty(c)]
    school = stage = whole = ""
    for text in (sheet.place, *titles):
        word = plain(text)
        for own in sorted((table.title, *table.aliases), key=len, reverse=True):
            word = word.replace(own, "")
        word = "".join(_AROUND.sub("", word).split())
        if _OF_ALL.search(word):
            continue
        found = short_for("schools", word, schools)
        rest, said = _stage_behind(word) if table.key == "slots" else (word, "")
        if said and not (rest and len(found) == 1):  # 中心小学 is a school, 小学 is none
            whole = whole or (found[0] if len(found) == 1 else "")
            stage, found = stage or said, short_for("schools", rest, schools)
        school = school or (found[0] if len(found) == 1 else "")
    return school, stage, whole


def _stage_behind(word: str) -> tuple[str, str]:
    """Return what stands before the stage with which a word ends, and the stage; "" for none."""
    found = _STAGE.search(word)
    stage = STAGE.code(found[1]) if found else None
    return (word[: found.start()], stage) if found and stage else (word, "")


def _take_stages(readers: Sequence[TableReader]) -> None:
    """Put the stages of sheets of bells into their rows; numbers that begin again go on."""
    taken: dict[str, int] = {}  # the last number of each school's sheets
    for reader in readers:
        sheet = reader.sheet
        _add_column(reader, "stage", sheet.stage)
        word, last = STAGE.word(sheet.stage), taken.get(sheet.school, 0)
        said = Text(f"按工作表的名称或标题，是{word.zh}的铃", f"bells of {word.en}, as it says")
        reader.notes.append(Note(sheet.place, said))
        numbers = [_number_in(reader.cell(row, "order")) for _number, row in sheet.rows]
        if "order" not in reader.positions or None in numbers or not numbers:
            continue
        orders = [n for n in numbers if n is not None]
        if last >= min(orders):
            for (_number, row), order in zip(sheet.rows, orders, strict=True):
                row[reader.positions["order"]] = last + order
            orders = [last + order for order in orders]
            reader.notes.append(Note(sheet.place, _numbered_on(word, orders)))
        taken[sheet.school] = max(orders)


def _number_in(cell: Cell) -> int | None:
    """Return the whole number in a cell, if it is one."""
    text = plain(shown_cell(cell))
    return int(text) if text.isdecimal() and len(text) < 4 else None


def _numbered_on(stage: Text, orders: Sequence[int]) -> Text:
    first, last = min(orders), max(orders)
    return Text(
        f"序号接着前一张编，是{first}至{last}；别的表里写着序号的时段是前一张的，"
        f"{stage.zh}的请写名称（{stage.zh}第一节）或钟点",
        f"its numbers go on from the sheet before, from {first} to {last}; where other tables have "
        "numbers, they are of that one: write the names of these, or times",
    )


def _take_school(reader: TableReader) -> bool:
    """Put the school of a sheet into its rows, or before their classes; return whether it did."""
    table, sheet = reader.table, reader.sheet
    if table.key == "teaching":
        at = reader.positions.get("class_id", len(sheet.header))
        bare = [row for _n, row in sheet.rows if at < len(row) and is_class(shown_cell(row[at]))]
        for row in bare:
            row[at] = f"{sheet.school}{shown_cell(row[at])}"
        return bool(bare)
    key = "grid" if table.key == "slots" else "school"
    if key in reader.positions:
        return False
    _add_column(reader, key, sheet.school)
    return True


def _add_column(reader: TableReader, key: str, value: str) -> None:
    """Put a value into all rows of a sheet, in a column behind those of its header."""
    sheet = reader.sheet
    reader.positions[key] = at = len(sheet.header)
    sheet.header.append(reader.table.by_key[key].title)
    for _number, row in sheet.rows:
        row += [None] * (at - len(row))
        row.insert(at, value)


def _copy(place: str, other: str) -> Problem:
    said = Text(
        f"应不是“{other}”的副本，大半行相同",
        f'expected no copy of "{other}", most rows are the same',
    )
    return Problem(place=place, expected=said, hint=Text("请删去一张", "Take one of them out"))
