"""Changes of who learns with whom: groups of a class (分组), and of two of a grade (走班)."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.planted.changing import Change, Week, cell_of, moved
from benchmarks.planted.teachers import parallel_courses
from community.codes import RoomKind
from community.grouped import GroupLesson

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.planted.draw import Draw
    from community.models import Room
    from scheduling.timetable import ClassLesson

MOST = 2  # lessons a week of a parallel


class Group(NamedTuple):
    """What a group of pupils has at the times of its parallel, and what its row asks for."""

    name: str
    lessons: Sequence[ClassLesson]
    asked: Mapping[str, Any] = {}


class Parallel(NamedTuple):
    """The rows of groups at the same times, and their lessons."""

    rows: list[GroupLesson]
    lessons: list[ClassLesson]


def divided(draw: Draw) -> Iterator[Change]:
    """Yield courses of which half a class can have some lessons with a colleague elsewhere."""
    week = Week(draw)
    for (group, subject), rows in week.courses.items():
        for colleague in week.colleagues(rows[0]):
            some = [x for x in rows if week.free(colleague, [cell_of(x)])][:MOST]
            for room in _rooms(week, some)[:1]:
                there = [replace(x, teacher=colleague, room=room.id) for x in some]
                halves = (
                    Group("甲组", some),
                    Group("乙组", there, {"teacher": colleague, "room": room.id}),
                )
                found = _parallel(draw, f"F-{group}-{subject}", (group,), halves)
                yield _change(some, [found])


def swapping(draw: Draw) -> Iterator[Change]:
    """Yield two lessons of a class that its halves can have at the same times, then swapped."""
    week = Week(draw)
    for group, courses in groupby(week.courses.items(), key=lambda course: course[0][0]):
        for (_, first), (_, second) in combinations(courses, 2):
            x, y = first[0], second[0]
            here, there = cell_of(x), cell_of(y)
            free = all(week.free(who, [there]) for who in (x.teacher, x.room))
            if free and all(week.free(who, [here]) for who in (y.teacher, y.room)):
                id = f"F-{group}-{x.subject}-{y.subject}"
                halves = Group("甲组", [x]), Group("乙组", [moved(y, here)])
                swapped = Group("甲组", [y]), Group("乙组", [moved(x, there)])
                yield _change(
                    (x, y),
                    [
                        _parallel(draw, id, (group,), halves),
                        _parallel(draw, f"{id}-2", (group,), swapped),
                    ],
                )


def mixed(draw: Draw) -> Iterator[Change]:
    """Yield lessons of two classes that their pupils can have in groups, in three if possible."""
    week = Week(draw)
    for first, second in parallel_courses(week):
        for turn in range(len(second)):
            pairs = list(zip(first, second[turn:] + second[:turn], strict=False))[:MOST]
            if (change := _mixed(week, pairs)) is not None:
                yield change


def _mixed(week: Week, pairs: Sequence[tuple[ClassLesson, ClassLesson]]) -> Change | None:
    """Return the change of lessons of one class, and of another that come to their times."""
    ours, theirs = zip(*pairs, strict=True)
    cells = [cell_of(x) for x in ours]
    give_way: dict[ClassLesson, Sequence[ClassLesson]] = {}
    for y, cell in zip(theirs, cells, strict=True):
        aside = week.gives_way(y, cell)
        comes = cell_of(y) == cell or all(week.free(who, [cell]) for who in (y.teacher, y.room))
        if aside is None or not comes or {*theirs, *give_way} & aside.keys():
            return None
        give_way |= aside
    coming = [moved(y, cell) for y, cell in zip(theirs, cells, strict=True)]
    groups = [Group("A层", ours, {"teacher": ours[0].teacher}), Group("B层", coming)]
    for colleague in week.colleagues(ours[0]):
        rooms = _rooms(week, ours)
        if rooms and colleague != theirs[0].teacher and week.free(colleague, cells):
            third = [replace(x, teacher=colleague, room=rooms[0].id) for x in ours]
            groups.append(Group("C层", third, {"kind": rooms[0].kind}))
            break
    classes = ours[0].class_id, theirs[0].class_id
    id = f"Z-{'-'.join(classes)}-{ours[0].subject}"
    change = _change((*ours, *theirs), [_parallel(week.draw, id, classes, groups)])
    return change._replace(lessons={**change.lessons, **give_way})


def _rooms(week: Week, lessons: Sequence[ClassLesson]) -> list[Room]:
    """Return the special rooms of the school that are free at the times of some lessons."""
    cells = [cell_of(x) for x in lessons]
    return [
        room
        for room in week.draw.community.rooms
        if lessons and room.school == lessons[0].school and room.kind is not RoomKind.ORDINARY
        if week.free(room.id, cells)
    ]


def _parallel(draw: Draw, id: str, classes: tuple[str, ...], groups: Sequence[Group]) -> Parallel:
    """Return the rows of groups at the same times, and their lessons."""
    pupils = sum(draw.community.class_by_id[c].pupils for c in classes) // len(groups)
    rows = [
        GroupLesson(
            parallel=id,
            classes=classes,
            name=group.name,
            subject=group.lessons[0].subject,
            periods=len(group.lessons),
            pupils=pupils,
            **group.asked,
        )
        for group in groups
    ]
    held = ((c, group.name, x) for group in groups for x in group.lessons for c in classes)
    return Parallel(rows, [replace(x, class_id=c, group=name) for c, name, x in held])


def _change(before: Sequence[ClassLesson], parallels: Sequence[Parallel]) -> Change:
    """Return what takes the place of some lessons."""
    after = [x for parallel in parallels for x in parallel.lessons]
    gone: dict[ClassLesson, Sequence[ClassLesson]] = dict.fromkeys(before, ())
    return Change(
        "grouped",
        [row for parallel in parallels for row in parallel.rows],
        gone | {before[0]: after},
    )
