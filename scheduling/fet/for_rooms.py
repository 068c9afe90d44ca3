"""Constraints on rooms. Which rooms a lesson may have is read first, and becomes rules at last."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from community.text import Text
from scheduling.fet.for_lessons import STUDENTS, TEACHER
from scheduling.fet.rooms import ROLE, pupils
from scheduling.fet.wish import Kind, NotCarriedError
from scheduling.rules.assign_resource import AssignResource
from scheduling.rules.avoid_split_assignments import AvoidSplitAssignments
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.limit_moves import LimitMoves
from scheduling.rules.prefer_resources import PreferResources
from scheduling.rules.rest_between_moves import RestBetweenMoves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.fet.activities import Activity
    from scheduling.fet.wish import Carry, Wish
    from scheduling.rules.base import Rule

ROOM = Text("教室", "room")


def preferring(wish: Wish, kind: str) -> list[Activity] | None:
    """Return the activities whose rooms a constraint names; None: it is not about wanted rooms.

    A home is for lessons that only this teacher, or only this set of students, attends.
    """
    active = wish.school.activities.active
    if kind.startswith("ActivityPreferredRoom"):
        return wish.activities()
    if kind.startswith("StudentsSetHomeRoom"):
        name = wish.named(("Students",), wish.school.people.leaves, STUDENTS)
        return [a for a in active if a.students == (name,)]
    if kind.startswith("TeacherHomeRoom"):
        name = wish.named(("Teacher",), wish.school.people.teachers, TEACHER)
        return [a for a in active if a.teachers == (name,)]
    if not kind.endswith(("PreferredRoom", "PreferredRooms")):
        return None
    subject = wish.text("Subject") if kind.startswith("Subject") else ""
    if subject:
        active = [a for a in active if a.subject == subject]
    if "ActivityTag" in kind:
        active = [a for a in active if wish.text("Activity_Tag") in a.tags]
    return active


def rooms_of(wish: Wish) -> tuple[str, ...]:
    """Return the rooms that a constraint names."""
    found = []
    for child in wish.element.children:
        if child.tag in ("Room", "Preferred_Room"):
            if child.text not in wish.school.rooms.by_name:
                wish.fail_at(child, Text("没有这个教室", "there is no such room"))
            found.append(child.text)
    return tuple(found)


def want(wish: Wish, activities: list[Activity]) -> None:
    """Note which rooms these activities may have, as far as they hold the pupils."""
    rooms, school = wish.school.rooms, wish.school
    for activity in activities:
        count = pupils(activity, school.people)
        named = rooms.large_enough(rooms_of(wish), count)
        rooms.wanted[activity.id].append((named, wish.weight == 100))
        given = [c.text for c in wish.element.children if c.tag == "Real_Room"]
        if given and all(name in rooms.by_name for name in given):
            rooms.real[activity.id] = tuple(given)


def wanted(wish: Wish, activities: list[Activity]) -> Iterator[Rule]:
    """Yield the rules that give lessons one of the rooms wanted."""
    alike: dict[tuple[str, tuple[str, ...]], list[Activity]] = defaultdict(list)
    school = wish.school
    for activity in activities:
        places = school.rooms.places(activity)
        if places is None:
            raise NotCarriedError(
                "几间教室合成的教室与别的教室任选，还没有对应的规则",
                "there is no rule for a choice between a virtual room and others",
            )
        choices = places.choices
        if not places.virtual:  # what this one constraint names, of several
            names = school.rooms.large_enough(rooms_of(wish), pupils(activity, school.people))
            choices = ((ROLE, tuple(school.rooms.by_name[n].id for n in names)),)
        for choice in choices:
            alike[choice].append(activity)
    for (role, rooms), members in alike.items():
        yield wish.rule(AssignResource, events=members, once=True, role=role)
        yield wish.rule(PreferResources, events=members, once=True, role=role, resources=rooms)


def _not_available(wish: Wish) -> Iterator[Rule]:
    room = wish.school.rooms.by_name[wish.named(["Room"], wish.school.rooms.by_name, ROOM)]
    cells = wish.cells("Not_Available_Time")
    if room.sets:
        raise NotCarriedError(
            "几间教室合成的教室没有自己的时间", "a virtual room has no times of its own"
        )
    if cells:
        yield wish.rule(AvoidUnavailableTimes, (room.id,), times=wish.grid.ids(cells))


def _moves(period: str, tag: str, *, sites: bool) -> Carry:
    def carry(wish: Wish) -> Iterator[Rule]:
        groups, most = wish.grid.named(period), wish.number(tag)
        days = wish.grid.named("real days" if period == "real days" else "days")
        parts = [groups] if period == "week" else [(group,) for group in groups]
        for some in parts:
            within = days if period == "week" else some
            yield wish.rule(
                LimitMoves, wish.who, role=ROLE, sites=sites, time_groups=within, maximum=most
            )

    return carry


def _rest(tag: str, *, sites: bool) -> Carry:
    def carry(wish: Wish) -> Iterator[Rule]:
        days, least = wish.grid.named("days"), wish.number(tag)
        yield wish.rule(
            RestBetweenMoves, wish.who, role=ROLE, sites=sites, time_groups=days, minimum=least
        )

    return carry


def _most_rooms(wish: Wish) -> Iterator[Rule]:
    if wish.number("Max_Number_of_Different_Rooms") > 1:
        raise NotCarriedError(
            "“一组课用几间教室”只能是一间", "there is no rule for two rooms or more of some lessons"
        )
    group = wish.school.set_of(wish.activities())
    yield wish.rule(AvoidSplitAssignments, sets=(group,), role=ROLE)


def _same_room(wish: Wish) -> Iterator[Rule]:
    """Keep lessons that follow each other in one room: who changes it has a time between."""
    crowd, days = (wish.school.crowd(wish.activities()),), wish.grid.named("days")
    yield wish.rule(RestBetweenMoves, crowd, role=ROLE, sites=False, time_groups=days)


def _lost(zh: str, en: str) -> Carry:
    def carry(wish: Wish) -> Iterator[Rule]:
        raise NotCarriedError(zh, en)
        yield

    return carry


_PERIODS = {  # how it is called, and the groups of times
    "Day": ("每天", "a day", "days"),
    "RealDay": ("每个整天", "a real day", "real days"),
    "Week": ("每周", "a week", "week"),
}
_CHANGES = {"Building": ("换楼", "building"), "Room": ("换教室", "room")}


def _changes() -> Iterator[tuple[str, Kind]]:
    """Yield the kinds about changes of building or room, which are alike."""
    for what, (zh, en) in _CHANGES.items():
        sites = what == "Building"
        for period, (when, a_period, groups) in _PERIODS.items():
            name = Text(f"{when}最多{zh}次数", f"most changes of {en} {a_period}")
            tag = f"Max_{what}_Changes_Per_{period.removeprefix('Real')}"
            yield f"Max{what}ChangesPer{period}", Kind(name, _moves(groups, tag, sites=sites))
        name = Text(f"{zh}前后的空堂", f"gaps at a change of {en}")
        rest = _rest(f"Min_Gaps_Between_{what}_Changes", sites=sites)
        yield f"MinGapsBetween{what}Changes", Kind(name, rest)


OF_PEOPLE = dict(_changes())
KINDS = {
    "RoomNotAvailableTimes": Kind(Text("教室不可用时间", "room not available"), _not_available),
    "ActivitiesOccupyMaxDifferentRooms": Kind(
        Text("一组课最多用几间教室", "most rooms of some lessons"), _most_rooms
    ),
    "ActivitiesSameRoomIfConsecutive": Kind(
        Text("相接的课用同一教室", "same room for lessons in a row"), _same_room
    ),
    "TeacherRoomNotAvailableTimes": Kind(
        Text("教师在某教室的不可用时间", "teacher not in a room"),
        _lost(
            "“某教师在某时间不用某教室”还没有对应的规则",
            "there is no rule for a teacher who is not in a room at some times",
        ),
    ),
}
PREFERRED = {
    "ActivityPreferredRoom": Text("一节课的教室", "room of a lesson"),
    "ActivityPreferredRooms": Text("一节课可选的教室", "wanted rooms of a lesson"),
    "SubjectPreferredRoom": Text("科目的教室", "room of a subject"),
    "SubjectPreferredRooms": Text("科目可选的教室", "wanted rooms of a subject"),
    "SubjectActivityTagPreferredRoom": Text("科目和标签的教室", "room of a subject and tag"),
    "SubjectActivityTagPreferredRooms": Text(
        "科目和标签可选的教室", "wanted rooms of a subject and tag"
    ),
    "ActivityTagPreferredRoom": Text("标签的教室", "room of a tag"),
    "ActivityTagPreferredRooms": Text("标签可选的教室", "wanted rooms of a tag"),
}
HOMES = {
    "StudentsSetHomeRoom": Text("学生组的固定教室", "home room of students"),
    "StudentsSetHomeRooms": Text("学生组的几间固定教室", "home rooms of students"),
    "TeacherHomeRoom": Text("教师的固定教室", "home room of a teacher"),
    "TeacherHomeRooms": Text("教师的几间固定教室", "home rooms of a teacher"),
}
