"""Slots that a request names are slots of the grid that it is about."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from community.draft import Finding
from community.integrity.requests import Courses, is_wish
from community.models import Stage
from community.sheets import row_named
from community.slot_words import in_one_spelling, words_of
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.draft import Draft, Row

ALL_WEEK = (1, 2, 3, 4, 5)
HALVES = ("am", "pm")


def slot_findings(draft: Draft) -> Iterator[Finding]:
    """Yield slots that no grid has which a row is about."""
    if not draft.complete("slots", "grid", "order", "name", "weekdays"):
        return
    grids = _Grids(draft)
    yield from _unavailable(draft, grids)
    for row in draft.rows("time_requests", "slots"):
        for slot in row.values["slots"]:
            days = row.values.get("weekdays") or range(1, 8)
            if slot not in HALVES and not grids.have(row, days, slot):
                yield _unknown("time_requests", row, "slots", slot)
    for row in draft.rows("fixed", "slot", "weekday"):
        slot = row.values["slot"]
        if not grids.have(row, [row.values["weekday"]], slot):
            yield _unknown("fixed", row, "slot", slot)
    yield from _at_once(draft, grids)


class _Grids:
    """Which slots each grid has, with the stages they ring for, and which grids a row is about."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.slots: dict[str, dict[tuple[int, str], dict[int, Stage | None]]] = defaultdict(dict)
        for row in draft.tables["slots"]:
            grid, order, days = (row.values[k] for k in ("grid", "order", "weekdays"))
            stage = row.values.get("stage")
            for day in ALL_WEEK if days is None else days:
                for word in words_of(row.values):
                    named = self.slots[grid].setdefault((day, word), {})
                    named[order] = Stage(stage) if stage else None

    @cached_property
    def of_school(self) -> dict[str, str]:
        """Grid of each school."""
        return {r.values["id"]: r.values["grid"] for r in self.draft.rows("schools", "id", "grid")}

    def school_of(self, table: str) -> dict[str, str]:
        """Return the school of each row of a table, by id."""
        return {r.values["id"]: r.values["school"] for r in self.draft.rows(table, "id", "school")}

    def about(self, row: Row) -> set[str]:
        """Return the grids of what a row names, or all where it names nothing.

        They are those of its school, or else of its class, classes, room or teacher.
        """
        values = row.values
        if values.get("school"):
            return {self.of_school.get(values["school"], "")}
        named = (
            ("classes", [values.get("class_id"), *(values.get("classes") or ())]),
            ("teachers", [values.get("teacher")]),
            ("rooms", [values.get("room")]),
        )
        grids = {
            self.of_school.get(self.school_of(table).get(name, ""), "")
            for table, names in named
            for name in names
            if name
        }
        return grids or set(self.slots)

    def have(self, row: Row, days: Any, slot: str) -> bool:
        """Return whether a grid that a row is about has a slot on one of the days.

        So it is taken where the grid could not be read: that is told already.
        """
        grids, word = self.about(row), in_one_spelling(slot)
        return "" in grids or any((day, word) in self.slots[g] for g in grids for day in days)

    def order(self, school: str, grade: int, day: int, slot: str) -> int | None:
        """Return the order of the slot that a class of a school means; None where it has none."""
        word = in_one_spelling(slot)
        named = self.slots.get(self.of_school.get(school, ""), {}).get((day, word), {})
        return next((o for o, s in named.items() if s is None or s.covers(grade)), None)


def _at_once(draft: Draft, grids: _Grids) -> Iterator[Finding]:
    """Yield rows that fix something where a class has something already, by name or order."""
    courses, taken = Courses(draft), dict[tuple[str, int, int], int]()
    for row in draft.rows("fixed", "slot", "weekday"):
        day, slot = row.values["weekday"], row.values["slot"]
        required = row.record is not None and not is_wish(row)
        for group in courses.all_of(row) if required else ():
            found = courses.classes.get(group)
            order = grids.order(found["school"], found["name"][0], day, slot) if found else None
            if order is None:
                continue
            before = taken.setdefault((group, day, order), row.number)
            if before != row.number:
                expected = Text(
                    f"应为该班还空着的时段，{row_named(before).zh}已经固定在这一节",
                    "expected a slot that is free for the class: "
                    f"{row_named(before).en} is fixed there",
                )
                yield Finding("fixed", row.number, "slot", slot, expected)
                break


def _unavailable(draft: Draft, grids: _Grids) -> Iterator[Finding]:
    for row in draft.rows("unavailable", "weekday"):
        values = row.values
        if not any(values.get(key) for key in ("teacher", "class_id", "room")):
            if all(key in values for key in ("teacher", "class_id", "room")):
                yield Finding(
                    "unavailable",
                    row.number,
                    "teacher",
                    "",
                    Text("应写教师、班级或教室", "expected a teacher, a class or a room"),
                )
            continue
        day, slot = values["weekday"], values.get("slot")
        if slot is not None and not grids.have(row, [day], str(slot)):
            grid = "、".join(sorted(grids.about(row)))
            yield Finding(
                "unavailable",
                row.number,
                "slot",
                str(slot),
                Text(
                    f"应为作息表{grid}当天有的时段序号",
                    f"expected a slot that bell grid {grid} has on that weekday",
                ),
            )


def _unknown(table: str, row: Row, column: str, slot: str) -> Finding:
    return Finding(
        table,
        row.number,
        column,
        slot,
        Text(
            "应为“作息”表中那一天有的时段名称、钟点或序号",
            "expected the name, time or order of a slot that the bell grid has on that day",
        ),
        Text("也可以写上午或下午", "am and pm are understood as well")
        if column == "slots"
        else None,
    )
