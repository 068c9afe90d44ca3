"""Resources and groups of a week's instance."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from community.grouped import standing
from scheduling.instance import Group, Resource
from scheduling.week.courses import CLASS, ROOM, TEACHER, course_id

if TYPE_CHECKING:
    from scheduling.week.frame import Frame

TYPES = (
    Group(TEACHER, "教师", kind="ResourceType"),
    Group(CLASS, "班级", kind="ResourceType"),
    Group(ROOM, "教室", kind="ResourceType"),
)
EVERYBODY = (TEACHER, CLASS, ROOM)  # resource groups with all resources of each type
ALL_EVENTS = "all"


def make_resources(frame: Frame) -> tuple[Resource, ...]:
    """Return teachers, classes and rooms."""
    community = frame.community
    schools = community.school_by_id
    teachers = [
        Resource(t.id, TEACHER, community.called[t.id], t.school) for t in community.teachers
    ]
    classes = [
        Resource(c.id, CLASS, f"{schools[c.school].name}{c.name}", c.school)
        for c in community.classes
    ]
    rooms = [
        Resource(r.id, ROOM, f"{schools[r.school].name}{r.name}", r.school, r.capacity)
        for r in community.rooms
    ]
    return (*teachers, *classes, *rooms)


def make_resource_groups(resources: tuple[Resource, ...]) -> tuple[Group, ...]:
    """Return a group of all resources for each type."""
    members: dict[str, list[str]] = {kind: [] for kind in EVERYBODY}
    for resource in resources:
        members[resource.type].append(resource.id)
    names = {g.id: g.name for g in TYPES}
    return tuple(
        Group(kind, names[kind], tuple(ids), resource_type=kind) for kind, ids in members.items()
    )


def make_event_groups(frame: Frame) -> tuple[Group, ...]:
    """Return the group of all events, and one for each course."""
    names = {e.course: e.name for e in reversed(frame.events)}
    names |= {c.id: c.name for c in frame.courses if c.in_groups}
    for course in frame.courses:
        if course.part and not course.beside:
            names[course.whole] = course.name.rpartition("（")[0]
    courses = [
        Group(course, names[course], tuple(events), kind="Course")
        for course, events in course_events(frame).items()
    ]
    return (Group(ALL_EVENTS, "全部课程", tuple(e.id for e in frame.events)), *courses)


def course_events(frame: Frame) -> dict[str, list[str]]:
    """Return the events of each course, of what teachers share out as a whole, too.

    What a class has in groups is held once, for the subject that it stands for.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for event in frame.events:
        if event.course:
            found[event.course].append(event.id)
    stands = {g: standing(divided) for g, divided in frame.community.divisions.items()}
    for course in frame.courses:
        if course.part and not course.beside:
            found[course.whole] += found[course.id]
        for group in course.classes:
            subject = stands[group][course.row.parallel] if course.row else course.subject.id
            found[course_id(group, subject)].append(course.id)
    return found
