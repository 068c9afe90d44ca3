"""Reads the tables of a plan back. Every problem is collected with its row, column and value."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from community.models import PlacementKind, WeekPattern
from community.rule import Strictness, Violation
from community.sync import sync_series
from community.text import Text
from publishing.i18n import clock, enum_text, weekday_spellings
from publishing.tables import printable
from rotation.solution import Placement, PlacementStatus
from scheduling.timetable import ClassLesson

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from community.errors import Problem
    from community.models import Community, Slot
    from publishing.tables import SourceRow

    E = TypeVar("E", bound=StrEnum)

_WEEKDAY = {name: day for day in range(1, 8) for name in weekday_spellings(day)}
_MOST = 10**12  # no cost, deviation or count is larger

_NUMBER_HINT = Text("只填数字", "write digits only")
_NAME_HINT = Text(
    "编号列才算数：要改安排请改编号列，名称列可以清空",
    "the ID column counts: to change the plan change the ID; the name may be left empty",
)


@dataclass
class PlanReader:
    """Turns rows into records of one community; what cannot be used goes to ``problems``."""

    community: Community
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        c = self.community
        self.names: dict[str, dict[str, str]] = {
            "school": {s.id: s.name for s in c.schools},
            "class": {g.id: g.name for g in c.classes},
            "subject": {s.id: s.name for s in c.subjects},
            "teacher": {t.id: t.name for t in c.teachers},
            "room": {r.id: r.name for r in c.rooms},
            "term": {t.id: t.name for t in c.terms},
            "series": {s.id: "" for s in sync_series(c)},
        }
        self.by_name: dict[tuple[str, str], list[str]] = {}
        for what, names in self.names.items():
            for identity, name in names.items():
                self.by_name.setdefault((what, _plain(name)), []).append(identity)
        self.slots: dict[tuple[str, int], dict[int, Slot]] = {
            (school.id, day): {s.order: s for s in c.lesson_slots(school.grid, day)}
            for school in c.schools
            for day in range(1, 8)
        }

    def placements(self, rows: list[SourceRow]) -> tuple[Placement, ...]:
        """Return the placements of the roster table, sorted."""
        found = [p for row in rows if (p := self._placement(row))]
        return tuple(sorted(found))

    def _placement(self, row: SourceRow) -> Placement | None:
        before = len(self.problems)
        teacher = self._known(row, "teacher_id", "teacher", "teacher")
        home = self.community.teacher_by_id.get(teacher)
        if home is not None:
            self._same_name(row, "home", home.school, self.names["school"])
        kind = self._enum(row, "kind", PlacementKind)
        host = self._known(row, "host_id", "school", "host")
        start = self._known(row, "start_term_id", "term", "start_term")
        terms = self._number(row, "terms", 1, 12)
        status = self._enum(row, "status", PlacementStatus, PlacementStatus.PROPOSED)
        if len(self.problems) > before or kind is None or status is None:
            return None
        return Placement(teacher, kind, host, start, terms, status)

    def lessons(self, rows: list[SourceRow]) -> tuple[ClassLesson, ...]:
        """Return the lessons of the timetable, sorted."""
        found = [x for row in rows if (x := self._lesson(row))]
        return tuple(sorted(found))

    def _lesson(self, row: SourceRow) -> ClassLesson | None:
        before = len(self.problems)
        group = self._known(row, "class_id", "class", "class")
        school = self._school_of(row, group)
        weekday = self._weekday(row)
        slot = self._slot(row, school, weekday)
        subject = self._known(row, "subject_id", "subject", "subject")
        teacher = self._known(row, "teacher_id", "teacher", "teacher", empty=True)
        weeks = self._enum(row, "weeks", WeekPattern, WeekPattern.ALL)
        periods = self._number(row, "periods", 1, 10, default=1)
        room = self._known(row, "room_id", "room", "room", empty=True)
        series = self._known(row, "series", "series", "", empty=True)
        assistant = self._known(row, "assistant_id", "teacher", "assistant", empty=True)
        self._fits(row, school, weekday, slot, periods)
        if len(self.problems) > before or weeks is None:
            return None
        return ClassLesson(
            *(school, group, weekday, slot, subject, teacher),
            *(weeks, periods, room, series, assistant),
        )

    def violations(self, rows: list[SourceRow]) -> tuple[Violation, ...]:
        """Return the costs that the plan came with, in their order."""
        found = []
        for row in rows:
            strictness = self._enum(row, "strictness", Strictness)
            deviation = self._number(row, "deviation", 0, _MOST)
            cost = self._number(row, "cost", 0, _MOST)
            if strictness is not None:
                sentence = Text(row["sentence_zh"], row["sentence_en"])
                found.append(
                    Violation(
                        *(row["rule"], row["family"], strictness, row["point"]),
                        *(deviation, cost, sentence, row["source"]),
                    )
                )
        return tuple(found)

    # one cell each

    def _known(
        self, row: SourceRow, key: str, what: str, name_key: str, *, empty: bool = False
    ) -> str:
        """Return an id that the community knows, or "" (a problem unless ``empty`` is allowed)."""
        value, names = row[key], self.names[what]
        if value in names:
            if name_key:
                self._same_name(row, name_key, value, names)
            return value
        if not value and not row[name_key] and empty:
            return ""
        zh, en = _WHAT[what]
        expected = Text(f"应为本共同体已有的{zh}编号", f"expected the ID of a known {en}")
        looked_for = value or row[name_key]
        ids = self.by_name.get((what, _plain(looked_for)), []) if looked_for else []
        self.problems.append(row.problem(key, expected, _ids_hint(looked_for, ids)))
        return ""

    def _same_name(
        self, row: SourceRow, key: str, identity: str, names: Mapping[str, str]
    ) -> None:
        """Refuse a name that was changed while the id beside it was not."""
        if row[key] and _plain(row[key]) != _plain(names[identity]):
            name = names[identity]
            expected = Text(
                f"编号 {identity} 对应“{name}”，与此名称不符",
                f'the ID {identity} stands for "{name}", not for this name',
            )
            self.problems.append(row.problem(key, expected, _NAME_HINT))

    def _school_of(self, row: SourceRow, group: str) -> str:
        if group not in self.community.class_by_id:
            return ""
        school = self.community.class_by_id[group].school
        self._same_name(row, "school", school, self.names["school"])
        if row["school_id"] not in ("", school):
            expected = Text(
                f"班级 {group} 属于学校 {school}", f"class {group} belongs to school {school}"
            )
            self.problems.append(row.problem("school_id", expected))
        return school

    def _weekday(self, row: SourceRow) -> int:
        day = _WEEKDAY.get(_plain(row["weekday"]))
        if day is None:
            expected = Text("应为周一至周日或 1–7", "expected Mon to Sun or 1-7")
            self.problems.append(row.problem("weekday", expected))
        return day or 0

    def _slot(self, row: SourceRow, school: str, weekday: int) -> int:
        if not school or not weekday:
            self._number(row, "slot", 1, 40)
            return 0
        slots = self.slots[school, weekday]
        order = _integer(row["slot"])
        if order not in slots:
            known = "、".join(str(o) for o in slots)
            expected = Text(
                f"应为{self.names['school'][school]}当天正课的节次序号（{known or '当天无正课'}）",
                f"expected a lesson slot of that school and day ({known or 'none that day'})",
            )
            self.problems.append(row.problem("slot", expected))
            return 0
        self._same_name(row, "slot_name", str(order), {str(order): slots[order].name})
        start = clock(slots[order].start)
        if row["start"] and _clock(row["start"]) != slots[order].start:
            expected = Text(
                f"节次序号 {order} 的开始时间应为 {start}", f"slot {order} starts at {start}"
            )
            self.problems.append(row.problem("start", expected, _NAME_HINT))
        return order

    def _fits(self, row: SourceRow, school: str, weekday: int, slot: int, periods: int) -> None:
        """Refuse a lesson that runs past the last lesson slot of its day."""
        later = [o for o in self.slots.get((school, weekday), {}) if o >= slot > 0]
        if slot and periods > len(later):
            expected = Text(
                f"从第 {slot} 节次起当天只剩 {len(later)} 节正课",
                f"only {len(later)} lesson slots are left that day from slot {slot} on",
            )
            self.problems.append(row.problem("periods", expected))

    def _number(
        self, row: SourceRow, key: str, low: int, high: int, default: int | None = None
    ) -> int:
        if not row[key] and default is not None:
            return default
        number = _integer(row[key])
        if number is None or not low <= number <= high:
            expected = Text(
                f"应为 {low} 至 {high} 的整数", f"expected a whole number from {low} to {high}"
            )
            self.problems.append(row.problem(key, expected, _NUMBER_HINT))
            return low
        return number

    def _enum(
        self, row: SourceRow, key: str, kind: type[E], default: E | None = None
    ) -> E | None:
        if not row[key] and default is not None:
            return default
        for member in kind:
            if _plain(row[key]) in {_plain(s) for s in (member.value, *enum_text(member))}:
                return member
        zh = "、".join(enum_text(m).zh for m in kind)
        en = ", ".join(enum_text(m).en for m in kind)
        self.problems.append(row.problem(key, Text(f"应为：{zh}", f"expected one of: {en}")))
        return None


_WHAT = {
    "school": Text("学校", "school"),
    "class": Text("班级", "class"),
    "subject": Text("学科", "subject"),
    "teacher": Text("教师", "teacher"),
    "room": Text("教室", "room"),
    "term": Text("学期", "term"),
    "series": Text("同步课堂", "synchronous series"),
}


def _ids_hint(name: str, ids: list[str]) -> Text | None:
    if not ids:
        return None
    known = ", ".join(ids[:5])
    return Text(f"“{name}”的编号是 {known}，请填编号", f'"{name}" has the ID {known}: write the ID')


def _plain(text: str) -> str:
    """Return a text without differences of width, case and blanks."""
    return "".join(unicodedata.normalize("NFKC", printable(text)).split()).lower()


def _integer(text: str) -> int | None:
    """Return a whole number, also one that a spreadsheet wrote as 3.0; None when it is none."""
    plain = _plain(text).removesuffix(".0")
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) <= 15 else None


def _clock(text: str) -> int | None:
    """Return minutes since midnight of 8:20, 08:20 or 08:20:00; None when it is no time."""
    parts = [_integer(p) for p in _plain(text).split(":")]
    if len(parts) not in (2, 3) or parts[0] is None or parts[1] is None:
        return None
    return parts[0] * 60 + parts[1]
