"""Reads the tables of a plan back. Every problem is collected with its row, column and value."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from community.models import PlacementKind, WeekPattern
from community.rule import Strictness, Violation
from community.sync import common_series
from community.text import Text
from publishing.cell_reading import NAME_HINT, CellReader, integer, plain
from publishing.i18n import clock
from rotation.axis import weeks_of
from rotation.solution import MentorPair, Placement, PlacementStatus
from scheduling.timetable import ClassLesson

if TYPE_CHECKING:
    from community.models import Slot
    from publishing.tables import SourceRow

_MOST = 10**12  # no cost, deviation or count is larger
_MOST_TERMS, _MOST_WEEKS, _LAST_WEEK = 12, 20, 30


class PlanReader(CellReader):
    """Turns rows into records of one community; what cannot be used goes to ``problems``."""

    def placements(self, rows: list[SourceRow]) -> tuple[Placement, ...]:
        """Return the placements of the roster table, sorted."""
        found: dict[Placement, Placement] = {}
        for row in rows:
            placement = self._placement(row)
            if placement is None:
                continue
            same = replace(placement, status=PlacementStatus.PROPOSED)
            if same in found:
                expected = Text("同一安排应只写一行", "expected each placement once")
                self.problems.append(row.problem("teacher_id", expected))
            found[same] = placement
        return tuple(sorted(found.values()))

    def _placement(self, row: SourceRow) -> Placement | None:
        count = len(self.problems)
        teacher = self.known(row, "teacher_id", "teacher", "teacher")
        home = self.community.teacher_by_id.get(teacher)
        if home is not None:
            self.same_name(row, "home", home.school, self.names["school"])
        kind = self.enum(row, "kind", PlacementKind)
        host = self.known(row, "host_id", "school", "host")
        start = self.known(row, "start_term_id", "term", "start_term")
        terms = self.number(row, "terms", 0, _MOST_TERMS, default=0)
        week = self.number(row, "week", 1, _LAST_WEEK, default=1)
        weeks = self.number(row, "weeks", 0, _MOST_WEEKS, default=0)
        before = self.number(row, "before", 0, _MOST_TERMS, default=0)
        days = self.weekdays(row, "days")
        status = self.enum(row, "status", PlacementStatus, PlacementStatus.PROPOSED)
        if len(self.problems) > count or kind is None or status is None:
            return None
        found = Placement(*(teacher, kind, host, start, terms, status), week, weeks, before, days)
        if fault := self._fault(found):
            self.problems.append(row.problem(*fault))
            return None
        return found

    def _fault(self, p: Placement) -> tuple[str, Text] | None:
        """Return the column in which the length of a placement makes no sense, and what would."""
        if p.terms and p.weeks:
            return "weeks", Text(
                "学期数与周数应只填一个：整学期填学期数，短期填周数",
                "expected either whole terms or, for a short stay, weeks",
            )
        if not p.terms and not p.weeks:
            return "terms", Text(
                "时长应大于0：整学期填学期数，短期填起始周和周数",
                "expected a length: terms, or for a short stay the first week and weeks",
            )
        if p.week > 1 and not p.weeks:
            return "week", Text(
                "只有短期安排填起始周，并应填周数",
                "expected weeks besides: only a short stay has a week",
            )
        term = self.community.term_by_id[p.start]
        last = weeks_of(term)
        if p.weeks and p.week + p.weeks - 1 > last:
            return "weeks", Text(
                f"应在学期之内：{term.name}只有{last}周",
                f"expected an end within the term: {term.name} has {last} weeks",
            )
        if p.before and p.before >= p.terms:
            return "before", Text(
                f"应少于学期数 {p.terms}",
                f"expected less than the {p.terms} terms of the placement",
            )
        if p.before and p.start != self.community.terms[0].id:
            return "start_term_id", Text(
                "方案之前已开始的安排，应从方案的第一学期写起",
                "expected the plan's first term for what began before the plan",
            )
        return None

    def pairs(self, rows: list[SourceRow]) -> tuple[MentorPair, ...]:
        """Return the mentor pairs, sorted, each once."""
        return tuple(sorted({pair for row in rows if (pair := self._pair(row))}))

    def _pair(self, row: SourceRow) -> MentorPair | None:
        count = len(self.problems)
        mentor = self.known(row, "mentor_id", "teacher", "mentor")
        mentee = self.known(row, "mentee_id", "teacher", "mentee")
        start = self.known(row, "start_term_id", "term", "start_term")
        terms = self.number(row, "terms", 1, _MOST_TERMS)
        if mentor and mentor == mentee:
            expected = Text("应为另一位教师", "expected another teacher than the mentor")
            self.problems.append(row.problem("mentee_id", expected))
        return MentorPair(mentor, mentee, start, terms) if len(self.problems) == count else None

    def lessons(self, rows: list[SourceRow]) -> tuple[ClassLesson, ...]:
        """Return the lessons of the timetable, sorted."""
        self.names["series"] = {s.id: "" for s in common_series(self.community)}
        found = [x for row in rows if (x := self._lesson(row))]
        return tuple(sorted(found))

    @cached_property
    def _slots(self) -> dict[tuple[str, int], dict[int, Slot]]:
        return {
            (school.id, day): {s.order: s for s in self.community.lesson_slots(school.grid, day)}
            for school in self.community.schools
            for day in range(1, 8)
        }

    def _lesson(self, row: SourceRow) -> ClassLesson | None:
        before = len(self.problems)
        group = self.known(row, "class_id", "class", "class")
        school = self._school_of(row, group)
        weekday = self.weekday(row)
        slot = self._slot(row, school, weekday)
        subject = self.known(row, "subject_id", "subject", "subject")
        teacher = self.known(row, "teacher_id", "teacher", "teacher", empty=True)
        weeks = self.enum(row, "weeks", WeekPattern, WeekPattern.ALL)
        periods = self.number(row, "periods", 1, 10, default=1)
        room = self.known(row, "room_id", "room", "room", empty=True)
        series = self.known(row, "series", "series", "", empty=True)
        assistant = self.known(row, "assistant_id", "teacher", "assistant", empty=True)
        self._fits(row, school, weekday, slot, periods)
        if len(self.problems) > before or weeks is None:
            return None
        return ClassLesson(
            *(school, group, weekday, slot, subject, teacher),
            *(weeks, periods, room, series, assistant),
        )

    def _school_of(self, row: SourceRow, group: str) -> str:
        if group not in self.community.class_by_id:
            return ""
        school = self.community.class_by_id[group].school
        self.same_name(row, "school", school, self.names["school"])
        if row["school_id"] not in ("", school):
            expected = Text(
                f"班级 {group} 属于学校 {school}", f"class {group} belongs to school {school}"
            )
            self.problems.append(row.problem("school_id", expected))
        return school

    def _slot(self, row: SourceRow, school: str, weekday: int) -> int:
        if not school or not weekday:
            self.number(row, "slot", 1, 40)
            return 0
        slots = self._slots[school, weekday]
        order = integer(row["slot"])
        if order not in slots:
            known = "、".join(str(o) for o in slots)
            expected = Text(
                f"应为{self.names['school'][school]}当天正课的节次序号（{known or '当天无正课'}）",
                f"expected a lesson slot of that school and day ({known or 'none that day'})",
            )
            self.problems.append(row.problem("slot", expected))
            return 0
        self.same_name(row, "slot_name", str(order), {str(order): slots[order].name})
        start = clock(slots[order].start)
        if row["start"] and _clock(row["start"]) != slots[order].start:
            expected = Text(
                f"节次序号 {order} 的开始时间应为 {start}", f"slot {order} starts at {start}"
            )
            self.problems.append(row.problem("start", expected, NAME_HINT))
        return order

    def _fits(self, row: SourceRow, school: str, weekday: int, slot: int, periods: int) -> None:
        """Refuse a lesson that runs past the last lesson slot of its day."""
        later = [o for o in self._slots.get((school, weekday), {}) if o >= slot > 0]
        if slot and periods > len(later):
            expected = Text(
                f"从第 {slot} 节次起当天只剩 {len(later)} 节正课",
                f"only {len(later)} lesson slots are left that day from slot {slot} on",
            )
            self.problems.append(row.problem("periods", expected))

    def violations(self, rows: list[SourceRow]) -> tuple[Violation, ...]:
        """Return the costs that the plan came with, in their order."""
        found = []
        for row in rows:
            strictness = self.enum(row, "strictness", Strictness)
            deviation = self.number(row, "deviation", 0, _MOST)
            cost = self.number(row, "cost", 0, _MOST)
            if strictness is not None:
                sentence = Text(row["sentence_zh"], row["sentence_en"])
                found.append(
                    Violation(
                        *(row["rule"], row["family"], strictness, row["point"]),
                        *(deviation, cost, sentence, row["source"]),
                    )
                )
        return tuple(found)


def _clock(text: str) -> int | None:
    """Return minutes since midnight of 8:20, 08:20 or 08:20:00; None when it is no time."""
    parts = [integer(p) for p in plain(text).split(":")]
    if len(parts) not in (2, 3) or parts[0] is None or parts[1] is None:
        return None
    return parts[0] * 60 + parts[1]
