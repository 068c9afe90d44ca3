"""Places in the week of a class, as planners name them: 一1班 周三 第2节, and the lessons there."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from community.codes import WeekPattern
from community.errors import InputError, Problem
from community.known import references
from community.names import slot_word
from community.tables.cells import CellError
from community.tables.times import OneWeekday
from community.text import LONG_WEEKDAYS, WEEKDAYS, Text
from scenarios.naming import class_said, covered, lesson_said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from community.models import Community, Slot
    from community.tables.references import References
    from scheduling.timetable import ClassLesson

_ENGLISH = "|".join(day.en for day in (*LONG_WEEKDAYS, *WEEKDAYS))
WEEKDAY = re.compile(rf"(?:周|星期|礼拜)[一二三四五六日天1-7]|\b(?:{_ENGLISH})\b", re.IGNORECASE)
_SLOT = re.compile(r"第?\s*([0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*(?:节课?)?(?=\s|$|[^0-9节])")
_WEEKS = {
    **{"单周": WeekPattern.ODD, "双周": WeekPattern.EVEN},
    **{"odd": WeekPattern.ODD, "even": WeekPattern.EVEN},
}
_A_LESSON = Text("课", "lesson")


class Spot(NamedTuple):
    """A place in the week of a class; the slot is its order in the bell grid of the school."""

    class_id: str
    weekday: int
    slot: int


class Spots:
    """Finds places and lessons of a timetable by words of the command line."""

    def __init__(
        self, community: Community, lessons: Iterable[ClassLesson], word: Text = _A_LESSON
    ) -> None:
        """``word`` is what people call the lessons."""
        self.community, self.lessons, self.word = community, tuple(lessons), word

    @cached_property
    def refs(self) -> References:
        """The ids and names of the community."""
        return references(self.community)

    def lesson(self, text: str) -> ClassLesson:
        """Return the one lesson that a text names by class, weekday and slot.

        A subject, or 单周 and 双周, may follow where two lessons share a slot.

        Raises
        ------
        InputError
            When there is none, or more than one.
        """
        spot, rest = self.spot(text)
        there = self.at(spot, rest, text)
        if len(there) == 1:
            return there[0]
        if there:
            shown = [lesson_said(self.community, x) for x in there]
            expected = Text("应说明是哪一节：这时有几节课", "expected which one: several are there")
            raise self.wrong(text, expected, _listed(shown))
        today = sorted(
            x for x in self.lessons if (x.class_id, x.weekday) == (spot.class_id, spot.weekday)
        )
        expected = Text(f"这时没有这样的{self.word.zh}", f"there is no such {self.word.en} then")
        shown = [lesson_said(self.community, x) for x in today]
        raise self.wrong(text, expected, _listed(shown) if shown else None)

    def at(self, spot: Spot, rest: str = "", text: str = "") -> list[ClassLesson]:
        """Return the lessons of a class that run at a place, and fit what else a text says.

        One that has several teachers is one lesson, and so are those of groups at the same time.
        """
        found = [
            x
            for x in self.lessons
            if not x.is_beside
            and (x.class_id, x.weekday) == (spot.class_id, spot.weekday)
            and spot.slot in covered(self.community, x)
            and self._fits(x, rest, text)
        ]
        alone = {self._parallel(x) or x: x for x in reversed(found)}
        return [x for x in found if x in alone.values()]

    def along(self, lesson: ClassLesson) -> list[ClassLesson]:
        """Return the rows that go with a lesson: of teachers beside its own, of other groups."""
        now = [
            x
            for x in self.lessons
            if x != lesson and (x.weekday, x.slot) == (lesson.weekday, lesson.slot)
        ]
        if parallel := self._parallel(lesson):
            return [x for x in now if self._parallel(x) == parallel]
        course = lesson.class_id, lesson.subject
        return [x for x in now if x.is_beside and (x.class_id, x.subject) == course]

    def _parallel(self, lesson: ClassLesson) -> str:
        """Return the number of the groups at the same times of which a lesson is; "" for none."""
        return self._parallels.get((lesson.class_id, lesson.subject, lesson.group), "")

    @cached_property
    def _parallels(self) -> dict[tuple[str, str, str], str]:
        rows = self.community.grouped
        return {(c, row.subject, row.name): row.parallel for row in rows for c in row.classes}

    def _fits(self, lesson: ClassLesson, rest: str, text: str) -> bool:
        """Return whether a lesson is in the weeks, or of the subject, that a text asks for."""
        if not rest:
            return True
        if rest.lower() in _WEEKS:
            return lesson.weeks is _WEEKS[rest.lower()]
        try:
            return lesson.subject == self.refs.find("subjects", rest)
        except CellError as error:
            raise self.wrong(text, error.expected, error.hint) from None

    def spot(self, text: str, class_id: str = "") -> tuple[Spot, str]:
        """Return the place that a text names, and what else it says.

        It may leave out the class where one is given.

        Raises
        ------
        InputError
            When it names no class, weekday or slot.
        """
        found = WEEKDAY.search(text)
        group, rest = (text[: found.start()], text[found.end() :]) if found else ("", "")
        group, rest = group.strip(" ,，、"), rest.strip(" ,，、")
        if found is None or not rest or not (group or class_id):
            raise self.wrong(text, _LESSON)
        try:
            class_id = self.refs.find("classes", group) if group else class_id
        except CellError as error:
            raise self.wrong(text, error.expected, error.hint) from None
        weekday = OneWeekday().parse(found[0], self.refs)
        slots = self.community.lesson_slots(self.community.class_by_id[class_id], weekday)
        slot, rest = _slot(slots, rest)
        if slot is None:
            where = class_said(self.community, class_id)
            expected = Text(f"应为{where}当天的一节课", f"expected a slot of {where} on that day")
            there = _listed([Text(s.name, s.name) for s in slots]) if slots else _NO_LESSONS
            raise self.wrong(text, expected, there)
        return Spot(class_id, weekday, slot), rest

    def wrong(self, text: str, expected: Text, hint: Text | None = None) -> InputError:
        """Return the error of words that cannot be used."""
        return InputError([Problem(value=text, expected=expected, hint=hint)])


def is_spot(text: str) -> bool:
    """Return whether a text names a class's place in the week: a weekday stands inside it."""
    found = WEEKDAY.search(text)
    return found is not None and bool(text[: found.start()].strip() and text[found.end() :].strip())


def _slot(slots: Sequence[Slot], text: str) -> tuple[int | None, str]:
    """Return the order of the slot with which a text begins, by name or by number, and the rest.

    第2节 and 2 are the slot of that name; where there is none, the second lesson of the day.
    """
    for slot in sorted(slots, key=lambda s: -len(s.name)):
        rest = text[len(slot.name) :]
        if slot.name and text.startswith(slot.name) and not rest[:1].isdigit():
            return slot.order, rest.strip()
    found = _SLOT.match(text)
    if found is None:
        return None, text
    word, rest = slot_word(f"第{found[1]}节"), text[found.end() :].strip()
    by_name = [s.order for s in slots if slot_word(s.name) == word]
    number = int(re.sub(r"\D", "", word) or 0)
    by_number = [s.order for n, s in enumerate(slots, 1) if n == number]
    return next(iter((*by_name, *by_number)), None), rest


def _listed(shown: Sequence[Text]) -> Text:
    """Return what there is, in a clause."""
    zh, en = ("、".join(t.zh for t in shown), ", ".join(t.en for t in shown))
    return Text(f"有{zh}", f"There are {en}")


_NO_LESSONS = Text("那天没有课", "There are no lessons that day")
_LESSON = Text(
    "应为班级、星期、节次，如“一1班 周三 第2节”",
    'expected class, weekday and slot, such as "1.1 Wednesday 2"',
)
