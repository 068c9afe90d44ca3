"""Why there is no staffing, in counted sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from community.text import Text
from scheduling.domains import positions
from scheduling.shortage import Shortage, undivided
from scheduling.staffing.classes import ClassWeek
from scheduling.week.on_duty import told
from scheduling.wording import day, moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import ClassGroup
    from rotation.staffing_flow import Lane
    from scheduling.staffing.classes import Need
    from scheduling.staffing.fitting import Fitting
    from scheduling.staffing.forms import Held
    from scheduling.week.courses import Course

NAMED = 5  # teachers named in one sentence
WORDS = {
    "lessons": Text("次课", "lessons"),
    "doubles": Text("次连堂", "double lessons"),
    "periods": Text("节课", "periods"),
    "days": Text("天", "days"),
}


def lacking(fitting: Fitting) -> Iterator[Shortage]:
    """Yield courses that nobody can hold, and slots of classes that nobody can fill."""
    for course in fitting.frame.courses:
        if course.id in fitting.forms and not fitting.takers[course.id]:
            yield _untaken(fitting, course)
    for group in fitting.frame.community.classes:
        week = ClassWeek(fitting, group.id)
        if week.periods > week.usable.bit_count():
            yield _crowded(fitting, group, week)
            continue
        for need in week.needs():
            if need.most < need.periods and all(need.offers.values()):
                yield _unfilled(fitting, group, need)


def divided(fitting: Fitting, lanes: tuple[Lane, ...]) -> Shortage:
    """Return the shortage of lanes whose courses, undivided, do not fit their teachers."""
    found = undivided(fitting.frame, lanes)
    courses = [c for lane in lanes for c in fitting.frame.lanes[lane]]
    short = dict.fromkeys((t, h) for c in courses for t, h in _held(fitting, c) if not h.is_enough)
    if not short:
        return found
    more = _listed(fitting, list(short))
    zh = f"{found.sentence.zh}另外，有空的时间容不下：{more.zh}。"
    en = f"{found.sentence.en} Nor is there room in free time: {more.en}."
    return replace(found, sentence=Text(zh, en))


def _held(fitting: Fitting, course: Course) -> list[tuple[str, Held]]:
    return [(t, fitting.held(t, course)) for t in fitting.qualified[course.id]]


def _listed(fitting: Fitting, held: list[tuple[str, Held]]) -> Text:
    """Return what each teacher can hold of a course, and what it has."""
    people, zh, en = fitting.frame.community.called, [], []
    for teacher, (most, needed, what) in held[:NAMED]:
        name, words = people[teacher], WORDS[what]
        zh.append(f"{name}一周最多{most}{words.zh}，需要{needed}{words.zh}")
        en.append(f"{name} can have {most} {words.en} of {needed}")
    rest = len(held) - NAMED
    return Text(
        "；".join(zh) + (f"；等{len(held)}人" if rest > 0 else ""),
        "; ".join(en) + (f"; and {rest} more" if rest > 0 else ""),
    )


def _untaken(fitting: Fitting, course: Course) -> Shortage:
    name, held = fitting.frame.class_name(course.group), _held(fitting, course)
    listed, duties = _listed(fitting, held), told(fitting.frame, [t for t, _ in held])
    zh = f"{name}{course.subject.name}没有教师能上完：{listed.zh or '没有能教的教师'}。{duties.zh}"
    zh += "请减少教师不可排课的时间、放宽每天的上限，或另请教师。"
    en = f"Nobody can hold all of {course.subject.name} of {name}: {listed.en or 'no teacher'}."
    en += f"{duties.en} Free some of their time, allow more lessons a day, or find another teacher."
    lack = min((h.needed - h.most for _, h in held), default=course.lessons)
    point = f"{course.group.school}/{course.subject.id}"
    return Shortage("staff", point, lack, Text(zh, en))


def _crowded(fitting: Fitting, group: ClassGroup, week: ClassWeek) -> Shortage:
    name, times = fitting.frame.class_name(group), week.usable.bit_count()
    zh = f"{name}每周有{week.periods}节课，但按各项时段要求只有{times}节可以上课；"
    en = f"{name} has {week.periods} periods, and the hard rules about times leave {times}; "
    said = Text(f"{zh}请放宽时段要求，或减少课时。", f"{en}allow more times, or cut periods.")
    return Shortage("class_slots", group.id, week.periods - times, said)


def _unfilled(fitting: Fitting, group: ClassGroup, need: Need) -> Shortage:
    name, instance = fitting.frame.class_name(group), fitting.attendance.instance
    times = [instance.times[t] for t in positions(need.times)]
    when = moment(times[0]) if len(times) == 1 else day(times[0].weekday)
    zh = f"{name}{when.zh}要上{need.periods}节课，但任课教师有空的时间最多能上{need.most}节。"
    zh += "请减少教师不可排课的时间，或增加教师。"
    en = f"{name} has {need.periods} periods on {when.en}, and its teachers are free for "
    en += f"{need.most} at most. Free some of their time, or add a teacher."
    return Shortage("class_teachers", group.id, need.periods - need.most, Text(zh, en))
