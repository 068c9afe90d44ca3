"""The roster alone: planned, completed from a draft, kept close, changed, and of a county.

In the tiny community the national base asks for one backbone teacher (C1 or C2) who is sent, and
music at M needs C5, who is itinerant.
"""

from __future__ import annotations

import pytest
from planned import BUDGET, community

from community.county import part
from community.errors import InputError
from community.models import PlacementKind, PlannedPlacement
from community.profile import resolve
from rotation.solution import Placement, PlacementStatus, Roster
from scenarios.audit import audit
from scenarios.changes.base import replaced
from scenarios.changes.registry import parse_changes
from scenarios.plan import Plan
from scenarios.planning import make_plan
from scenarios.rotating import draft_problem, drafted, make_roster
from scenarios.whatif import what_if
from solving.interrupt import interruptible
from solving.outcome import Status

OUT, ROAD = PlacementKind.SECONDMENT, PlacementKind.ITINERANT
LOCKED, APPROVED = PlacementStatus.LOCKED, PlacementStatus.APPROVED


def roster(*placements: Placement) -> Roster:
    return Roster(tuple(sorted(placements)))


def made(**more) -> Plan:
    result = make_roster(community(), BUDGET, **more)
    assert result.plan is not None, result.reasons
    return result.plan


def people(plan: Plan, kind: PlacementKind) -> set[str]:
    return {p.teacher for p in plan.roster.placements if p.kind is kind}


def test_a_roster_is_a_plan_without_a_week():
    result = make_roster(community(), BUDGET)
    assert result.status is Status.OPTIMAL
    plan = result.plan
    assert plan is not None
    assert not plan.has_week
    assert (plan.week.term, plan.week.lessons) == ("", ())
    assert plan.hard_violations == []
    assert set(plan.reports) == {"rotation"}
    assert people(plan, ROAD) == {"C5"}
    assert people(plan, OUT) <= {"C1", "C2"}


def test_the_audit_of_a_roster_knows_no_rule_of_the_week():
    found = audit(community(), Plan("tiny", Roster()))
    assert found
    assert {v.family for v in found if v.is_hard} <= {"home_school_protection", "rotation_quota"}
    assert tuple(audit(community(), made())) == made().violations


def test_what_is_locked_in_a_draft_stays_and_the_rest_is_added():
    locked = Placement("C1", OUT, "M", "2025-1", 2, LOCKED)
    plan = made(draft=roster(locked))
    assert locked in plan.roster.placements
    assert people(plan, ROAD) == {"C5"}
    # one backbone teacher a year is enough
    assert people(plan, OUT) == {"C1"}


def test_a_draft_keeps_its_statuses_and_adding_to_it_costs_nothing():
    approved = Placement("C1", OUT, "M", "2025-2", 1, APPROVED)
    result = make_roster(community(), BUDGET, draft=roster(approved))
    assert result.plan is not None
    assert approved in result.plan.roster.placements
    cost = sum(v.cost for v in result.plan.violations)
    assert result.reports["rotation"].objective == cost  # nothing besides the rules


def test_of_a_draft_what_breaks_a_hard_rule_is_dropped():
    # M1 and M3 are all who can teach zh at M: at most one of them may go, and then only for little
    broken = roster(
        Placement("M1", OUT, "C", "2025-1", 2),
        Placement("M3", OUT, "C", "2025-1", 2),
        Placement("M2", ROAD, "M", "2025-1", 1),  # at home
    )
    draft = drafted(community(), Plan("tiny", broken))
    assert draft is not None
    assert draft.hard_violations
    plan = made(draft=draft.roster)
    assert plan.hard_violations == []
    assert not {"M1", "M3"} <= people(plan, OUT)


def test_a_locked_placement_that_cannot_be_is_named():
    locked = roster(Placement("M2", ROAD, "M", "2025-1", 1, LOCKED))
    result = make_roster(community(), BUDGET, draft=locked)
    assert (result.status, result.plan) == (Status.INFEASIBLE, None)
    assert result.reasons


def test_a_draft_does_not_loosen_what_the_community_has_fixed():
    fixed = PlannedPlacement(
        teacher="C2", kind=OUT, host="M", start="2025-1", terms=1, status=LOCKED
    )
    firm = replaced(community(), placements=(fixed,))
    proposed = roster(Placement("C2", OUT, "M", "2025-1", 1))
    problem = draft_problem(firm, proposed)
    assert [p.status for p in problem.pins.values()] == [LOCKED]


def test_a_base_is_kept_where_a_draft_would_be_bettered():
    # C1 for two terms although one would do
    known = roster(Placement("C1", OUT, "M", "2025-1", 2), Placement("C5", ROAD, "M", "2025-1", 2))
    assert made(base=known).roster.placements == known.placements


def test_an_impossible_quota_is_proved():
    policy = resolve("songyang", {"backbone_cover": {"min": 3, "category": "backbone"}})
    result = make_roster(replaced(community(), policy=policy), BUDGET)
    assert (result.status, result.plan) == (Status.INFEASIBLE, None)
    assert any("3" in r.en and "2" in r.en for r in result.reasons)


def test_ctrl_c_before_there_is_a_roster_ends_without_one():
    with interruptible() as interrupt:
        interrupt.press()
        result = make_roster(community(), BUDGET)
    assert result.interrupted
    assert (result.status, result.plan) == (Status.UNKNOWN, None)


def test_a_week_is_planned_under_a_roster():
    locked = Placement("C1", OUT, "M", "2025-1", 2, LOCKED)
    base = made(draft=roster(locked))
    result = make_plan(community(), BUDGET, base=base)
    assert result.plan is not None
    assert result.plan.has_week
    assert result.plan.week.term == "2025-1"
    assert result.plan.roster.placements == base.roster.placements


def test_what_if_on_a_roster_plans_only_the_roster():
    plan = made()
    (sent,) = people(plan, OUT)
    found = what_if(community(), plan, parse_changes([f"teacher-leaves {sent}"]), BUDGET)
    assert found.planned.plan is not None
    assert not found.planned.plan.has_week
    assert found.planned.plan.hard_violations == []
    assert sent not in {p.teacher for p in found.planned.plan.roster.placements}
    assert found.comparison is not None
    assert found.comparison.placements_before == len(plan.roster.placements)
    assert found.comparison.lessons == ()


def twins():
    """A county of two tiny communities, east and west, with ids of their own."""
    one = community()

    def named(group: str) -> dict:
        def own(records, *keys):
            return [
                r.model_copy(update={k: group + getattr(r, k) for k in keys if getattr(r, k)})
                for r in records
            ]

        schools = own(one.schools, "id")
        return {
            "schools": [s.model_copy(update={"group": group}) for s in schools],
            "rooms": own(one.rooms, "id", "school"),
            "classes": own(one.classes, "id", "school"),
            "teachers": own(one.teachers, "id", "school", "class_teacher_of"),
            "travel": own(one.travel, "origin", "destination"),
        }

    both = [named("east"), named("west")]
    return replaced(one, **{k: tuple(both[0][k] + both[1][k]) for k in both[0]})


def test_the_communities_of_a_county_are_planned_together():
    county = twins()
    result = make_roster(county, BUDGET)
    assert result.plan is not None, result.reasons
    assert people(result.plan, ROAD) == {"eastC5", "westC5"}
    assert result.plan.hard_violations == []


def test_a_week_is_not_planned_for_a_county_but_for_one_community():
    county = twins()
    with pytest.raises(InputError) as caught:
        make_plan(county, BUDGET)
    told = caught.value.problems[0].to("en")
    assert "rotate" in told and "--group" in told and "east" in told
    result = make_plan(part(county, "east"), BUDGET)
    assert result.plan is not None
    assert {x.school for x in result.plan.week.lessons} == {"eastC", "eastM"}
