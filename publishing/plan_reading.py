"""Reads the tables of a plan back, as placements, mentor pairs, lessons and costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from community.rows import NEEDED
from community.rule import Violation
from community.text import Text, clock
from publishing.plan_tables import ASSIGNMENTS, COSTS, LOCKS, MENTORS, ROSTER, TIMETABLE
from publishing.row_reading import PlanRow, RowReader, squeezed
from rotation.axis import weeks_of
from rotation.solution import MentorPair, Placement, PlacementStatus
from scenarios.locks import Lock
from scheduling.timetable import ClassLesson

if TYPE_CHECKING:
    from community.models import Slot
    from community.sheets import Sheet

_ONE_TIME = Text(
    "节次序号、节次、开始、结束应说同一时间：改了一处，请清空另几处",
    "slot, period, start and end say one time: leave those empty that were not changed",
)


@dataclass
class PlanReader(RowReader):
    """Turns sheets into records of one community; what cannot be used goes to ``problems``."""

    def placements(self, sheet: Sheet | None) -> tuple[Placement, ...]:
        """Return the placements of the roster table, sorted."""
        found: dict[Placement, Placement] = {}
        for row in self.rows(ROSTER, sheet):
            r = row.record
            placement = Placement(
                *(r.teacher_id, r.kind, r.host_id, r.start_term_id, r.terms or 0, r.status),
                *(r.week or 1, r.weeks or 0, r.before or 0, r.days),
            )
            home = self.community.teacher_by_id[r.teacher_id].school
            self.named(row, "home", home, self.names["schools"][home])
            same = replace(placement, status=PlacementStatus.PROPOSED)
            if fault := self._fault(placement):
                self.problems.append(row.problem(*fault))
            elif same in found:
                expected = Text("同一安排应只写一行", "expected each placement once")
                self.problems.append(row.problem("teacher_id", expected))
            found[same] = placement
        return tuple(sorted(found.values()))

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

    def pairs(self, sheet: Sheet | None) -> tuple[MentorPair, ...]:
        """Return the mentor pairs, sorted, each once."""
        found = set()
        for row in self.rows(MENTORS, sheet):
            r = row.record
            if r.mentor_id == r.mentee_id:
                expected = Text("应为另一位教师", "expected another teacher than the mentor")
                self.problems.append(row.problem("mentee_id", expected))
            found.add(MentorPair(r.mentor_id, r.mentee_id, r.start_term_id, r.terms))
        return tuple(sorted(found))

    def lessons(self, sheet: Sheet | None, only: str = "") -> tuple[ClassLesson, ...]:
        """Return the lessons of the timetable, sorted; refuse those of others than ``only``."""
        found = [self._lesson(row, only) for row in self.rows(TIMETABLE, sheet)]
        return tuple(sorted(x for x in found if x is not None))

    def locks(self, sheet: Sheet | None) -> tuple[Lock, ...]:
        """Return the locks of a plan, sorted, each once."""
        found = set()
        for row in self.rows(LOCKS, sheet):
            lesson, scope = self._lesson(row), row.record.scope
            lock = Lock(lesson, scope) if lesson else None
            if lock and lock.thing[1] == "":
                key = f"{scope}_id"
                expected = Text("锁定的是这个人，应填写", "expected the person who is locked")
                self.problems.append(row.problem(key, expected))
            elif lock:
                found.add(lock)
        return tuple(sorted(found))

    @cached_property
    def _slots(self) -> dict[tuple[str, int], dict[int, Slot]]:
        return {
            (group.id, day): {s.order: s for s in self.community.lesson_slots(group, day)}
            for group in self.community.classes
            for day in range(1, 8)
        }

    def _lesson(self, row: PlanRow, only: str = "") -> ClassLesson | None:
        r = row.record
        school = self.school_at(row, only)
        slot = self._slot(row, school)
        if not slot:
            return None
        return ClassLesson(
            *(school, r.class_id, r.weekday, slot, r.subject_id, r.teacher_id),
            *(r.weeks, r.periods, r.room_id, r.series, r.assistant_id, r.group),
        )

    def school_at(self, row: PlanRow, only: str = "") -> str:
        """Return the school of a row's class."""
        school, named = self.community.class_by_id[row.record.class_id].school, row.record.school_id
        if only and school != only:
            name = self.names["schools"][only]
            expected = Text(f"应为{name}的班级", f"expected a class of {name}")
            self.problems.append(row.problem("class_id", expected))
        elif named not in ("", school):
            name = self.names["schools"][school]
            expected = Text(f"本班属于{name}（{school}）", f"this class is in {name} ({school})")
            self.problems.append(row.problem("school_id", expected))
        return school

    def _slot(self, row: PlanRow, school: str) -> int:
        """Return the order of a lesson's slot, 0 with a problem."""
        r, slots = row.record, self._slots[row.record.class_id, row.record.weekday]
        order = self.order_of(row, school, slots)
        if not order:
            return 0
        left, name = [s for o, s in slots.items() if o >= order], slots[order].name
        if r.periods > len(left):  # past the last lesson slot of the day
            expected = Text(
                f"从“{name}”起当天只剩 {len(left)} 节正课",
                f'only {len(left)} lesson slots are left that day from "{name}" on',
            )
            self.problems.append(row.problem("periods", expected))
        elif r.end not in (None, left[r.periods - 1].end):
            end = clock(left[r.periods - 1].end)
            expected = Text(f"这节课到 {end} 结束", f"this lesson ends at {end}")
            self.problems.append(row.problem("end", expected, _ONE_TIME))
        return order

    def slot_name(self, class_id: str, order: str) -> str:
        """Return what the slot of an order is called at a class's bells; empty where unknown."""
        group = self.community.class_by_id.get(class_id)
        slots = self.community.slots_of(group) if group else ()
        return next((s.name for s in slots if str(s.order) == order), "")

    def order_of(
        self, row: PlanRow, school: str, slots: dict[int, Slot], *, lessons: bool = True
    ) -> int:
        """Return the order of a row's slot, 0 with a problem; name or start may stand alone."""
        r = row.record
        named = [o for o, s in slots.items() if squeezed(s.name) == squeezed(r.slot_name)]
        begins = getattr(r, "start", None)
        begun = [o for o, s in slots.items() if s.start == begins]
        order = r.slot or next((o for o in slots if [o] in (named, begun)), 0)
        if order not in slots:
            known = "、".join(f"{s.name}（{o}）" for o, s in slots.items())
            what = Text("正课", "lesson") if lessons else Text("正课以外的时段", "other")
            known_zh = known or f"当天无{what.zh}"
            expected = Text(
                f"应为{self.names['schools'][school]}当天的{what.zh}：{known_zh}",
                f"expected a {what.en} slot of that school and day: {known or 'none that day'}",
            )
            # A sheet hides the order: it is to blame only where the name beside it is one.
            keys = ("slot", "slot_name", "start") if named else ("slot_name", "slot", "start")
            said = next((k for k in keys if getattr(r, k, None)), None)
            on = "date" if "date" in row.reader.table.by_key else "weekday"
            key = said if slots or not said else on
            self.problems.append(row.problem(key or "slot_name", expected if said else NEEDED))
            return 0
        name = slots[order].name
        if r.slot_name and order not in named:
            expected = Text(f"节次序号一栏是“{name}”", f'the slot beside it is "{name}"')
            self.problems.append(row.problem("slot_name", expected, _ONE_TIME))
        if begins not in (None, slots[order].start):
            start = clock(slots[order].start)
            expected = Text(f"“{name}”从 {start} 开始", f'"{name}" starts at {start}')
            self.problems.append(row.problem("start", expected, _ONE_TIME))
        return order

    def assignments(self, sheet: Sheet | None) -> list[PlanRow]:
        """Return the rows of the table of assignments."""
        found = [*self.rows(ASSIGNMENTS, sheet)]
        for row in found:
            self.school_at(row)
        return found

    def violations(self, sheet: Sheet | None) -> tuple[Violation, ...]:
        """Return the costs that the plan came with, in their order."""
        records = [row.record for row in self.rows(COSTS, sheet)]
        return tuple(
            Violation(
                *(r.rule, r.family, r.strictness, r.point, r.deviation, r.cost),
                *(Text(r.sentence_zh, r.sentence_en), r.source),
            )
            for r in records
        )
