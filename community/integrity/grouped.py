"""What rows of groups (分组、走班) have to make sense of: pupils, people, rooms and periods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from community.draft import Finding
from community.grouped import GroupLesson, Parallel, divided_periods, divisions, parallels_of
from community.integrity.in_common import periods_in_common
from community.integrity.requests import Courses, shared_courses
from community.models import Stage
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.draft import Draft

Said = tuple[str, str, Text]  # column, value, what is expected there

_ALIKE = Text(
    "同一编号的各组，班级和周节数应写得一样",
    "expected the same classes and periods for all groups of one number",
)
_TWO = Text("同一编号应有两组以上", "expected two groups of one number at least")
_NAME = Text("同一编号的各组应不同名", "expected another name for each group of one number")
_AGAIN = Text(
    "这一组的这门课另有一个编号：请合成一个，写总节数",
    "the group has the subject under another number: write it as one, with all periods",
)
_SCHOOL = Text("应为同校同年级的班级", "expected classes of one school and grade")
_TEACHER = Text(
    "同时上课的两组应由不同的教师上", "expected another teacher for each of groups at the same time"
)
_ROOM = Text("同时上课的两组应在不同的教室", "expected another room for groups at the same time")
_CANNOT = Text(
    "应为本校能教该学科、该学段的教师",
    "expected a teacher of the school who can teach the subject and the stage",
)
_BOTH = Text("写了某一间教室就不写教室要求", "expected a room by name or a kind, not both")
_ELSEWHERE = Text("应为本校的教室", "expected a room of the school")
_NO_KIND = Text("应为本校有的一类教室", "expected a kind of room that the school has")
_SHARED = Text(
    "该班这门学科由几位教师分上或同堂，不能再分组",
    "several teachers share the subject in the class, or are together in it: no groups",
)


def grouped_findings(draft: Draft) -> Iterator[Finding]:
    """Yield what does not make sense of groups, once these and what they name could be read."""
    needed = ("grouped", "classes", "schools", "rooms", "teachers", "curriculum", "subjects")
    if not all(map(draft.complete, needed)):
        return
    if any(row.record is None for key in needed for row in draft.tables[key]):
        return
    rows = [(row.number, cast("GroupLesson", row.record)) for row in draft.rows("grouped")]
    said = _Said(draft, rows)
    for number, row in rows:
        wrong = next(said.of(row), None)
        if wrong is not None:
            yield Finding("grouped", number, *wrong)
            said.is_wrong = True
    if not said.is_wrong:
        yield from said.periods()


class _Room(NamedTuple):
    school: str
    kind: str
    seats: int | None
    capacity: int


class _Said:
    """The rows, and what they are held against."""

    def __init__(self, draft: Draft, rows: list[tuple[int, GroupLesson]]) -> None:
        self.rows, self.courses = [row for _, row in rows], Courses(draft)
        self.number = {id(row): number for number, row in rows}
        self.parallel = {p.id: p for p in parallels_of(self.rows)}
        self.pupils = {r.values["id"]: r.values["pupils"] for r in draft.rows("classes", "id")}
        self.teachers = {r.values["id"]: r.values for r in draft.rows("teachers", "id")}
        self.rooms = {
            r.values["id"]: _Room(*(r.values[k] for k in ("school", "kind", "seats", "capacity")))
            for r in draft.rows("rooms", "id")
        }
        hosts = draft.rows("placements", "teacher", "host")
        self.hosts = {(r.values["teacher"], r.values["host"]) for r in hosts}
        self.shared = set(shared_courses(draft))
        for row in draft.rows("teaching", "class_id", "subject", "together"):
            if row.values["together"]:
                self.shared.add((row.values["class_id"], row.values["subject"]))
        self.known: dict[tuple[str, str, str], str] = {}
        self.common = periods_in_common(draft)
        self.is_wrong = False

    def _place(self, group: str) -> tuple[str, int]:
        found = self.courses.classes[group]
        return found["school"], found["name"][0]

    def of(self, row: GroupLesson) -> Iterator[Said]:
        """Yield what is wrong with a row, the plainest first."""
        parallel = self.parallel[row.parallel]
        before = parallel.rows[: next(i for i, r in enumerate(parallel.rows) if r is row)]
        if (row.classes, row.periods) != (parallel.classes, parallel.periods):
            yield "classes", "、".join(row.classes), _ALIKE
        if len(parallel.rows) < 2:
            yield "parallel", row.parallel, _TWO
        if len({self._place(group) for group in row.classes}) > 1:
            yield "classes", "、".join(row.classes), _SCHOOL
        if row.name in {r.name for r in before}:
            yield "name", row.name, _NAME
        for group in row.classes:
            key = group, row.subject, row.name
            if self.known.setdefault(key, row.parallel) != row.parallel:
                yield "name", row.name, _AGAIN
            if (group, row.subject) in self.shared:
                yield "subject", row.subject, _SHARED
        yield from self._people(row, before)
        yield from self._where(row, before)
        yield from self._size(row, parallel)

    def _people(self, row: GroupLesson, before: tuple[GroupLesson, ...]) -> Iterator[Said]:
        if row.teacher is None:
            return
        teacher, (school, grade) = self.teachers[row.teacher], self._place(row.classes[0])
        here = school == teacher["school"] or (row.teacher, school) in self.hosts
        can = row.subject in teacher["subjects"] and Stage(teacher["stage"]).covers(grade)
        if not (here and can):
            yield "teacher", row.teacher, _CANNOT
        if row.teacher in {r.teacher for r in before}:
            yield "teacher", row.teacher, _TEACHER

    def _where(self, row: GroupLesson, before: tuple[GroupLesson, ...]) -> Iterator[Said]:
        school, _ = self._place(row.classes[0])
        if row.room and row.kind:
            yield "kind", row.kind.value, _BOTH
        if row.room:
            room = self.rooms[row.room]
            if room.school != school:
                yield "room", row.room, _ELSEWHERE
            if sum(r.room == row.room for r in before) >= room.capacity:
                yield "room", row.room, _ROOM
            if room.seats is not None and (row.pupils or 0) > room.seats:
                yield "room", row.room, _seats(room.seats, row.pupils or 0)
        elif row.kind:
            kinds = [r for r in self.rooms.values() if r.school == school and r.kind == row.kind]
            if not kinds:
                yield "kind", row.kind.value, _NO_KIND
            elif all(r.seats is not None and (row.pupils or 0) > r.seats for r in kinds):
                yield "kind", row.kind.value, _seats(max(r.seats or 0 for r in kinds), row.pupils)

    def _size(self, row: GroupLesson, parallel: Parallel) -> Iterator[Said]:
        """Yield the last group of too many pupils."""
        total = sum(self.pupils[group] or 0 for group in row.classes)
        pupils = sum(r.pupils or 0 for r in parallel.rows)
        if row is parallel.rows[-1] and pupils > total:
            most = Text(
                f"各组人数合计应不超过这些班的{total}人，现在是{pupils}人",
                f"expected at most the {total} pupils of the classes, not {pupils}",
            )
            yield "pupils", str(row.pupils or ""), most

    def periods(self) -> Iterator[Finding]:
        """Yield groups whose periods do not fit the curriculum of a class."""
        divided = divisions(self.parallel.values())
        taken = divided_periods(divided)
        for (group, subject), periods in sorted(taken.items()):
            single = self.courses.single(group, subject)
            if single is None:
                continue
            row = next(r for r in self.rows if group in r.classes and r.subject == subject)
            left = single - self.common[group, subject]
            said: Said | None = None
            if periods > left:
                said = "periods", str(row.periods), _too_many(left, periods)
            elif lacking := self._unequal(divided[group], subject, whole=periods == single):
                said = "subject", subject, lacking
            if said:
                yield Finding("grouped", self.number[id(row)], *said)

    def _unequal(self, divided: list[Any], subject: str, *, whole: bool) -> Text | None:
        """Return what is expected where groups do not have the same of a subject."""
        for one in divided:
            periods = {name: found[subject] for name, found in one.periods.items()}
            numbers = set(periods.values()) - ({0} if whole else set())
            if any(periods.values()) and len(numbers) > 1:
                zh = "、".join(f"{name}{n}节" for name, n in periods.items())
                en = ", ".join(f"{name} {n}" for name, n in periods.items())
                return Text(
                    f"各组这门课的周节数应相同（现在{zh}）；只有一部分学生上的，应全部分组上",
                    f"expected the same periods for each group (there are {en}), or all periods "
                    "of the subject in groups where only some pupils have it",
                )
        return None


def _too_many(left: float, periods: int) -> Text:
    return Text(
        f"该班这门学科每周只有{left:g}节可以分组（连堂、合班、同步课除外），各组共写了{periods}节",
        f"expected at most the {left:g} periods of the class that are no doubles and not in "
        f"common with others, not {periods}",
    )


def _seats(seats: int, pupils: int | None) -> Text:
    return Text(
        f"应坐得下{pupils}人，最多只有{seats}座", f"expected seats for {pupils}, {seats} at most"
    )
