"""Why somebody goes and why not: forced, forbidden, or at what price."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rotation_tiny import (
    BUDGET,
    COVERED,
    OUT,
    broken,
    community,
    placed,
    rule,
    run,
    school,
    teacher,
)

from community.codes import PlacementKind, PlacementStatus
from community.models import PastPlacement, SchoolRole
from rotation import why_search
from rotation.check import check
from rotation.instance import compile_rotation
from rotation.model import build_model
from rotation.rules.asked_placement import AskedPlacement
from rotation.search import RotationResult, solve
from rotation.solution import Roster
from rotation.why import Question, Verdict, explain_placement
from solving.outcome import Report, Status

ONE = rule("q", "rotation_quota", min=1, per="member", **OUT)
BACKBONE = rule("q", "rotation_quota", min=1, per="member", category="backbone", **OUT)
YEARS = rule("e", "rotation_eligibility", kinds=["secondment"], min_years_in_school=6)
VOLUNTEERS = rule("f", "rotation_fairness", "soft", weight=30, volunteers_first=True)


def ask(given, roster, who, host=None, kind=None, budget=BUDGET):
    instance = compile_rotation(given)
    (answer,) = explain_placement(instance, roster, Question(who, host, kind), budget)
    return answer


def told(answer):
    return "\n".join(s.zh for s in answer.sentences)


def test_the_only_one_who_may_go_is_forced_and_counting_says_why():
    people = [teacher("k", "K", is_backbone=True), teacher("t", "K")]
    people += [teacher("new", "K", is_backbone=True, joined_year=2024)]
    given = community(people, [BACKBONE, YEARS])
    answer = ask(given, run(given).roster, "k")
    assert answer.verdict is Verdict.FORCED
    assert answer.rules == ("q", "e")  # without e the new one could go
    assert "必须有：K校教师k到A校支教" in told(answer)
    assert "派往A校1名骨干教师，除K校教师k外没有人符合条件" in told(answer)
    assert "1人不符合“规则e”" in told(answer)
    assert "nobody besides 教师k (K校) is eligible" in answer.sentences[1].en


def test_somebody_forced_by_rules_together():
    # Of K's k and l one has to go. Balanced schools: one of A goes as well, and only a may.
    balance = rule("n", "staff_balance", net_change=True)
    people = [teacher("k", "K"), teacher("l", "K"), teacher("a", "A"), teacher("b", "A", "math")]
    back = rule("b", "rotation_quota", max=9, direction="member_to_core", kinds=["work_shadowing"])
    swap = rule(
        "x",
        "reciprocal_exchange",
        "soft",
        weight=0,
        out_kinds=["secondment"],
        in_kinds=["work_shadowing"],
    )
    given = community(people, [ONE, balance, back, swap], classes={"K": 1, "A": 1})
    answer = ask(given, run(given).roster, "a")
    assert answer.verdict is Verdict.FORCED
    assert set(answer.rules) == {"q", "n"}
    assert "没有这一安排时，以下规则不能同时满足：“规则q”、“规则n”" in told(answer)
    assert "否则至少要违反" in told(answer)


def test_a_locked_placement_is_forced_by_being_locked():
    given = community([teacher("k", "K"), teacher("l", "K")], [ONE])
    answer = ask(given, Roster((replace(placed("k", "A"), status=PlacementStatus.LOCKED),)), "k")
    assert answer.verdict is Verdict.FORCED
    assert answer.rules == ("locked_placements",)


def test_what_it_costs_to_send_somebody_else():
    # l instead of the volunteer k: 30 for passing k over.
    given = community([teacher("k", "K", volunteer=True), teacher("l", "K")], [ONE, VOLUNTEERS])
    roster = run(given).roster
    assert [p.teacher for p in roster.placements] == ["k"]
    answer = ask(given, roster, "k")
    assert answer.verdict is Verdict.DEARER
    assert (answer.cost_after - answer.cost_before, answer.exact) == (30, True)
    assert [(c.rule, c.before, c.after) for c in answer.charges] == [("f", 0, 30)]
    assert [(s.placement.teacher, s.is_new) for s in answer.shifts] == [("l", True)]
    assert "多付代价30（10→40，已证最优）" in told(answer)
    assert "改由K校教师l去A校" in told(answer)
    assert "未报名而派出1人次（教师l）" in told(answer)


def test_somebody_else_could_go_at_the_same_price():
    given = community([teacher("k", "K"), teacher("l", "K")], [ONE])
    answer = ask(given, Roster((placed("k", "A"),)), "k")
    assert (answer.verdict, answer.cost_after) == (Verdict.EQUAL, answer.cost_before)
    assert "代价相同" in told(answer)


def test_a_better_roster_is_admitted():
    given = community([teacher("k", "K", volunteer=True), teacher("l", "K")], [ONE, VOLUNTEERS])
    answer = ask(given, Roster((placed("l", "A"),)), "l")
    assert answer.verdict is Verdict.BETTER
    assert (answer.cost_before, answer.cost_after) == (40, 10)
    assert "方案的名单并非最优" in told(answer)


def test_the_rest_of_the_roster_stays_as_it_was():
    # Eight of K can go to four members; any of 1,680 rosters costs the same.
    sites = [school("K", SchoolRole.CORE), *(school(s) for s in "ABCD")]
    given = community([teacher(f"k{n}", "K") for n in range(8)], [ONE], schools=sites)
    roster = Roster(tuple(sorted(placed(f"k{n}", s) for n, s in zip("7315", "ABCD", strict=True))))
    answer = ask(given, roster, "k3")
    assert answer.verdict is Verdict.EQUAL
    assert [(s.placement.host, s.is_new) for s in answer.shifts] == [("B", True)]


def test_each_placement_of_a_teacher_has_its_answer():
    given = community([teacher("k", "K"), teacher("l", "K")], [ONE], horizon=2)
    stays = placed("k", "A"), placed("k", "A", start="2025-2")
    found = explain_placement(compile_rotation(given), Roster(stays), Question("k"), BUDGET)
    assert [a.placement for a in found] == list(stays)
    # A school year wants one: the other semester costs its 10 for nothing.
    assert [a.verdict for a in found] == [Verdict.BETTER, Verdict.BETTER]


def test_who_is_not_eligible_is_told_why():
    given = community([teacher("k", "K"), teacher("new", "K", joined_year=2022)], [ONE, YEARS])
    answer = ask(given, run(given).roster, "new", "A")
    assert (answer.verdict, answer.rules) == (Verdict.IMPOSSIBLE, ("e",))
    assert "不能派K校教师new到A校" in told(answer)
    assert "在本校任教3年，未满6年" in told(answer)


def test_a_way_that_no_rule_asks_for():
    given = community([teacher("k", "K"), teacher("a", "A")], [ONE])
    answer = ask(given, run(given).roster, "a", "K")
    assert (answer.verdict, answer.rules) == (Verdict.IMPOSSIBLE, ())
    assert "没有规则安排成员校到核心校的派遣" in told(answer)
    kind = ask(given, run(given).roster, "k", "A", PlacementKind.LEADERSHIP)
    if kind.placement is None:
        assert "没有规则安排核心校到成员校的挂职" in told(kind)


def test_every_way_is_barred_by_another_rule():
    # secondment for too few years in the school, leadership because the pool is closed for it.
    rules = [ONE, YEARS, rule("l", "rotation_quota", min=1, **{**OUT, "kinds": ["leadership"]})]
    pool = rule("s", "staff_pool_policy", kinds=["leadership"], directions=["member_to_core"])
    people = [teacher("k", "K"), teacher("new", "K", joined_year=2024)]
    given = community(people, [*rules, pool])
    roster = Roster((placed("k", "A"),))
    answer = ask(given, roster, "new", "A")
    assert answer.verdict is Verdict.IMPOSSIBLE
    assert set(answer.rules) == {"e", "s"}


def test_nothing_to_teach_there():
    given = community([teacher("k", "K"), teacher("m", "K", "math")], [ONE])
    answer = ask(given, run(given).roster, "m", "A")
    assert answer.verdict is Verdict.IMPOSSIBLE
    assert "接收校没有该教师可任教的课" in told(answer)


def test_who_is_needed_at_home_cannot_go():
    # m alone teaches maths at K: 1 period a week.
    people = [teacher("m", "K", "math"), teacher("z", "K"), teacher("y", "K")]
    people += [teacher("a", "A", "zh math")]
    given = community(people, [ONE, COVERED], periods={"zh": 1, "math": 1})
    answer = ask(given, run(given).roster, "m", "A")
    assert (answer.verdict, answer.rules) == (Verdict.IMPOSSIBLE, ("asked_placement", "p"))
    assert "要派K校教师m到A校，K校教师m必须去；而本校能教数学的没有别人" in told(answer)


def test_what_it_costs_to_send_somebody():
    given = community([teacher("k", "K", volunteer=True), teacher("l", "K")], [ONE, VOLUNTEERS])
    answer = ask(given, Roster((placed("k", "A"),)), "l", "A")
    # l did not volunteer: 30. Both together would cost 10 more than that.
    assert (answer.verdict, answer.cost_after - answer.cost_before) == (Verdict.DEARER, 30)
    at_most_one = rule("m", "rotation_quota", max=1, **OUT)
    given = community(list(given.teachers), [ONE, VOLUNTEERS, at_most_one])
    answer = ask(given, Roster((placed("k", "A"),)), "l", "A")
    assert answer.cost_after - answer.cost_before == 30
    assert "可以派K校教师l到A校。这样安排的最好名单多付代价30" in told(answer)
    assert "原定去A校的K校教师k不再去" in told(answer)


def test_who_stays_at_home_is_asked_about_without_a_school():
    given = community([teacher("k", "K"), teacher("new", "K", joined_year=2024)], [ONE, YEARS])
    answer = ask(given, run(given).roster, "new")
    assert (answer.verdict, answer.rules) == (Verdict.IMPOSSIBLE, ("e",))
    assert "不能派K校教师new到别的学校" in told(answer)


def test_a_plan_that_breaks_rules_is_told_so():
    given = community([teacher("k", "K"), teacher("l", "K", joined_year=2024)], [ONE, YEARS])
    answer = ask(given, Roster((placed("l", "A"),)), "l")
    assert "本身违反刚性规则1处" in told(answer)


def test_without_time_it_is_not_settled(monkeypatch):
    slow = RotationResult(None, Report(Status.UNKNOWN))
    monkeypatch.setattr(why_search, "solve", lambda *_args, **_more: slow)
    given = community([teacher("k", "K"), teacher("l", "K")], [ONE])
    answer = ask(given, Roster((placed("k", "A"),)), "k")
    assert answer.verdict is Verdict.UNKNOWN
    assert "20秒内未能判定" in told(answer)


def test_what_counting_proves_needs_no_search(monkeypatch):
    slow = RotationResult(None, Report(Status.UNKNOWN))
    monkeypatch.setattr(why_search, "solve", lambda *_args, **_more: slow)
    given = community([teacher("k", "K")], [ONE])
    assert ask(given, Roster((placed("k", "A"),)), "k").verdict is Verdict.FORCED


def test_what_is_found_close_by_is_told_when_the_whole_search_has_no_time(monkeypatch):
    given = community([teacher("k", "K", volunteer=True), teacher("l", "K")], [ONE, VOLUNTEERS])
    solves = []

    def hurried(*args, **more):
        solves.append(args)
        if len(solves) == 2:
            return RotationResult(None, Report(Status.UNKNOWN))
        return solve(*args, **more)

    monkeypatch.setattr(why_search, "solve", hurried)
    answer = ask(given, Roster((placed("k", "A"),)), "k")
    assert (answer.verdict, answer.cost_after, answer.exact) == (Verdict.DEARER, 40, False)
    assert "未证明是否必然更贵" in told(answer)


def test_among_equals_the_evener_burdens_decide():
    # K to A takes 30 minutes each way: k has borne 60 x 100 days before, l nothing.
    past = PastPlacement(
        teacher="k", kind="secondment", host="A", start_year=2020, semester=1, terms=1
    )
    level = rule("f", "rotation_fairness", "soft", volunteers_first=False, burden_weight=1)
    given = community([teacher("k", "K"), teacher("l", "K")], [ONE, level], history=(past,))
    answer = ask(given, Roster((placed("l", "A"),)), "l")
    assert answer.verdict is Verdict.EQUAL
    assert "方案的名单更均衡（从负担最重的人比起，方案6000，另一份12000" in told(answer)


def test_a_price_that_is_not_proved_is_not_called_the_least(monkeypatch):
    given = community([teacher("k", "K", volunteer=True), teacher("l", "K")], [ONE, VOLUNTEERS])

    def stopped(*args, **more):
        found = solve(*args, **more)
        report = replace(found.report, status=Status.FEASIBLE, bound=25.0)
        return RotationResult(found.roster, report)

    monkeypatch.setattr(why_search, "solve", stopped)
    answer = ask(given, Roster((placed("k", "A"),)), "k")
    assert (answer.verdict, answer.exact) == (Verdict.DEARER, False)
    assert "已找到的名单多付代价30（10→40）；已证至少多付15" in told(answer)  # 25 - 10


def test_courses_that_would_have_to_be_divided():
    # One course of 4 periods at K: without k there are l and m with 2 each, enough in periods.
    people = [teacher("k", "K", max_periods=4), teacher("a", "A")]
    people += [teacher("l", "K", max_periods=2), teacher("m", "K", max_periods=2)]
    given = community(people, [ONE, COVERED], periods={"zh": 4})
    answer = ask(given, Roster((placed("l", "A"),)), "k", "A")
    assert answer.verdict is Verdict.DEARER
    assert answer.exact
    assert [c.rule for c in answer.charges] == ["whole_courses"]
    assert "每门课都由一位教师担任时，2名教师排不下（每周最多教师l2、教师m2节）" in told(answer)


@pytest.mark.parametrize("wanted", [True, False])
def test_asked_placement_in_check_and_model(wanted):
    given = community([teacher("k", "K"), teacher("l", "K")], [ONE], horizon=2)
    asked = AskedPlacement(
        id="asked",
        params=AskedPlacement.Params(
            teacher="k",
            wanted=wanted,
            host="A",
            kinds=(PlacementKind.SECONDMENT,),
            first=0,
            end=1,
        ),
    )
    plain = compile_rotation(given)
    instance = replace(plain, rules=(*plain.rules, asked))
    with_it, without = placed("k", "A", length=2), placed("k", "A", start="2025-2")
    assert ("asked" in broken(instance, with_it)) is not wanted
    assert ("asked" in broken(instance, without)) is wanted
    found = solve(instance, BUDGET).roster
    there = any(asked.speaks_of(instance.move(p)) for p in found.placements)
    assert there is wanted
    assert not [v for v in check(instance, found) if v.is_hard]


def test_asked_placement_that_is_pinned_is_refused_by_the_model():
    locked = Roster((replace(placed("k", "A"), status=PlacementStatus.LOCKED),))
    plain = compile_rotation(community([teacher("k", "K")], [ONE]), base=locked)
    asked = AskedPlacement(
        id="asked", params=AskedPlacement.Params(teacher="k", wanted=False, host="A")
    )
    instance = replace(plain, rules=(*plain.rules, asked))
    assert len(build_model(instance).chosen) == 1
    assert solve(instance, BUDGET).report.status is Status.INFEASIBLE
