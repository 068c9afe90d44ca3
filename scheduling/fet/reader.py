"""Reading a FET file into an instance, with what of its constraints is carried and what is lost."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from community.text import Text
from scheduling.fet import for_days, for_lessons, for_loads, for_rooms, for_sets, for_tags
from scheduling.fet.data import read_school
from scheduling.fet.for_lessons import STUDENTS, TEACHER
from scheduling.fet.instances import instance_of
from scheduling.fet.wish import Kind, NotCarriedError, UnreadableError, Wish
from scheduling.xhstt.elements import Findings, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scheduling.fet.activities import Activity
    from scheduling.fet.school import School
    from scheduling.instance import Instance
    from scheduling.rules.base import Rule
    from scheduling.xhstt.elements import Element

_WHO = re.compile("(Teachers|Teacher|StudentsSet|Students)(.+)")
_PEOPLE = {
    "Teacher": Text("教师", "teacher"),
    "Teachers": Text("全体教师", "all teachers"),
    "StudentsSet": Text("学生组", "set of students"),
    "Students": Text("全体学生", "all students"),
}
BASIC = {
    "BasicCompulsoryTime": Text("基本时间约束", "basic constraint on times"),
    "BasicCompulsorySpace": Text("基本教室约束", "basic constraint on rooms"),
    "BreakTimes": Text("休息时间", "breaks"),
}
_OF_PEOPLE = (for_loads.KINDS, for_days.KINDS, for_tags.KINDS, for_rooms.OF_PEOPLE)
_OF_LESSONS = (for_lessons.KINDS, for_sets.KINDS, for_rooms.KINDS)
LISTS = (("Time_Constraints_List", "time"), ("Space_Constraints_List", "room"))


@dataclass(frozen=True)
class Loss:
    """A constraint that the instance lacks: its kind in the file and in words, line and reason."""

    kind: str
    label: Text
    line: int
    reason: Text


@dataclass(frozen=True)
class Reading:
    """A file that has been read.

    Attributes
    ----------
    carried
        Constraints of each kind that the instance has, inactive ones too: they ask for nothing.
    labels
        Each kind in words.
    """

    instance: Instance
    school: School
    carried: Counter[str]
    lost: tuple[Loss, ...]
    labels: dict[str, Text]

    @property
    def count(self) -> int:
        """How many constraints the file has."""
        return self.carried.total() + len(self.lost)


def read(path: Path | str) -> Reading:
    """Return what is in a file.

    Raises
    ------
    InputError
        With every problem found: element, line, what was expected.
    """
    path = Path(path)
    findings = Findings(path.name)
    root = parse(path, findings, {}, exact=True)  # "C" and "C " are two rooms
    if root.tag.lower() != "fet":
        expected = Text("FET文件应以<fet>开头", "a FET file begins with <fet>")
        findings.fail(root.line, str(root), expected)
    return _Reader(read_school(root, findings), findings).read(root, path.stem)


class _Reader:
    def __init__(self, school: School, findings: Findings) -> None:
        self._school = school
        self._findings = findings
        self._carried: Counter[str] = Counter()
        self._lost: list[Loss] = []
        self._labels: dict[str, Text] = {}

    def read(self, root: Element, name: str) -> Reading:
        """Return the file's instance.

        Before other rules are made, it is noted which rooms are wanted, and when people are away.
        """
        wishes = sorted(self._wishes(root), key=lambda x: not x[0].endswith("NotAvailableTimes"))
        preferring = self._preferring(wishes)
        rules: list[Rule] = []
        for tag, wish, kind in wishes:
            try:
                if id(wish) in preferring:
                    rules += for_rooms.wanted(wish, preferring[id(wish)])
                elif kind is not None:
                    rules += self._rules(tag, wish, kind)
                self._carried[tag] += 1
            except NotCarriedError as error:
                self._lost.append(Loss(tag, wish.label, wish.element.line, error.reason))
            except UnreadableError:
                pass
        self._findings.raise_any()
        instance = instance_of(name, self._school, rules)
        lost = tuple(sorted(self._lost, key=lambda x: x.line))
        return Reading(instance, self._school, self._carried, lost, self._labels)

    def _wishes(self, root: Element) -> Iterator[tuple[str, Wish, Kind | None]]:
        """Yield tag, constraint and kind of those that are active and of a known kind."""
        for parent, word in LISTS:
            for number, element in enumerate(root.under(parent), 1):
                tag = element.tag.removeprefix("Constraint")
                kind = kind_of(tag, self._school.renamed)
                if tag in BASIC or element.text_of("Active").lower() in ("false", "no", "0"):
                    self._labels[tag] = BASIC.get(tag) or (kind.label if kind else Text(tag, tag))
                    self._carried[tag] += 1
                    continue
                if kind is None:
                    reason = Text("没有这种约束", "there is no such kind")
                    self._lost.append(Loss(tag, Text(tag, tag), element.line, reason))
                    continue
                self._labels[tag] = kind.label
                id_ = f"{word} {number}"
                yield tag, Wish(element, id_, kind.label, self._school, self._findings), kind

    def _rules(self, tag: str, wish: Wish, kind: Kind) -> list[Rule]:
        if not any(tag in table for table in _OF_LESSONS):
            wish.who = self._who(tag, wish)
            if not wish.who:
                return []
        return list(kind.carry(wish))

    def _who(self, tag: str, wish: Wish) -> tuple[str, ...]:
        people = self._school.people
        if tag.startswith("Teachers"):
            return people.all_teachers()
        if tag.startswith("Teacher"):
            tags = ("Teacher_Name", "Teacher")
            return people.teacher(wish.named(tags, people.teachers, TEACHER))
        if tag.startswith("StudentsSet"):
            return people.students(wish.named(("Students",), people.leaves, STUDENTS))
        return people.all_students()

    def _preferring(self, wishes: list[tuple[str, Wish, Kind | None]]) -> dict[int, list[Activity]]:
        """Return the activities of each constraint on wanted rooms, and note what they want.

        Home rooms count for lessons of which no other constraint says anything.
        """
        found: dict[int, list[Activity]] = {}
        for labels in (for_rooms.PREFERRED, for_rooms.HOMES):
            said = set(self._school.rooms.wanted)
            for tag, wish, _ in wishes:
                if tag not in labels:
                    continue
                activities: list[Activity] = []
                try:
                    activities = [
                        a
                        for a in for_rooms.preferring(wish, tag) or ()
                        if labels is for_rooms.PREFERRED or a.id not in said
                    ]
                    for_rooms.want(wish, activities)
                except UnreadableError:
                    activities = []
                found[id(wish)] = activities
        return found


def kind_of(tag: str, renamed: Mapping[str, str]) -> Kind | None:
    """Return the kind with a name, of the tables for people with whom it is about.

    ``renamed`` are kinds of people's constraints that once had other names.
    """
    for table in _OF_LESSONS:
        if tag in table:
            return table[tag]
    for labels in (for_rooms.PREFERRED, for_rooms.HOMES):
        if tag in labels:
            return Kind(labels[tag], _nothing)
    if (found := _WHO.fullmatch(tag)) is None:
        return None
    who, what = found.groups()
    what = renamed.get(what, what)
    kind = next((table[what] for table in _OF_PEOPLE if what in table), None)
    if kind is None:
        return None
    label = _PEOPLE[who]
    return kind._replace(label=Text(f"{label.zh}：{kind.label.zh}", f"{label.en}: {kind.label.en}"))


def _nothing(wish: Wish) -> Iterator[Rule]:
    """Yield no rules: those on wanted rooms are made of all such constraints together."""
    yield from ()
