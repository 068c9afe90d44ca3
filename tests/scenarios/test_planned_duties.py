"""Duties of a plan made end to end: handed out, short of people, proved impossible, kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planned import community

from community.duties import Circle, Duty
from community.models import PlacementKind, Slot, SlotKind
from publishing.plan_folder import write_best
from publishing.results import plan_data, show_plan
from rotation.solution import Placement, Roster
from scenarios.audit import audit
from scenarios.changes.base import replaced
from scenarios.class_teachers import heads
from scenarios.merging import Part, merge
from scenarios.plan import Plan, carried
from scenarios.planning import make_plan
from scheduling.timetable import ClassDuty, ClassLesson, WeekTimetable
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    from community.models import Community

BUDGET = Budget(seconds=10, workers=1, seed=1)


def with_duties(*duties: Duty) -> Community:
    """The tiny community with after-school service at both schools, 15:30 to 17:00."""
    slots = tuple(
        Slot(grid=g, order=5, name="课后服务", kind=SlotKind.AFTER_SCHOOL, start=930, end=1020)
        for g in ("gc", "gm")
    )
    return replaced(community(), slots=(*community().slots, *slots), duties=duties)


def test_a_plan_has_its_duties_and_keeps_them():
    asked = with_duties(Duty(slots=("课后服务",)))
    result = make_plan(asked, BUDGET)
    assert result.plan is not None
    _is_mended(asked, result.plan)
    # 4 classes on 5 days.
    assert len(result.plan.duties) == 20
    assert result.reports["duties"].status is Status.OPTIMAL
    assert not [v for v in audit(asked, result.plan) if v.family == "Duties"]
    again = make_plan(asked, BUDGET, base=carried(result.plan, asked))
    assert again.plan is not None
    assert again.plan.duties == result.plan.duties


def _is_mended(asked: Community, plan: Plan) -> None:
    """A school leaves one class without anybody: repair hands out that, and moves no lesson."""
    school = plan.duties[0].school
    were = tuple(x for x in plan.duties if x.school == school)
    lessons = tuple(x for x in plan.week.lessons if x.school == school)
    part = Part("sent.xlsx", school, lessons, lessons, True, were, were[1:])
    result = merge(asked, plan, [part], budget=BUDGET)
    assert [(m.before, m.after) for m in result.done[0].duties.taken] == [(were[:1], ())]
    assert [v.family for v in result.merged.hard_violations] == ["Duties"]
    assert result.plan.week == plan.week and not result.plan.hard_violations
    assert len(result.plan.duties) == len(plan.duties)
    assert result.duty_moves[0].before == ()


def test_duties_that_cannot_be_had_leave_no_plan_and_an_unfinished_timetable(tmp_path, capsys):
    # Each of 9 people at most once a week is 9 of 20 posts: C, 10 posts, has 5 people, M has 4.
    asked = with_duties(Duty(slots=("课后服务",), max_per_week=1))
    result = make_plan(asked, BUDGET)
    assert result.plan is None
    assert (result.status, result.ran_out) == (Status.UNKNOWN, "duties")
    assert "一周有20个班次" in result.reasons[0].zh
    assert result.nearest is not None
    assert len(result.nearest.week.lessons) > 0
    assert all(v.family == "Duties" for v in result.nearest.hard_violations)
    write_best(result, asked, tmp_path / "plan")
    show_plan(result, asked, tmp_path / "plan", as_json=False, lang="zh")
    told = capsys.readouterr().out
    assert "值班不能都排上人" in told
    assert "课表已经排完" in told
    assert plan_data(result, tmp_path, "zh")["ran_out"] == "duties"


def test_a_class_that_nobody_heads_proves_that_its_head_cannot_have_a_duty():
    heads_only = Duty(slots=("课后服务",), who=Circle.CLASS_TEACHER)
    teachers = tuple(t.model_copy(update={"class_teacher_of": None}) for t in community().teachers)
    result = make_plan(replaced(with_duties(heads_only), teachers=teachers), BUDGET)
    assert result.status is Status.INFEASIBLE
    assert "没有“值班要求”表第1行所要的教师" in result.reasons[0].zh


def test_whoever_takes_over_a_class_has_its_duties():
    # C1, who heads C31, is away; C2 has most lessons in it of those who head none.
    away = Placement("C1", PlacementKind.SECONDMENT, "M", "2025-1", 2)
    lessons = (
        ClassLesson("C", "C31", 1, 1, "math", "C2"),
        ClassLesson("C", "C31", 1, 2, "zh", "C3"),
        ClassLesson("C", "C31", 2, 1, "math", "C2"),
    )
    asked = with_duties(
        Duty(slots=("课后服务",), weekdays=(1,), classes=("C31",), who=Circle.CLASS_TEACHER)
    )
    plan = Plan("tiny", Roster((away,)), WeekTimetable("2025-1", lessons))
    assert heads(asked, plan)["C31"] == "C2"
    held = Plan(*("tiny", plan.roster, plan.week), duties=(ClassDuty("C", "C31", 1, 5, "C2"),))
    assert not [v for v in audit(asked, held) if v.family == "Duties"]
    gone = tuple(t for t in asked.teachers if t.id != "C2")
    assert carried(held, replaced(asked, teachers=gone)).duties == ()
