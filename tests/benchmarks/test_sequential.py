"""School after school against the joint plan, on two schools that can be counted by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from benchmarks.sequential.__main__ import load
from benchmarks.sequential.agreed import with_fixed_points
from benchmarks.sequential.table import tables
from scenarios.alone import order_of
from scheduling.check import check
from scheduling.instance import Event, Group, Instance, Resource, ResourceSlot, Time
from scheduling.one_by_one import is_taken, kept, school_after_school, week_of
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.base import AppliesTo
from scheduling.rules.limit_sites import LimitSites
from scheduling.rules.prefer_times import PreferTimes
from scheduling.rules.sync_link import Broadcast, SyncLink
from scheduling.rules.travel_time import TravelTime
from scheduling.solution import Lesson, Schedule, Solution
from scheduling.worth import Share, figures, lacking, share
from solving.outcome import Budget
from tests.support import tiny_community

if TYPE_CHECKING:
    from pathlib import Path

BELLS = {"A": (480, 540, 600), "B": (540, 630, 720)}  # B begins at 9:00; 40 minutes each


def two_schools(*more: AssignTime | LimitSites) -> Instance:
    """Return the week of schools A and B, two days; a class each, both taught by X.

    X gives 2 lessons at A and 2 at B and needs 30 minutes between them. Class a broadcasts one
    lesson by H to class b: only the second lesson of A (9:00) and the first of B meet.
    """
    times = tuple(
        Time(f"{site}{day}{number}", site=site, weekday=day, start=start, end=start + 40)
        for site, starts in BELLS.items()
        for day in (1, 2)
        for number, start in enumerate(starts, 1)
    )
    groups = tuple(
        Group(f"{site}:day{day}", members=tuple(f"{site}{day}{n}" for n in (1, 2, 3)))
        for site in BELLS
        for day in (1, 2)
    )
    people = [Resource(r, "Teacher") for r in ("X", "H")]
    classes = [Resource("a", "Class", site="A"), Resource("b", "Class", site="B")]

    def event(name: str, site: str, duration: int, *who: str) -> Event:
        slots = tuple(ResourceSlot(resource=r) for r in who)
        return Event(name, duration, slots=slots, site=site, course=name)

    events = (
        event("a/zh", "A", 2, "a", "X"),
        event("b/zh", "B", 2, "b", "X"),
        event("a/en@s", "A", 1, "a", "H"),
        event("b/en@s", "B", 1, "b"),
    )
    everybody = AppliesTo(resources=("X", "H", "a", "b"))
    rules = (
        AssignTime(id="time", applies_to=AppliesTo(event_groups=("all",))),
        AvoidClashes(id="clash", applies_to=everybody),
        TravelTime(id="way", applies_to=everybody),
        SyncLink(id="link", broadcasts=(Broadcast("a/en@s", ("b/en@s",)),)),
        *more,
    )
    return Instance(
        "two",
        times,
        time_groups=groups,
        resources=(*people, *classes),
        event_groups=(Group("all", members=tuple(e.id for e in events)),),
        events=events,
        rules=rules,
        travel_minutes={("A", "B"): 30, ("B", "A"): 30},
    )


def placed(**at: str) -> Solution:
    """Return lessons of one period: ``placed(A11="a/zh")``."""
    return Solution(tuple(Lesson(event, 1, time) for time, event in at.items()))


def times_of(week: Instance, rule: str) -> set[str]:
    """Return the times that a rule of a school's week names."""
    (found,) = [r for r in week.rules if r.id == rule]
    return set(found.times)  # type: ignore[attr-defined]


def test_shared_people_are_taken_by_the_clock_and_the_way() -> None:
    # The second lesson of A ends at 9:40, so X can be at B from 10:10 on.
    instance = two_schools()
    schedule = Schedule(instance, placed(A12="a/zh"))
    taken = [t.id for p, t in enumerate(instance.times) if is_taken(schedule, "X", p)]
    assert [t for t in taken if t[0] == "B"] == ["B11"]
    week = week_of(instance, "B", ["A"], schedule.solution)
    assert times_of(week, "elsewhere_X") == {"B11"}


def test_one_school_a_day_takes_the_whole_day() -> None:
    instance = two_schools(
        LimitSites(id="sites", max_per_day=1, applies_to=AppliesTo(resources=("X",)))
    )
    week = week_of(instance, "B", ["A"], placed(A12="a/zh"))
    assert times_of(week, "elsewhere_X") == {"B11", "B12", "B13"}


def test_receivers_follow_the_lesson_that_the_host_has_fixed() -> None:
    instance = two_schools()
    week = week_of(instance, "B", ["A"], placed(A22="a/en@s"))
    assert times_of(week, "follows_b/en@s") == {"B21"}
    assert {e.id for e in week.events} == {"b/zh", "b/en@s"}


def test_a_host_that_plans_later_follows_its_receivers() -> None:
    week = week_of(two_schools(), "A", ["B"], placed(B11="b/en@s"))
    assert times_of(week, "follows_a/en@s") == {"A12"}


def test_what_nobody_can_follow_is_left_out() -> None:
    # The first lesson of A ends at 8:40, before B begins.
    week = week_of(two_schools(), "B", ["A"], placed(A11="a/en@s"))
    assert {e.id for e in week.events} == {"b/zh"}


def test_lessons_that_break_a_hard_rule_are_taken_out() -> None:
    instance = two_schools()
    lessons = kept(instance, placed(A11="a/zh", A12="a/en@s", B11="b/en@s", B13="b/zh"))
    assert len(lessons) == 4
    # X is at A until 9:40 and, at B from 9:00 on, at two places at once.
    lessons = kept(instance, placed(A12="a/zh", B11="b/zh", B21="b/en@s"))
    assert len(lessons) == 2
    assert Lesson("b/en@s", 1, "B21") in lessons


def test_what_a_timetable_is_to_each_school() -> None:
    """X has a lesson before and one after a free slot at A; the broadcast finds no receiver."""
    found = placed(A11="a/zh", A13="a/zh", A22="a/en@s", B11="b/zh")
    shares = [share(two_schools(), found, school, set()) for school in "AB"]
    assert shares[0] == Share((3, 3), (0, 1), (2, 2), 1, {})
    assert shares[1] == Share((1, 3), (0, 1), (1, 2), 0, {})
    met = placed(A22="a/en@s", B21="b/en@s")
    assert [share(two_schools(), met, school, set()).synchronous for school in "AB"] == [(1, 1)] * 2


def test_school_after_school_leaves_out_what_a_joint_plan_places() -> None:
    # A has its broadcast in its first lesson, as it likes; then b cannot follow it.
    whim = PreferTimes(id="whim", times=("A11",), applies_to=AppliesTo(events=("a/en@s",)))
    instance = two_schools()
    first = replace(instance, rules=(*instance.rules, whim))
    found, told = school_after_school(first, ["A", "B"], Budget(30.0, 1, 1))
    assert set(told) == {"A", "B"}
    assert figures(instance, found, set())["unplaced"] == 1
    assert not {"b/en@s", "b"} - lacking(instance, found)
    whole, _ = school_after_school(with_fixed_points(instance), ["A", "B"], Budget(30.0, 1, 1))
    assert check(instance, whole) == []


def test_figures_are_counted_on_the_whole_community() -> None:
    # X: A 8:00 and 10:00 on day 1 with a gap between, then B at 12:00: one change of site.
    at = placed(A11="a/zh", A13="a/zh", B13="b/zh", A22="a/en@s", B21="b/en@s")
    instance = two_schools()
    found = figures(instance, at, lacking(instance, at))
    assert (found["sync"], found["sync_met"]) == (1, 1)
    assert (found["shared"], found["shared_placed"]) == (4, 3)
    assert (found["unplaced"], found["gaps"], found["commutes"]) == (1, 1, 1)
    assert found["hard"] == 0
    apart = figures(instance, placed(A11="a/en@s", B21="b/en@s"), set())
    assert (apart["sync_met"], apart["hard"]) == (0, 1)


def test_fixed_points_give_each_school_a_day_and_each_series_a_slot() -> None:
    week = with_fixed_points(two_schools())
    off = times_of(week, "agreed_X")
    days = {site: {t[1] for t in off if t[0] == site} for site in "AB"}
    assert sorted(map(len, days.values())) == [1, 1]
    assert days["A"] != days["B"]
    host, receiver = times_of(week, "agreed_a/en@s"), times_of(week, "agreed_b/en@s")
    assert {(h[2], r[2]) for h in host for r in receiver} == {("2", "1")}


def test_the_core_plans_first() -> None:
    assert order_of(tiny_community()) == ["C", "M"]


def test_runs_are_read_up_to_a_line_that_was_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    lines = [json.dumps({"community": "one", "seed": n}) for n in (1, 2)]
    path.write_text("\n".join([*lines, '{"community": "tw']), encoding="utf-8")
    assert load(path) == [{"community": "one", "seed": 2}]


def test_tables_add_up() -> None:
    instance = two_schools()
    at = placed(A11="a/zh", A13="a/zh", B13="b/zh", A22="a/en@s", B21="b/en@s")
    found = figures(instance, at, set()) | {"seconds": 1.0, "status": {}}
    ways = dict.fromkeys(("after", "agreed", "joint"), found)
    record = {"community": "two", "made_by": None, "schools": 2, "ways": ways}
    text = tables([record, record])
    assert "| joint plan | 2 | 0 | 2 of 2 (100%) | 6 of 8 (75%) | 2 |" in text
