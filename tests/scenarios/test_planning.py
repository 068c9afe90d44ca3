"""Planning end to end on a tiny community: the plan, the proof that there is none, the clock."""

from __future__ import annotations

import time

import pytest
from planned import BUDGET, community, plan, result

from community.errors import InputError
from community.models import Community, CurriculumRow, PlacementKind, Stage, Unavailable
from community.profile import resolve
from community.rule import Cost
from community.text import Text
from publishing.results import plan_data, show_plan
from rotation.rounds import RotationResult
from rotation.rules.one_more_teacher import OneMoreTeacher
from rotation.solution import Roster
from rotation.staffing_flow import Lane
from scenarios import planning
from scenarios.audit import audit
from scenarios.changes.base import replaced
from scenarios.overview import overview
from scenarios.planning import make_plan
from scenarios.refusing import concerned, one_more
from scenarios.verdicts import DISAGREED, EVERY_ROSTER, UNDIVIDED
from scheduling.planning import WeekResult
from scheduling.shortage import Shortage, shortages
from solving.interrupt import interruptible
from solving.outcome import Budget, Report, Status


def test_the_plan_keeps_every_hard_rule_and_says_what_it_costs():
    assert result().status in (Status.OPTIMAL, Status.FEASIBLE)
    assert plan().hard_violations == []
    found = audit(community(), plan())
    assert tuple(found) == plan().violations
    assert Cost.of(found).hard == 0
    assert set(plan().reports) == {"rotation", "staffing", "week"}


def test_every_lesson_is_there_and_music_comes_by_road():
    # 4 classes with 13 periods a week
    assert sum(x.periods for x in plan().week.lessons) == 52
    music = {x.teacher for x in plan().week.lessons if x.school == "M" and x.subject == "music"}
    assert music == {"C5"}  # the only teacher of music
    now = plan().roster.active(community(), plan().week.term)
    assert {p.kind for p in now if p.teacher == "C5"} == {PlacementKind.ITINERANT}


def test_the_budget_and_seed_are_in_the_reports():
    parameters = plan().reports["week"].parameters
    assert (parameters["workers"], parameters["seed"]) == (1, 1)


def test_a_class_with_more_periods_than_slots_is_impossible_with_its_numbers():
    # 4 slots on 5 days are 20; zh 6 + math 12 + music 3 are 21
    rows = [
        CurriculumRow(grade=3, subject=subject, periods=periods)
        for subject, periods in (("zh", 6), ("math", 12), ("music", 3))
    ]
    rows += [r for r in community().curriculum if r.grade == 4]
    made = make_plan(replaced(community(), curriculum=tuple(rows)), BUDGET)
    assert (made.status, made.plan) == (Status.INFEASIBLE, None)
    assert any("21 periods for 20 slots" in r.en for r in made.reasons)


def test_a_subject_without_teachers_is_impossible_with_its_numbers():
    teachers = tuple(t for t in community().teachers if t.id != "C5")
    made = make_plan(replaced(community(), teachers=teachers), BUDGET)
    assert made.status is Status.INFEASIBLE
    # two classes at each school with 2 periods: 4 and 4, and nobody to teach them
    assert any("音乐" in r.zh and "4" in r.zh for r in made.reasons)


def test_a_quota_above_the_eligible_is_impossible_with_its_numbers():
    # Only C1 and C2 are backbone teachers of the core.
    policy = resolve("songyang", {"backbone_cover": {"min": 3, "category": "backbone"}})
    made = make_plan(replaced(community(), policy=policy), BUDGET)
    assert made.status is Status.INFEASIBLE
    assert any("3" in r.en and "2" in r.en for r in made.reasons), made.reasons


def test_periods_that_only_suffice_when_a_course_is_divided_are_impossible():
    # zh at M is 2 courses of 6 periods; M1 with 8 and M3 with 4 make 12, but M3 can take neither
    # course. C1 and C3 with 6 each have just their own two.
    most = {"M1": 8, "M3": 4, "C1": 6, "C3": 6}
    teachers = tuple(
        t.model_copy(update={"max_periods": most.get(t.id, t.max_periods)})
        for t in community().teachers
    )
    made = make_plan(replaced(community(), teachers=teachers), BUDGET)
    assert (made.status, made.plan) == (Status.INFEASIBLE, None)
    assert UNDIVIDED in made.reasons


def test_too_little_time_is_not_a_proof():
    made = make_plan(community(), Budget(seconds=0.0, workers=1))
    assert (made.status, made.plan) == (Status.UNKNOWN, None)


def test_ctrl_c_before_there_is_a_week_ends_without_a_plan():
    with interruptible() as interrupt:
        interrupt.press()
        made = make_plan(community(), BUDGET)
    assert made.interrupted
    assert (made.status, made.plan) == (Status.UNKNOWN, None)


def test_ctrl_c_during_the_week_keeps_the_best_timetable():
    with interruptible() as interrupt:

        def press_when_better(event):
            if event.phase not in ("rotation", "staffing") and event.objective is not None:
                interrupt.press()

        made = make_plan(community(), BUDGET, listener=press_when_better)
    assert made.interrupted
    assert made.plan is not None
    assert made.plan.hard_violations == []


@pytest.mark.parametrize(("seconds", "ran_out"), [(0.0, "time"), (600.0, "attempts")])
def test_no_answer_says_what_ran_out(monkeypatch, capsys, tmp_path, seconds, ran_out):
    monkeypatch.setattr(planning, "plan_week", lambda *_, **__: WeekResult(None, Status.UNKNOWN))
    roster = result().plan.roster
    found = RotationResult(roster, Report(Status.FEASIBLE))
    monkeypatch.setattr("scenarios.rosters.solve", lambda *_, **__: found)
    made = make_plan(community(), Budget(seconds, 1))
    assert (made.status, made.ran_out) == (Status.UNKNOWN, ran_out)
    show_plan(made, community(), tmp_path, as_json=False, lang="en")
    assert ("--time-limit" in capsys.readouterr().out) == (ran_out == "time")
    assert plan_data(made, tmp_path, "en")["ran_out"] == ran_out


@pytest.mark.by_the_wall
@pytest.mark.parametrize("phase", ["rotation", "week"])
def test_a_phase_that_looks_at_no_clock_is_left_when_the_time_is_over(monkeypatch, phase):
    def endless(*_words, **_more):
        while True:
            pass

    name = {"rotation": "rosters.solve", "week": "planning.plan_week"}[phase]
    monkeypatch.setattr(f"scenarios.{name}", endless)
    began = time.monotonic()
    limit = 1.0 if phase == "rotation" else 4.0  # time for a roster
    made = make_plan(community(), Budget(limit, 1, until=began + limit))
    assert (made.status, made.plan) == (Status.UNKNOWN, None)
    assert (made.roster is None) == (phase == "rotation")
    assert time.monotonic() - began < limit + 20  # on any machine


def test_a_term_that_is_not_there_is_bad_input():
    with pytest.raises(InputError) as caught:
        make_plan(community(), BUDGET, term="2031-1")
    assert "2025-1" in caught.value.problems[0].to("en")


def test_another_term_can_be_planned():
    made = make_plan(community(), BUDGET, term="2025-2")
    assert made.plan is not None
    assert made.plan.week.term == "2025-2"


def test_the_people_on_whom_a_proof_depends():
    # Without any placement M has nobody for music: that is about C5, who teaches music, alone.
    found = shortages(community(), Roster(), "2025-1")
    assert concerned(community(), found) == {"C5"}
    zh = Shortage("rules", "C/zh+M/zh", 0, Text("", ""))
    assert concerned(community(), [zh]) == {"C1", "C3", "M1", "M3"}
    assert concerned(community(), [zh, *found]) == {"C5"}  # each is a proof by itself
    # Of local assistants, and of classes, everybody counts.
    assert concerned(community(), [Shortage("assistant", "s1/M31", 1, Text("", ""))]) == set()


def test_whoever_alone_has_too_much_needs_somebody_beside():
    # C5 alone teaches the core's music: others who can, wherever they are now, would have to come.
    alone = (Lane("C", Stage.PRIMARY, "music"),)
    found = WeekResult(
        None, Status.INFEASIBLE, shortages=(Shortage("preparations", "C5", 1, Text("", ""), alone),)
    )
    more = community().teacher_by_id["M1"].model_copy(update={"subjects": ("zh", "music")})
    teachers = [more if t.id == "M1" else t for t in community().teachers]
    (rule,) = one_more(replaced(community(), teachers=teachers), found, "2025-1", 1)
    assert isinstance(rule, OneMoreTeacher)
    assert rule.places == {("M1", "C")}
    assert concerned(community(), found.shortages) == set()


def away(*days: int) -> Community:
    return replaced(
        community(), unavailable=tuple(Unavailable(teacher="C5", weekday=d) for d in days)
    )


def test_a_week_that_fails_under_every_roster_is_proved_impossible():
    # C5 alone teaches music, and is there on two days: 4 lessons at home and 4 at M, one a day for
    # each of the 4 classes. Both days are at both schools, and the way leaves 3 slots a day: 8 > 6.
    made = make_plan(away(3, 4, 5), BUDGET)
    assert (made.status, made.plan) == (Status.INFEASIBLE, None)
    assert "（教师C5）、“同一学科每天不超过1节”" in made.reasons[0].zh
    assert made.reasons[-1] == EVERY_ROSTER
    assert made.nearest is None


def test_when_one_roster_is_only_given_up_nothing_is_proved(monkeypatch):
    # The first week is not proved; after it all is as above.
    weeks = iter([WeekResult(None, Status.UNKNOWN)])
    real = planning.plan_week
    monkeypatch.setattr(planning, "plan_week", lambda *a, **k: next(weeks, None) or real(*a, **k))
    made = make_plan(away(3, 4, 5), BUDGET)
    assert (made.status, made.plan) == (Status.UNKNOWN, None)
    assert EVERY_ROSTER not in made.reasons
    assert made.roster is not None


def test_after_a_week_without_an_answer_another_roster_is_tried(monkeypatch):
    weeks, rosters = iter([WeekResult(None, Status.UNKNOWN)]), []
    real = planning.plan_week

    def week(data, roster, *rest, **more):
        rosters.append(roster)
        return next(weeks, None) or real(data, roster, *rest, **more)

    monkeypatch.setattr(planning, "plan_week", week)
    made = make_plan(community(), BUDGET)
    assert made.plan is not None
    first, second = rosters
    assert first.active(community(), "2025-1") != second.active(community(), "2025-1")


def test_a_proof_that_is_contradicted_is_told():
    planner_reports = {"staffing": Report(Status.UNKNOWN, parameters={"confirmed": False})}
    planner = planning._Planner(
        community(), BUDGET, "2025-1", None, 1, None, (), reports=planner_reports
    )
    with interruptible() as interrupt:
        assert planner.none(Status.UNKNOWN, (), interrupt).notes == (DISAGREED,)


def test_classes_whose_lessons_have_no_times_are_impossible_whatever_the_roster():
    # Nobody teaches in slot 3, and classes have no gaps: two lessons a day at most, 10 for 13.
    taken = tuple(
        Unavailable(teacher=t.id, weekday=d, slot=3)
        for t in community().teachers
        for d in range(1, 6)
    )
    policy = resolve("national_base")
    data = replaced(community(), unavailable=taken, policy=policy)
    made = make_plan(data, Budget(30, 1, 1))
    assert made.status is Status.INFEASIBLE
    (reason,) = made.reasons
    assert "班级课间无空节" in reason.zh
    assert overview(data).shortages == made.reasons
    assert "rotation" not in made.reports  # before any roster was looked for
