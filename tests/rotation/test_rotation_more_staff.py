"""more_staff: what a proof about one roster says of others, held against all rosters there are."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import lru_cache
from itertools import product

import pytest
from agreement import assert_agree, some_roster
from random_communities import asked
from rotation_tiny import BUDGET, ITINERANT, SECONDMENT, community, rule, school, teacher
from support import tiny_slots

from community.models import SchoolRole, Unavailable
from rotation.instance import compile_rotation
from rotation.posts import Post
from rotation.rules.more_staff import Kind, MoreStaff
from rotation.solution import Placement, Roster
from rotation.view import RosterView
from scenarios import planning
from scenarios.refusing import refusal
from scenarios.verdicts import EVERY_ROSTER
from scheduling.planning import WeekResult
from scheduling.shortage import counted
from scheduling.staffing import choose_teachers
from scheduling.week.compile import compile_frame
from scheduling.week.frame import Frame
from solving.outcome import Budget, Status

TERM = "2025-1"
SITES = ("K", "A", "B")


def some_community(seed: int):
    """Two subjects, three schools, six slots a day: what is short is people, not times."""
    dice = random.Random(seed)
    people = [
        teacher(
            f"t{n}",
            dice.choice("KKA"),
            dice.choice(["zh", "zh", "math", "zh math"]),
            max_periods=dice.choice([8, 12]),
        )
        for n in range(4)
    ]
    made = community(
        people,
        asked(),
        schools=[school("K", SchoolRole.CORE), school("A"), school("B")],
        classes={"K": dice.randint(1, 2), "A": 1, "B": dice.randint(0, 1)},
        periods={"zh": 5, "math": dice.choice([4, 6])},
        minutes=5,
    )
    away = tuple(Unavailable(teacher="t0", weekday=d) for d in (1, 2, 3, 4)[: dice.choice([0, 4])])
    return made.model_copy(update={"slots": tiny_slots("g", 480, lessons=6), "unavailable": away})


def every_roster(made):
    """Everybody stays, is sent somewhere, or visits one other school."""
    choices = [
        [
            None,
            *(
                Placement(t.id, kind, host, TERM, 1)
                for kind in (SECONDMENT, ITINERANT)
                for host in SITES
                if host != t.school
            ),
        ]
        for t in made.teachers
    ]
    for some in product(*choices):
        yield Roster(tuple(sorted(p for p in some if p)))


def can_be_staffed(made, roster) -> bool:
    """Deal out the courses by trying everything, on loads and free slots alone."""
    frame = Frame.of(made, roster, TERM)
    free = {t.id: min(t.max_periods, frame.capacity(t.id)) for t in made.teachers}
    courses = tuple(
        (int(c.taught), frame.people.qualified(lane))
        for lane, cs in frame.lanes.items()
        for c in cs
    )
    names = tuple(sorted(free))

    @lru_cache(None)
    def fits(number: int, left: tuple[int, ...]) -> bool:
        if number == len(courses):
            return True
        size, takers = courses[number]
        for who in takers:
            at = names.index(who)
            if left[at] >= size:
                rest = (*left[:at], left[at] - size, *left[at + 1 :])
                if fits(number + 1, rest):
                    return True
        return False

    return fits(0, tuple(free[n] for n in names))


@pytest.mark.parametrize("seed", range(4))
def test_no_roster_that_can_be_staffed_is_refused(seed):
    made = some_community(seed)
    problem = compile_rotation(made)
    rosters = list(every_roster(made))
    staffed = [r for r in rosters if can_be_staffed(made, r)]
    failed = [r for r in rosters if r not in set(staffed)]
    several = 0
    for roster in random.Random(seed).sample(failed, min(len(failed), 4)):
        frame = Frame.of(made, roster, TERM)
        lacks = tuple(counted(frame))
        if not lacks:
            lacks = choose_teachers(compile_frame(frame), frame, BUDGET.within(5.0)).shortages
        found = refusal(problem, roster, WeekResult(None, Status.INFEASIBLE, {}, lacks), TERM, 1)
        assert isinstance(found, MoreStaff) or not any(s.kind == "staff" for s in lacks)
        assert refused(problem, found, roster)
        assert not [r for r in staffed if refused(problem, found, r)]
        several += sum(refused(problem, found, r) for r in failed) > 1
    assert several or not failed


def refused(problem, cut, roster) -> bool:
    return bool(list(cut.deviations(RosterView(problem, roster))))


def test_the_model_refuses_what_the_check_refuses():
    broken = 0
    for seed in range(8):
        dice = random.Random(seed)
        problem = compile_rotation(some_community(seed))
        people = problem.community.teachers
        kinds = tuple(
            Kind(
                frozenset(
                    Post(t.id, site, site != t.school) for t in people if dice.random() < 0.5
                ),
                dice.randint(0, 2),
            )
            for site in SITES[: dice.randint(1, 3)]
        )
        visits = frozenset(
            Post(t.id, "A") for t in people if t.school != "A" and dice.random() < 0.5
        )
        more = MoreStaff(
            id="more",
            refused=some_roster(dice, problem),
            term=TERM,
            kinds=kinds,
            visits=visits,
        )
        asking = replace(problem, rules=(*problem.rules, more))
        for _ in range(3):
            roster = some_roster(dice, problem, dice.choice([0.05, 0.5]))
            assert_agree(asking, roster, seed)
            broken += refused(asking, more, roster)
    assert broken > 3


def test_a_colleague_of_the_same_kind_does_not_mend_it():
    """K has two classes of 6 periods and three alike with 8: two of them have to stay."""
    people = [teacher(f"K{n}", "K", max_periods=8) for n in (1, 2, 3)]
    made = community(people, [], classes={"K": 2, "A": 0}, periods={"zh": 6})
    made = made.model_copy(update={"slots": tiny_slots("g", 480)})
    problem = compile_rotation(made)
    sent = {n: Placement(f"K{n}", SECONDMENT, "A", TERM, 1) for n in (1, 2, 3)}
    roster = Roster((sent[1], sent[2]))
    lacks = tuple(counted(Frame.of(made, roster, TERM)))
    found = refusal(problem, roster, WeekResult(None, Status.INFEASIBLE, {}, lacks), TERM, 1)
    others = [Roster((sent[1], sent[3])), Roster((sent[2], sent[3])), Roster(tuple(sent.values()))]
    assert all(refused(problem, found, r) for r in [roster, *others])
    assert not refused(problem, found, Roster((sent[1],)))


def test_one_failed_week_stands_for_all_rosters_of_its_kind(monkeypatch):
    """Three of six have to go; four courses of 6 in 10 slots need four: 20 rosters, one week."""
    people = [teacher(f"K{n}", "K", max_periods=14) for n in range(1, 7)]
    given = {"direction": "core_to_member", "kinds": ["secondment"], "per": "community"}
    quota = rule("out", "rotation_quota", min=3, max=3, window="semester", **given)
    people.append(teacher("A1", "A"))
    made = community(people, [quota], classes={"K": 4, "A": 1}, periods={"zh": 6})
    made = made.model_copy(update={"slots": tiny_slots("g", 480, lessons=2)})
    weeks = []
    real = planning.plan_week
    monkeypatch.setattr(planning, "plan_week", lambda *a, **k: weeks.append(a) or real(*a, **k))
    found = planning.make_plan(made, Budget(60.0, 1, 1))
    assert (found.status, len(weeks)) == (Status.INFEASIBLE, 1)
    assert found.reasons[-1] == EVERY_ROSTER
