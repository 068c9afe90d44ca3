"""What holds between the slots of a bell grid, and between bells, schools and classes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from community.draft import Finding
from community.models import SlotKind, Stage
from community.names import canonical
from community.sheets import row_named
from community.tables.words import STAGE
from community.text import Text, clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.draft import Draft, Row

MOST_SLOTS = 300  # of a grid: 40 on each weekday


def bell_findings(draft: Draft) -> Iterator[Finding]:
    """Yield what does not fit in the bells, or between them and who hears them."""
    yield from _slot_times(draft)
    yield from _parted(draft)
    yield from _heard(draft)


def _slot_times(draft: Draft) -> Iterator[Finding]:
    """Yield slots of a grid and weekday that overlap, or whose order is not that of the clock."""
    grids: dict[str, list[Row]] = defaultdict(list)
    for row in draft.rows("slots", "grid", "order", "start", "end"):
        start, end = row.values["start"], row.values["end"]
        if end <= start:
            yield Finding(
                "slots",
                row.number,
                "end",
                clock(end),
                Text(f"应晚于开始时间{clock(start)}", f"expected a time after {clock(start)}"),
            )
        elif "weekdays" in row.values:
            grids[row.values["grid"]].append(row)
    for grid, rows in grids.items():
        if len(rows) > MOST_SLOTS:
            expected = Text(
                f"一个作息表应不超过{MOST_SLOTS}行",
                f"expected at most {MOST_SLOTS} rows of one grid",
            )
            yield Finding("slots", rows[MOST_SLOTS].number, "grid", grid, expected)
            continue
        rows.sort(key=lambda r: (r.values["start"], r.values["end"]))
        for position, row in enumerate(rows):
            yield from _against_earlier(row, rows[:position])


def _against_earlier(row: Row, earlier: list[Row]) -> Iterator[Finding]:
    days = _weekdays(row)
    for other in reversed(earlier):
        if not (days & _weekdays(other) and _ring_together(row, other)):
            continue
        until = other.values["end"]
        if row.values["start"] < until:
            yield Finding(
                "slots",
                row.number,
                "start",
                clock(row.values["start"]),
                Text(
                    f"应不早于{clock(until)}，与{row_named(other.number).zh}的时段重叠",
                    f"expected {clock(until)} or later, it overlaps the slot of "
                    f"{row_named(other.number).en}",
                ),
            )
            return
        if row.values["order"] < other.values["order"]:
            yield Finding(
                "slots",
                row.number,
                "order",
                str(row.values["order"]),
                Text(
                    f"序号应按时间先后，{row_named(other.number).zh}更早却是{other.values['order']}",
                    f"expected orders by time, {row_named(other.number).en} is earlier and has "
                    f"{other.values['order']}",
                ),
            )
            return


def _weekdays(row: Row) -> set[int]:
    days = row.values["weekdays"]
    return set(range(1, 6)) if days is None else set(days)


def _heard(draft: Draft) -> Iterator[Finding]:
    """Yield schools and classes that hear no lessons, and joint lessons by several bells."""
    if not draft.complete("slots", "grid", "kind"):
        return
    lessons: dict[str, dict[Stage | None, None]] = defaultdict(dict)
    for row in draft.tables["slots"]:
        if row.values["kind"] == SlotKind.LESSON:
            lessons[row.values["grid"]][_stage(row)] = None
    grids: dict[str, str] = {}
    for row in draft.rows("schools", "grid"):
        grid = row.values["grid"]
        if grid not in lessons:
            expected = Text("应为有正课时段的作息表", "expected a bell grid that has lessons")
            yield Finding("schools", row.number, "grid", grid, expected)
        elif "id" in row.values:
            grids[row.values["id"]] = grid
    hears: dict[str, Stage | None] = {}
    for row in draft.rows("classes", "school", "name"):
        grid, grade = grids.get(row.values["school"], ""), row.values["name"][0]
        found = [s for s in lessons[grid] if s is None or s.covers(grade)] if grid else [None]
        if found:
            hears[row.values.get("id", "")] = found[0]
            continue
        word = STAGE.word(Stage.of(grade))
        expected = Text(
            f"所在学校的作息表{grid}应有{word.zh}的正课",
            f"expected lessons for {word.en} in {grid}, the bell grid of its school",
        )
        yield Finding("classes", row.number, "name", canonical(*row.values["name"]), expected)
    for row in draft.rows("joint", "classes"):
        if len({hears[c] for c in row.values["classes"] if c in hears}) > 1:
            yield Finding("joint", row.number, "classes", "、".join(row.values["classes"]), _ALIKE)


def _stage(row: Row) -> Stage | None:
    """Return the stage for which a slot rings; None: for all."""
    stage = row.values.get("stage")
    return Stage(stage) if stage else None


def _ring_together(one: Row, other: Row) -> bool:
    """Return whether two slots of a grid ring for the same classes."""
    here, there = _stage(one), _stage(other)
    return here is None or there is None or here.meets(there)


def _parted(draft: Draft) -> Iterator[Finding]:
    """Yield lessons of a grid that tells stages apart and is not clear about theirs.

    All lessons of a class are of one part of the grid: those before and after them follow from it.
    """
    grids: dict[str, list[Row]] = defaultdict(list)
    for row in draft.rows("slots", "grid", "kind"):
        if row.values["kind"] == SlotKind.LESSON:
            grids[row.values["grid"]].append(row)
    for rows in grids.values():
        parts: dict[Stage, int] = {}
        for stage, row in ((_stage(row), row) for row in rows):
            if stage is not None:
                parts.setdefault(stage, row.number)
        for row in rows if parts else ():
            stage = _stage(row)
            if stage is None:
                yield Finding("slots", row.number, "stage", "", _WHOSE)
                break
            mixed = [p for p in parts if p is not stage and p.meets(stage)]
            if mixed and parts[stage] > parts[mixed[0]]:
                said, word = row_named(parts[mixed[0]]), STAGE.word(mixed[0])
                expected = Text(
                    f"一张作息表里正课的学段应互不重叠，{said.zh}是{word.zh}",
                    f"expected stages of lessons apart from each other, {said.en} has {word.en}",
                )
                yield Finding("slots", row.number, "stage", STAGE.word(stage).zh, expected)
                break


_WHOSE = Text(
    "应写学段：这张作息表有的正课只给一个学段打铃，正课就都要写是哪个学段的",
    "expected a stage: where some lessons of a bell grid are of one stage, all say of which",
)

_ALIKE = Text(
    "应为作息相同的班级：两个学段各打各的铃，不能合班",
    "expected classes that follow the same bells",
)
