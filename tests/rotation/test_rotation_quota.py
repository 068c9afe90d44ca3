"""rotation_quota: how many go, of whom, counted where and when."""

from __future__ import annotations

import pytest
from rotation_tiny import (
    CORE,
    OUT,
    QUOTA,
    broken,
    community,
    core_staff,
    placed,
    rule,
    run,
    school,
    teacher,
)

from community.models import SchoolRole
from rotation.instance import compile_rotation
from rotation.rules.base import RuleParameterError
from solving.outcome import Status


def test_quota_sends_as_many_as_it_asks() -> None:
    # Two backbone teachers and a quota of 2 for the one member: both go, at 10 for each term.
    given = community(
        core_staff(2, is_backbone=True),
        [rule("q", "rotation_quota", min=2, category="backbone", per="member", **OUT)],
    )
    result = run(given)
    assert result.report.status is Status.OPTIMAL
    assert {p.teacher for p in result.roster.placements} == {"t0", "t1"}
    assert result.report.objective == 20


def test_quota_above_the_staff_is_infeasible() -> None:
    # Three are asked for and there are two backbone teachers (and one who is not).
    given = community(
        [*core_staff(2, is_backbone=True), teacher("t9", "K")],
        [rule("q", "rotation_quota", min=3, category="backbone", per="member", **OUT)],
    )
    assert run(given).report.status is Status.INFEASIBLE


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("fte", 2),  # 0.3 x 5 = 1.5, rounded up
        ("eligible", 1),  # 0.3 x 3 eligible = 0.9, rounded up
        ("eligible_backbone", 1),  # 0.3 x 1
    ],
)
def test_share_of_a_base_is_rounded_up(base: str, expected: int) -> None:
    people = [
        teacher("old", "K", birth_year=1967),  # 58 in 2025: 2 years to retirement
        teacher("new", "K", joined_year=2023),
        teacher("b", "K", is_backbone=True),
        teacher("c", "K"),
        teacher("d", "K"),
    ]
    given = community(
        people,
        [
            rule("q", "rotation_quota", share=0.3, base=base, per="core", **OUT),
            rule(
                "e",
                "rotation_eligibility",
                kinds=["secondment"],
                min_years_in_school=6,
                exclude_years_to_retirement=5,
            ),
        ],
    )
    assert len(run(given).roster.placements) == expected


def test_share_of_those_exchanged() -> None:
    # 3 must go, and of those at least 0.34 x 3 = 1.02, so 2, must be backbone teachers.
    people = [*core_staff(3), teacher("b1", "K", is_backbone=True)]
    people.append(teacher("b2", "K", is_backbone=True))
    some = rule("q", "rotation_quota", min=3, per="core", **OUT)
    part = rule(
        "s", "rotation_quota", share=0.34, base="exchanged", category="backbone", per="core", **OUT
    )
    roster = run(community(people, [some, part])).roster
    assert {"b1", "b2"} <= {p.teacher for p in roster.placements}
    assert run(community(people[:4], [some, part])).report.status is Status.INFEASIBLE


def test_quota_counts_starts_or_active_placements() -> None:
    # One year-long placement is active in both semesters but starts in one only.
    given = community(
        core_staff(3),
        [rule("q", "rotation_quota", min=1, per="core", counts="starts", window="semester", **OUT)],
        horizon=2,
    )
    instance = compile_rotation(given)
    assert broken(instance, placed("t0", "A", length=2)) == {"q"}
    assert not broken(instance, placed("t0", "A"), placed("t1", "A", start="2025-2"))


def test_placements_to_a_teaching_point_count_for_its_centre() -> None:
    sites = [CORE, school("A"), school("P", SchoolRole.TEACHING_POINT, parent="A")]
    instance = compile_rotation(community(core_staff(1), [QUOTA], schools=sites))
    assert not broken(instance, placed("t0", "P"))
    assert broken(instance) == {"q"}


def test_quota_of_weak_members_only() -> None:
    sites = [CORE, school("A"), school("B", is_weak=True)]
    only = rule("q", "rotation_quota", min=1, per="member", only="weak", **OUT)
    roster = run(community(core_staff(2), [only], schools=sites)).roster
    assert [p.host for p in roster.placements] == ["B"]


def test_quota_without_a_number_is_refused() -> None:
    with pytest.raises(RuleParameterError, match="one of min, max, share"):
        compile_rotation(community([], [rule("q", "rotation_quota", **OUT)]))


def test_all_bad_parameters_are_told_at_once() -> None:
    rules = [
        rule("q1", "rotation_quota", min="viele", **OUT),
        rule("q2", "rotation_quota", min=1, colour="red", **OUT),
    ]
    with pytest.raises(RuleParameterError) as error:
        compile_rotation(community([], rules))
    assert "q1 (rotation_quota): min = 'viele'" in str(error.value)
    assert "q2 (rotation_quota): colour = 'red'" in str(error.value)
