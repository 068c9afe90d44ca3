"""home_school_protection beside lessons: a school's own backbone, class teachers, duties."""

from __future__ import annotations

import random

import pytest
from agreement import SOFTNESS, agree_on, any_rule, assert_kept, fix, some_roster
from random_communities import asked, random_community
from rotation_tiny import (
    BUDGET,
    CORE,
    COVERED,
    ITINERANT,
    OUT,
    QUOTA,
    SECONDMENT,
    TWO_SUBJECTS,
    broken,
    changed,
    community,
    core_staff,
    placed,
    rule,
    run,
    school,
    teacher,
)

from community.models import PastPlacement
from rotation import hall
from rotation.check import check
from rotation.instance import compile_rotation
from rotation.model import build_model
from rotation.rules.home_school_protection import shortages_of
from rotation.solution import Roster
from rotation.view import RosterView
from solving import solver
from solving.outcome import Status

ONE = rule("q", "rotation_quota", min=1, per="core", **OUT)


def backbone(count: int, home: str = "K", **more: object) -> list:
    return [teacher(f"b{home}{n}", home, is_backbone=True, **more) for n in range(count)]


def deviations(instance, *placements) -> dict[str, int]:
    found = check(instance, Roster(tuple(sorted(placements))))
    return {v.point: v.deviation for v in found if v.rule == "p"}


def protection(strictness: str = "hard", **params: object):
    return rule("p", "home_school_protection", strictness, **{"subject_cover": False, **params})


def test_a_school_keeps_some_of_its_own_backbone() -> None:
    # 0.5 x 3 = 1.5, rounded down: 1 stays, 2 may go.
    asked = [
        rule("q", "rotation_quota", min=n, category="backbone", per="core", **OUT) for n in (2, 3)
    ]
    keep = protection(min_backbone_share=0.5)
    assert run(community(backbone(3), [asked[0], keep])).roster is not None
    assert run(community(backbone(3), [asked[1], keep])).report.status is Status.INFEASIBLE
    instance = compile_rotation(community(backbone(3), [asked[1], keep]))
    away = [placed(f"bK{n}", "A") for n in range(3)]
    assert deviations(instance, *away) == {"K/2025-1/backbone": 1}
    # Visitors are not the school's own backbone.
    visitors = compile_rotation(community([*backbone(2), *backbone(2, "A")], [keep]))
    swapped = [placed(f"bK{n}", "A") for n in range(2)] + [placed("bA0", "K")]
    assert deviations(visitors, *swapped) == {"K/2025-1/backbone": 1}


def test_class_teachers_stay_when_the_rule_says_so() -> None:
    people = [teacher("c", "K", class_teacher_of="K1")]
    assert run(community(people, [ONE, protection()])).roster is not None
    stay = protection(class_teachers_stay=True)
    assert run(community(people, [ONE, stay])).report.status is Status.INFEASIBLE
    priced = protection("soft", class_teachers_stay=True, weight=7)
    assert run(community(people, [ONE, priced])).report.objective == 10 + 7
    instance = compile_rotation(community(people, [ONE, stay]))
    assert broken(instance, placed("c", "A")) == {"p"}
    assert "p" not in broken(instance, placed("c", "A", ITINERANT))


DUTIES = {"subject_cover": True, "class_teacher_periods": 4, "group_head_periods": 1}


def test_duties_at_home_take_periods_off() -> None:
    # 8 periods at K and at A. c has a class: 10 - 4 = 6 at home, 10 where sent. z has 10.
    # So c goes and z stays; without z nobody could go.
    people = [teacher("c", "K", class_teacher_of="K1"), teacher("z", "K")]
    rules = [ONE, protection(**DUTIES)]
    given = community(people, rules, periods={"zh": 8})
    assert [p.teacher for p in run(given).roster.placements] == ["c"]
    instance = compile_rotation(given)
    (found,) = [v for v in check(instance, Roster((placed("z", "A"),))) if v.is_hard]
    assert found.deviation == 2  # c at home has 6 of 8
    assert "语文缺2节" in found.sentence.zh


def test_duties_at_home_can_make_it_infeasible() -> None:
    # Whoever stays has a class as well, and 6 of 8 periods; without the duties one may go.
    people = [teacher(f"c{n}", "K", class_teacher_of=f"K{n}") for n in (1, 2)]
    given = community(people, [ONE, protection(**DUTIES)], periods={"zh": 8})
    assert run(given).report.status is Status.INFEASIBLE
    free = community(people, [ONE, protection(subject_cover=True)], periods={"zh": 8})
    assert run(free).roster is not None


def test_who_is_itinerant_keeps_the_duties() -> None:
    # 3 periods at K and at A. As head of a group and class teacher: 10 - 4 - 1 = 5 of 6.
    roads = rule("i", "itinerant_teaching", max_sites_per_week=2)
    person = {"class_teacher_of": "K1", "is_group_head": True}
    for duties, lack in (({}, 0), (person, 1)):
        people = [teacher("h", "K", **duties)]
        given = community(people, [roads, protection(**DUTIES)], periods={"zh": 3})
        instance = compile_rotation(given)
        view = RosterView(instance, Roster((placed("h", "A", ITINERANT),)))
        assert sum(s.lack for s in shortages_of(view, 0)) == lack
        status = run(given).report.status
        assert status is (Status.INFEASIBLE if lack else Status.OPTIMAL)


def divided_terms(given) -> set[str]:
    """Return the terms in which the best roster leaves courses divided; it is proved the best."""
    found = run(given)
    assert found.report.status is Status.OPTIMAL
    violations = check(compile_rotation(given), found.roster)
    return {v.point for v in violations if v.family == "whole_courses"}


def test_whole_courses_respect_duties() -> None:
    # 2 courses of 4 for two teachers of 5: one each. As class teacher the first has 3, and cannot
    # take one; periods would just suffice (3 + 5 = 8), so only whole courses tell.
    one = rule("p", "home_school_protection", class_teacher_periods=2)
    people = [teacher("c", "K", max_periods=5, class_teacher_of="K1")]
    people += [teacher("z", "K", max_periods=5), teacher("a", "A")]
    sizes = {"K": 2, "A": 1}
    given = community(people, [one], classes=sizes, periods={"zh": 4})
    assert divided_terms(given) == {"2025-1"}
    people[0] = teacher("c", "K", max_periods=5)
    given = community(people, [one], classes=sizes, periods={"zh": 4})
    assert divided_terms(given) == set()


def test_what_goes_on_is_not_judged_again() -> None:
    past = (PastPlacement(teacher="c", host="A", kind=SECONDMENT, start_year=2024, terms=4),)
    people = [teacher("c", "K", class_teacher_of="K1")]
    given = community(people, [protection(class_teachers_stay=True)], history=past)
    assert run(given).roster is not None


@pytest.mark.parametrize("strictness", SOFTNESS)
def test_model_and_check_agree(strictness: str) -> None:
    def rules(dice: random.Random):
        law = any_rule(
            *(dice, "p", "home_school_protection", [strictness]),
            subject_cover=False,
            min_backbone_share=dice.choice([0.3, 0.5, 0.8]),
            max_absent_share=dice.choice([0.2, 0.4]),
            class_teachers_stay=dice.random() < 0.5,
        )
        return [law]

    assert agree_on(rules, range(20), rosters=1) > 5


def test_flow_rows_and_check_agree_on_who_can_teach() -> None:
    """With duties: the flow of periods and Hall's rows refuse what the check refuses."""
    lacking = 0
    for seed in range(25):
        dice = random.Random(f"duties{seed}")
        given = random_community(dice, [*asked(), protection(**DUTIES)])
        people = [
            t.model_copy(update={"class_teacher_of": "X"}) if dice.random() < 0.5 else t
            for t in given.teachers
        ]
        classes = tuple(c for c in given.classes if dice.random() < 0.5)
        instance = compile_rotation(changed(given, teachers=tuple(people), classes=classes))
        roster = some_roster(dice, instance, 0.2)
        # Relaxed, the flow counts half periods; enforced, it refuses what the check refuses.
        lacking += assert_kept(instance, roster, seed).hard > 0
        _assert_rows_agree(instance, roster)
    assert 0 < lacking < 25


def _assert_rows_agree(instance, roster: Roster) -> None:
    view = RosterView(instance, roster)
    short = {
        frozenset(s.lanes) for block in range(instance.horizon) for s in shortages_of(view, block)
    }
    sets = hall.first_sets(instance) | short
    context = build_model(instance, cover_sets=sets)
    fix(instance, context, roster)
    status = solver.solve(context.builder.model, BUDGET).status
    assert (status is Status.INFEASIBLE) is any(v.is_hard for v in check(instance, roster))


# --- a feasible and an infeasible pair ------------------------------------------------------------


def test_few_are_away_at_once() -> None:
    # 0.4 x 5 = 2 may be away; a quota of 3 is one too many.
    guard = rule("p", "home_school_protection", max_absent_share=0.4, subject_cover=False)
    asked = [rule("q", "rotation_quota", min=n, per="core", **OUT) for n in (2, 3)]
    assert run(community(core_staff(5), [asked[0], guard])).roster is not None
    assert run(community(core_staff(5), [asked[1], guard])).report.status is Status.INFEASIBLE
    # Of two teachers 0.4 x 2 = 0.8, but at least one may go.
    few = rule("q", "rotation_quota", min=1, per="core", **OUT)
    assert run(community(core_staff(2), [few, guard])).roster is not None


def test_every_subject_can_still_be_taught_at_home() -> None:
    # 12 periods of zh at K: z1 or z2 alone has 10, both 20; so m, whose math z1 can take, goes.
    people = [
        teacher("z1", "K", "zh math"),
        teacher("z2", "K", "zh"),
        teacher("m", "K", "math"),
        teacher("a", "A", "zh math"),
    ]
    given = community(
        people, [QUOTA, COVERED], classes={"K": 2, "A": 1}, periods={"zh": 6, "math": 2}
    )
    assert [p.teacher for p in run(given).roster.placements] == ["m"]
    instance = compile_rotation(given)
    (found,) = [v for v in check(instance, Roster((placed("z2", "A"),))) if v.is_hard]
    # Without z2: zh 12 + math 4 = 16 for z1's 10 and m's 10 of math only: zh lacks 2.
    assert found.deviation == 2
    assert "语文缺2节" in found.sentence.zh


def test_a_subject_with_one_teacher_who_must_leave_is_infeasible() -> None:
    people = [teacher("m", "K", "math"), teacher("z", "K", "zh", exemption="病")]
    people += [teacher("a", "A", "zh math")]
    given = community(people, [QUOTA, COVERED], periods=TWO_SUBJECTS)
    assert run(given).report.status is Status.INFEASIBLE


def test_the_only_teacher_of_a_subject_is_not_sent_unless_somebody_comes() -> None:
    people = [teacher("z", "K"), teacher("m", "K", "math"), teacher("n", "A", "math")]
    given = community(people, [COVERED], classes={"K": 1}, periods=TWO_SUBJECTS)
    instance = compile_rotation(given)
    (found,) = [v for v in check(instance, Roster((placed("m", "A"),))) if v.rule == "p"]
    assert found.sentence.zh == (
        "2025学年第1学期K校没有人能教数学（每周1节）：能教的教师m派出，没有人来接替。"
    )
    both = Roster((placed("m", "A"), placed("n", "K")))
    assert not [v for v in check(instance, both) if v.rule == "p"]


def test_a_teacher_who_only_learns_at_the_host_teaches_nowhere() -> None:
    # a is the only teacher of A; shadowing at K leaves A's class without its period.
    learn = rule(
        "q", "rotation_quota", direction="member_to_core", kinds=["shadowing"], min=1, per="member"
    )
    given = community([teacher("k", "K"), teacher("a", "A")], [learn, COVERED])
    assert run(given).report.status is Status.INFEASIBLE
    # Sent in exchange, k can teach at A, but then nobody teaches at K; with k2 all is well.
    more = [teacher("k", "K"), teacher("k2", "K"), teacher("a", "A")]
    assert len(run(community(more, [learn, QUOTA, COVERED])).roster.placements) == 2


def test_courses_are_not_divided_in_the_search() -> None:
    # 3 courses of 6 are 18 periods: 20 of two teachers suffice by the flow, but each can take one
    # course only, so with undivided courses all three stay and the quota takes the fourth.
    people = [teacher(f"z{n}", "K") for n in range(4)] + [teacher("a", "A")]
    two = rule("q", "rotation_quota", min=2, per="core", **OUT)
    given = community(people, [two, COVERED], classes={"K": 3, "A": 1}, periods={"zh": 6})
    assert divided_terms(given) == {"2025-1"}
    one = rule("q", "rotation_quota", min=1, per="core", **OUT)
    given = community(people, [one, COVERED], classes={"K": 3, "A": 1}, periods={"zh": 6})
    assert divided_terms(given) == set()


def test_who_is_away_twice_is_one_person() -> None:
    # Of 5 teachers 0.4 x 5 = 2 may be away. t0 stands in the roster for two schools at once.
    guard = rule("p", "home_school_protection", max_absent_share=0.4, subject_cover=False)
    sites = [CORE, school("A"), school("B")]
    instance = compile_rotation(community(core_staff(5), [QUOTA, guard], schools=sites))
    assert not deviations(instance, placed("t0", "A"), placed("t0", "B"), placed("t1", "A"))
    assert deviations(instance, *(placed(f"t{n}", "A") for n in range(3))) == {"K/2025-1": 1}
