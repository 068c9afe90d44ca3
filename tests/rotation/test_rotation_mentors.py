"""Mentor pairs: small matchings counted by hand."""

from __future__ import annotations

import pytest
from mentor_tiny import LOW, SEND, SITES, WELCOME, audit, low, masters, pairs_of
from rotation_tiny import SHADOWING, changed, community, placed, rule, run, school, teacher, terms

from community.models import SchoolRole, Stage
from rotation.instance import compile_rotation
from rotation.rules.base import RuleParameterError
from rotation.solution import MentorPair
from solving.outcome import Status

# --- everybody of a sort ------------------------------------------------------------------------


def test_low_results_are_paired_one_to_one() -> None:
    # 2 masters, 2 low results, one to one: both are paired, at 1 for each pair. The master of
    # math at A and the low result at the core itself have nothing to do with it.
    given = community(
        [*masters(2), *masters(1, "A", "math"), low("a"), low("b"), low("c", "K")],
        [LOW],
    )
    result = run(given)
    assert result.report.status is Status.OPTIMAL
    assert result.report.objective == 2
    assert {p.mentee for p in result.roster.pairs} == {"a", "b"}
    assert {p.mentor for p in result.roster.pairs} == {"Km0", "Km1"}
    assert {(p.start, p.terms) for p in result.roster.pairs} == {("2025-1", 2)}


def test_more_low_results_than_places_are_infeasible() -> None:
    # 3 low results for 2 masters of one place each. With a place more there are enough.
    people = [*masters(2), low("a"), low("b"), low("c")]
    assert run(community(people, [LOW])).report.status is Status.INFEASIBLE
    two = rule("m", "mentor_matching", mentees="low_result", capacity=2, ratio="1:1")
    assert run(community(people, [two])).report.objective == 3


def test_a_ratio_with_a_full_width_colon_is_one() -> None:
    wide = rule("m", "mentor_matching", mentees="low_result", ratio="1：1")
    people = [*masters(1), low("a"), low("b")]
    assert run(community(people, [wide])).report.status is Status.INFEASIBLE


def test_in_principle_the_one_too_many_has_its_price() -> None:
    # 2 pairs at 1 and one low result without a mentor at 70.
    people = [*masters(2), low("a"), low("b"), low("c")]
    waived = LOW.model_copy(update={"strictness": "in_principle", "weight": 70})
    assert run(community(people, [waived])).report.objective == 72


def test_who_has_no_possible_mentor_is_not_asked_for() -> None:
    given = community([*masters(1), low("a"), low("m", "A", "math")], [LOW])
    assert pairs_of(given) == {("Km0", "a")}


def test_a_missing_mentor_is_named() -> None:
    (violation,) = audit(community([*masters(1), low("a")], [LOW]))
    assert (violation.rule, violation.point, violation.is_hard) == ("m", "a/2025-1", True)
    assert violation.sentence.zh == "“规则m”：2025学年A校教师a（教学成绩靠后）没有师傅。"
    assert "教师a (A校) (low results) has no mentor" in violation.sentence.en
    assert violation.source == "“原文”"


def test_young_teachers_and_those_who_grow_older() -> None:
    # Born 1990: 35 in 2025 and 36 in 2026, so two years of pairs for y and one for o.
    young = rule("m", "mentor_matching", mentees="young", cross_school=False)
    people = [
        teacher("g", "A", is_backbone=True),
        teacher("y", "A", birth_year=1995),
        teacher("o", "A", birth_year=1990),
    ]
    roster = run(community(people, [young], terms=terms(4))).roster
    assert [(p.mentee, p.start) for p in sorted(roster.pairs, key=str)] == [
        ("o", "2025-1"),
        ("y", "2025-1"),
        ("y", "2026-1"),
    ]


# --- schools ------------------------------------------------------------------------------------


def test_so_many_in_each_member_school() -> None:
    # 2 members x 1 mentee: 2 pairs; A's teaching point counts for A.
    sites = [*SITES, school("P", SchoolRole.TEACHING_POINT, parent="A")]
    people = [*masters(1), teacher("p", "P"), teacher("b", "B"), teacher("b2", "B", "math")]
    some = rule("m", "mentor_matching", min_mentees_per_school=1, cross_school=True)
    assert pairs_of(community(people, [some], schools=sites)) == {("Km0", "p"), ("Km0", "b")}
    one = rule("m", "mentor_matching", min_mentees_per_school=1, capacity=1)
    short = community(people, [one], schools=sites)
    assert run(short).report.status is Status.INFEASIBLE  # 2 mentees for 1 place
    (violation,) = audit(short, MentorPair("Km0", "p", "2025-1", 2))
    assert "B校应有不少于1名教师结对，实有0名" in violation.sentence.zh


def test_backbone_teachers_and_group_heads_of_the_members_have_masters_of_the_core() -> None:
    # A's backbone teacher and B's group head, one for each of two masters; B's other teacher and
    # the head at the core itself are none of these.
    people = [
        *(*masters(2), *masters(1, "A"), teacher("h", "B", is_group_head=True)),
        *(teacher("b", "B"), teacher("k", "K", is_group_head=True)),
    ]
    leading = rule("m", "mentor_matching", mentees="leading", min_mentees_per_school=1, capacity=1)
    given = community(people, [leading], schools=SITES)
    pairs = pairs_of(given)
    assert {mentee for _, mentee in pairs} == {"Am0", "h"}
    assert {mentor for mentor, _ in pairs} == {"Km0", "Km1"}
    (violation,) = audit(given, MentorPair("Km0", "Am0", "2025-1", 2))
    assert "B校应有不少于1名骨干教师或教研组长结对，实有0名" in violation.sentence.zh
    wrong = MentorPair("Am0", "h", "2025-1", 2)  # not of the core
    assert audit(given, MentorPair("Km0", "Am0", "2025-1", 2), wrong)


def test_a_school_without_such_teachers_is_not_asked_for_them() -> None:
    # B has no low results, A has one although two are asked for.
    two = rule("m", "mentor_matching", mentees="low_result", min_mentees_per_school=2)
    people = [*masters(2), low("a"), teacher("b", "B")]
    assert pairs_of(community(people, [two], schools=SITES)) in [{("Km0", "a")}, {("Km1", "a")}]


def test_each_master_pairs_in_every_other_school() -> None:
    # 3 masters, of K, A and B; each needs a mentee in the 2 other schools: 3 x 2 = 6 pairs,
    # and 2 teachers in each school can take them.
    each = rule("m", "mentor_matching", per_mentor=True, min_mentees_per_school=1)
    people = [t for home in "KAB" for t in masters(1, home)]
    people += [teacher(f"{home}{n}", home) for home in "KAB" for n in range(2)]
    given = community(people, [each], schools=SITES)
    result = run(given)
    assert result.report.objective == 6
    homes = {t.id: t.school for t in people}
    met = {(p.mentor, homes[p.mentee]) for p in result.roster.pairs}
    assert met == {(f"{a}m0", b) for a in "KAB" for b in "KAB" if a != b}
    # With one teacher less at B, the masters of K and A share one: one of 6 is lacking.
    fewer = community([t for t in people if t.id != "B1"], [each], schools=SITES)
    assert run(fewer).report.status is Status.INFEASIBLE
    soft = each.model_copy(update={"strictness": "soft", "weight": 9})
    assert run(community(list(fewer.teachers), [soft], schools=SITES)).report.objective == 5 + 9
    lacking = {v.point: v.sentence.zh for v in audit(fewer)}
    assert len(lacking) == 6
    assert "K校教师Km0应与A校不少于1名教师结对，实有0名" in lacking["Km0@A/2025-1"]


def test_way_stage_and_school_narrow_the_choice() -> None:
    near = {"min_mentees_per_school": 1, "mentees": "any"}
    people = [
        *masters(1),
        teacher("j", "A").model_copy(update={"stage": Stage.JUNIOR}),
        teacher("n", "A").model_copy(update={"stage": Stage.NINE_YEAR}),
    ]
    stage = rule("m", "mentor_matching", same_stage=True, **near)
    assert pairs_of(community(people, [stage])) == {("Km0", "n")}
    close = rule("m", "mentor_matching", max_minutes=20, **near)
    given = community([*masters(1), teacher("a", "A")], [close], minutes=20)
    assert pairs_of(given) == {("Km0", "a")}
    # The way back takes 21 minutes: nobody is near enough, and one mentee is lacking.
    there, back = given.travel
    far = changed(given, travel=(there, back.model_copy(update={"minutes": 21})))
    assert run(far).report.status is Status.INFEASIBLE
    inside = rule("m", "mentor_matching", cross_school=False, **near)
    own = [*masters(1), *masters(1, "A"), teacher("a", "A")]
    assert pairs_of(community(own, [inside])) == {("Am0", "a")}


def test_pairs_stay_in_their_community() -> None:
    sites = [
        school("K", SchoolRole.CORE, group="东"),
        school("A", group="东"),
        school("L", SchoolRole.CORE, group="西"),
        school("B", group="西"),
    ]
    people = [*masters(1), *masters(1, "L"), low("a"), low("b", "B")]
    given = community(people, [LOW], schools=sites)
    assert pairs_of(given) == {("Km0", "a"), ("Lm0", "b")}


# --- low results first --------------------------------------------------------------------------


def test_low_results_go_first() -> None:
    # One mentee of A is asked for, hard, and the master has one place: b with low results takes
    # it. With a instead, b without a mentor costs 5 for the one window, softly.
    some = rule("m", "mentor_matching", min_mentees_per_school=1, capacity=1, weight=5)
    given = community([*masters(1), teacher("a", "A"), low("b")], [some])
    result = run(given)
    assert [p.mentee for p in result.roster.pairs] == ["b"]
    assert result.report.objective == 1
    (passed_over,) = audit(given, MentorPair("Km0", "a", "2025-1", 2))
    assert (passed_over.rule, passed_over.is_hard, passed_over.cost) == ("m", False, 5)


def test_without_a_number_only_low_results_are_offered_pairs() -> None:
    # 1 for a pair is less than 3 for the low result left alone; nobody else is paired.
    plain = rule("m", "mentor_matching", "soft", weight=3)
    given = community([*masters(1), teacher("a", "A"), low("b")], [plain])
    assert len(compile_rotation(given).mentor_pairs) == 1
    assert pairs_of(given) == {("Km0", "b")}


# --- time ---------------------------------------------------------------------------------------


def test_pairs_begin_with_a_school_year_or_with_the_plan() -> None:
    # Terms 2025-2, 2026-1, 2026-2: the first pair ends with its school year, the second lasts it.
    given = community([*masters(1), low("a")], [LOW], terms=terms(3, 2))
    found = [(p.start, p.terms) for p in run(given).roster.pairs]
    assert found == [("2025-2", 1), ("2026-1", 2)]


def test_pairs_of_an_odd_lifetime_begin_in_any_semester() -> None:
    each = rule("m", "mentor_matching", mentees="low_result", lifetime_terms=1, window="semester")
    given = community([*masters(1), low("a")], [each], terms=terms(2))
    assert run(given).report.objective == 2
    long = rule("m", "mentor_matching", mentees="low_result", lifetime_terms=3, window="semester")
    given = community([*masters(1), low("a")], [long], terms=terms(2))
    assert run(given).report.objective == 1  # it lasts beyond the plan


def test_a_window_finer_than_semesters_is_refused() -> None:
    with pytest.raises(RuleParameterError, match="window month"):
        compile_rotation(community([], [rule("m", "mentor_matching", window="month")]))
    inside = rule("m", "mentor_matching", per_mentor=True, cross_school=False)
    with pytest.raises(RuleParameterError, match="other schools"):
        compile_rotation(community([], [inside]))


# --- who arrives --------------------------------------------------------------------------------


def test_who_arrives_is_paired_with_a_host_teacher() -> None:
    # 2 are sent for a term (10 each) and paired with the one host teacher of zh (1 each).
    people = [teacher("x", "K"), teacher("y", "K"), teacher("a", "A"), teacher("n", "A", "math")]
    given = community(people, [SEND, WELCOME])
    result = run(given)
    assert result.report.objective == 22
    assert {(p.mentor, p.mentee, p.terms) for p in result.roster.pairs} == {
        ("a", "x", 1),
        ("a", "y", 1),
    }


def test_too_few_host_teachers_are_infeasible() -> None:
    people = [teacher("x", "K"), teacher("y", "K"), teacher("a", "A")]
    one = WELCOME.model_copy(update={"params": {**WELCOME.params, "capacity": 1}})
    assert run(community(people, [SEND, one])).report.status is Status.INFEASIBLE
    soft = one.model_copy(update={"strictness": "soft", "weight": 40})
    # 20 for the placements, 1 for a pair, 40 for the one without a partner.
    assert run(community(people, [SEND, soft])).report.objective == 61


def test_arrivals_without_a_partner_and_pairs_without_an_arrival() -> None:
    people = [teacher("x", "K"), teacher("y", "K"), teacher("a", "A")]
    given = community(people, [SEND, WELCOME])
    there = (placed("x", "A"), placed("y", "A"))
    (alone,) = audit(given, MentorPair("a", "x", "2025-1", 1), placements=there)
    assert (alone.rule, alone.point) == ("m", "y/secondment/A/2025-1+1")
    assert "可选：A校教师a" in alone.sentence.zh
    found = audit(given, MentorPair("a", "x", "2025-1", 1))
    assert {(v.rule, v.point) for v in found} == {("q", "all/2025-1"), ("m", "a>x/2025-1+1")}


def test_an_absent_mentor_has_no_place_for_who_arrives() -> None:
    # One is sent each way: a would be the partner of x, but is away; b is at home and is it.
    back = rule(*("back", "rotation_quota"), direction="member_to_core", kinds=["shadowing"], min=1)
    both = [SEND.model_copy(update={"params": {**SEND.params, "min": 1}}), back, WELCOME]
    people = [teacher("x", "K"), teacher("k", "K"), teacher("a", "A")]
    assert run(community(people, both)).report.status is Status.INFEASIBLE
    given = community([*people, teacher("b", "A")], both)
    assert run(given).report.objective == 20 + 2
    there = (placed("a", "K", SHADOWING), placed("x", "A"))
    pairs = MentorPair("a", "x", "2025-1", 1), MentorPair("k", "a", "2025-1", 1)
    (away,) = audit(given, *pairs, placements=there)
    assert (away.rule, away.point, away.deviation) == ("m", "a/2025-1.away", 1)
    assert "A校教师a外派到K校，不能与到校的教师x结对" in away.sentence.zh
