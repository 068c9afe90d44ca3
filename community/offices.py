"""The column 职务 of a list of teachers: what other columns would say, and what has no place."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from community.errors import Note, Problem
from community.names import plain
from community.sheets import seen_at
from community.tables.cells import CellError, is_empty, shown_cell
from community.tables.kinds import DASHES
from community.tables.short import is_subject
from community.text import Text

if TYPE_CHECKING:
    from community.draft import Draft
    from community.rows import TableReader
    from community.tables.references import References

_BETWEEN = re.compile(r"[、,;/\n兼及]+")
_CLASS_TEACHER = "班主任"
_LEADER = re.compile(r"(?!.*(?:班|年级组?|级部)主任).*主任|中层(?:干部|教干|领导)?")
_HEAD = re.compile(r"(?!.*副)(.*?)(教研|学科)?组?组长")
_BACKBONE = ("骨干教师", "骨干")
_NONE = (*DASHES, "否", "教师", "专任教师", "科任教师", "任课教师", "普通教师")
_OTHER_CLASS = Text(
    "应与班主任班级一致，那里写着另一个班", "expected the class that the teacher has"
)


def take_offices(draft: Draft, teachers: TableReader, refs: References) -> list[Note]:
    """Complete teachers by their offices; return what is not read, as no column would hold it."""
    position = teachers.header.besides["office"]
    title = shown_cell(teachers.sheet.header[position])
    rows = {row.number: row for row in draft.rows("teachers", "school")}
    aside = Counter[str]()
    for number, cells in teachers.sheet.rows:
        cell = cells[position] if position < len(cells) else None
        if number not in rows or is_empty(cell):
            continue
        values, own = rows[number].values, dict[str, Any]()
        for part in _BETWEEN.split(plain(shown_cell(cell))):
            office = re.sub(r"\s", "", part)
            try:
                key, value = _said(office, values, refs)
            except CellError as wrong:
                teachers.problems.append(_problem(teachers, number, position, wrong))
                continue
            denied = values.get(key) is False and not is_empty(teachers.cell(cells, key))
            if key and not denied:
                own |= {key: value} if values.get(key) != value else {}
            elif office and office not in _NONE:
                aside[office] += 1
        record = rows[number].record
        rows[number].record = record and record.model_copy(update=own)
        values.update(own)
        if own:
            columns = [teachers.table.by_key[key] for key in own]
            meaning = "、".join(c.title for c in columns), ", ".join(c.key for c in columns)
            teachers.read_as.append((number, title, shown_cell(cell), Text(*meaning)))
    return [Note(teachers.sheet.place, _not_read(title, aside))] if aside else []


def _said(office: str, values: dict[str, Any], refs: References) -> tuple[str, Any]:
    """Return the column and the value that an office stands for; "" for none."""
    head = _HEAD.fullmatch(office)
    if office in _BACKBONE:
        return "is_backbone", True
    if _LEADER.fullmatch(office):
        return "is_middle_leader", True
    if head and (head[2] or is_subject(head[1])):
        return "is_group_head", True
    if not office.startswith(_CLASS_TEACHER) and not office.endswith(_CLASS_TEACHER):
        return "", None
    has, word = values.get("class_teacher_of"), office.replace(_CLASS_TEACHER, "", 1)
    if not word:
        return "class_teacher_of" if has else "", has
    refs.row = {"school": values["school"]}
    try:
        group = refs.find("classes", re.sub(r"^:|^\((.*)\)$", r"\1", word))
    except CellError:
        return "", None
    if has not in (None, group):
        raise CellError(_OTHER_CLASS)
    return "class_teacher_of", group


def _problem(teachers: TableReader, number: int, position: int, wrong: CellError) -> Problem:
    place, seen = seen_at(teachers.sheet.place, number)
    cells = dict(teachers.sheet.rows)[number]
    return Problem(
        place=place,
        row=seen,
        column=shown_cell(teachers.sheet.header[position]),
        value=shown_cell(cells[position]),
        expected=wrong.expected,
        hint=wrong.hint,
    )


def _not_read(title: str, aside: Counter[str]) -> Text:
    """Return what is said of offices that no column holds, or that another column denies."""
    offices = [f"{office}×{n}" if n > 1 else office for office, n in aside.items()]
    return Text(
        f"“{title}”一列中没有读取：{'、'.join(offices)}；要计入的，"
        "请写在中层干部、教研组长、骨干教师或班主任班级一列",
        f'not read in column "{title}": {", ".join(offices)}; what is to count belongs into '
        "is_middle_leader, is_group_head, is_backbone or class_teacher_of",
    )
