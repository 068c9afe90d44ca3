"""A timetable of another program as a plan of a community that is there already.

Schools, classes, subjects, people and rooms are known by their ids, or by names that only one of
them has. A period is the lesson slot that begins with it; where no file tells the time, the n-th
is the school's n-th slot. A lesson of which something besides its room is not known is left out
and counted.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from community.models import SlotKind
from community.sync import common_series
from community.text import Text
from publishing.exchange.building import class_names
from publishing.pairings import overlap
from publishing.view import PlanView
from rotation.solution import Roster
from scenarios.plan import Plan
from scheduling.timetable import ClassLesson, WeekTimetable

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from community.models import Community, School, Subject, Teacher
    from publishing.exchange.found import Found, Placed, Thing

_WHERE = Text("课表", "timetable")
_UNKNOWN = {
    "class": Text("认不出班级的课", "lessons of classes not recognised"),
    "subject": Text("认不出学科的课", "lessons of subjects not recognised"),
    "teacher": Text("认不出教师的课", "lessons of teachers not recognised"),
    "period": Text("本校没有的节次", "periods that the school does not have"),
}
_ROOM = Text("认不出的教室", "rooms not recognised")
_SECOND = Text("第二位教师", "second teachers")


def plan_of(found: Found, community: Community, term: str) -> Plan:
    """Return the plan that a found timetable is, with an empty roster; what is lost is counted."""
    class_names(found)
    match = _Match(found, community)
    rows = [row for x in found.lessons for row in match.lessons(x)]
    plan = Plan(community.id, Roster(), WeekTimetable(term, tuple(sorted(set(rows)))))
    lessons = _linked(PlanView(plan, community))
    single = [x if x.series else replace(x, assistant="") for x in lessons]
    second = sum(bool(x.assistant) and not x.series for x in lessons)
    found.losses.add(_WHERE, _SECOND, second)
    return replace(plan, week=WeekTimetable(term, tuple(sorted(single))))


class _Match:
    """What was found, by what the community knows."""

    def __init__(self, found: Found, community: Community) -> None:
        self.found, self.community = found, community
        self.names = {
            "schools": _by_name(community.schools),
            "subjects": _by_name(community.subjects),
            "teachers": _by_name(community.teachers),
        }
        self.rooms = {(r.school, name): r.id for r in community.rooms for name in (r.name, r.id)}
        self.groups = {(c.school, name): c.id for c in community.classes for name in (c.name, c.id)}
        self.orders: dict[tuple[str, Hashable], dict[int, int]] = {}

    def lessons(self, x: Placed) -> list[ClassLesson]:
        """Return a lesson as rows of the timetable, none where it is not known well enough."""
        group = self.found.of("classes")[x.group]
        at = group.values.get("school")
        school = self._named("schools", self.found.of("schools").get(at))
        places = [(school or "", name) for name in (group.wish, group.name)]
        class_id = next((self.groups[place] for place in places if place in self.groups), None)
        subject = self._named("subjects", self.found.of("subjects")[x.subject])
        people = [self._named("teachers", self.found.of("teachers")[who]) for who in x.teachers]
        slots = self._slots(class_id, at, x)
        known = {
            "class": class_id is not None,
            "subject": subject is not None,
            "teacher": None not in people,
            "period": bool(slots),
        }
        for what, is_known in known.items():
            if not is_known:
                self.found.losses.add(_WHERE, _UNKNOWN[what])
                return []
        who, assistant = ([str(p) for p in people] + ["", ""])[:2]
        self.found.losses.add(_WHERE, _SECOND, max(0, len(people) - 2))
        return [
            ClassLesson(
                *(str(school), str(class_id), x.weekday, slot, str(subject), who),
                *(x.weeks, length, self._room(school, x), "", assistant),
            )
            for slot, length in slots
        ]

    def _named(self, table: str, thing: Thing | None) -> str | None:
        """Return the id of what has the id and the name of a thing, or its name alone."""
        if thing is None:
            return None
        record = self._record(table, thing.wish)
        if record is not None and thing.name in (record.name, thing.wish):
            return record.id
        same = self.names[table].get(thing.name, ())
        return same[0] if len(same) == 1 else None

    def _record(self, table: str, key: str) -> School | Subject | Teacher | None:
        community = self.community
        if table == "schools":
            return community.school_by_id.get(key)
        if table == "subjects":
            return community.subject_by_id.get(key)
        return community.teacher_by_id.get(key)

    def _slots(self, class_id: str | None, at: Hashable, x: Placed) -> list[tuple[int, int]]:
        """Return order and length of the rows that a lesson is; more than two periods are apart."""
        if class_id is None:
            return []
        if (class_id, at) not in self.orders:
            self.orders[class_id, at] = self._order_of(class_id, at)
        numbers = range(x.period, x.period + x.length)
        wanted = [self.orders[class_id, at].get(n) for n in numbers]
        group = self.community.class_by_id[class_id]
        here = [slot.order for slot in self.community.lesson_slots(group, x.weekday)]
        found = [order for order in wanted if order in here]
        places = [here.index(order) for order in found]
        if len(found) < x.length:
            return []
        if x.length == 2 and places[1] == places[0] + 1:
            return [(found[0], 2)]
        return [(order, 1) for order in found]

    def _order_of(self, class_id: str, at: Hashable) -> dict[int, int]:
        """Return the slots that periods of a class stand for: by the clock where it is known."""
        group = self.community.class_by_id[class_id]
        school = self.community.school_by_id[group.school]
        bells = sorted((b for b in self.found.bells if b.school == at), key=lambda b: b.number)
        slots = self.community.slots_of(group)
        starts = {slot.start: slot.order for slot in slots if slot.kind is SlotKind.LESSON}
        by_clock = {b.number: starts[b.start] for b in bells if b.start in starts}
        slots = self.community.slots_of(school)
        orders = sorted({slot.order for slot in slots if slot.kind is SlotKind.LESSON})
        return by_clock or dict(zip(dict.fromkeys(b.number for b in bells), orders, strict=False))

    def _room(self, school: str | None, x: Placed) -> str:
        if x.room is None:
            return ""
        room = self.found.of("rooms")[x.room]
        known = [self.rooms.get((str(school), name)) for name in (room.wish, room.name)]
        found = next(filter(None, known), "")
        self.found.losses.add(_WHERE, _ROOM, 0 if found else 1)
        return found


def _by_name(records: Iterable[School | Subject | Teacher]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    for record in records:
        names[record.name].append(record.id)
    return names


def _linked(view: PlanView) -> list[ClassLesson]:
    """Return the lessons, those that classes have in common linked: told by clock and teacher.

    The files have no word for it. A lesson of a receiving class belongs to a series if the leading
    class has the subject from the same teacher at that time; a broadcast has a second teacher.
    """
    series: dict[ClassLesson, str] = {}
    taught: dict[tuple[str, str], list[ClassLesson]] = defaultdict(list)
    for x in view.plan.week.lessons:
        taught[x.class_id, x.subject].append(x)
    for common in common_series(view.community):
        hosts = taught[common.host_class, common.subject]
        for group in common.receiving_classes:
            for end in taught[group, common.subject]:
                for host in hosts:
                    is_linked = common.together or end.assistant
                    if is_linked and _together(view, host, end):
                        series[host] = series[end] = common.id
    return [replace(x, series=series.get(x, "")) for x in view.plan.week.lessons]


def _together(view: PlanView, host: ClassLesson, end: ClassLesson) -> bool:
    return (
        host.weekday == end.weekday
        and host.teacher == end.teacher
        and host.weeks.meets(end.weeks)
        and overlap(view.clock, host, end) > 0
    )
