"""What a format cannot carry: counted by kind, so that nothing is lost in silence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from community.models import SlotKind, WeekPattern
from community.tables import TABLES
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from community.models import Slot
    from community.tables.base import Column, Table
    from publishing.view import PlanView

Carried = dict[str, frozenset[str]]  # the columns that a format carries, by table


@dataclass(frozen=True, slots=True)
class Loss:
    """One kind of thing that did not come along: where it stands, what it is, how many."""

    where: Text
    what: Text
    count: int


@dataclass(slots=True)
class Losses:
    """A list of losses in the making; what is named twice is counted together."""

    counts: Counter[tuple[Text, Text]] = field(default_factory=Counter)

    def add(self, where: Text, what: Text, count: int = 1) -> None:
        """Count something that is lost; nothing is no loss."""
        if count:
            self.counts[where, what] += count

    def found(self) -> tuple[Loss, ...]:
        """Return the losses in the order in which they were first met."""
        return tuple(Loss(where, what, n) for (where, what), n in self.counts.items())


def carried(columns: Mapping[str, str]) -> Carried:
    """Return the columns that a format carries, given as words in one text for each table."""
    return {table: frozenset(words.split()) for table, words in columns.items()}


def of_plan(view: PlanView, columns: Carried, kept: Container[str]) -> Losses:
    """Return what is lost of a plan and its community.

    Parameters
    ----------
    columns
        The columns of the community's tables that the format carries. Of the other columns of
        these tables the cells that say something are counted, of other tables the rows.
    kept
        What it carries of lessons, of ``time``, ``weeks``, ``room``, ``series`` and ``assistant``;
        and ``duties`` and ``calendar``, where it carries those.
    """
    losses = Losses()
    _of_lessons(view, kept, losses)
    if "duties" not in kept:
        losses.add(_DUTIES, Text("值班", "duties"), len(view.plan.duties))
    if "calendar" not in kept:
        losses.add(_CALENDAR, Text("活动", "events"), len(view.plan.calendar.events))
        losses.add(_CALENDAR, Text("代课", "covers"), len(view.plan.calendar.covers))
    losses.add(_ROSTER, Text("轮岗安排", "placements"), len(view.plan.roster.placements))
    losses.add(_ROSTER, Text("师徒结对", "mentor pairs"), len(view.plan.roster.pairs))
    losses.add(_PLAN, Text("核查结果", "findings of the check"), len(view.plan.violations))
    for table in TABLES:
        where = Text(table.title, table.key)
        if table.key not in columns:
            losses.add(where, Text("行", "rows"), len(getattr(view.community, table.key)))
            continue
        for column in table.columns:
            if column.key not in columns[table.key]:
                what = Text(column.title, column.key.replace("_", " "))
                losses.add(where, what, _said(view, table, column))
    losses.add(_POLICY, Text("规则", "rules"), len(view.community.policy.rules))
    return losses


def _of_lessons(view: PlanView, kept: Container[str], losses: Losses) -> None:
    """Count the lessons that lose something."""
    lessons = view.plan.week.lessons
    counts = {
        "time": (Text("上课时间", "times"), len(lessons)),
        "weeks": (
            Text("单双周", "odd or even weeks"),
            sum(x.weeks is not WeekPattern.ALL for x in lessons),
        ),
        "room": (Text("教室", "rooms"), sum(bool(x.room) for x in lessons)),
        "series": (
            Text("同步课堂的联系", "synchronous links"),
            sum(bool(x.series) for x in lessons),
        ),
        "assistant": (
            Text("助教的身份", "who assists"),
            sum(bool(x.assistant) for x in lessons),
        ),
        "group": (
            Text("分组、走班的组", "groups of pupils"),
            sum(view.group_of(x) is not None for x in lessons),
        ),
    }
    for key, (what, count) in counts.items():
        if key not in kept:
            losses.add(_LESSONS, what, count)


def _said(view: PlanView, table: Table, column: Column) -> int:
    """Return in how many rows a column says something besides its default."""
    default = table.record.model_fields[column.key].default
    values = (getattr(record, column.key) for record in getattr(view.community, table.key))
    return sum(value not in (None, "", ()) and value != default for value in values)


def other_slots(view: PlanView, losses: Losses) -> None:
    """Count the slots that are no lessons, and those whose bells differ between weekdays."""
    slots = view.community.slots
    losses.add(
        _SLOTS,
        Text("不是正课的时段", "slots that are no lessons"),
        sum(s.kind is not SlotKind.LESSON for s in slots),
    )
    bells: dict[tuple[str, int], set[tuple[int, int]]] = {}
    for slot in slots:
        if slot.kind is SlotKind.LESSON:
            bells.setdefault((slot.grid, slot.order), set()).add((slot.start, slot.end))
    losses.add(
        _SLOTS,
        Text("各天不同的作息时刻", "bell times that differ between weekdays"),
        sum(len(times) - 1 for times in bells.values()),
    )
    losses.add(
        _SLOTS,
        Text("两个学段在钟点上重叠的节次", "lessons of two stages that overlap by the clock"),
        sum(map(_overlap, combinations(slots, 2))),
    )


def _overlap(slots: tuple[Slot, Slot]) -> bool:
    """Return whether two lesson slots of a grid, of different stages, are at one minute."""
    one, other = slots
    return (
        one.grid == other.grid
        and one.stage != other.stage
        and {one.kind, other.kind} == {SlotKind.LESSON}
        and not set(one.weekdays).isdisjoint(other.weekdays)
        and one.start < other.end
        and other.start < one.end
    )


_LESSONS = Text("课表", "timetable")
_DUTIES = Text("值班表", "duties held")
_CALENDAR = Text("行事历", "calendar")
_ROSTER = Text("轮岗名单", "roster")
_PLAN = Text("方案", "plan")
_POLICY = Text("政策", "policy")
_SLOTS = Text("作息", "slots")
