"""The search: proofs, incumbents, starts, interruption, and what the checker says of it all."""

from __future__ import annotations

import os
import random
import signal
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from support import ended_by_the_first_timetable
from tiny_xhstt import event, lessons, school

from benchmarks.district import District
from community.rule import Cost, Strictness
from scheduling import phases, search
from scheduling.check import cost
from scheduling.construction import construct, placed, unplaced
from scheduling.improvement import Improvement
from scheduling.incumbent import Incumbent, timing
from scheduling.instance import Resource, ResourceSlot
from scheduling.local.search import LocalSearch
from scheduling.model import build
from scheduling.neighbourhoods import Choice, Terrain
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.rules.limit_idle_times import LimitIdleTimes
from scheduling.rules.prefer_resources import PreferResources
from scheduling.rules.prefer_times import PreferTimes
from scheduling.rules.split_events import SplitEvents
from scheduling.rules.stay_close import Kept, StayClose
from scheduling.search import solve
from scheduling.settings import Settings
from scheduling.solution import Lesson, Solution
from solving.builder import Builder
from solving.hints import completed
from solving.interrupt import ends_at, interruptible
from solving.outcome import Budget, Progress, Status

if TYPE_CHECKING:
    from scheduling.instance import Instance

QUICK = Budget(seconds=10, workers=1, seed=1)
ALL = AppliesTo(event_groups=("All",))
STAFF = AppliesTo(resource_groups=("Staff",))
HARD = (AssignTime(id="assign", applies_to=ALL), AvoidClashes(id="clash", applies_to=STAFF))
IDLE = LimitIdleTimes(
    id="idle", strictness=Strictness.SOFT, weight=3, time_groups=("Mo", "Tu"), applies_to=STAFF
)


def _away(*times: str, id: str = "away") -> AvoidUnavailableTimes:
    return AvoidUnavailableTimes(id=id, times=times, applies_to=AppliesTo(resources=("A",)))


def test_parts_are_given_up_when_nothing_gets_better(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phases, "STALL_SHARE", 0.0)
    monkeypatch.setattr(phases, "STALL_SECONDS", 0.1)
    tiny = school(event("E1", 1, "A"), rules=HARD)
    with interruptible() as interrupt:
        some = phases.Phases(tiny, QUICK, interrupt, None, None, Settings())
        stalled = some._stalls()
        assert not stalled()
        time.sleep(0.15)
        assert stalled()
        some.incumbent.offer(lessons("E1@Mo1"))
        assert not stalled()
        alone = phases.Phases(tiny, QUICK, interrupt, None, None, Settings(anneal=False))
        stalled = alone._stalls()  # without annealing there is nothing else to do
        time.sleep(0.15)
        assert not stalled()


def test_an_optimum_is_proved() -> None:
    # A has two lessons and is away on Mo2, Tu1, Tu2: Mo1 with Mo3 is idle once (3); Mo1 or Mo3
    # with Tu3 is not idle at all.
    tiny = school(event("E1", 2, "A"), rules=(*HARD, IDLE, _away("Mo2", "Tu1", "Tu2")))
    result = solve(tiny, QUICK)
    assert result.cost == Cost(0, 0)
    assert result.report.status is Status.OPTIMAL
    # Away on Tu3 as well, there is only Mo1 with Mo3.
    tiny = replace(tiny, rules=(*tiny.rules, _away("Tu3", id="also")))
    result = solve(tiny, QUICK)
    assert result.cost == Cost(0, 3)
    assert result.report.status is Status.OPTIMAL
    assert result.report.bound == result.report.objective == 3


def test_infeasible_is_proved() -> None:
    tiny = school(event("E1", 7, "A"), rules=(*HARD, IDLE))
    result = solve(tiny, QUICK)
    assert result.cost is not None
    assert result.cost.hard == 1  # the nearest timetable comes with the proof
    assert result.report.status is Status.INFEASIBLE


def test_out_of_time_is_unknown() -> None:
    tiny = school(event("E1", 3, "A"), rules=HARD)
    result = solve(tiny, Budget(0.0, 1))
    assert result.report.status is Status.UNKNOWN
    assert result.report.bound == 0


def test_progress_is_priced_by_the_checker() -> None:
    instance, _ = _district(1, 4)
    events: list[Progress] = []
    found: list[Solution] = []
    result = solve(instance, Budget(3, 2), listener=events.append, on_solution=found.append)
    told = [e.objective for e in events if e.objective is not None]
    assert told == sorted(told, reverse=True)
    assert result.cost is not None
    assert result.cost.hard == 0
    assert next(e.phase for e in events if e.phase != "prepare") == "construct"
    assert found
    bounds = [e.bound for e in events if e.bound is not None]
    assert bounds == sorted(bounds)


def _district(schools: int, classes: int, seed: int = 1) -> tuple[Instance, Solution]:
    return District(schools=schools, classes=classes, seed=seed, itinerant=0.1).make()


@pytest.mark.usefixtures("by_work")
@pytest.mark.parametrize("seed", range(4))
def test_planted_timetables_are_found(seed: int) -> None:
    """Two schools by the clock, travelling teachers, rooms just enough: a timetable exists."""
    instance, planted = _district(2, 6, seed)
    assert cost(instance, planted).hard == 6 * 8  # 8 periods of each class wait for a room
    result = solve(instance, Budget(2, 1, seed))
    assert result.cost is not None
    assert result.cost.hard == 0
    assert result.lacks == ()
    assert result.report.status in (Status.FEASIBLE, Status.OPTIMAL)


@pytest.mark.parametrize("seed", range(3))
def test_model_and_checker_agree_on_planted_timetables(seed: int) -> None:
    """The planted timetable fixed in the model costs what the checker says."""
    instance, planted = _district(2, 6, seed)
    builder = Builder()
    context = build(instance, builder)
    builder.minimize()
    known = [*placed(context, planted), *unplaced(context, planted)]
    values = completed(builder.model, known, QUICK)
    assert values is not None
    objective = builder.model.proto.objective
    priced = sum(c * values[v] for v, c in zip(objective.vars, objective.coeffs, strict=True))
    assert priced + objective.offset == cost(instance, planted).soft
    again = context.solution(lambda literal: values[literal.index])
    assert again.diff(planted) == ([], [])


def test_a_start_that_is_feasible_is_kept() -> None:
    instance, planted = _district(1, 4)
    built = construct(instance, QUICK, planted)
    assert built.solution is not None
    assert built.solution.diff(planted) == ([], [])


def _changed() -> tuple[Instance, Solution]:
    """A school where a teacher has a free time less, where the known timetable has a lesson."""
    instance, planted = _district(1, 4)
    lesson = random.Random(1).choice([x for x in planted.lessons if x.duration == 1])
    teacher = instance.event_by_id[lesson.event].slots[1].resource
    away = AvoidUnavailableTimes(
        id="new", times=(str(lesson.time),), applies_to=AppliesTo(resources=(str(teacher),))
    )
    return replace(instance, rules=(*instance.rules, away)), planted


def test_a_start_that_breaks_rules_is_repaired_with_few_moves() -> None:
    """At least the lesson at the time that is no longer free moves."""
    changed, planted = _changed()
    built = construct(changed, QUICK, planted)
    assert built.solution is not None
    assert cost(timing(changed), built.solution).hard == 0
    moved, _ = built.solution.diff(planted)
    assert 1 <= len(moved) <= 6
    # Lessons of events that are gone, and times that are gone, are no trouble.
    strange = Solution((*planted.lessons, *lessons("Gone@Mo1").lessons))
    assert construct(changed, QUICK, strange).solution is not None


@pytest.mark.usefixtures("by_work")
def test_few_lessons_move_from_a_known_timetable() -> None:
    """The lesson at the time that is no longer free moves, and what has to make room for it."""
    changed, planted = _changed()
    base = tuple(Kept(x.event, x.duration, x.time or "") for x in planted.lessons)
    stay = StayClose(id="stay", strictness=Strictness.SOFT, weight=100, base=base)
    changed = replace(changed, rules=(*changed.rules, stay))
    local = LocalSearch.made(changed, 1, lambda found: None)
    local.run(1.0, 1, planted, lambda: True)  # over as soon as it begins
    assert local.solution.bare().diff(planted) == ([], [])
    result = solve(changed, Budget(2, 1, 1), start=planted)
    assert result.solution is not None
    assert cost(timing(changed), result.solution).hard == 0
    moved, _ = result.solution.bare().diff(planted)
    assert 1 <= len(moved) <= 4


@pytest.mark.usefixtures("by_work")
def test_search_from_a_start_never_gets_worse() -> None:
    instance, planted = _district(1, 4)
    result = solve(instance, Budget(1, 1), start=planted)
    assert result.cost is not None
    assert result.cost.soft <= cost(instance, planted).soft


def test_a_room_stays_as_it_was_where_another_teacher_is_better() -> None:
    """Filled once more as before, E1 would have A and S; B, who is preferred, stays."""
    slots = (ResourceSlot("teacher", "Teacher"), ResourceSlot("room", "Room"))
    better = PreferResources(
        id="B", strictness=Strictness.SOFT, role="teacher", resources=("B",), applies_to=ALL
    )
    tiny = school(replace(event("E1", 1), slots=slots), rules=(HARD[0], better))
    tiny = replace(tiny, resources=(*tiny.resources, Resource("S", "Room")))
    before = Solution((Lesson("E1", 1, "Mo1", (("teacher", "A"), ("room", "S"))),))
    found = Solution((Lesson("E1", 1, "Mo1", (("teacher", "B"), ("room", "R"))),))
    with interruptible() as interrupt:
        some = search._Search(tiny, QUICK, interrupt, None, None, Settings())
        filling, price = some._finished(found, before)
    assert price == Cost()
    assert dict(filling.solution.lessons[0].resources) == {"teacher": "B", "room": "S"}


def test_a_timetable_is_kept_where_the_time_around_it_is_over() -> None:
    """On a busy machine the last touches come late: an hour's search is not lost for them."""
    instance, planted = _district(2, 4)
    kept = False
    with ends_at(time.monotonic() + 0.2):
        result = solve(instance, Budget(2, 1), start=planted)
        time.sleep(0.1)
        kept = result.solution is not None
    assert kept


def test_ctrl_c_returns_the_best() -> None:
    """Pressed at the first timetable: it comes back at once, its rooms filled all the same."""
    instance, _ = _district(2, 12)
    found: list[Solution] = []

    def press_once(solution: Solution) -> None:
        if not found:
            os.kill(os.getpid(), signal.SIGINT)
        found.append(solution)

    began = time.monotonic()
    result = solve(instance, Budget(300, 2), on_solution=press_once)
    assert result.report.interrupted
    assert time.monotonic() - began < 60
    assert result.cost is not None
    assert result.cost.hard == 0
    assert result.lacks == ()


def test_improvement_only_offers_what_is_better() -> None:
    """Parts are freed in turn on two threads; every incumbent keeps the hard rules."""
    instance, planted = _district(1, 6)
    builder = Builder()
    context = build(instance, builder)
    builder.minimize()
    found: list[Solution] = []
    incumbent = Incumbent(timing(instance), on_solution=found.append)
    incumbent.offer(planted)
    with interruptible() as interrupt:
        parts = Improvement(context, incumbent, None, seed=1, limit=1.0)
        parts.run(6, 2, interrupt)
    prices = [cost(timing(instance), s) for s in found]
    assert all(p.hard == 0 for p in prices)
    assert [p.soft for p in prices] == sorted({p.soft for p in prices}, reverse=True)
    assert prices[-1].soft < prices[0].soft
    assert sum(k.tries for k in parts.choice.kinds) == parts.solves


def test_nothing_to_improve_without_a_timetable() -> None:
    tiny = school(event("E1", 1, "A"), rules=HARD)
    context = build(tiny, Builder())
    with pytest.raises(ValueError, match="no timetable"):
        Improvement(context, Incumbent(tiny), None, seed=1, limit=1.0)


def test_neighbourhoods_have_the_size_they_learnt() -> None:
    instance, _ = _district(2, 6)
    terrain = Terrain(instance)
    choice = Choice(terrain, seed=1)
    assert len(terrain.days) == 5
    for _ in range(50):
        kind, freed = choice.next([])
        assert freed.events
        assert freed.events <= set(terrain.events)
        kind.learn(0, 1.0, closed=False, fraction=1.0)
    assert all(8 <= k.size < 40 for k in choice.kinds if k.tries)


def test_points_of_violations_lead_to_resources() -> None:
    tiny = school(event("E1", 1, "A"), event("E2", 1, "A", "B"), rules=())
    terrain = Terrain(tiny)
    assert terrain.related("A") == ["A"]
    assert terrain.related("E2") == ["A", "B"]
    assert terrain.related("All") == ["A", "B"]
    assert terrain.related("somewhere") == []
    assert [sorted(d) for d in terrain.days] == [[0, 1, 2], [3, 4, 5]]


def test_soft_unplaced_lessons_are_improved_too() -> None:
    # Seven lessons for six times: one stays out (5); PreferTimes asks for Monday (1 each).
    late = AssignTime(id="assign", strictness=Strictness.SOFT, weight=5, applies_to=ALL)
    monday = PreferTimes(
        id="monday", strictness=Strictness.SOFT, time_groups=("Mo",), applies_to=ALL
    )
    single = SplitEvents(id="single", maximum_duration=1, maximum_amount=4, applies_to=ALL)
    tiny = school(event("E1", 4, "A"), event("E2", 3, "A"), rules=(late, HARD[1], monday, single))
    result = solve(tiny, QUICK)
    assert result.report.status is Status.OPTIMAL
    assert result.cost == Cost(0, 5 + 3)


def test_lessons_that_wait_are_placed_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """No time for the construction at one go: repair gives every lesson its time all the same."""
    monkeypatch.setattr(search, "PROOF_SECONDS", 0.0)
    instance, _ = _district(1, 6)
    phases: list[str] = []
    alone = Settings(anneal=False)
    with ended_by_the_first_timetable() as ended:

        def hear(progress: Progress) -> None:
            phases.append(progress.phase)
            ended(progress)

        result = solve(instance, Budget(60, 1), listener=hear, settings=alone)
    assert "repair" in phases
    assert result.cost is not None
    assert result.cost.hard == 0


def test_repair_proves_what_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    # Seven lessons for six times: the best leaves one waiting, and that is proved.
    monkeypatch.setattr(search, "PROOF_SECONDS", 0.0)
    tiny = school(event("E1", 7, "A"), rules=(*HARD, IDLE))
    result = solve(tiny, QUICK, settings=Settings(anneal=False))
    assert result.report.status is Status.INFEASIBLE
    assert result.cost is not None
    assert result.cost.hard == 1
    assert result.solution is not None
    assert sum(x.duration for x in result.solution.lessons if x.time is None) == 1


def test_hard_cost_counts_before_soft() -> None:
    tiny = school(event("E1", 2, "A"), rules=(*HARD, replace(IDLE, weight=5000)))
    incumbent = Incumbent(tiny)
    assert incumbent.offer(lessons("E1@Mo1"))  # one lesson waits
    assert not incumbent.is_complete
    assert incumbent.offer(lessons("E1@Mo1", "E1@Mo3"))  # dearer, but whole
    assert incumbent.is_complete
    assert incumbent.cost == Cost(0, 5000)
    assert not incumbent.offer(lessons("E1@Mo1"))
    incumbent.raise_bound(5000.0)
    assert incumbent.is_optimal
