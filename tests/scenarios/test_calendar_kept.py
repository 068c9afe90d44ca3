"""What becomes of a plan's calendar when its timetable changes: kept, covered anew, or told."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from support import tiny_community

from community.models import Slot, SlotKind
from community.profile import resolve
from scenarios import dating
from scenarios.calendars import audit_calendar, keeping_calendar, with_calendar_before
from scenarios.changes.base import replaced
from scenarios.changes.registry import parse_changes
from scenarios.merging import Part, merge
from scenarios.plan import carried
from scenarios.planning import make_plan
from scenarios.swapping import Swap, swap
from scenarios.whatif import what_if
from scheduling.term.covering import covers
from scheduling.term.events import DatedEvent
from scheduling.term.frame import TermFrame
from scheduling.timetable import ClassDuty
from solving.outcome import Budget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import Community
    from scenarios.plan import Plan
    from scheduling.term.events import Cover

BUDGET = Budget(seconds=10, workers=1, seed=1)


@cache
def community() -> Community:
    return replaced(tiny_community(), policy=resolve("songyang"))


@cache
def case() -> tuple[Plan, Cover, Swap]:
    """A plan with its calendar, in it a lesson that is covered, and this lesson on another day."""
    result, told = dating.make_dated(community(), BUDGET)
    assert result.plan is not None and told is not None and told.plan == result.plan
    for plan, cover in away(result.plan):
        if found := moved(plan, cover):
            return plan, cover, found
    raise AssertionError("no lesson that another one can have goes to another day")


def dated() -> tuple[Plan, Cover]:
    return case()[:2]


def swapped() -> Swap:
    return case()[2]


def away(plan: Plan) -> Iterator[tuple[Plan, Cover]]:
    """Each way to take somebody out of one lesson of one day, where another one can have it."""
    frame = TermFrame(community(), plan.roster, plan.week)
    busy = {(e.date, who) for e in plan.calendar.events for who in e.people}
    for day, teacher in product(frame.days, community().teachers):
        standing = frame.standing_on(teacher.id, day)
        if not standing or (day.date, teacher.id) in busy:
            continue
        x, who = standing[0], (teacher.id,)
        event = DatedEvent(day.date, x.start, x.end, "own:1", "外出听课", people=who)
        events = tuple(sorted([*plan.calendar.events, event]))
        covered, lacking = covers(frame, events, plan.calendar.covers)
        mine = [c for c in covered if c.event == "own:1"]
        if len(mine) == 1 and not lacking and not x.lesson.series:
            calendar = replace(plan.calendar, events=events, covers=covered)
            yield replace(plan, calendar=calendar), mine[0]


def moved(plan: Plan, cover: Cover) -> Swap | None:
    """The lesson that is covered goes to another day, where it breaks nothing."""
    group = community().class_by_id[cover.class_id]
    lesson = next(
        x
        for x in plan.week.lessons
        if (x.class_id, x.slot, x.teacher) == (cover.class_id, cover.slot, cover.absent)
    )
    name = community().school_by_id[group.school].name + group.name
    taken = {(x.weekday, x.slot) for x in plan.week.lessons if x.class_id == group.id}
    for day, slot in product(range(1, 6), range(1, 5)):
        if (day, slot) not in taken and day != lesson.weekday:
            at = [f"周{'一二三四五'[d - 1]} 第{n}节" for d, n in
                  ((lesson.weekday, lesson.slot), (day, slot))]  # fmt: skip
            found = swap(community(), plan, f"{name} {at[0]}", at[1])
            if not found.broken:
                return found
    return None


def broken(plan: Plan) -> list[str]:
    return [v.sentence.zh for v in audit_calendar(community(), plan) if v.is_hard]


def test_both_steps_leave_a_calendar_that_holds() -> None:
    plan, cover = dated()
    assert not broken(plan)
    assert cover in plan.calendar.covers


def test_the_timetable_gets_the_time_of_the_calendar_where_it_needs_it(monkeypatch) -> None:
    """All but a hundredth of a second is kept for the calendar at first."""
    monkeypatch.setattr(dating, "SHARE", 0.999)
    result, told = dating.make_dated(community(), BUDGET)
    assert result.plan is not None and result.plan.has_week
    assert not result.plan.hard_violations
    assert told is not None


def test_a_swap_keeps_the_dates_and_covers_anew_what_is_missed_now() -> None:
    plan, cover = dated()
    found = swapped()
    assert found.after.calendar.events == plan.calendar.events
    assert cover not in found.after.calendar.covers
    assert {*plan.calendar.covers} - {cover} <= {*found.after.calendar.covers}
    assert not broken(found.after)
    (note,) = found.notes
    assert "日期不变" in note.zh


def test_duties_that_change_hands_are_covered_anew_or_no_more() -> None:
    """Whoever is away from half past seven has morning reading of the class, or has not."""
    plan, cover = dated()
    grid = community().school_by_id[cover.school].grid
    reading = {"kind": SlotKind.MORNING_READING, "start": 480, "end": 500}
    slot = Slot(grid=grid, order=9, name="早读", **reading)
    data = replaced(community(), slots=(*community().slots, slot))
    early = DatedEvent(cover.date, 450, 505, "own:2", "早会", people=(cover.absent,))
    calendar = replace(plan.calendar, events=tuple(sorted([*plan.calendar.events, early])))
    bare = replace(plan, calendar=calendar)
    weekday = cover.date.isoweekday()
    duty = ClassDuty(cover.school, cover.class_id, weekday, 9, cover.absent)
    kept, (note,) = keeping_calendar(data, bare, replace(bare, duties=(duty,)))
    (new,) = {*kept.calendar.covers} - {*plan.calendar.covers}
    assert (new.slot, new.subject, new.event) == (9, "", "own:2")
    assert "代课重新安排1节" in note.zh
    again, (note,) = keeping_calendar(data, kept, replace(kept, duties=()))
    assert again.calendar == calendar
    assert "不再需要的代课1节" in note.zh


def test_merging_a_schools_changes_keeps_the_calendar() -> None:
    plan, _ = dated()
    after = swapped().after.week.lessons
    school = swapped().moves[0].lesson.school
    base, back = (
        tuple(x for x in lessons if x.school == school) for lessons in (plan.week.lessons, after)
    )
    found = merge(community(), plan, [Part("back.xlsx", school, base, back, True)])
    assert found.plan.calendar == swapped().after.calendar
    assert found.notes == swapped().notes
    same = merge(community(), plan, [Part("back.xlsx", school, base, base, True)])
    assert same.plan.calendar == plan.calendar
    assert not same.notes


def test_planning_on_from_a_plan_keeps_its_calendar() -> None:
    plan, _ = dated()
    result = make_plan(community(), BUDGET, base=plan)
    assert result.plan is not None
    assert result.plan.calendar.events == plan.calendar.events
    assert not broken(result.plan)


def test_what_if_says_what_becomes_of_the_calendar() -> None:
    """A lesson more is no matter for most of what is on dates."""
    plan, _ = dated()
    changes = parse_changes(["class-added M 三年级(2)班"])
    result = what_if(community(), plan, changes, BUDGET).planned
    assert result.plan is not None
    told = "".join(n.zh for n in result.notes)
    assert ("日期不变" if result.plan.has_calendar else "没有写进新方案") in told
    if result.plan.has_calendar:
        assert result.plan.calendar.events == plan.calendar.events


def test_a_calendar_that_does_not_hold_is_left_out_and_that_is_told() -> None:
    """Seven meetings more at the hours of one: each of them has a point, and all are told."""
    plan, cover = dated()
    own = next(e for e in plan.calendar.events if e.id == "own:1")
    more = [replace(own, id=f"own:{n}", name=f"另一个会{n}") for n in range(2, 9)]
    many = tuple(sorted([*plan.calendar.events, *more]))
    before = replace(plan, calendar=replace(plan.calendar, events=many))
    assert broken(before)
    after = replace(swapped().after, calendar=plan.calendar)
    bare = replace(after, calendar=replace(plan.calendar, term="", events=(), covers=()))
    found, (head, *points) = with_calendar_before(community(), before, bare)
    assert not found.has_calendar
    assert "没有写进新方案" in head.zh and "onebell term" in head.zh
    assert f"有{len(points)}处不成立" in head.zh
    told = "".join(p.zh for p in points)
    assert all(event.name in told for event in more)
    assert cover.absent in own.people


def test_a_calendar_of_another_term_does_not_come_along() -> None:
    plan, _ = dated()
    other = replace(plan, calendar=replace(plan.calendar, term="another"))
    week = replace(plan.week, lessons=plan.week.lessons[:-1])
    found, told = keeping_calendar(community(), other, replace(other, week=week))
    assert not found.has_calendar
    assert "另一个学期" in told[0].zh


def test_who_leaves_takes_part_no_more() -> None:
    plan, cover = dated()
    rest = tuple(t for t in community().teachers if t.id != cover.absent)
    found = carried(plan, replaced(community(), teachers=rest)).calendar
    assert all(cover.absent not in e.people for e in found.events)
    assert "own:1" not in {e.id for e in found.events}  # nobody is left in it
    assert cover not in found.covers
    together = [e for e in plan.calendar.events if cover.absent in e.people and len(e.people) > 1]
    assert {e.id for e in together} <= {e.id for e in found.events}
