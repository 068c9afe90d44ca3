"""What if, on a tiny community: the new plan is checked, and little of the old one moves."""

from __future__ import annotations

import pytest
from planned import BUDGET, community, plan

from community.errors import InputError
from scenarios.audit import audit
from scenarios.changes.registry import parse_changes
from scenarios.compare import MoveKind
from scenarios.whatif import carried, what_if


def run(*changes: str):
    found = what_if(community(), plan(), parse_changes(changes), BUDGET)
    assert found.planned.plan is not None, found.planned.reasons
    assert found.comparison is not None
    broken = [v for v in audit(found.community, found.planned.plan) if v.is_hard]
    assert broken == []
    return found


def test_a_teacher_who_leaves_is_replaced_and_the_times_stay():
    found = run("teacher-leaves M3")
    lessons = found.planned.plan.week.lessons
    assert all(x.teacher != "M3" for x in lessons)
    had = [x for x in plan().week.lessons if x.teacher == "M3"]
    changed = found.comparison.count(MoveKind.MOVED) + found.comparison.count(MoveKind.HANDED_OVER)
    # M1 takes what M3 had (zh of a class: 6 periods) and may have to trade places for it.
    assert len(had) <= changed <= 2 * len(had)
    assert found.comparison.count(MoveKind.ADDED) == 0
    assert found.comparison.count(MoveKind.DROPPED) == 0
    if had:
        assert found.comparison.by_person["M3"] == len(had)


def test_a_class_that_is_added_gets_its_lessons_and_the_others_stay():
    found = run("class-added M 3")
    assert found.comparison.count(MoveKind.DROPPED) == 0
    new = [m for m in found.comparison.lessons if m.kind is MoveKind.ADDED]
    assert {m.lesson.class_id for m in new} == {"M-302"}
    assert sum(m.lesson.periods for m in new) == 13
    # The other classes may have to make room at times, but nobody is planned anew.
    assert found.comparison.moved_share < 0.25


def test_a_quota_that_is_kept_already_moves_nothing():
    found = run("quota exchange_share 0.05")
    assert found.comparison.lessons == ()
    assert found.comparison.placements == ()
    assert found.comparison.moved_share == 0.0


def test_cost_by_rule_is_that_of_both_audits():
    found = run("quota exchange_share 0.05")
    now = sum(v.cost for v in audit(community(), plan()))
    assert sum(found.comparison.cost_before.values()) == now
    after = sum(v.cost for v in audit(found.community, found.planned.plan))
    assert sum(found.comparison.cost_after.values()) == after


def test_a_change_that_cannot_be_made_is_bad_input():
    with pytest.raises(InputError):
        what_if(community(), plan(), parse_changes(["teacher-leaves X9"]), BUDGET)


def test_an_impossible_change_says_what_lacks():
    # C5 is the only teacher of music.
    found = what_if(community(), plan(), parse_changes(["teacher-leaves C5"]), BUDGET)
    assert (found.planned.status.value, found.planned.plan) == ("INFEASIBLE", None)
    assert found.planned.reasons
    assert found.comparison is None


def test_what_a_changed_community_can_still_hold():
    changed = what_if(community(), plan(), parse_changes(["teacher-leaves C5"]), BUDGET).community
    base = carried(plan(), changed)
    assert all(p.teacher != "C5" for p in base.roster.placements)
    assert len(base.week.lessons) == len(plan().week.lessons)
    assert {x.teacher for x in base.week.lessons if x.subject == "music"} == {""}
