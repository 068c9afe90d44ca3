"""折算课时: lessons that weigh more or less than one, in limits, counting, staffing and rosters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support import tiny_community
from tiny_week import policy_rule
from weeks import TERM, first_week

from community.models import PlacementKind
from community.policy import Policy
from community.requests import LoadRequest
from community.rule import Strictness
from rotation.solution import Placement, Roster
from rotation.teaching import Taught
from scheduling.staffing.knot import average_loads
from scheduling.timetable import ClassLesson, WeekTimetable
from scheduling.week.audit import audit_week
from scheduling.week.frame import Frame
from solving.outcome import Status

if TYPE_CHECKING:
    from community.models import Community

CLASSES = ("C31", "C41")
TEACHERS = {"zh": "C1", "math": "C2", "music": "C5"}
WEEK = (("zh", "zh", "math"), ("zh", "math", "music"), ("zh", "math"), ("zh", "math", "music"))
WEEK = (*WEEK, ("zh", "math"))


def _community(*rows: LoadRequest, load: float = 1.2, most: int = 14, **more: Any) -> Community:
    """The two classes of the core; Chinese weighs 1.2, C1 and C3 are the class teachers."""
    base = tiny_community()
    subjects = [s.model_copy(update={"load": load}) if s.id == "zh" else s for s in base.subjects]
    staff = (t.model_copy(update={"max_periods": most}) for t in base.teachers if t.school == "C")
    changes = {
        "policy": Policy(profile="national_base", rules=()),
        "schools": base.schools[:1],
        "classes": base.classes[:2],
        "subjects": tuple(subjects),
        "teachers": tuple(staff),
        "rooms": (),
        "travel": (),
        "load_requests": rows,
    }
    return base.model_copy(update=changes | more)


def _audit(community: Community) -> list[tuple[str, int, str]]:
    """Audit a week in which C1 has all Chinese, C2 all mathematics, C5 all music."""
    lessons = [
        ClassLesson("C", group, day, slot + shift, subject, TEACHERS[subject])
        for shift, group in ((0, "C31"), (1, "C41"))
        for day, subjects in enumerate(WEEK, 1)
        for slot, subject in enumerate(subjects, 1)
    ]
    found = audit_week(community, Roster(), WeekTimetable(TERM, tuple(sorted(lessons))))
    return [(v.rule, v.deviation, v.sentence.zh) for v in found if "load" in v.rule]


def test_limits_are_in_weighted_lessons() -> None:
    # C1 has 12 lessons of 1.2 and counts 3 for the class: 17.4, which is 5.4 above 12.
    rows = LoadRequest(teacher="C1", max_load=12), LoadRequest(class_teacher_load=3)
    ((rule, off, sentence),) = _audit(_community(*rows))
    assert (rule, off) == ("load_request_1.max_load", 6)
    assert sentence.startswith("教师C1的折算课时为17.4（授课14.4、班主任3）（应至多12）。")


def test_a_preparation_counts_beyond_the_first() -> None:
    # C2 has mathematics of two grades: 10 lessons and one further preparation of 0.5.
    rows = LoadRequest(preparation_load=0.5), LoadRequest(teacher="C2", min_load=11)
    ((rule, off, sentence),) = _audit(_community(*rows))
    assert (rule, off) == ("load_request_2.min_load", 1)
    assert "折算课时为10.5（授课10、多备课0.5）（应至少11）" in sentence


def test_a_lesson_of_several_grades_at_once_is_a_preparation_of_its_own() -> None:
    # C31 is of grade 3, C41 of grades 3 and 4: mathematics of C2 is prepared twice.
    base = tiny_community()
    mixed = base.classes[1].model_copy(
        update={"grade": 3, "other_grades": (4,), "name": "三四年级复式(1)班"}
    )
    rows = LoadRequest(preparation_load=0.5), LoadRequest(teacher="C2", min_load=11)
    ((_, _, sentence),) = _audit(_community(*rows, classes=(base.classes[0], mixed)))
    assert "折算课时为10.5（授课10、多备课0.5）" in sentence


def test_a_class_weighs_too() -> None:
    base = tiny_community()
    classes = tuple(c.model_copy(update={"load": 1.1}) for c in base.classes[:2])
    community = _community(LoadRequest(teacher="C1", max_load=15), classes=classes)
    ((_, off, sentence),) = _audit(community)  # 12 x 1.32 = 15.84
    assert off == 1
    assert "15.84" in sentence


@pytest.mark.parametrize(("load", "status"), [(1.0, True), (1.2, False)])
def test_counting_knows_what_lessons_weigh(load: float, status: bool) -> None:
    # Two courses of 6 for two people who may have 7 each: 7.2 are too many for either.
    result = first_week(_community(load=load, most=7, curriculum=tiny_community().curriculum[:1]))
    assert result.status.has_solution is status
    if not status:
        assert result.status is Status.INFEASIBLE


def test_the_only_teacher_of_a_subject_may_have_too_many_preparations() -> None:
    # C5 alone has music in two grades: 4 lessons and a further preparation of 2 are 6, of 5.
    rows = LoadRequest(teacher="C5", max_load=5), LoadRequest(preparation_load=2)
    result = first_week(_community(*rows))
    assert result.status is Status.INFEASIBLE
    (short,) = result.shortages
    assert "教师C5是唯一能教这些课的教师：共备2头课，折算课时6，上限5" in short.sentence.zh
    assert {(lane.school, lane.subject) for lane in short.alone} == {("C", "music")}


def test_a_planned_week_keeps_a_limit_of_weighted_lessons() -> None:
    # C1 may have 11 with 3 for the class: a single course of Chinese (7.2), not two (14.4).
    rows = (
        LoadRequest(max_load=11),
        LoadRequest(class_teacher_load=3, preparation_load=0.5),
    )
    result = first_week(_community(*rows))
    assert result.timetable is not None
    teachers = {(x.class_id, x.teacher) for x in result.timetable.lessons if x.subject == "zh"}
    assert len({who for _, who in teachers}) == 2


def test_colleagues_have_even_loads() -> None:
    # C1 has 12 lessons of 1.2 and a class of 3, C3 a class of 3: 14.4 apart, 11.4 beyond 3. The two
    # of mathematics are 10 apart.
    even = policy_rule("even_loads", "timetable_quality", hard=False, aspect="even_loads")
    policy = Policy(profile="national_base", rules=(even,))
    community = _community(LoadRequest(class_teacher_load=3), policy=policy)
    (zh, math) = _audit(community)
    assert (zh[1], math[1]) == (12, 7)
    assert "中心小学语文教师（周课时上限14）的折算课时相差14.4：" in zh[2]
    assert "教师C1 17.4（授课14.4、班主任3），教师C3 3，应不超过3。" in zh[2]
    result = first_week(community)
    assert result.timetable is not None
    assert not [v for v in result.violations if v.rule == "even_loads"]


def test_rosters_count_in_the_same_loads() -> None:
    hard = LoadRequest(max_load=10)
    wish = LoadRequest(teacher="C2", max_load=8, strictness=Strictness.SOFT)
    taught = Taught(_community(hard, wish, LoadRequest(class_teacher_load=2.5)))
    head, other = (taught.community.teacher_by_id[t] for t in ("C1", "C2"))
    # A lesson is 2 x 10 units: 1.2 and 2.5 are whole numbers of them.
    assert taught.unit == 20
    assert taught.capacity(head) / taught.unit == 7.5
    assert taught.capacity(head, at_home=False) / taught.unit == 10
    assert taught.capacity(other) / taught.unit == 14  # a wish does not bind
    assert {lane.subject: load / taught.unit for lane, load in taught.needed.items()} == {
        "zh": 14.4,
        "math": 10,
        "music": 4,
    }


def test_who_teaches_nowhere_counts_at_no_school() -> None:
    # C2 is on a leadership post, and the loads of schools are averages of those who teach.
    base = tiny_community()
    changes = {
        "policy": Policy(profile="national_base", rules=()),
        "curriculum": tuple(r for r in base.curriculum if r.subject != "music"),
        "load_requests": (LoadRequest(class_teacher_load=3),),
    }
    roster = Roster((Placement("C2", PlacementKind.LEADERSHIP, "M", TERM, 1),))
    frame = Frame.of(base.model_copy(update=changes), roster, TERM)
    # C: 22 lessons, 2 class teachers of 3, 4 people; M: the same, 4 people.
    assert average_loads(frame) == {"C": 7, "M": 7}
