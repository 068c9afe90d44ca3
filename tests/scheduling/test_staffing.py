"""Who teaches what: loads, class teachers, days of travelling teachers, a plan to stay close to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from support import tiny_teacher
from tiny_week import OWN_CLASS, ROSTER, TERM, TRAVEL, policy_rule, tiny_plan, week_community

from community.models import Community, PlacementKind, Unavailable
from community.requests import Binding, JointLesson, Teaching
from community.rule import Strictness
from rotation.solution import Placement, Roster
from scheduling.check import check
from scheduling.rules.own_class import OwnClass
from scheduling.staffing import Avoid, Staffing, choose_teachers
from scheduling.staffing.counts import Counts
from scheduling.staffing.fitting import Fitting
from scheduling.week import compile_week
from scheduling.week.frame import Frame
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    from community.policy import PolicyRule

BUDGET = Budget(10.0, 1, 1)


def _staff(community: Community, roster: Roster = ROSTER, **more: Any) -> Staffing:
    base = more.pop("base", None)
    instance = compile_week(community, roster, TERM, base=base)
    return choose_teachers(instance, Frame.of(community, roster, TERM), BUDGET, **more)


def _teachers(staffing: Staffing) -> dict[str, str]:
    assert staffing.solution is not None
    return {x.event: who for x in staffing.solution.lessons for role, who in x.resources if role}


def test_every_course_has_one_qualified_teacher_within_the_load() -> None:
    found = _teachers(_staff(week_community()))
    # 12 courses, and the host's part of the series; the receiving class has no teacher of its own.
    assert len(found) == 13
    assert found["C31/music"] == found["C31/music@s1"] == "C5"
    load = Counter[str]()
    for event, teacher in found.items():
        load[teacher] += {"zh": 6, "math": 5}.get(event.split("/")[1], 0)
    # Two zh teachers for two classes at each school: loads are even, 6 each.
    assert {load[t] for t in ("C1", "C3", "M1", "M3")} == {6}


def test_class_teachers_have_their_own_class() -> None:
    found = _teachers(_staff(week_community()))
    assert found["C31/zh"] == "C1"
    assert found["C41/zh"] == "C3"
    assert found["M31/zh"] == "M1"
    assert found["M41/math"] == "M2"


GRADES = policy_rule(
    "grades", "timetable_quality", hard=False, aspect="grades", subjects=["zh"], max_grades=1
)


def _two_classes_a_grade(*rules: PolicyRule, **changes: Any) -> Community:
    """C with two classes in grades 3 and 4, each of 6 zh: 24, with two teachers for 12 each."""
    tiny = week_community()
    more = tuple(
        group.model_copy(update={"id": f"{group.id}b", "number": 2})
        for group in tiny.classes
        if group.school == "C"
    )
    extra = (tiny_teacher("X", "C", "math"), tiny_teacher("Y", "C", "music"))
    fields = {"classes": (*tiny.classes, *more), "teachers": (*tiny.teachers, *extra)}
    return week_community(TRAVEL, OWN_CLASS, *rules, **(fields | changes))


def test_teachers_keep_to_a_grade() -> None:
    # C1 is class teacher of a class of grade 3, C3 of one of grade 4: the second of each follows.
    found = _teachers(_staff(_two_classes_a_grade(GRADES)))
    assert (found["C31/zh"], found["C31b/zh"]) == ("C1", "C1")
    assert (found["C41/zh"], found["C41b/zh"]) == ("C3", "C3")


def test_a_class_of_several_grades_is_of_each_of_them() -> None:
    """Two classes of grade 3, one of grade 4, one of both (复式); two teachers for two each.

    With that of both, 4 is no further grade: the two of grade 3 go together, 1 too many in all. By
    its lower grade alone, it might as well go to one of grade 3: then both teachers had two.
    """
    base = _two_classes_a_grade(GRADES)
    mixed = {"grade": 3, "other_grades": (4,), "name": "三四年级复式(2)班"}
    classes = tuple(
        c.model_copy(update=mixed if c.id == "C41b" else {"number": 3} if c.id == "C31b" else {})
        for c in base.classes
    )
    community = base.model_copy(update={"classes": classes})
    instance = compile_week(community, ROSTER, TERM)
    found = _staff(community).solution
    assert found is not None
    told = [v for v in check(instance, found) if v.family == "LimitParts"]
    assert sum(v.deviation for v in told) == 1
    assert "任教2个年级（三年级、四年级）" in told[0].sentence.zh


def test_grades_of_a_joint_lesson_are_those_of_all_its_classes() -> None:
    """C1 has one class of grade 3, with a lesson of Chinese together with one of grade 4."""
    row = JointLesson(id="j", subject="zh", classes=("C31", "C41"))
    frame = Frame.of(week_community(GRADES, joint=(row,)), ROSTER, TERM)
    assert frame.grades(frame.course_by_id["C31/zh"]) == (3, 4)
    assert frame.grades(frame.course_by_id["C31/math"]) == (3,)
    assert frame.grades(frame.course_by_id["C41/zh"]) == (4,)


def test_two_rules_about_grades_count_alike() -> None:
    # One teacher of mathematics for both grades of C: a grade too many, whichever rule comes first.
    maths = GRADES.model_copy(
        update={"id": "maths", "weight": 7, "params": {**GRADES.params, "subjects": ["math"]}}
    )
    one = tuple(
        t.model_copy(update={"max_periods": 20}) if t.id == "C2" else t
        for t in _two_classes_a_grade().teachers
        if t.id not in ("C4", "X")
    )

    def least(*rules: PolicyRule) -> tuple[float | None, int]:
        community = _two_classes_a_grade(*rules, teachers=one)
        instance = compile_week(community, ROSTER, TERM)
        frame = Frame.of(community, ROSTER, TERM)
        report, _ = Counts(instance, Fitting(instance, frame)).solve(BUDGET)
        found = choose_teachers(instance, frame, BUDGET).solution
        assert found is not None
        told = [v for v in check(instance, found) if v.family == "LimitParts"]
        return report.objective, sum(v.cost for v in told)

    counted, checked = least(GRADES)
    assert least(GRADES, maths) == least(maths, GRADES) == (counted + 7, checked + 7)
    # Where it has to be kept, nobody can.
    hard = maths.model_copy(update={"strictness": Strictness.HARD})
    assert _staff(_two_classes_a_grade(GRADES, hard, teachers=one)).report.status is (
        Status.INFEASIBLE
    )


def test_class_teachers_teach_their_main_subject_in_their_own_class() -> None:
    # C1 could also give its class music, which was enough to keep the wish, and zh elsewhere.
    both = tuple(
        t.model_copy(update={"subjects": ("zh", "music")}) if t.id in ("C1", "C3") else t
        for t in _two_classes_a_grade().teachers
    )
    found = _teachers(_staff(_two_classes_a_grade(GRADES, teachers=both)))
    assert (found["C31/zh"], found["C41/zh"]) == ("C1", "C3")


def test_classes_keep_the_teachers_of_last_year() -> None:
    # Last year C3 had both classes of grade 3 and C1 those of grade 4, though they are class
    # teachers of the others: 12 periods each at 5 are more than an own class at 20 twice.
    rows = tuple(
        Teaching(class_id=c, subject="zh", teacher=t, binding=Binding.LAST_YEAR)
        for c, t in (("C31", "C3"), ("C31b", "C3"), ("C41", "C1"), ("C41b", "C1"))
    )
    found = _teachers(_staff(_two_classes_a_grade(GRADES, teaching=rows)))
    assert {r.class_id: found[f"{r.class_id}/zh"] for r in rows} == {
        r.class_id: r.teacher for r in rows
    }


def test_the_load_of_two_sites_fits_their_days() -> None:
    # Art and music at both schools in the hands of X: 2 classes x 5 at each, one site a day.
    # X is free on Monday and Tuesday only: 4 + 4 slots for 10 + 10 lessons.
    one_site = policy_rule("travel", "itinerant_teaching", buffer_minutes=0, max_sites_per_day=1)
    free = tuple(Unavailable(teacher="C5", weekday=d) for d in (3, 4, 5))
    rows = tuple(
        r.model_copy(update={"periods": 4}) if r.subject == "music" else r
        for r in week_community().curriculum
    )
    subjects = tuple(s.model_copy(update={"max_per_day": 4}) for s in week_community().subjects)
    music = tuple(
        t.model_copy(update={"max_periods": 20}) if t.id == "C5" else t
        for t in week_community().teachers
    )
    changes = {"curriculum": rows, "subjects": subjects, "unavailable": free, "sync": ()}
    # 16 lessons in 5 days of 4 fit; in 2 days of 4 they do not.
    assert _staff(week_community(one_site, teachers=music, **changes)).report.status is (
        Status.INFEASIBLE
    )
    changes["unavailable"] = ()
    fits = _staff(week_community(one_site, teachers=music, **changes))
    assert fits.report.status.has_solution


def test_infeasible_is_said_when_courses_do_not_fit_the_teachers() -> None:
    # Three courses of 5, two teachers with 7 and 8 periods: 15 in all, yet each can take only one.
    teachers = (
        *(t for t in week_community().teachers if t.id not in ("C2", "C4")),
        tiny_teacher("X", "C", "math", max_periods=7),
        tiny_teacher("Y", "C", "math", max_periods=8),
    )
    classes = (
        *week_community().classes,
        week_community().classes[0].model_copy(update={"id": "C32", "number": 2}),
    )
    more = tuple(tiny_teacher(f"Z{i}", "C", "zh", "music") for i in range(2))
    community = week_community(teachers=(*teachers, *more), classes=classes)
    staffing = _staff(community)
    assert staffing.report.status is Status.INFEASIBLE
    # Of all lanes that share these teachers, mathematics at C alone is to blame.
    (reason,) = staffing.shortages
    assert reason.point == "C/math"
    assert "中心小学数学：各班课时5+5+5" in reason.sentence.zh
    assert "上限为8、7的2名教师" in reason.sentence.zh


def test_counts_are_a_staffing_that_the_model_accepts() -> None:
    community = week_community()
    frame = Frame.of(community, ROSTER, TERM)
    instance = compile_week(community, ROSTER, TERM)
    report, teachers = Counts(instance, Fitting(instance, frame)).solve(BUDGET)
    assert report.status is Status.OPTIMAL
    assert set(teachers) == {c.id for c in frame.courses if c.taught}
    assert teachers["C31/zh"] == "C1"


def test_a_base_plan_keeps_its_teachers() -> None:
    base = tiny_plan().timetable
    assert base is not None
    swapped = {"C2": "C4", "C4": "C2"}
    base = type(base)(
        base.term,
        tuple(
            type(x)(**{**_fields(x), "teacher": swapped.get(x.teacher, x.teacher)})
            for x in base.lessons
        ),
    )
    found = _teachers(_staff(week_community(), base=base))
    before = {f"{x.class_id}/{x.subject}": x.teacher for x in base.lessons if not x.series}
    assert {e: t for e, t in found.items() if "@" not in e} == before


def _fields(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


def test_an_avoided_staffing_does_not_come_again() -> None:
    first = _teachers(_staff(week_community()))
    avoid = Avoid(tuple(first.items()), frozenset({"C2"}))
    second = _teachers(_staff(week_community(), avoid=(avoid,)))
    assert second != first


def test_an_unposted_class_teacher_is_not_asked_for() -> None:
    sent = Roster((*ROSTER.placements, Placement("C1", PlacementKind.SECONDMENT, "M", TERM, 2)))
    instance = compile_week(week_community(TRAVEL, OWN_CLASS), sent, TERM)
    wishes = [w for r in instance.rules if isinstance(r, OwnClass) for w in r.wishes]
    assert wishes
    assert "C1" not in {w.resource for w in wishes}
