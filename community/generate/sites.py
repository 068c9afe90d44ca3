"""Schools of a new community: names, bell grids, rooms, classes, ways and terms."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from community.calendar import make_up_days, propose_holidays, week_of
from community.generate.draft import DAYS, Block, Group, Site, data
from community.generate.shapes import GRADES
from community.models import (
    CalendarDay,
    CurriculumRow,
    DayKind,
    Room,
    RoomKind,
    School,
    SchoolRole,
    Slot,
    SlotKind,
    Stage,
    Subject,
    Term,
    Travel,
)

if TYPE_CHECKING:
    from random import Random

    from community.generate.places import Place
    from community.generate.shapes import Shape, Size

SCHOOL_YEAR = 2025
TERMS = (
    (2025, 1, "2025-09-01", "2026-01-23"),
    (2025, 2, "2026-03-02", "2026-07-03"),
    (2026, 1, "2026-09-01", "2027-01-22"),
    (2026, 2, "2027-02-22", "2027-07-02"),
    (2027, 1, "2027-09-01", "2028-01-21"),
    (2027, 2, "2028-02-14", "2028-06-30"),
)
PSYCH_GRADES = (1, 2)  # at the core, half a period of local lessons is psych in turn


def minutes(text: str) -> int:
    """Return minutes since midnight of ``HH:MM``."""
    hours, rest = text.split(":")
    return 60 * int(hours) + int(rest)


def _span(text: str) -> tuple[int, int]:
    start, end = text.split("-")
    return minutes(start), minutes(end)


def make_schools(
    shape: Shape, size: Size, members: int, terms: int, place: Place, rng: Random
) -> list[Site]:
    """Return the schools with their classes: core, members, then teaching points."""
    core_classes, (least, most) = shape.classes(size, terms)
    stage = shape.stage
    core = _school(place.prefix + "C", place.core, SchoolRole.CORE, stage, shape.grids[0], "urban")
    sites = [_site(core, core_classes)]
    for i in range(members):
        count = rng.randint(least, most)
        grid = shape.grids[1 + (i + rng.randint(0, 1)) % (len(shape.grids) - 1)]
        school = f"{place.prefix}M{i + 1:02d}"
        name = place.townships[i % len(place.townships)] + shape.suffix
        record = _school(school, name, SchoolRole.MEMBER, stage, grid, shape.locality)
        sites.append(_site(record, count))
    for i in range(shape.points(members, size)):
        centre = sites[1 + i % members]
        name = place.villages[i % len(place.villages)] + "教学点"
        school = f"{place.prefix}P{i + 1:02d}"
        record = _school(school, name, SchoolRole.TEACHING_POINT, stage, "village", "rural")
        sites.append(_site(record.model_copy(update={"parent": centre.id}), 3))
    for index, site in enumerate(sites):
        pupils = sum(_pupils(site, g, rng) for g in site.groups)
        weak = site.school.role is SchoolRole.MEMBER and index % 2 == 1
        changes = {"pupils": pupils, "is_weak": weak, "group": place.group}
        if weak:
            changes["locality"] = "rural"
        site.school = site.school.model_copy(update=changes)
    return sites


def _school(
    school: str, name: str, role: SchoolRole, stage: Stage, grid: str, locality: str
) -> School:
    return School(id=school, name=name, role=role, stage=stage, grid=grid, locality=locality)


def _site(school: School, classes: int) -> Site:
    lessons = [_span(text) for text in data("bell_grids")[school.grid]["lessons"]]
    orders = [s.order for s in make_slots(school.grid) if s.kind is SlotKind.LESSON]
    joins = {p for p in range(len(lessons) - 1) if 0 <= lessons[p + 1][0] - lessons[p][1] <= 15}
    site = Site(school, lessons, orders, joins)
    grades = GRADES[school.stage]
    many = len(grades)
    counts = [classes // many + (g < classes % many) for g in range(many)]
    if school.stage is Stage.NINE_YEAR:  # the upper grades gather the pupils of several villages
        counts.reverse()
    for grade, count in zip(grades, counts, strict=True):
        for number in range(1, count + 1):
            site.groups.append(Group(f"{school.id}-{grade}{number:02d}", site, grade, number))
    return site


def _pupils(site: Site, group: Group, rng: Random) -> int:
    role = site.school.role
    low, high = {SchoolRole.CORE: (42, 45), SchoolRole.MEMBER: (22, 38)}.get(role, (5, 12))
    number = rng.randint(low, high)
    group.pupils = number
    return number


def make_blocks(sites: list[Site]) -> None:
    """Give every class the courses of the weekly table."""
    table = data("weekly_periods")
    for site in sites:
        core = site.school.role is SchoolRole.CORE
        for group in site.groups:
            for subject, periods in table.items():
                count = periods[group.grade - 1]
                if not count:
                    continue
                shared = core and subject == "local" and group.grade in PSYCH_GRADES
                doubles = int(subject == "practice" and count == 3)
                half = "psych" if shared else None
                group.blocks.append(Block(group, subject, count, doubles, half))


def make_curriculum(core: str, grades: range) -> tuple[CurriculumRow, ...]:
    """Return the weekly table of some grades, and the core's own rows."""
    rows = [
        CurriculumRow(
            grade=grade,
            subject=subject,
            periods=count,
            doubles=int(subject == "practice" and count == 3),
        )
        for subject, periods in data("weekly_periods").items()
        for grade in grades
        if (count := periods[grade - 1])
    ]
    local = data("weekly_periods")["local"]
    for grade in [g for g in PSYCH_GRADES if g in grades]:
        rows.append(
            CurriculumRow(grade=grade, subject="local", periods=local[grade - 1] - 0.5, school=core)
        )
        rows.append(CurriculumRow(grade=grade, subject="psych", periods=0.5, school=core))
    return tuple(rows)


def make_subjects(grades: range) -> tuple[Subject, ...]:
    """Return the subjects that the weekly table of some grades has."""
    table = data("weekly_periods")
    psych = any(grade in grades for grade in PSYCH_GRADES)
    return tuple(
        Subject(
            id=subject,
            name=row["name"],
            room=RoomKind(row["room"]),
            prefer_morning=row["morning"],
            max_per_day=row["max_per_day"],
        )
        for subject, row in data("subjects").items()
        if (psych if subject == "psych" else any(table[subject][g - 1] for g in grades))
    )


def make_slots(grid: str) -> list[Slot]:
    """Return the slots of a shipped bell grid, in order."""
    table = data("bell_grids")[grid]
    found = [
        (_span(table["reading"]), "早读", SlotKind.MORNING_READING),
        (_span(table["long_break"]), "大课间", SlotKind.BREAK),
        (_span(table["lunch"]), "午餐午休", SlotKind.LUNCH),
        (_span(table["after_school"]), "课后服务", SlotKind.AFTER_SCHOOL),
    ]
    for number, text in enumerate(table["lessons"]):
        found.append((_span(text), f"第{'一二三四五六七八'[number]}节", SlotKind.LESSON))
    found.sort()
    return [
        Slot(grid=grid, order=order, name=name, kind=kind, start=start, end=end)
        for order, ((start, end), name, kind) in enumerate(found, start=1)
    ]


ROOMS = (
    (RoomKind.MUSIC, "音乐教室"),
    (RoomKind.ART, "美术教室"),
    (RoomKind.LAB, "实验室"),
    (RoomKind.PLAYGROUND, "操场"),
    (RoomKind.LIVE, "同步课堂教室"),
)


def make_rooms(site: Site) -> list[Room]:
    """Return the rooms of a school, in numbers that suit its size."""
    size, tiny = len(site.groups), site.school.role is SchoolRole.TEACHING_POINT
    found = []
    for kind, name in ROOMS:
        if tiny and kind not in (RoomKind.LIVE, RoomKind.PLAYGROUND):
            continue
        if kind is RoomKind.PLAYGROUND:
            rooms, capacity = 1, max(2, -(-size // 6))
        elif kind is RoomKind.LIVE:
            rooms, capacity = (2 if site.school.role is SchoolRole.CORE else 1), 1
        else:
            busy = kind is RoomKind.LAB and site.school.stage is Stage.JUNIOR
            rooms, capacity = -(-size // (4 if busy else 8)), 1
        for number in range(1, rooms + 1):
            label = f"{name}{number}" if rooms > 1 else name
            found.append(
                Room(
                    id=f"{site.id}-{kind.value}{number}",
                    school=site.id,
                    name=label,
                    kind=kind,
                    capacity=capacity,
                )
            )
    return found


def make_travel(sites: list[Site], one_township: bool, rng: Random) -> tuple[Travel, ...]:
    """Return the way between every ordered pair of schools; the way back takes another time."""
    found: list[Travel] = []
    for i, here in enumerate(sites):
        for there in sites[i + 1 :]:
            near = one_township or here.id == there.school.parent
            if near:
                there_minutes = rng.randint(10, 30)
            elif here.school.role is SchoolRole.CORE:
                there_minutes = rng.randint(30, 75) + 15 * (there.school.parent is not None)
            else:
                there_minutes = rng.randint(20, 60)
            back = max(8, there_minutes + rng.randint(-4, 9))
            km = round(there_minutes * (0.5 if near else 0.65), 1)
            for a, b, time in ((here, there, there_minutes), (there, here, back)):
                found.append(Travel(origin=a.id, destination=b.id, minutes=time, km=km))
    return tuple(found)


def make_terms(count: int) -> tuple[tuple[Term, ...], tuple[CalendarDay, ...]]:
    """Return so many terms, and the exceptions of the first school year.

    The official holidays of later years are published in their course; the planner enters them.
    """
    terms = tuple(
        Term(
            id=f"{year}-{semester}",
            name=f"{year}学年第{'一二'[semester - 1]}学期",
            school_year=year,
            semester=semester,
            start=dt.date.fromisoformat(start),
            end=dt.date.fromisoformat(end),
        )
        for year, semester, start, end in TERMS[:count]
    )
    days: list[CalendarDay] = []
    for term in terms:
        if term.school_year == SCHOOL_YEAR:
            holidays = propose_holidays(term.start, term.end)
            days += [*holidays, *_made_up(term, holidays)]
        days += [
            CalendarDay(date=term.end - dt.timedelta(days=back), kind=DayKind.EXAM, note="期末检测")
            for back in (4, 3, 2, 1, 0)
        ]
    return terms, tuple(sorted(days, key=lambda d: d.date))


def _made_up(term: Term, holidays: list[CalendarDay]) -> list[CalendarDay]:
    """Return the term's make-up days, each taught as the nearest weekday that was lost."""
    lost = [h.date for h in holidays if h.date.isoweekday() in DAYS]
    found: list[CalendarDay] = []
    for day in make_up_days(term.start, term.end):
        if lost:
            nearest = min(lost, key=lambda d: abs(d - day))
            lost.remove(nearest)
            found.append(
                CalendarDay(
                    date=day,
                    kind=DayKind.MAKE_UP,
                    week=week_of(term, nearest),
                    weekday=nearest.isoweekday(),
                    note="调休上课",
                )
            )
    return found
