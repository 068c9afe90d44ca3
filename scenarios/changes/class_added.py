"""A class is added."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from community.models import ClassGroup
from community.names import (
    GRADES,
    NUMBERS,
    ClassNameError,
    canonical,
    one_grade,
    parse_class_name,
    plain,
)
from community.text import Text
from scenarios.changes.base import Change, nearest, replaced, wrong

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.models import Community, School


SMALLEST = 5  # pupils of a class, where a number alone could be either


class ClassAdded(Change):
    """A class is added to a school; ``number`` None means the next free one of the grade.

    A number that stands ``alone`` behind a grade may be meant for pupils.
    """

    command: ClassVar[Text] = Text("增加班级", "class-added")
    arguments: ClassVar[Text] = Text(
        "学校 班级或年级 [班号] [人数]", "SCHOOL CLASS|GRADE [NUMBER] [PUPILS]"
    )

    school: str
    grade: int
    number: int | None = None
    pupils: int | None = None
    alone: bool = False

    @classmethod
    def parse(cls, arguments: Sequence[str], words: str) -> Self:
        """Read a school, then a class name in any spelling, or a grade and perhaps a number."""
        if not 2 <= len(arguments) <= 4:
            raise cls.misused(words)
        school, name, *rest = (plain(a) for a in arguments)
        grade = _grade(name)
        if grade is None:
            try:
                grade, number, *others = parse_class_name(name)
            except ClassNameError as error:
                raise wrong(words, error.expected, error.hint) from None
            if others:
                one = Text("应为一个年级的班级", "expected a class of one grade")
                raise wrong(words, one)
            numbers: list[int | None] = [number, *(_whole(r, words, 0, 200) for r in rest)]
        elif len(rest) == 1 and rest[0].endswith("人"):
            numbers = [None, _whole(rest[0], words, 0, 200)]
        else:
            limits = ((1, NUMBERS.stop - 1), (0, 200))
            numbers = [_whole(r, words, *limits[i]) for i, r in enumerate(rest[:2])]
        if len(numbers) > 2 or len(rest) > 2:
            raise cls.misused(words)
        number_and_pupils = [*numbers, None, None]
        alone = grade == _grade(name) and len(rest) == 1
        return cls(
            school=school,
            grade=grade,
            number=number_and_pupils[0],
            pupils=number_and_pupils[1],
            alone=alone,
            words=words,
        )

    def apply(self, community: Community) -> Community:
        """Add the class behind the last one of its school and grade; the curriculum is known."""
        group = self._group(community)
        classes = list(community.classes)
        before = [
            i
            for i, c in enumerate(classes)
            if c.school == group.school and (c.grade, c.number) < (group.grade, group.number)
        ]
        classes.insert(before[-1] + 1 if before else len(classes), group)
        changed = replaced(community, classes=tuple(classes))
        if not any(c == group.id for c, _subject in changed.demand):
            raise wrong(
                self.words,
                Text(
                    f"课程计划中没有{self.grade}年级的课时",
                    f"the curriculum has no periods for grade {self.grade}",
                ),
            )
        return changed

    def sentence(self, community: Community) -> Text:
        """Name the school, the class and its weekly periods."""
        group = self._group(community)
        school = community.school_by_id[group.school].name
        changed = self.apply(community)
        periods = sum(p for (c, _s), p in changed.demand.items() if c == group.id)
        return Text(
            f"{school}增加{group.name}（{group.pupils}人，每周{periods:g}节）。",
            f"{school} gets {group.name} ({group.pupils} pupils, {periods:g} periods a week).",
        )

    def _group(self, community: Community) -> ClassGroup:
        """Return the new class with an id of its own, or say why there can be none."""
        school = self._school(community)
        if not school.stage.covers(self.grade):
            raise wrong(
                self.words,
                Text(
                    f"{school.name}没有{self.grade}年级", f"{school.name} has no grade {self.grade}"
                ),
            )
        mates = [c for c in community.classes if (c.school, c.grade) == (school.id, self.grade)]
        last = max((c.number for c in mates), default=0)
        number = self.number or last + 1
        if self.alone and number > max(last + 1, SMALLEST - 1):
            name, following = canonical(self.grade, number), canonical(self.grade, last + 1)
            raise wrong(
                self.words,
                Text(
                    f"{number}可能是班号，也可能是人数",
                    f"{number} may be the number of the class or of its pupils",
                ),
                Text(
                    f"班号写作{name}，人数写作{following} {number}人",
                    f"Write {name} for the class, {following} {number} for pupils",
                ),
            )
        if any(c.number == number for c in mates):
            name = canonical(self.grade, number)
            raise wrong(
                self.words,
                Text(f"{school.name}已有{name}", f"{school.name} already has {name}"),
                Text("不写班号即取下一个", "Leave the number out for the next one"),
            )
        usual = round(sum(c.pupils for c in mates) / len(mates)) if mates else 40
        plain_id = f"{school.id}-{self.grade}{number:02d}"
        free = (i for i in (plain_id, *(f"{plain_id}_{k}" for k in range(2, 99))))
        return ClassGroup(
            id=next(i for i in free if i not in community.class_by_id),
            school=school.id,
            grade=self.grade,
            number=number,
            name=canonical(self.grade, number),
            pupils=usual if self.pupils is None else self.pupils,
        )

    def _school(self, community: Community) -> School:
        found = [s for s in community.schools if self.school in (s.id, plain(s.name))]
        if len(found) == 1:
            return found[0]
        known = [n for s in community.schools for n in (s.id, s.name)]
        raise wrong(
            self.words,
            Text(f"没有学校 {self.school}", f"there is no school {self.school}"),
            nearest(self.school, known),
        )


def _grade(text: str) -> int | None:
    """Return the grade that 3, 三 or 三年级 means, or None."""
    found = one_grade(text)
    return found if found in GRADES else None


def _whole(text: str, words: str, least: int, most: int) -> int:
    digits = text.removesuffix("人")
    if digits.isdecimal() and len(digits) < 6 and least <= int(digits) <= most:
        return int(digits)
    expected = Text(f"应为{least}到{most}的整数", f"expected a whole number from {least} to {most}")
    raise wrong(words, Text(f"“{text}”{expected.zh}", f'"{text}": {expected.en}'))
