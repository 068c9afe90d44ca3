"""Every kind of illegal edit of ``covers.csv`` and ``observed.csv`` is named; legal ones are not.

Who can cover is reckoned here from the week as it is written down, without the program.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from edited_term import TWO, changed, community, frame, plan, tables, told, unnamed, week

from community.done import Done
from scenarios.calendars import audit_calendar
from scheduling.term.events import DUE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edited_term import Edit, Tables

COVERS, OBSERVED, EVENTS = "covers", "observed", "events"
BEGIN = {"C": 8 * 60 + 30, "M": 8 * 60 + 40, "N": 8 * 60 + 30}
WAYS = {"CM": 25, "MC": 30, "CN": 40, "NC": 40}


def hours(school: str, slot: int) -> tuple[int, int]:
    start = BEGIN[school] + 50 * (slot - 1)
    return start, start + 40


def can_cover(who: str, date: dt.date, school: str, start: int, end: int) -> bool:
    """Whether somebody is at home, has no lesson and is at no event, ways included."""
    if who[0] != school:
        return False
    busy = [
        hours(x.school, x.slot)
        for x in week().lessons
        if x.weekday == date.isoweekday() and who in (x.assistant or x.teacher,)
    ]
    for event in plan().calendar.events:
        if event.date == date and who in event.people:
            way = WAYS.get(school + event.host, 0)
            busy.append((event.start - way, event.end + way))
    return all(end <= a or b <= start for a, b in busy)


def by_another_one() -> Iterator[tuple[Tables, str, bool]]:
    """Each lesson covered by each other teacher, and whether that can be."""
    for number, row in enumerate(tables()[COVERS]):
        date, school, slot = (
            dt.date.fromisoformat(row["日期"]),
            row["学校编号"],
            int(row["节次序号"]),
        )
        start, end = hours(school, slot)
        others = [c for c in plan().calendar.covers if c.date == date]
        for teacher in community().teachers:
            if teacher.id in (row["代课教师编号"], row["外出教师编号"]):
                continue
            theirs = [hours(c.school, c.slot) for c in others if c.teacher == teacher.id]
            free = all(end <= a or b <= start for a, b in theirs) and len(theirs) < 3
            good = free and can_cover(teacher.id, date, school, start, end)
            yield changed(COVERS, number, 代课教师编号=teacher.id), teacher.id, good


def test_whoever_can_cover_may_and_nobody_else() -> None:
    every = list(by_another_one())
    for good, some in ((True, 12), (False, 24)):
        edits = [(edited, who) for edited, who, fits in every if fits is good]
        assert len(edits) > some
        for edited, who in edits[:: len(edits) // some]:
            sentences = told(edited)
            assert any(community().called[who] in s for s in sentences) is not good, sentences


def without_a_cover() -> Iterator[Edit]:
    for number, row in enumerate(tables()[COVERS]):
        less = tables()
        del less[COVERS][number]
        yield less, (f"{row['日期']} {row['学校']}{row['班级']}",)


def of_another_lesson() -> Iterator[Edit]:
    """Another date, class, slot, subject; an absence of somebody who is there, of another event."""
    for number, row in enumerate(tables()[COVERS]):
        words, other = (row["日期"],), {"zh": "math"}.get(row["学科编号"], "zh")
        later = f"{dt.date.fromisoformat(row['日期']) + dt.timedelta(days=1)}"
        yield changed(COVERS, number, 日期=later), words
        yield changed(COVERS, number, 日期="2025-10-01"), words
        yield changed(COVERS, number, 节次序号="4", 节次=""), words
        yield changed(COVERS, number, 节次序号="30", 节次=""), words
        yield changed(COVERS, number, 学科编号=other), words
        yield changed(COVERS, number, 外出教师编号="C5"), words
        yield changed(COVERS, number, 活动编号="没有这项"), words
        due = next(e.id for e in plan().calendar.events if e.mode == DUE)
        yield changed(COVERS, number, 活动编号=due), words
        for group in {"C31", "C41", "M31", "M41", "N31"} - {row["班级编号"]}:
            school = {"学校编号": group[0], "学校": "", "节次": ""}
            yield changed(COVERS, number, 班级编号=group, **school), words


def by_two_at_once() -> Iterator[Edit]:
    for row in tables()[COVERS]:
        more = tables()
        other = "C5" if row["代课教师编号"] != "C5" else "C4"
        more[COVERS].append({**row, "代课教师编号": other, "代课教师": ""})
        yield more, (row["日期"],)


def where_nobody_is_away() -> Iterator[Edit]:
    for date in ("2025-09-01", "2025-09-03", "2025-09-06"):
        more = tables()
        row = {**more[COVERS][0], "日期": date, "活动编号": ""}
        more[COVERS].append(row)
        yield more, (f"{date} ",)


def that_cannot_be_read() -> Iterator[Edit]:
    for table in (COVERS, OBSERVED):
        for key in ("班级编号", "学科编号", "学校编号"):
            yield changed(table, 0, **{key: "X9"}), ("X9",)
        yield changed(table, 0, 节次序号="99"), ("99",)
        yield changed(table, 0, 日期="13-45"), ("13-45",)
        other = "代课教师编号" if table == COVERS else "听课教师编号"
        yield changed(table, 0, **{other: "X9"}), ("X9",)
        yield changed(table, 0, **{other: ""}), ("",)
    yield changed(COVERS, 0, 代课教师="教师X"), ("教师X",)


def without_what_is_seen() -> Iterator[Edit]:
    for event in {row["活动编号"] for row in tables()[OBSERVED]}:
        less = tables()
        less[OBSERVED] = [row for row in less[OBSERVED] if row["活动编号"] != event]
        visit = next(e for e in plan().calendar.events if e.id == event)
        yield less, (f"{community().called[visit.people[0]]}{visit.date}",)


def that_is_not_held() -> Iterator[Edit]:
    """Another slot, class, teacher, subject, date, visitor, visit."""
    for number, row in enumerate(tables()[OBSERVED]):
        words = (row["日期"], row["听课教师"])
        class_id = {"C31": "C41"}.get(row["班级编号"], "C31")
        who = "C5" if row["教师编号"] != "C5" else "C1"
        yield changed(OBSERVED, number, 节次序号="3", 节次=""), words
        yield changed(OBSERVED, number, 节次序号="9", 节次=""), words
        yield changed(OBSERVED, number, 班级编号=class_id), words
        yield changed(OBSERVED, number, 教师编号=who), words
        yield changed(OBSERVED, number, 学科编号="music"), words
        yield changed(OBSERVED, number, 日期="2025-10-01"), words
        yield changed(OBSERVED, number, 听课教师编号="C5"), (row["日期"],)
        yield changed(OBSERVED, number, 活动编号="没有这项"), words


def seen_twice_at_once() -> Iterator[Edit]:
    for row in tables()[OBSERVED]:
        more = tables()
        class_id = {"C31": "C41"}.get(row["班级编号"], "C31")
        day, slot = dt.date.fromisoformat(row["日期"]), int(row["节次序号"])
        other = [
            x
            for x in week().lessons
            if (x.class_id, x.weekday, x.slot) == (class_id, day.isoweekday(), slot)
        ]
        for x in other:
            cells = {"班级编号": class_id, "班级": "", "学科编号": x.subject, "学科": ""}
            more[OBSERVED].append({**row, **cells, "教师编号": x.teacher, "教师": ""})
            yield more, (f"{row['听课教师']}{row['日期']}",)


def whose_teacher_is_away() -> Iterator[Edit]:
    """The core's teacher goes out for an hour, and somebody else has the lesson that is seen."""
    empty = dict.fromkeys(tables()[EVENTS][0], "")
    for row in tables()[OBSERVED]:
        more = tables()
        start, end = (f"{x // 60:02}:{x % 60:02}" for x in hours("C", int(row["节次序号"])))
        cells = {"日期": row["日期"], "开始": start, "结束": end, "参加教师编号": row["教师编号"]}
        more[EVENTS].append({**empty, **cells, "活动": "外出", "形式": "线下", "活动编号": "x"})
        yield more, (f"{row['听课教师']}{row['日期']}",)


ILLEGAL = (
    *(without_a_cover, of_another_lesson, by_two_at_once, where_nobody_is_away),
    *(that_cannot_be_read, without_what_is_seen, that_is_not_held, seen_twice_at_once),
    whose_teacher_is_away,
)


@pytest.mark.parametrize("kind", ILLEGAL)
def test_an_illegal_edit_is_named(kind: Callable[[], Iterator[Edit]]) -> None:
    assert not unnamed(kind())


@pytest.mark.parametrize("lessons", [3, 4])
def test_three_lessons_a_day_are_the_most_that_somebody_covers(lessons: int) -> None:
    """N1 has four on Fridays; N2 is idle. The event is their own, on a day with no other of N."""
    taken = {e.date for e in plan().calendar.events if {"N1", "N2"} & {*e.people}}
    friday = next(d.date for d in frame().days if d.weekday == 5 and d.date not in taken)
    more, empty = tables(), dict.fromkeys(tables()[EVENTS][0], "")
    end = hours("N", lessons)[1]
    cells = {"日期": f"{friday}", "开始": "08:30", "结束": f"{end // 60:02}:{end % 60:02}"}
    own = {"活动": "外出", "形式": "线下", "活动编号": "x", "参加教师编号": "N1"}
    more[EVENTS].append({**empty, **cells, **own})
    for slot, subject in enumerate((TWO * 2)[:lessons], 1):
        row = {"班级编号": "N31", "节次序号": f"{slot}", "学科编号": subject, "外出教师编号": "N1"}
        none = dict.fromkeys(more[COVERS][0], "")
        more[COVERS].append({**none, "日期": f"{friday}", **row, "代课教师编号": "N2"})
    named = [s for s in told(more) if "当天已代3节" in s]
    assert len(named) == (lessons > 3), told(more)


def test_what_others_may_do_is_not_named() -> None:
    """A colleague comes instead after the lessons, somebody more, an earlier day for what is due.

    Nobody has a lesson at noon: the core's last one ends at 11:40, M's at 11:50.
    """
    known = {e.id: (n, e) for n, e in enumerate(plan().calendar.events)}
    rows = [row["活动编号"] for row in tables()[EVENTS]]
    for event in (e for _, e in known.values()):
        number = rows.index(event.id)
        if event.rule == "charity":
            some = [{"M2": "M4", "C2": "C4"}.get(t, t) for t in event.people]
            assert not told(changed(EVENTS, number, 参加教师编号="、".join(some)))
        if event.rule == "file":
            assert not told(changed(EVENTS, number, 日期="2025-10-10"))
    empty = dict.fromkeys(tables()[EVENTS][0], "")
    more = tables()
    cells = {"日期": "2025-09-01", "开始": "16:00", "结束": "17:00", "参加教师编号": "C5"}
    more[EVENTS].append({**empty, **cells, "活动": "合唱", "形式": "线下", "活动编号": "x"})
    assert not told(more)


def test_what_was_done_before_is_counted() -> None:
    """Three of six live lessons by the end of the year's half, one of them before the term."""
    for times, good in ((0, False), (1, True), (2, True)):
        done = (Done(rule="live", times=times, as_of=dt.date(2025, 7, 1)),)
        changed_one = community().model_copy(update={"done": done})
        found = [v.sentence.zh for v in audit_calendar(changed_one, plan()) if v.is_hard]
        assert (not found) is good, found
        assert good or any("同步课堂" in s for s in found)


def test_nothing_is_named_of_the_calendar_as_it_is() -> None:
    assert told(tables()) == []
