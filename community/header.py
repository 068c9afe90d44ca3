"""The header of a sheet: which columns it names, and what it leaves aside.

Planners put a title above it, call columns by other words and add columns of their own. What is
clear is understood and told; what could be two columns is refused.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from community.errors import Note, Problem
from community.header_row import take_header, unfold, whole_names, widen
from community.sheets import rows_named
from community.tables.base import spelled
from community.tables.cells import is_empty, shown_cell
from community.tables.kinds import YesNo
from community.text import Text

if TYPE_CHECKING:
    from community.sheets import Sheet
    from community.tables.base import Column, Table

_LIKE = 0.4  # likeness of a header to a missing column that may be meant
_ASKED = "是否为|是否|您的|你的|请填写|请选择|现|具体"  # words of forms before a title
_FORMAL = "名称|情况|信息|必填|选填"  # and behind it
_OWN = re.compile("备注|电话|手机|联系|微信|身份证|性别|民族|职称|籍贯|住址|邮箱|签名|照片")


@dataclass(slots=True)
class Header:
    """The columns of a sheet by key: positions, and which half of a cell where two share one.

    ``besides`` are columns that say something of another table: the 班主任 of a class.
    """

    positions: dict[str, int] = field(default_factory=dict)
    halves: dict[str, int] = field(default_factory=dict)
    besides: dict[str, int] = field(default_factory=dict)
    aside: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_header(table: Table, sheet: Sheet) -> Header:
    """Find the header of a sheet, cut it and what stands above it off, and match its columns."""
    take_header(table, sheet)
    widen(sheet)
    if table.across:
        unfold(table, sheet)
    if "class_id" in table.by_key and "school" not in table.by_key:
        whole_names(table, sheet)
    found = Header()
    if sheet.above:
        zh, en = rows_named(sheet.above)
        said = Text(f"{zh}在表头之上，没有读取", f"{en} above the header not read")
        found.notes.append(Note(sheet.place, said))
    unknown = _match(table, sheet, found)
    if table.exact:
        _refuse_strange(table, sheet, found, unknown)
    else:
        _liken(table, sheet, found, unknown)
    if found.aside:
        listed = "、".join(found.aside), ", ".join(found.aside)
        said = Text(f"没有读取的列：{listed[0]}", f"columns not read: {listed[1]}")
        found.notes.append(Note(sheet.place, said))
    _lacking(table, sheet, found)
    return found


def columns_at(table: Table, sheet: Sheet) -> dict[str, int]:
    """Return where each column stands in a sheet of the program's own, whose header is found.

    Its rows become as long as the header.
    """
    for _number, cells in sheet.rows:
        cells += [None] * (len(sheet.header) - len(cells))
    return {key: i for i, h in enumerate(sheet.header) if (key := table.called(shown_cell(h)))}


def _match(table: Table, sheet: Sheet, found: Header) -> list[int]:
    """Take the headers that are known; return the positions of the others."""
    unknown = list[int]()
    spans = {spelled(span): keys for span, keys in table.spans.items()}
    both: list[tuple[int, tuple[str, str]]] = []
    for position, cell in enumerate(sheet.header):
        word = spelled(shown_cell(cell))
        key = table.called(shown_cell(cell))
        if not word and table.exact:
            unknown.append(position)
        elif not word:
            _without_header(sheet, position, found)
        elif word in spans:
            both.append((position, spans[word]))
        elif key is None and word in table.besides:
            found.besides.setdefault(table.besides[word], position)
        elif key is None:
            unknown.append(position)
        elif key not in found.positions:
            found.positions[key] = position
        else:
            _doubled(table.by_key[key], sheet, position, found)
    for position, keys in both:
        if any(key in found.positions for key in keys):
            found.aside.append(shown_cell(sheet.header[position]))
            continue
        found.positions.update(dict.fromkeys(keys, position))
        found.halves.update({key: half for half, key in enumerate(keys)})
    return unknown


def _doubled(column: Column, sheet: Sheet, position: int, found: Header) -> None:
    """Keep the one of two headers that is the column's own; two alike are refused."""
    own = {spelled(column.key), spelled(column.title)}
    before = found.positions[column.key]
    words = [spelled(shown_cell(sheet.header[p])) for p in (before, position)]
    if words[0] == words[1] or {*words} <= own:
        expected = Text("应只有一列", "expected this column once")
        found.problems.append(_problem(sheet, position, expected))
        return
    if words[1] in own:
        found.positions[column.key], position = position, before
    found.aside.append(shown_cell(sheet.header[position]))


def _without_header(sheet: Sheet, position: int, found: Header) -> None:
    if any(position < len(row) and not is_empty(row[position]) for _n, row in sheet.rows):
        expected = Text("有内容的列应有表头", "expected a header")
        found.problems.append(_problem(sheet, position, expected))


def _liken(table: Table, sheet: Sheet, found: Header, unknown: list[int]) -> None:
    """Take unknown headers for the one column that they name in more words; leave others aside.

    What is only near a column is not it: 任教班级 is no 班主任班级, 原学校 no 学校.
    """
    free = [c for c in table.columns if c.key not in found.positions]
    meant = {p: _meant(table, shown_cell(sheet.header[p]), free) for p in unknown}
    for position, columns in meant.items():
        header = shown_cell(sheet.header[position])
        rivals = [p for p in unknown if p != position and {*columns} & {*meant[p]}]
        if not columns:
            found.aside.append(header)
        elif len(columns) > 1 or rivals:
            titles = [c.title for c in columns], [c.key for c in columns]
            found.problems.append(
                _problem(
                    sheet,
                    position,
                    Text(
                        f"应能认出是哪一列，可能是{'或'.join(titles[0])}",
                        f"expected a known column, this could be {' or '.join(titles[1])}",
                    ),
                    Text(
                        "请改用其中一个名称，或删去这一列", "Use one of these names, or delete it"
                    ),
                )
            )
        else:
            (column,) = columns
            found.positions[column.key] = position
            said = Text(
                f"“{header}”一列读作“{column.title}”",
                f'column "{header}" is read as {column.key}',
            )
            found.notes.append(Note(sheet.place, said))


def _refuse_strange(table: Table, sheet: Sheet, found: Header, unknown: list[int]) -> None:
    """Refuse unknown headers as long as a column is missing: one may be that column, misnamed."""
    absent = [c for c in table.columns if c.key not in found.positions]
    names = [h for c in absent for h in (c.title, c.key, c.english) if h]
    zh, en = "、".join(c.title for c in absent), ", ".join(c.header("en") for c in absent)
    for position in unknown if absent else ():
        if is_empty(sheet.header[position]):
            _without_header(sheet, position, found)
            continue
        near = difflib.get_close_matches(shown_cell(sheet.header[position]), names, 1, 0.4)
        found.problems.append(
            _problem(
                sheet,
                position,
                Text(f"没有这一列，缺的列有{zh}", f"no such column; not there are {en}"),
                Text(f"是不是“{near[0]}”", f"Maybe {near[0]}") if near else _RENAME,
            )
        )


_RENAME = Text(
    "若是其中一列，请改回原名；若是自己加的列，请删去",
    "give it back its name if it is one of them, or take the column out",
)


def _meant(table: Table, header: str, free: list[Column]) -> list[Column]:
    """Return the columns that a header names in more words, or in too few: 周课时 is two."""
    word = spelled(header)
    if _OWN.search(word):
        return []
    own = "|".join(map(re.escape, (table.title, *table.aliases)))
    bare = re.sub(rf"^(?:{_ASKED})?(?:{own})?|(?:{_FORMAL})$", "", word)
    asks = word.startswith("是否")  # and is answered by yes or no
    sure = [c for c in free if bare in c.spellings and (isinstance(c.kind, YesNo) or not asks)]
    part = [c for c in free if len(word) > 1 and any(word in s for s in c.spellings)]
    return sure or (part if len(part) > 1 else [])


def _lacking(table: Table, sheet: Sheet, found: Header) -> None:
    """Note columns that are not there; refuse those without which no row is complete."""
    for column in table.columns:
        if column.key in found.positions or (sheet.school and column.key in ("school", "grid")):
            continue
        if column.instead_of is not None:
            said = column.instead_of
            found.notes.append(
                Note(
                    sheet.place,
                    Text(
                        f"没有“{column.title}”一列，{said.zh}",
                        f"there is no column {column.key}: {said.en}",
                    ),
                )
            )
        elif column.optional if table.exact else not table.required(column):
            found.missing.append(column.key)
        else:
            chinese = any(re.search("[\u3400-\u9fff]", shown_cell(c)) for c in sheet.header)
            found.problems.append(
                Problem(
                    place=sheet.place,
                    row=sheet.header_row,
                    column=column.title if chinese else column.key,
                    expected=Text("缺少这一列", "expected this column, it is missing"),
                    hint=_maybe(column, found.aside),
                )
            )


def _maybe(column: Column, aside: list[str]) -> Text:
    """Return which of the columns left aside may be meant for one that is missing."""
    words = {spelled(header): header for header in aside}
    near = [w for w in words if any(w in s or s in w for s in column.spellings)]
    near += difflib.get_close_matches(spelled(column.title), words, 1, _LIKE)
    if near:
        header = words[near[0]]
        return Text(f"是不是“{header}”？是就改名", f'Maybe "{header}"? Then rename it')
    return Text("请加上这一列，或把表头改成这个名称", "Add it, or call the column so")


def _problem(sheet: Sheet, position: int, expected: Text, hint: Text | None = None) -> Problem:
    header = shown_cell(sheet.header[position])
    return Problem(
        place=sheet.place,
        row=sheet.header_row,
        column=header or None,
        value=header,
        expected=expected,
        hint=hint,
    )
