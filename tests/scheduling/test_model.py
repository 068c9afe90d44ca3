"""The model's variables: what may be placed where, and what the domains leave."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tiny_xhstt import TIMES, event, lessons, school

from community.rule import Strictness
from scheduling.check import cost
from scheduling.domains import Domains, mask_of, positions
from scheduling.instance import Instance, Resource, ResourceSlot, Time
from scheduling.model import build, narrowed
from scheduling.rules.assign_resource import AssignResource
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.rules.prefer_resources import PreferResources
from scheduling.rules.prefer_times import PreferTimes
from scheduling.rules.split_events import SplitEvents
from solving.builder import Builder
from solving.outcome import Budget, Status
from solving.solver import solve

QUICK = Budget(seconds=10, workers=1, seed=1)
ALL = AppliesTo(event_groups=("All",))
STAFF = AppliesTo(resource_groups=("Staff",))
ASSIGN = AssignTime(id="assign", applies_to=ALL)
CLASH = AvoidClashes(id="clash", applies_to=STAFF)
ROOM = AssignResource(id="room", role="room", applies_to=ALL)


def _starts(instance: Instance, event_id: str, builder: Builder | None = None) -> list[str]:
    context = build(instance, builder or Builder())
    times = instance.times
    return [f"{s.duration}@{times[s.time].id}" for s in context.starts(event_id)]


def _status(instance: Instance) -> Status:
    builder = Builder()
    build(instance, builder)
    return solve(builder.model, QUICK).status


def test_positions_of_a_mask() -> None:
    assert list(positions(0b10110)) == [1, 2, 4]
    assert list(positions(0)) == []


def test_any_split_is_allowed_without_a_rule() -> None:
    # Duration 2: six single starts, five doubles (also across the end of Monday).
    found = _starts(school(event("E1", 2, "A"), rules=(ASSIGN, CLASH)), "E1")
    assert [x for x in found if x.startswith("1@")] == [f"1@{t}" for t in TIMES]
    assert [x for x in found if x.startswith("2@")] == [f"2@{t}" for t in TIMES[:5]]


def test_a_lesson_does_not_run_across_a_break() -> None:
    tiny = school(event("E1", 2, "A"), rules=(ASSIGN, CLASH))
    times = tuple(replace(t, joins_next=t.id not in ("Mo3", "Tu3")) for t in tiny.times)
    found = _starts(replace(tiny, times=times), "E1")
    assert [x for x in found if x.startswith("2@")] == ["2@Mo1", "2@Mo2", "2@Tu1", "2@Tu2"]


def test_hard_rules_narrow_the_starts() -> None:
    rules = (
        ASSIGN,
        CLASH,
        SplitEvents(id="split", maximum_duration=1, maximum_amount=2, applies_to=ALL),
        PreferTimes(id="mondays", time_groups=("Mo",), applies_to=ALL),
        AvoidUnavailableTimes(id="away", times=("Mo2",), applies_to=AppliesTo(resources=("A",))),
    )
    tiny = school(event("E1", 2, "A"), rules=rules)
    assert _starts(tiny, "E1") == ["1@Mo1", "1@Mo3"]
    soft = replace(rules[4], strictness=Strictness.SOFT)
    assert _starts(replace(tiny, rules=(*rules[:4], soft)), "E1") == ["1@Mo1", "1@Mo2", "1@Mo3"]
    # A rule that is left out, a relaxed model and a guarded one keep the whole domain.
    assert len(_starts(tiny, "E1", Builder(skip=frozenset({"mondays", "away"})))) == 6
    assert len(_starts(tiny, "E1", Builder(relaxed=True))) == 6 + 5
    assert len(_starts(tiny, "E1", Builder(guarded=True))) == 6 + 5 + 6  # two single ones at once


def test_a_given_time_is_the_only_start() -> None:
    tiny = school(event("E1", 2, "A", time="Tu2"), rules=(ASSIGN, CLASH))
    assert _starts(tiny, "E1") == ["2@Tu2"]


def test_times_of_another_site_are_not_for_an_event() -> None:
    tiny = school(event("E1", 1, "A", site="Mo"), rules=(ASSIGN, CLASH))
    times = tuple(replace(t, site=t.id[:2] if t.id != "Tu3" else None) for t in tiny.times)
    # Tu3 belongs to no site, so to every one.
    assert _starts(replace(tiny, times=times), "E1") == ["1@Mo1", "1@Mo2", "1@Mo3", "1@Tu3"]


def test_nowhere_to_go_is_infeasible() -> None:
    away = AvoidUnavailableTimes(
        id="away", time_groups=("Mo", "Tu"), applies_to=AppliesTo(resources=("A",))
    )
    tiny = school(event("E1", 1, "A"), rules=(ASSIGN, CLASH, away))
    assert _status(tiny) is Status.INFEASIBLE
    assert _status(replace(tiny, rules=(CLASH, away))) is Status.OPTIMAL  # it may stay unplaced


def test_cover_counts_durations() -> None:
    tiny = school(event("E1", 3, "A"), rules=(ASSIGN, CLASH))
    builder = Builder()
    context = build(tiny, builder)
    outcome = solve(builder.model, QUICK)
    assert outcome.status is Status.OPTIMAL
    found = context.solution(outcome.value)
    assert sum(x.duration for x in found.lessons) == 3
    assert cost(tiny, found).hard == 0


def test_seven_lessons_do_not_fit_six_times() -> None:
    assert _status(school(event("E1", 6, "A"), rules=(ASSIGN, CLASH))) is Status.OPTIMAL
    assert _status(school(event("E1", 7, "A"), rules=(ASSIGN, CLASH))) is Status.INFEASIBLE


def test_an_event_that_needs_nobody_may_run_twice_at_once() -> None:
    # Two lessons, one time: possible, because nothing that the event needs can clash.
    monday = PreferTimes(id="one", times=("Mo1",), duration=1, applies_to=ALL)
    single = SplitEvents(id="split", maximum_duration=1, maximum_amount=2, applies_to=ALL)
    alone = school(event("E1", 2), rules=(ASSIGN, CLASH, monday, single))
    assert _status(alone) is Status.OPTIMAL
    taught = school(event("E1", 2, "A"), rules=(ASSIGN, CLASH, monday, single))
    assert _status(taught) is Status.INFEASIBLE


def test_relaxed_model_charges_what_the_checker_charges() -> None:
    # Seven lessons of A in six times: one lesson has no time (cost 1) or clashes (cost 1).
    tiny = school(event("E1", 6, "A"), event("E2", 1, "A"), rules=(ASSIGN, CLASH))
    builder = Builder(relaxed=True)
    context = build(tiny, builder)
    builder.minimize()
    outcome = solve(builder.model, QUICK)
    assert outcome.report.objective == 1000
    assert cost(tiny, context.solution(outcome.value)).hard == 1


def test_unplaced_lessons_are_lessons_of_the_solution() -> None:
    soft = replace(ASSIGN, strictness=Strictness.SOFT, weight=5)
    tiny = school(event("E1", 7, "A"), rules=(soft, CLASH))
    builder = Builder()
    context = build(tiny, builder)
    builder.minimize()
    outcome = solve(builder.model, QUICK)
    assert outcome.report.objective == 5  # six times for seven lessons
    found = context.solution(outcome.value)
    assert sum(x.duration for x in found.lessons if x.time is None) == 1
    assert cost(tiny, found).soft == 5


def test_candidates_are_of_the_type_and_preferred() -> None:
    tiny = school(event("E1", 1, role="teacher"), rules=())
    assert narrowed(tiny, Builder()).candidates(tiny.events[0], "teacher") == ("A", "B", "C")
    prefer = PreferResources(id="p", role="teacher", resources=("C", "B"), applies_to=ALL)
    tiny = replace(tiny, rules=(prefer,))
    assert narrowed(tiny, Builder()).candidates(tiny.events[0], "teacher") == ("B", "C")
    assert narrowed(tiny, Builder(relaxed=True)).candidates(tiny.events[0], "teacher") == (
        "A",
        "B",
        "C",
    )


def test_times_and_resources_together() -> None:
    # B and C can each be at one lesson on Mo1; a third event there would need A, who is away.
    monday = PreferTimes(id="one", times=("Mo1",), applies_to=ALL)
    away = AvoidUnavailableTimes(id="away", times=("Mo1",), applies_to=AppliesTo(resources=("A",)))
    assign = AssignResource(id="who", role="teacher", applies_to=ALL)
    rules = (ASSIGN, CLASH, monday, away, assign)
    for count, expected in ((2, Status.OPTIMAL), (3, Status.INFEASIBLE)):
        events = [event(f"E{n}", 1, role="teacher") for n in range(count)]
        tiny = school(*events, rules=rules)
        builder = Builder()
        context = build(tiny, builder, resources=True)
        outcome = solve(builder.model, QUICK)
        assert outcome.status is expected
        if outcome.status.has_solution:
            assert cost(tiny, context.solution(outcome.value)).hard == 0


def test_model_without_times_has_no_starts() -> None:
    tiny = school(event("E1", 1, role="teacher"), rules=(ASSIGN, CLASH))
    context = build(tiny, Builder(), times=False, resources=True)
    assert context.available == {"resources"}
    with pytest.raises(LookupError):
        context.starts("E1")


def test_odd_and_even_weeks_share_a_time() -> None:
    monday = PreferTimes(id="one", times=("Mo1",), applies_to=ALL)
    for halves, whole, expected in (
        (2, 0, Status.OPTIMAL),  # one in odd weeks, the other in even ones: the model's choice
        (3, 0, Status.INFEASIBLE),
        (1, 1, Status.INFEASIBLE),
    ):
        some = [event(f"H{n}", 1, "A", alternates=True) for n in range(halves)]
        some += [event(f"E{n}", 1, "A") for n in range(whole)]
        assert _status(school(*some, rules=(ASSIGN, CLASH, monday))) is expected


def test_a_room_holds_as_many_as_its_capacity() -> None:
    monday = PreferTimes(id="one", times=("Mo1",), applies_to=ALL)
    clash = AvoidClashes(id="clash", applies_to=AppliesTo(resources=("R",)))
    for count, expected in ((2, Status.OPTIMAL), (3, Status.INFEASIBLE)):
        events = [event(f"E{n}", 1, "R") for n in range(count)]
        tiny = school(*events, rules=(ASSIGN, clash, monday))
        tiny = replace(tiny, resources=(*tiny.resources[:3], Resource("R", "Room", capacity=2)))
        assert _status(tiny) is expected


def _two_sites(gap: int) -> Instance:
    """A teaches at X and Y. X has 8:00-8:40; Y has one time, ``gap`` minutes after X's begins."""
    times = (
        Time("X1", site="X", weekday=1, start=480, end=520),
        Time("Y1", site="Y", weekday=1, start=480 + gap, end=520 + gap),
    )
    events = (event("EX", 1, "A", site="X"), event("EY", 1, "A", site="Y"))
    return replace(school(*events, rules=(ASSIGN, CLASH)), times=times, time_groups=())


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (0, Status.INFEASIBLE),
        (39, Status.INFEASIBLE),
        (-39, Status.INFEASIBLE),
        (40, Status.OPTIMAL),
        (-40, Status.OPTIMAL),
    ],
)
def test_clashes_are_told_by_the_clock(gap: int, expected: Status) -> None:
    tiny = _two_sites(gap)
    assert _status(tiny) is expected
    both = lessons("EX@X1", "EY@Y1")
    assert (cost(tiny, both).hard == 0) is (expected is Status.OPTIMAL)


def test_another_weekday_is_another_time() -> None:
    tiny = _two_sites(0)
    tuesday = replace(tiny.times[1], weekday=2)
    assert _status(replace(tiny, times=(tiny.times[0], tuesday))) is Status.OPTIMAL


def _waiting(
    count: int, *rooms: Resource, busy: bool = False, alternates: bool = False
) -> Instance:
    """``count`` events on Mo1, each in one of the rooms; the first room may be taken already."""
    slot = ResourceSlot(role="room", type="Room")
    made = event("E", 1, alternates=alternates)
    events = [replace(made, id=f"E{n}", slots=(slot,)) for n in range(count)]
    if busy:
        events.append(event("Taken", 1, rooms[0].id))
    clash = AvoidClashes(id="clash", applies_to=AppliesTo(resources=tuple(r.id for r in rooms)))
    monday = PreferTimes(id="one", times=("Mo1",), applies_to=ALL)
    tiny = school(*events, rules=(ASSIGN, clash, monday, ROOM))
    return replace(tiny, resources=rooms)


def test_open_slots_are_counted_before_they_are_filled() -> None:
    one, two = Resource("R1", "Room"), Resource("R2", "Room", capacity=2)
    assert _status(_waiting(3, one, two)) is Status.OPTIMAL  # 1 + 2 places
    assert _status(_waiting(4, one, two)) is Status.INFEASIBLE
    assert _status(_waiting(2, one, two, busy=True)) is Status.OPTIMAL
    assert _status(_waiting(3, one, two, busy=True)) is Status.INFEASIBLE


def test_slots_that_may_stay_empty_are_not_counted() -> None:
    tiny = _waiting(4, Resource("R1", "Room"))
    soft = replace(ROOM, strictness=Strictness.SOFT)
    assert _status(replace(tiny, rules=(*tiny.rules[:-1], soft))) is Status.OPTIMAL


def test_odd_and_even_weeks_are_counted_apart() -> None:
    rooms = (Resource("R1", "Room"), Resource("R2", "Room"))  # two in odd, two in even weeks
    assert _status(_waiting(4, *rooms, alternates=True)) is Status.OPTIMAL
    assert _status(_waiting(5, *rooms, alternates=True)) is Status.INFEASIBLE


def test_overlapping_pools_are_counted_together() -> None:
    # E0 in R1 or R2, E1 in R2 or R3, two more in R1 or R3: four lessons, three rooms. No pool
    # alone has too many (two each); their union has.
    rooms = tuple(Resource(f"R{n}", "Room") for n in (1, 2, 3))
    pairs = (("R1", "R2"), ("R2", "R3"), ("R1", "R3"), ("R1", "R3"))
    prefer = tuple(
        PreferResources(
            id=f"p{n}", role="room", resources=pair, applies_to=AppliesTo(events=(f"E{n}",))
        )
        for n, pair in enumerate(pairs)
    )
    tiny = _waiting(4, *rooms)
    assert _status(replace(tiny, rules=(*tiny.rules, *prefer))) is Status.INFEASIBLE
    tiny = _waiting(3, *rooms)
    assert _status(replace(tiny, rules=(*tiny.rules, *prefer[:3]))) is Status.OPTIMAL


def test_unavailable_rooms_do_not_count() -> None:
    tiny = _waiting(2, Resource("R1", "Room"), Resource("R2", "Room"))
    assert _status(tiny) is Status.OPTIMAL
    away = AvoidUnavailableTimes(id="away", times=("Mo1",), applies_to=AppliesTo(resources=("R2",)))
    assert _status(replace(tiny, rules=(*tiny.rules, away))) is Status.INFEASIBLE


def test_domains_offer_what_rules_take_away() -> None:
    tiny = school(event("E1", 3, "A"))
    domains = Domains(tiny)
    item = tiny.events[0]
    assert domains.durations(item) == [1, 2, 3]
    domains.keep_durations("E1", (1, 2, 5))
    domains.keep_durations("E1", (2, 3))
    assert domains.durations(item) == [2]
    domains.keep_starts("E1", mask_of(tiny.positions((), ("Mo1", "Mo3", "Tu1"))), 2)
    domains.block("E1", mask_of(tiny.positions((), ("Tu2",))))
    assert list(positions(domains.starts(item, 2))) == [0, 2]  # Mo1-2 and Mo3-Tu1
