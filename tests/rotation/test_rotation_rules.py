"""A feasible and an infeasible (or costed) tiny instance for each family of rotation rules."""

from __future__ import annotations

import pytest
from rotation_tiny import (
    BUDGET,
    ITINERANT,
    LEADERSHIP,
    SECONDMENT,
    SHADOWING,
    broken,
    changed,
    community,
    placed,
    rule,
    run,
    school,
    teacher,
    terms,
)

from community.models import PastPlacement, SchoolRole, Travel
from rotation.check import check, cost
from rotation.instance import compile_rotation
from rotation.rules.base import RuleParameterError
from rotation.search import solve
from rotation.solution import Roster
from solving.outcome import Status

CORE = school("K", SchoolRole.CORE)
OUT = {"direction": "core_to_member", "kinds": ["secondment"]}
QUOTA = rule("q", "rotation_quota", min=1, per="member", **OUT)


def core_staff(count: int, **more: object) -> list:
    return [teacher(f"t{n}", "K", **more) for n in range(count)]


# --- rotation_quota -----------------------------------------------------------------------------


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


# --- reciprocal_exchange ------------------------------------------------------------------------


EQUAL = rule("x", "reciprocal_exchange", out_kinds=["secondment"], in_kinds=["shadowing"])


def test_an_exchange_sends_somebody_back() -> None:
    given = community([teacher("k", "K"), teacher("a", "A")], [QUOTA, EQUAL])
    result = run(given)
    assert {(p.teacher, p.kind) for p in result.roster.placements} == {
        ("k", SECONDMENT),
        ("a", SHADOWING),
    }


def test_an_exchange_with_nobody_on_one_side_is_infeasible() -> None:
    given = community([teacher("k", "K")], [QUOTA, EQUAL])
    assert run(given).report.status is Status.INFEASIBLE
    tolerant = rule(
        "x",
        "reciprocal_exchange",
        out_kinds=["secondment"],
        in_kinds=["shadowing"],
        tolerance=1,
    )
    assert run(community([teacher("k", "K")], [QUOTA, tolerant])).roster is not None


# --- placement_term -----------------------------------------------------------------------------


YEAR = rule(
    "year", "placement_term", kinds=["secondment"], min_terms=2, max_terms=2, align="school_year"
)


def test_a_placement_fits_its_track() -> None:
    given = community(core_staff(2), [QUOTA, YEAR], horizon=2)
    (only,) = run(given).roster.placements
    assert (only.start, only.terms) == ("2025-1", 2)


def test_a_track_that_no_term_begins_is_infeasible() -> None:
    # The plan has one second semester only, and the track begins in first semesters.
    given = community(core_staff(2), [QUOTA, YEAR], terms=terms(1, 2))
    assert run(given).report.status is Status.INFEASIBLE


def test_wrong_lengths_and_starts_are_named() -> None:
    instance = compile_rotation(community(core_staff(2), [QUOTA, YEAR], horizon=2))
    assert broken(instance, placed("t0", "A", length=1)) == {"year"}
    assert broken(instance, placed("t0", "A", start="2025-2", length=2)) == {"year"}


def test_any_of_several_tracks_will_do() -> None:
    short = rule("short", "placement_term", kinds=["secondment"], min_terms=1, max_terms=1)
    instance = compile_rotation(community(core_staff(2), [QUOTA, YEAR, short], horizon=2))
    assert not broken(instance, placed("t0", "A", length=1), placed("t1", "A", length=2))
    assert broken(instance, placed("t0", "A", length=3)) == {"year"}


def test_a_placement_may_reach_beyond_the_plan() -> None:
    # One term is planned; a year-long track still has its placement of two terms.
    given = community(core_staff(1), [QUOTA, YEAR], horizon=1)
    (only,) = run(given).roster.placements
    assert only.terms == 2


def test_a_gap_between_two_placements() -> None:
    # One teacher, one placement asked for in each of 2 terms, a gap of 1 term: not possible alone.
    each = rule("q", "rotation_quota", min=1, per="core", window="semester", **OUT)
    track = rule("t", "placement_term", kinds=["secondment"], max_terms=1, gap_terms=1)
    assert run(community(core_staff(1), [each, track], horizon=2)).report.status is (
        Status.INFEASIBLE
    )
    assert run(community(core_staff(2), [each, track], horizon=2)).roster is not None
    instance = compile_rotation(community(core_staff(1), [each, track], horizon=2))
    assert broken(instance, placed("t0", "A"), placed("t0", "A", start="2025-2")) == {"t"}


def test_a_gap_to_an_earlier_year() -> None:
    # Away until the end of 2024-2, that is 0 terms before 2025-1.
    track = rule("t", "placement_term", kinds=["secondment"], max_terms=1, gap_terms=1)
    past = (PastPlacement(teacher="t0", host="A", kind=SECONDMENT, start_year=2024, terms=2),)
    given = community(core_staff(1), [QUOTA, track], history=past)
    assert run(given).report.status is Status.INFEASIBLE


# --- rotation_eligibility -----------------------------------------------------------------------


ELIGIBLE = rule(
    "e",
    "rotation_eligibility",
    kinds=["secondment"],
    min_years_in_school=6,
    exclude_years_to_retirement=5,
)


@pytest.mark.parametrize(
    ("person", "eligible"),
    [
        ({"joined_year": 2019}, True),  # 6 years by 2025
        ({"joined_year": 2020}, False),
        ({"birth_year": 1971}, True),  # 54: 6 years to 60, more than 5
        ({"birth_year": 1970}, False),
        ({"exemption": "照顾家庭"}, False),
    ],
)
def test_only_the_eligible_go(person: dict[str, object], eligible: bool) -> None:
    given = community([teacher("t", "K", **person)], [QUOTA, ELIGIBLE])
    assert (run(given).report.status is Status.OPTIMAL) is eligible
    assert ("e" in broken(compile_rotation(given), placed("t", "A"))) is not eligible


def test_eligibility_in_principle_is_waived_at_its_price() -> None:
    rule_in_principle = ELIGIBLE.model_copy(update={"strictness": "in_principle", "weight": 500})
    given = community([teacher("t", "K", joined_year=2024)], [QUOTA, rule_in_principle])
    assert run(given).report.objective == 500 + 10


# --- rotation_fairness --------------------------------------------------------------------------


def test_volunteers_go_first() -> None:
    fair = rule("f", "rotation_fairness", "soft", weight=7)
    people = [teacher("a", "K"), teacher("v", "K", volunteer=True)]
    given = community(people, [QUOTA, fair])
    result = run(given)
    assert [p.teacher for p in result.roster.placements] == ["v"]
    assert result.report.objective == 10
    # Sending the other one instead costs 10 for the term and 7 for passing over the volunteer.
    assert cost(compile_rotation(given), Roster((placed("a", "A"),))).soft == 17


def test_who_went_recently_goes_last() -> None:
    fair = rule("f", "rotation_fairness", "soft", weight=7, recent_years=3)
    past = (PastPlacement(teacher="a", host="A", kind=SECONDMENT, start_year=2023, terms=2),)
    given = community([teacher("a", "K"), teacher("b", "K")], [QUOTA, fair], history=past)
    assert [p.teacher for p in run(given).roster.placements] == ["b"]
    # a came back in summer 2024: less than 3 years before 2025, but not less than 1.
    assert cost(compile_rotation(given), Roster((placed("a", "A"),))).soft == 17
    short = rule("f", "rotation_fairness", "soft", weight=7, recent_years=1)
    once = community([teacher("a", "K")], [QUOTA, short], history=past)
    assert run(once).report.objective == 10


def test_fairness_is_never_hard() -> None:
    with pytest.raises(RuleParameterError, match="soft or in_principle"):
        compile_rotation(community([], [rule("f", "rotation_fairness")]))


# --- coverage_requirement -----------------------------------------------------------------------


COVER = rule("c", "coverage_requirement", kinds=["secondment"], category="backbone", min=1)


def test_every_member_is_covered_in_every_term() -> None:
    # 2 members x 2 terms: 4 placement-terms at 10 each.
    sites = [CORE, school("A"), school("B")]
    people = core_staff(2, is_backbone=True)
    result = run(community(people, [COVER], schools=sites, horizon=2))
    assert result.report.objective == 40
    one = community(people[:1], [COVER], schools=sites, horizon=2)
    assert run(one).report.status is Status.INFEASIBLE


# --- skill_need_matching ------------------------------------------------------------------------


NEED = rule("n", "skill_need_matching", kinds=["secondment"])
TWO_SUBJECTS = {"zh": 1, "math": 1}


def test_who_is_sent_has_a_weak_subject_of_the_host() -> None:
    sites = [CORE, school("A", weak_subjects=("math",))]
    people = [teacher("z", "K", "zh"), teacher("m", "K", "math")]
    people += [teacher("a", "A", "zh math")]
    given = community(people, [QUOTA, NEED], schools=sites, periods=TWO_SUBJECTS)
    assert [p.teacher for p in run(given).roster.placements] == ["m"]
    without = community(
        [people[0], people[2]], [QUOTA, NEED], schools=sites, periods=TWO_SUBJECTS
    )
    assert run(without).report.status is Status.INFEASIBLE


def test_a_subject_that_the_host_lacks_is_a_need() -> None:
    people = [teacher("z", "K", "zh"), teacher("m", "K", "math"), teacher("a", "A", "zh")]
    given = community(people, [QUOTA, NEED], periods=TWO_SUBJECTS)
    assert [p.teacher for p in run(given).roster.placements] == ["m"]
    assert broken(compile_rotation(given), placed("z", "A")) == {"n"}


def test_a_host_without_needs_takes_anybody() -> None:
    given = community([teacher("z", "K"), teacher("a", "A")], [QUOTA, NEED])
    assert run(given).roster is not None


# --- home_school_protection ---------------------------------------------------------------------


def test_few_are_away_at_once() -> None:
    # 0.4 x 5 = 2 may be away; a quota of 3 is one too many.
    guard = rule("p", "home_school_protection", max_absent_share=0.4, subject_cover=False)
    asked = [rule("q", "rotation_quota", min=n, per="core", **OUT) for n in (2, 3)]
    assert run(community(core_staff(5), [asked[0], guard])).roster is not None
    assert run(community(core_staff(5), [asked[1], guard])).report.status is Status.INFEASIBLE
    # Of two teachers 0.4 x 2 = 0.8, but at least one may go.
    few = rule("q", "rotation_quota", min=1, per="core", **OUT)
    assert run(community(core_staff(2), [few, guard])).roster is not None


COVERED = rule("p", "home_school_protection", subject_cover=True)


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
    result = run(given)
    assert not result.report.parameters["whole_courses"]
    assert result.report.status is Status.FEASIBLE
    one = rule("q", "rotation_quota", min=1, per="core", **OUT)
    given = community(people, [one, COVERED], classes={"K": 3, "A": 1}, periods={"zh": 6})
    result = run(given)
    assert result.report.parameters["whole_courses"]
    assert result.report.status is Status.OPTIMAL


# --- itinerant_teaching -------------------------------------------------------------------------


def test_an_itinerant_teacher_covers_what_a_school_lacks() -> None:
    # A has nobody for math; m has 10 periods, 2 at home and 2 at A. One term costs 3 x 10.
    roads = rule("i", "itinerant_teaching", max_sites_per_week=2, buffer_minutes=10)
    people = [teacher("m", "K", "math"), teacher("z", "K", "zh"), teacher("a", "A", "zh")]
    given = community(people, [COVERED, roads], periods={"zh": 2, "math": 2})
    result = run(given)
    assert result.roster.placements == (placed("m", "A", ITINERANT),)
    assert result.report.objective == 30
    # With 4 periods of math at each of two schools and a load of 6, m cannot do both.
    tired = [teacher("m", "K", "math", max_periods=6), *people[1:]]
    short = community(tired, [COVERED, roads], periods={"zh": 2, "math": 4})
    assert run(short).report.status is Status.INFEASIBLE


def test_sites_a_week_are_bounded() -> None:
    sites = [CORE, school("A"), school("B")]
    people = [teacher("m", "K", "math zh"), teacher("a", "A"), teacher("b", "B")]

    def given(most: int):
        roads = rule("i", "itinerant_teaching", max_sites_per_week=most)
        return community(people, [COVERED, roads], schools=sites, periods=TWO_SUBJECTS)

    assert len(run(given(3)).roster.placements) == 2
    assert run(given(2)).report.status is Status.INFEASIBLE
    both = (placed("m", "A", ITINERANT), placed("m", "B", ITINERANT))
    assert broken(compile_rotation(given(2)), *both) == {"i"}


# --- staff_pool_policy --------------------------------------------------------------------------


def test_the_pool_bounds_directions() -> None:
    closed = rule("s", "staff_pool_policy", pool="none")
    assert run(community(core_staff(1), [QUOTA, closed])).report.status is Status.INFEASIBLE
    assert broken(
        compile_rotation(community(core_staff(1), [QUOTA, closed])), placed("t0", "A")
    ) == {"s"}
    open_ = rule("s", "staff_pool_policy", pool="secondment")
    assert run(community(core_staff(1), [QUOTA, open_])).roster is not None


def test_a_free_pool_places_members_staff_as_well() -> None:
    # K has nobody left for its class; b of B fills the gap only when the pool is free.
    sites = [CORE, school("A"), school("B")]
    people = [teacher("k", "K"), teacher("b1", "B"), teacher("b2", "B"), teacher("a", "A")]
    people[1:2] = [teacher("b1", "B")]
    free = rule("s", "staff_pool_policy", pool="free")
    tight = [rule("q", "rotation_quota", min=1, per="core", **OUT), COVERED]
    assert run(community(people, tight, schools=sites)).report.status is Status.INFEASIBLE
    assert run(community(people, [*tight, free], schools=sites)).roster is not None


# --- rotation_cost, few_placements, stay_close ---------------------------------------------------


def test_the_nearer_teacher_goes() -> None:
    # Ways there and back: 60 minutes to A, 200 to B. 0.1 a minute: 6 or 20, and 10 for the term.
    sites = [CORE, school("A"), school("B")]
    any_member = rule("q", "rotation_quota", min=1, per="community", **OUT)
    burden = rule("m", "rotation_cost", "soft", minutes_weight=0.1)
    given = community(core_staff(1), [any_member, burden], schools=sites)
    far = [w for w in given.travel if "B" not in (w.origin, w.destination)]
    far += [Travel(origin="K", destination="B", minutes=110)]
    far += [Travel(origin="B", destination="K", minutes=90)]
    given = changed(given, travel=tuple(far))
    result = run(given)
    assert [p.host for p in result.roster.placements] == ["A"]
    assert result.report.objective == 16
    assert cost(compile_rotation(given), Roster((placed("t0", "B"),))).soft == 30


def test_nobody_moves_without_need() -> None:
    # A quota of at most one asks for nothing.
    lax = rule("q", "rotation_quota", min=0, max=1, per="core", **OUT)
    result = run(community(core_staff(2), [lax, COVER.model_copy(update={"enabled": False})]))
    assert result.roster == Roster(())
    assert result.report.objective == 0


def test_a_change_moves_as_few_as_possible() -> None:
    # t1 is known to go. Without a price either may go; with it t1 stays the choice, and when t1
    # leaves the community the roster pays only for the new placement.
    known = Roster((placed("t1", "A"),))
    given = community(core_staff(2), [QUOTA])
    kept = solve(compile_rotation(given, base=known, price_per_move=100), BUDGET)
    assert kept.roster == known
    assert kept.report.objective == 10
    smaller = changed(given, teachers=given.teachers[:1])
    after = solve(compile_rotation(smaller, base=known, price_per_move=100), BUDGET)
    assert [p.teacher for p in after.roster.placements] == ["t0"]
    assert after.report.objective == 110
    # In the unchanged community swapping costs twice: one dropped, one new.
    instance = compile_rotation(given, base=known, price_per_move=100)
    assert cost(instance, Roster((placed("t0", "A"),))).soft == 210


# --- one_place, placement_form -------------------------------------------------------------------


def test_nobody_is_sent_to_two_places_at_once() -> None:
    sites = [CORE, school("A"), school("B")]
    each = community(core_staff(1), [QUOTA], schools=sites)
    assert run(each).report.status is Status.INFEASIBLE
    assert broken(compile_rotation(each), placed("t0", "A"), placed("t0", "B")) == {"one_place"}
    # In different terms of a school year one person can do both.
    longer = community(core_staff(1), [QUOTA], schools=sites, horizon=2)
    assert run(longer).roster is not None


def test_who_is_away_is_not_itinerant_as_well() -> None:
    roads = rule("i", "itinerant_teaching", max_sites_per_week=3)
    sites = [CORE, school("A"), school("B")]
    instance = compile_rotation(community(core_staff(1), [roads], schools=sites))
    both = (placed("t0", "A"), placed("t0", "B", ITINERANT))
    assert broken(instance, *both) == {"one_place"}


@pytest.mark.parametrize(
    ("placement", "words"),
    [
        (placed("nobody", "A"), "没有教师nobody"),
        (placed("t0", "nowhere"), "没有学校nowhere"),
        (placed("t0", "A", start="2031-1"), "没有学期2031-1"),
        (placed("t0", "A", length=0), "时长为0个学期"),
        (placed("t0", "K"), "接收校就是本校"),
        (placed("ill", "A", LEADERSHIP), "免于交流（病）"),
        (placed("math", "A"), "没有该教师可任教的课"),
    ],
)
def test_a_malformed_placement_is_named(placement, words: str) -> None:
    people = [teacher("t0", "K"), teacher("ill", "K", exemption="病"), teacher("math", "K", "math")]
    instance = compile_rotation(community(people, []))
    found = [v for v in check(instance, Roster((placement,))) if v.is_hard]
    assert [v.rule for v in found] == ["placement_form"]
    assert words in found[0].sentence.zh


def test_an_itinerant_teacher_needs_a_way() -> None:
    roads = rule("i", "itinerant_teaching")
    given = changed(community(core_staff(1), [roads]), travel=())
    assert broken(compile_rotation(given), placed("t0", "A", ITINERANT)) == {"placement_form"}


# --- what every violation tells ------------------------------------------------------------------


def test_a_violation_tells_rule_source_point_and_numbers() -> None:
    instance = compile_rotation(community(core_staff(1), [QUOTA]))
    (found,) = check(instance, Roster())
    assert (found.rule, found.family, found.deviation) == ("q", "rotation_quota", 1)
    assert found.point == "A/2025-1"
    assert found.source == "X01 “原文”"
    assert found.sentence.zh == "“规则q”：2025学年核心校派往A校的教师应不少于1人，实有0人（无）。"


def test_a_disabled_rule_is_silent() -> None:
    off = QUOTA.model_copy(update={"enabled": False})
    assert run(community(core_staff(1), [off])).roster == Roster(())


def test_the_result_can_be_repeated() -> None:
    given = community(core_staff(4), [QUOTA], horizon=2)
    first, second = run(given), run(given)
    assert first.roster == second.roster
    assert first.report.objective == second.report.objective
    assert first.report.parameters["random_seed"] == 1
