"""What relations between lessons have to make sense of: subjects, classes, days and periods."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from community.codes import SlotKind
from community.draft import Finding
from community.integrity.in_common import periods_in_common
from community.integrity.requests import Courses, shared_courses
from community.names import canonical
from community.relations import LessonRelation, Relation, most_spaced
from community.requests import Binding
from community.rule import Strictness
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.draft import Draft, Row

PAIRS = (Relation.FOLLOWING, Relation.ADJOINING)
WITHIN_A_CLASS = (*PAIRS, Relation.OTHER_DAYS)
ENDS = (Relation.LAST, Relation.FIRST)


class Wrong(NamedTuple):
    """A column of a row, what stands in it, and what was expected."""

    column: str
    value: str
    expected: Text


def relation_findings(draft: Draft) -> Iterator[Finding]:
    """Yield the first thing in each row that does not make sense."""
    sense = _Sense(draft, Courses(draft))
    known = sense.courses.known and draft.complete("classes", "id", "school", "name")
    for row in draft.rows("relations"):
        asked = row.record if known else None
        for wrong in islice(sense.wrong(asked), 1) if isinstance(asked, LessonRelation) else ():
            yield Finding("relations", row.number, *wrong)


@dataclass
class _Sense:
    draft: Draft
    courses: Courses

    def wrong(self, asked: LessonRelation) -> Iterator[Wrong]:
        yield from _number(asked)
        yield from _subjects(asked)
        meant = self._meant(asked)
        for subject in asked.subjects:
            if all(s != subject for _, s in meant):
                yield Wrong("subjects", subject, _NO_SUBJECT)
        if asked.relation in WITHIN_A_CLASS and len({c for c, _ in meant}) == len(meant):
            yield Wrong("subjects", "、".join(asked.subjects), _NOT_TOGETHER)
        if asked.relation is Relation.SAME_TIME:
            yield from self._same_time(asked, meant)
        if asked.relation is Relation.BLOCK:
            yield from self._block(asked, meant)
        if asked.strictness is Strictness.HARD:
            yield from self._days(asked, meant)

    def _name(self, group: str) -> str:
        return canonical(*self.courses.classes[group]["name"])

    def _meant(self, asked: LessonRelation) -> dict[tuple[str, str], float]:
        """Return the weekly periods of each course, by class and subject."""
        classes = [
            c
            for c, found in self.courses.classes.items()
            if asked.school in (None, found["school"])
            and asked.grade in (None, found["name"][0], *found["name"][2:])
            and c in (asked.classes or (c,))
        ]
        pairs = [(c, s) for c in classes for s in asked.subjects]
        if asked.relation is Relation.SAME_TIME:
            pairs = asked.links(classes)
        found = {pair: self.courses.of(*pair) for pair in pairs}
        return {pair: periods for pair, periods in found.items() if periods}

    def _same_time(
        self, asked: LessonRelation, meant: dict[tuple[str, str], float]
    ) -> Iterator[Wrong]:
        schools: dict[str, list[float]] = defaultdict(list)
        for (group, _), periods in meant.items():
            schools[self.courses.classes[group]["school"]].append(periods)
        named = "、".join(asked.classes)
        if asked.classes and len(schools) > 1:
            yield Wrong("classes", named, Text("应为同一所学校的班级", "expected one school"))
        if all(len(found) < 2 for found in schools.values()):
            expected = Text("应有同校的两个班以上", "expected two classes of a school at least")
            yield Wrong("classes", named, expected)
        for found in schools.values():
            if len(set(found)) > 1 or found[0] % 1:
                yield Wrong("subjects", "、".join(asked.subjects), _unequal(found))
        partly = (course for course, some in self._together.items() if some)
        apart = {*self._shared, *self._grouped, *partly}
        for group, _ in sorted(apart & meant.keys()):
            yield Wrong("classes", group, _IS_SHARED)
        fixed = [self._fixed[course] for course in meant if course in self._fixed]
        if len(set(fixed)) < len(fixed) and asked.strictness is Strictness.HARD:
            yield Wrong("classes", named, _ONE_TEACHER)

    def _block(self, asked: LessonRelation, meant: dict[tuple[str, str], float]) -> Iterator[Wrong]:
        """Yield courses without so many blocks, and joint lessons whose classes differ in them."""
        length = asked.number or 2
        for (group, subject), periods in meant.items():
            if self.courses.doubles_known and self.courses.twice(group, subject):
                yield Wrong("subjects", subject, _IS_DOUBLED)
            some = self._together.get((group, subject))
            if some or (some is not None and asked.strictness is not Strictness.HARD):
                yield Wrong("classes", group, _IS_TOGETHER)
            if (group, subject) in self._grouped:
                yield Wrong("classes", group, _IS_GROUPED)
            said = self._blocks[group, subject]
            if len(said) > 1:
                yield Wrong("subjects", subject, _IS_TWICE)
            joint = self._joint[group, subject]
            together = [row.values.get("periods") or 1 for row in joint]
            own = int(periods) - self._in_common[group, subject]
            parts = self._shared.get((group, subject), [own])
            tied = sum(n // length for n in together)
            most = tied + sum(n // length for n in parts)
            if most < (asked.times or 1):
                column = "times" if most and asked.times else "number"
                shown = str(getattr(asked, column))
                yield Wrong(column, shown, _too_long(self._name(group), periods, length, most))
            if tied > (asked.times or tied):
                yield Wrong("times", str(asked.times), _too_tied(self._name(group), tied))
            for row in joint:
                for other in row.values["classes"]:
                    if _kinds(self._blocks[other, subject]) != _kinds(said):
                        name = self._name(group)
                        yield Wrong("classes", other, _unlike(self._name(other), name))

    @cached_property
    def _fixed(self) -> dict[tuple[str, str], str]:
        """Teachers who are fixed, by class and subject."""
        rows = self.draft.rows("teaching", "class_id", "subject", "teacher", "binding")
        return {
            (row.values["class_id"], row.values["subject"]): row.values["teacher"]
            for row in rows
            if row.values["binding"] == Binding.FIXED and not row.values.get("together")
        }

    @cached_property
    def _shared(self) -> dict[tuple[str, str], list[int]]:
        return shared_courses(self.draft)

    @cached_property
    def _grouped(self) -> set[tuple[str, str]]:
        """Courses with lessons in groups of pupils."""
        rows = (row.values for row in self.draft.rows("grouped", "classes", "subject"))
        return {(group, v["subject"]) for v in rows for group in v["classes"]}

    @cached_property
    def _together(self) -> dict[tuple[str, str], bool]:
        """Courses with further teachers in their lessons, and whether in some of them alone."""
        rows = (row.values for row in self.draft.rows("teaching", "class_id", "subject"))
        some = (v for v in rows if v.get("together"))
        return {(v["class_id"], v["subject"]): v.get("periods") is not None for v in some}

    @cached_property
    def _joint(self) -> defaultdict[tuple[str, str], list[Row]]:
        """The rows of joint lessons of each course."""
        found: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.draft.rows("joint", "id", "subject", "classes"):
            for group in row.values["classes"]:
                found[group, row.values["subject"]].append(row)
        return found

    @cached_property
    def _in_common(self) -> Counter[tuple[str, str]]:
        return periods_in_common(self.draft)

    @cached_property
    def _blocks(self) -> defaultdict[tuple[str, str], list[LessonRelation]]:
        """The rows that ask for blocks of each course."""
        found: defaultdict[tuple[str, str], list[LessonRelation]] = defaultdict(list)
        for row in (row.record for row in self.draft.rows("relations")):
            if isinstance(row, LessonRelation) and row.relation is Relation.BLOCK:
                for course in self._meant(row):
                    found[course].append(row)
        return found

    def _days(self, asked: LessonRelation, meant: dict[tuple[str, str], float]) -> Iterator[Wrong]:
        """Yield a course with more lessons than the days of its school have room for."""
        if not self.courses.doubles_known or not self.draft.complete("slots", "grid", "weekdays"):
            return
        for (group, subject), periods in meant.items():
            days = self._weekdays.get(self.courses.classes[group]["school"])
            lessons = ceil(periods) - self.courses.twice(group, subject)
            blocks = bool(self._blocks[group, subject])
            if not days or blocks or asked.relation not in (Relation.DAYS_APART, *ENDS):
                continue
            most = most_spaced(days, asked.number or 1)
            if lessons > most:
                yield Wrong("subjects", subject, _too_many(self._name(group), lessons, most))

    @cached_property
    def _weekdays(self) -> dict[str, set[int]]:
        """Weekdays with lessons of each school."""
        grids: dict[str, set[int]] = defaultdict(set)
        for row in self.draft.rows("slots", "grid"):
            if row.values.get("kind") in (None, SlotKind.LESSON):
                grids[row.values["grid"]] |= set(row.values["weekdays"] or range(1, 6))
        schools = self.draft.rows("schools", "id", "grid")
        return {r.values["id"]: grids[r.values["grid"]] for r in schools}


def _kinds(rows: list[LessonRelation]) -> set[tuple[int | None, Strictness]]:
    """Return how long the blocks are that rows ask for, and whether they are required."""
    return {(row.number, row.strictness) for row in rows}


def _number(asked: LessonRelation) -> Iterator[Wrong]:
    if asked.relation is Relation.DAYS_APART and asked.number is None:
        yield Wrong("number", "", Text("应写间隔几天", "expected a number of days"))
    if asked.relation is Relation.BLOCK and asked.number not in (2, 3, 4):
        shown = str(asked.number or "")
        yield Wrong("number", shown, Text("应写每次连堂2至4节", "expected 2 to 4 periods"))
    if asked.relation not in (Relation.DAYS_APART, Relation.BLOCK) and asked.number is not None:
        expected = Text(
            "只有“间隔”写天数、“连堂”写节数", "expected a number for days_apart and block only"
        )
        yield Wrong("number", str(asked.number), expected)
    if asked.relation is not Relation.BLOCK and asked.times is not None:
        expected = Text("只有“连堂”写每周次数", "expected times a week for block only")
        yield Wrong("times", str(asked.times), expected)


def _subjects(asked: LessonRelation) -> Iterator[Wrong]:
    count, shown = len(asked.subjects), "、".join(asked.subjects)
    if asked.relation in PAIRS and count != 2:
        yield Wrong("subjects", shown, Text("应写两门学科", "expected two subjects"))
    if asked.relation is Relation.OTHER_DAYS and count < 2:
        yield Wrong("subjects", shown, Text("应写两门以上学科", "expected two subjects or more"))
    if asked.relation is Relation.SAME_TIME and count not in (1, len(asked.classes)):
        expected = Text(
            "应写一门学科，或与班级一一对应", "expected one subject, or one for each class"
        )
        yield Wrong("subjects", shown, expected)


_NO_SUBJECT = Text(
    "应为这些班级课程计划中有的学科", "expected a subject of the curriculum of these classes"
)
_NOT_TOGETHER = Text(
    "应有一个班同时开设这些学科中的两门", "expected a class that has two of these subjects"
)
_IS_GROUPED = Text(
    "该班这门学科有几节分组上，不能写连堂",
    "the class has lessons of the subject in groups: it has no blocks",
)
_IS_SHARED = Text(
    "该班这门学科由几位教师分上、有几节同堂或分组上，不能写“同时”",
    "several teachers share the subject in this class or some of its lessons, or teach it in "
    "groups: not at the same time",
)

_ONE_TEACHER = Text(
    "“任课”表把其中两个班固定给了同一位教师，不能同时上课",
    "the table teaching gives two of these classes to one teacher: not at the same time",
)
_IS_TOGETHER = Text(
    "该班这门课有几位教师同堂，连堂应是必须，同堂的应是全部节数",
    "several teachers teach together here: expected a required block, and them in all lessons",
)
_IS_DOUBLED = Text(
    "课程计划里已写了这门课的连堂，应只写一处",
    "the curriculum says its doubles already; expected it in one place",
)
_IS_TWICE = Text("这门课的连堂写了两次", "its blocks are said in two rows")


def _too_long(name: str, periods: float, length: int, most: int) -> Text:
    return Text(
        f"{name}这门课每周{periods:g}节，每次连{length}节的一周最多排{most}次"
        "（同步课是单节；合班的、几位教师分上的各算各的）",
        f"{name} has {periods:g} periods, which hold {most} blocks of {length} (synchronous lessons"
        " are single; those of several classes together, or of each teacher, count by themselves)",
    )


def _too_tied(name: str, tied: int) -> Text:
    return Text(
        f"{name}合班的课已连{tied}次，应不少于这个数",
        f"expected no fewer than the {tied} blocks of the joint lessons of {name}",
    )


def _unlike(other: str, name: str) -> Text:
    return Text(
        f"{other}与{name}合班上这门课，各班的连堂应写得一样",
        f"expected the same blocks in {other} as in {name}, which have the subject together",
    )


def _unequal(found: list[float]) -> Text:
    numbers = "、".join(f"{n:g}" for n in found)
    return Text(
        f"同时上的课每周节数应相同且为整数，现在各班是{numbers}节",
        f"expected as many whole weekly periods in each class, they are {numbers}",
    )


def _too_many(name: str, lessons: int, most: int) -> Text:
    return Text(
        f"{name}每周{lessons}次课，按这项要求一周最多{most}次",
        f"{name} has {lessons} lessons a week, of which {most} can be so",
    )
