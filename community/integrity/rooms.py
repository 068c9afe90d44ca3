"""What is said of rooms makes sense: own rooms, rooms by name, seats for everybody."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from community.codes import RoomKind
from community.draft import Finding
from community.rooms import Rooms, has_seats
from community.rule import Strictness
from community.sheets import row_named
from community.tables.words import ROOM
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from community.draft import Draft
    from community.records import ClassGroup, Room, Subject, SyncSeries

NEEDED = ("schools", "rooms", "classes", "subjects", "curriculum")
ASKING = ("room_requests", "joint", "sync")  # tables that may be missing
SHOWN = 4  # rows that a sentence names


def room_findings(draft: Draft) -> Iterator[Finding]:
    """Yield what does not fit between rooms, classes and requests, once these could be read."""
    there = [*NEEDED, *(key for key in ASKING if key in draft.tables)]
    if not all(map(draft.complete, there)) or not draft.tables["rooms"]:
        return
    if any(row.record is None for key in there for row in draft.tables[key]):
        return
    said = _Said(draft)
    yield from _own_rooms(draft, said)
    yield from _requests(draft, said)
    yield from _seats(draft, said)


class Lesson(NamedTuple):
    """Lessons of a subject that classes have, and where it is said: table, row, column, value."""

    groups: tuple[ClassGroup, ...]
    subject: Subject
    told: tuple[str, int, str, str]

    @property
    def pupils(self) -> int:
        """How many pupils attend."""
        return sum(group.pupils for group in self.groups)

    @property
    def name(self) -> str:
        """The classes and the subject."""
        return f"{'、'.join(group.name for group in self.groups)}{self.subject.name}"

    def is_at(self, room: Room) -> bool:
        """Return whether a room is of the school."""
        return room.school == self.groups[0].school


class _Said:
    """The records of a draft that are about rooms, and the lessons that need some."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.rooms = Rooms(self._all("rooms"), self._all("room_requests"))
        self.classes: dict[str, ClassGroup] = {g.id: g for g in self._all("classes")}
        self.subjects: dict[str, Subject] = {s.id: s for s in self._all("subjects")}

    def _all(self, table: str) -> list[Any]:
        return [row.record for row in self.draft.rows(table)]

    def is_hard(self, request: int) -> bool:
        """Return whether a request has to be kept."""
        return self.rooms.requests[request].strictness is Strictness.HARD

    def asked(self, lesson: Lesson) -> tuple[int, ...]:
        """Return the requests that are about a lesson."""
        return self.rooms.asked(lesson.groups, lesson.subject)

    @cached_property
    def meant(self) -> set[int]:
        """The requests that are about any lesson."""
        return {n for lesson in self.lessons for n in self.asked(lesson)}

    @cached_property
    def lessons(self) -> list[Lesson]:
        """Lessons of each class, and those that several have together."""
        schools = [school.id for school in self._all("schools")]
        taught = {
            (school, row.grade, row.subject)
            for row in self._all("curriculum")
            for school in ([row.school] if row.school else schools)
            if row.periods
        }
        found = [
            Lesson((group,), subject, ("classes", row.number, "pupils", str(group.pupils)))
            for row in self.draft.rows("classes")
            for group in (self.classes[row.values["id"]],)
            for subject in self.subjects.values()
            if (group.school, group.grade, subject.id) in taught
        ]
        for row in self.draft.rows("joint", "classes", "subject"):
            groups = tuple(self.classes[c] for c in row.values["classes"])
            at = ("joint", row.number, "classes", "、".join(row.values["classes"]))
            if len({group.school for group in groups}) == 1:  # told already
                found.append(Lesson(groups, self.subjects[row.values["subject"]], at))
        return found


def _own_rooms(draft: Draft, said: _Said) -> Iterator[Finding]:
    """Yield own rooms of another school, with too few seats, or of more classes than they hold."""
    homes: dict[str, list[ClassGroup]] = {}
    for row in draft.rows("classes", "room"):
        group = cast("ClassGroup", row.record)
        room = said.rooms.by_id.get(group.room or "")
        if room is None:
            continue
        before = homes.setdefault(room.id, [])
        before.append(group)
        expected = hint = None
        if room.school != group.school:
            expected = Text("应为本校的教室", "expected a room of the school")
        elif not has_seats(room, group.pupils):
            expected = _too_small([room], group.name, group.pupils)
        elif len(before) > room.capacity:
            others = "、".join(g.name for g in before[:-1])
            expected = Text(
                f"应为一班一间，这间已是{others}的教室",
                f"expected a room of its own, {others} has it already",
            )
            hint = Text(
                "几个班共用的，请在“教室”表写明可容班数",
                "Where classes share it, say so by its number of classes at once",
            )
        if expected:
            yield Finding("classes", row.number, "room", room.id, expected, hint)


def _requests(draft: Draft, said: _Said) -> Iterator[Finding]:
    """Yield requests about no lesson, with rooms elsewhere, or against an earlier request."""
    rows, against = [row.number for row in draft.rows("room_requests")], _against(draft, said)
    for n, number in enumerate(rows):
        found = _about(said, n)
        if found is None and n in against:
            found = "rooms", "、".join(said.rooms.requests[n].rooms), against[n]
        if found:
            column, value, expected = found
            yield Finding("room_requests", number, column, value, expected)


def _about(said: _Said, n: int) -> tuple[str, str, Text] | None:
    """Return the column at which a request is about nothing, and what is expected there."""
    request, by_id = said.rooms.requests[n], said.rooms.by_id
    if request.subject is None and request.class_id is None and request.grade is None:
        return "subject", "", Text("应写学科、班级或年级", "expected a subject, class or grade")
    group = said.classes.get(request.class_id or "")
    school = request.school or (group and group.school)
    if group and request.school and group.school != request.school:
        return "school", request.school, Text("应为该班的学校", "expected the school of the class")
    if group and request.grade and request.grade not in group.grades:
        grade = Text("应为该班的年级", "expected the grade of the class")
        return "grade", str(request.grade), grade
    elsewhere = [r for r in request.rooms if school and by_id[r].school != school]
    if elsewhere:
        at = Text("应为该校的教室", "expected a room of that school")
        return "rooms", "、".join(elsewhere), at
    if n not in said.meant:
        none = Text(
            "应写有这门课的班级或年级", "expected a subject and classes that have lessons of it"
        )
        return "subject", request.subject or "", none
    return None


def _against(draft: Draft, said: _Said) -> dict[int, Text]:
    """Return what is expected of requests whose rooms are too small, or which others rule out.

    Rows that have to be kept are held against those before them, wishes against all of these.
    """
    rows = [row.number for row in draft.rows("room_requests")]
    found: dict[int, Text] = {}
    for lesson in said.lessons:
        before, allowed = list[int](), set[str]()
        for n in sorted(said.asked(lesson), key=lambda n: (not said.is_hard(n), n)):
            here = [said.rooms.by_id[r] for r in said.rooms.requests[n].rooms]
            here = [room for room in here if lesson.is_at(room)]
            left = {room.id for room in here if has_seats(room, lesson.pupils)}
            if not left:
                found.setdefault(n, _too_small(here, lesson.name, lesson.pupils))
            elif before and not left & allowed:
                found.setdefault(n, _none_left(lesson.name, [rows[k] for k in before[:SHOWN]]))
            elif said.is_hard(n):
                allowed = allowed & left if before else left
                before.append(n)
    return found


def _seats(draft: Draft, said: _Said) -> Iterator[Finding]:
    """Yield classes for which no room of a kind that they need has seats enough, once for each."""
    told: set[tuple[str, int, tuple[str, ...]]] = set()
    for lesson in said.lessons:
        place = said.rooms.place(lesson.groups, lesson.subject)
        if place is None or not place.rooms or place.large_enough(lesson.pupils):
            continue
        own = len(lesson.groups) == 1 and not place.requests and place.kind is None
        key = (*lesson.told[:2], tuple(r.id for r in place.rooms))
        if not own and key not in told and not any(map(said.is_hard, place.requests)):
            told.add(key)
            expected = _too_small(place.rooms, lesson.name, lesson.pupils, place.kind)
            table, number, column, value = lesson.told
            yield Finding(table, number, column, value, expected)
    for row in draft.rows("sync"):
        series = cast("SyncSeries", row.record)
        for id in (series.host_class, *series.receiving_classes):
            group = said.classes[id]
            rooms = said.rooms.live(group.school).rooms
            if rooms and not any(has_seats(r, group.pupils) for r in rooms):
                column = "host_class" if id == series.host_class else "receiving_classes"
                expected = _too_small(rooms, group.name, group.pupils, RoomKind.LIVE)
                yield Finding("sync", row.number, column, id, expected)


def _none_left(lesson: str, rows: list[int]) -> Text:
    named = [row_named(row) for row in rows]
    zh, en = "、".join(n.zh for n in named), ", ".join(n.en for n in named)
    return Text(
        f"{lesson}应有一间教室也在{zh}必须的教室之中",
        f"expected for {lesson} a room that what has to be kept, {en}, allows as well",
    )


def _too_small(rooms: Iterable[Room], who: str, pupils: int, kind: RoomKind | None = None) -> Text:
    most = max(rooms, key=lambda room: room.seats or 0)
    what = ROOM.word(kind.value) if kind else Text("教室", "room")
    return Text(
        f"应有坐得下{who}的{what.zh}：{pupils}人，最大的{most.name}只有{most.seats}座",
        f"expected a {what.en} with seats for {who}: {pupils} pupils, the largest is {most.name} "
        f"with {most.seats}",
    )
