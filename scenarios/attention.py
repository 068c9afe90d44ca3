"""What a planner should know before planning, though it makes nothing impossible."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from community.codes import PlacementKind, RoomKind
from community.rooms import Rooms
from community.tables.words import ROOM
from community.text import Text
from rotation.pins import planned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import Community

NAMED = 4  # schools, classes, people or days that a sentence names
_A_SUMMER = dt.timedelta(days=90)  # longer than any holidays between two terms


def worth_knowing(community: Community) -> tuple[Text, ...]:
    """Return what the data asks for and will not be given, in sentences."""
    parts = (_empty, _class_teachers, _holidays, _far, _rooms, _degrees)
    return tuple(text for part in parts for text in part(community))


def _listed(names: list[str], unit: str = "") -> Text:
    """Return the first names, and how many there are besides."""
    more = len(names) - NAMED
    return Text(
        "、".join(names[:NAMED]) + (f"等{len(names)}{unit}" if more > 0 else ""),
        ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else ""),
    )


def _empty(community: Community) -> Iterator[Text]:
    """Yield schools of which no class is known."""
    filled = {c.school for c in community.classes}
    if empty := [s.name for s in community.schools if s.id not in filled]:
        named = _listed(empty, "所学校")
        yield Text(
            f"“班级”表里没有{named.zh}的班；请补上，或从“学校”表中删去。",
            f"The table of classes has none of {named.en}: add them, or take the school out.",
        )


def _class_teachers(community: Community) -> Iterator[Text]:
    """Yield classes without a class teacher, where others of the school have one."""
    led = {t.class_teacher_of for t in community.teachers}
    schools = {c.school for c in community.classes if c.id in led}
    without = [
        f"{community.school_by_id[c.school].name}{c.name}"
        for c in community.classes
        if c.school in schools and c.id not in led
    ]
    if without:
        named = _listed(without, "个班")
        yield Text(
            f"“教师”表里没有人是{named.zh}的班主任；请补上，否则班会、值班等由班主任做的事没有人。",
            f"Nobody is class teacher of {named.en}: what class teachers do has nobody there.",
        )


def _holidays(community: Community) -> Iterator[Text]:
    """Yield days of the calendar so far from every term that their year is perhaps a slip."""
    days = [day.date for day in community.calendar]
    far = sorted(
        day
        for day in days
        if all(day < t.start - _A_SUMMER or day > t.end + _A_SUMMER for t in community.terms)
    )
    if far:
        named = _listed([str(day) for day in far], "天")
        yield Text(
            f"“校历”表里{named.zh}离各学期都很远，不起作用；请看年份写对没有。",
            f"The calendar's {named.en} are far from every term, and count for nothing: is the "
            "year right?",
        )


def _far(community: Community) -> Iterator[Text]:
    """Yield who travels between two schools so far apart that no day has lessons at both.

    Other days of the week may be free for each of them, so that nothing is impossible by it.
    """
    visits = {(p.teacher, p.host) for p in planned(community) if p.kind is PlacementKind.ITINERANT}
    for teacher, host in sorted(visits):
        home = community.teacher_by_id[teacher].school
        ways = [_way_and_time(community, *way) for way in ((home, host), (host, home))]
        known = [(minutes, apart) for minutes, apart in ways if minutes is not None]
        if known and all(minutes > apart for minutes, apart in known):
            minutes, apart = min(known, key=lambda way: way[0] - way[1])
            name, schools = community.called[teacher], community.school_by_id
            here, there = schools[home].name, schools[host].name
            yield Text(
                f"{name}在{here}和{there}之间走教，路上要{minutes}分钟，而两校同一天的两节课"
                f"最多隔{apart}分钟：同一天不能两边都上课。请核对“路程”表。",
                f"{name} travels between {here} and {there}: the way takes {minutes} minutes, and "
                f"no two lessons of a day there are more than {apart} minutes apart, so that no "
                "day has lessons at both. Is the table of ways right?",
            )


def _way_and_time(community: Community, one: str, other: str) -> tuple[int | None, int]:
    """Return the minutes of a way, and those that lessons at its ends leave for it at most."""
    schools = community.school_by_id
    days = [
        (community.lesson_slots(schools[one], d), community.lesson_slots(schools[other], d))
        for d in range(1, 8)
    ]
    gaps = [then[-1].start - min(s.end for s in first) for first, then in days if first and then]
    return community.travel_minutes.get((one, other)), max(gaps, default=0)


def _degrees(community: Community) -> Iterator[Text]:
    """Yield who has no degree, where others have one: the indicators leave such people out."""
    without = [community.called[t.id] for t in community.teachers if t.degree is None]
    if 0 < len(without) < len(community.teachers):
        named = _listed(without, "位")
        yield Text(
            f"“教师”表里{named.zh}没有填学历：优质均衡指标“高于规定学历教师”不会计入；请补上。",
            f"Degrees are missing for {named.en}: the indicator of teachers above the norm's "
            "degree leaves them out.",
        )


def _rooms(community: Community) -> Iterator[Text]:
    """Yield subjects that need a kind of room, and schools that teach them and have none."""
    there = {(room.school, room.kind) for room in community.rooms}
    lacking: dict[str, dict[str, None]] = defaultdict(dict)
    rooms = Rooms(community.rooms, community.room_requests)
    for class_id, subject in community.demand:
        group = community.class_by_id[class_id]
        school, kind = group.school, community.subject_by_id[subject].room
        place = rooms.place((group,), community.subject_by_id[subject])
        named = place is not None and place.by_name
        if kind is not RoomKind.ORDINARY and (school, kind) not in there and not named:
            lacking[subject][school] = None
    for subject, schools in lacking.items():
        asked = community.subject_by_id[subject]
        room = Text(ROOM.words[asked.room.value][0], asked.room.value.replace("_", " "))
        without = _listed([community.school_by_id[s].name for s in schools], "所学校")
        yield Text(
            f"{asked.name}课需要{room.zh}，但{without.zh}没有，这些课将在本班教室上；"
            f"有的话请写在“教室”表。",
            f"{asked.name} needs a {room.en} room, which {without.en} lack: its lessons there are "
            f"in the classes' own rooms. Add the room to the table of rooms if there is one.",
        )
