"""The table of assignments beside the timetable: it is read, and has to say the same.

Who teaches a lesson is the timetable's to say; where the assignments say otherwise, somebody has
edited one of the two and not the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.errors import Problem
from community.text import Text
from publishing.i18n import amount, weekday_name
from publishing.plan_rows import assignment_rows
from publishing.plan_tables import ASSIGNMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.text import Lang
    from publishing.plan_tables import AssignmentRow
    from publishing.row_reading import PlanRow
    from publishing.view import PlanView

Course = tuple[str, str, str, str]  # class, subject, synchronous series, group


def contradictions(rows: Iterable[PlanRow], view: PlanView) -> list[Problem]:
    """Return where rows of assignments say otherwise than the timetable, and what to do."""
    taught: dict[Course, dict[str, AssignmentRow]] = {}
    for record in assignment_rows(view):
        taught.setdefault(_course(record), {})[record.teacher_id] = record
    found, named = list[Problem](), dict[Course, set[str]]()
    for row in rows:
        course, teacher = _course(row.record), row.record.teacher_id
        by, before = taught.get(course, {}), named.setdefault(course, set())
        if teacher in before:
            expected = Text("同一任课应只写一行", "expected each assignment once")
            found.append(row.problem("teacher_id", expected))
        elif not by:
            expected = Text("课表里没有这门课", "the timetable has no lessons of this course")
            found.append(row.problem("subject_id", expected, _UNDO))
        elif teacher not in by:
            found.append(row.problem("teacher_id", *_by_another(view, course, by.values())))
        elif row.record.periods not in (None, by[teacher].periods):
            n = amount(by[teacher].periods or 0)
            expected = Text(f"课表里每周{n}节", f"there are {n} periods a week in the timetable")
            found.append(row.problem("periods", expected, _UNDO))
        before.add(teacher)
    for course, by in taught.items():
        if named.get(course, set()) <= by.keys():  # else the row of another teacher tells it
            found += [_lacking(r) for t, r in by.items() if t not in named.get(course, ())]
    return found


def _course(row: AssignmentRow) -> Course:
    return row.class_id, row.subject_id, row.series, row.group


def _by_another(view: PlanView, course: Course, by: Iterable[AssignmentRow]) -> tuple[Text, Text]:
    """Return who teaches a course by the timetable, and which lessons to change if not."""
    who = "、".join(f"{r.teacher or '–'}（{r.teacher_id}）" for r in by)
    every = view.plan.week.lessons
    lessons = [x for x in every if (x.class_id, x.subject, x.series, x.part) == course]

    def times(lang: Lang) -> str:
        named = (f"{weekday_name(x.weekday, lang)} {view.covered(x)[0].name}" for x in lessons)
        return ("、" if lang == "zh" else ", ").join(named)

    return (
        Text(f"课表里这门课由{who}上", f"in the timetable {who} teaches this course"),
        Text(
            f"要换教师，请在 timetable.csv 里改这几节：{times('zh')}；{_UNDO.zh}",
            f"To change the teacher, change it in timetable.csv at {times('en')}; {_UNDO.en}",
        ),
    )


def _lacking(row: AssignmentRow) -> Problem:
    zh = f"缺少一行：课表里{row.school}{row.class_name}{row.subject}由{row.teacher}上"
    en = f"a row is missing: {row.teacher} teaches {row.subject} in {row.school} {row.class_name}"
    return Problem(place=ASSIGNMENTS.file, expected=Text(zh, en), hint=_UNDO)


_UNDO = Text(
    "以课表为准时，还原此表或删去它，写出方案时会重新生成",
    "if the timetable is right, undo it here or delete this table, it is made anew with the plan",
)
