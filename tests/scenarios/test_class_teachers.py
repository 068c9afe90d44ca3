"""Who takes over the classes of class teachers who are sent away."""

from __future__ import annotations

from dataclasses import replace

from support import tiny_community

from community.models import JointLesson, PlacementKind, SyncSeries
from community.requests import FixedLesson
from rotation.solution import Placement, Roster
from scenarios.audit import audit
from scenarios.class_teachers import handovers, sentence, with_heads
from scenarios.plan import NO_WEEK, Plan
from scheduling.duties.meetings import check_meetings
from scheduling.timetable import ClassLesson, WeekTimetable
from scheduling.week.frame import Frame

TERM = "2025-1"
AWAY = Placement("C1", PlacementKind.SECONDMENT, "M", TERM, 2)


def _plan(*lessons: tuple[str, str, str], placements: tuple[Placement, ...] = (AWAY,)) -> Plan:
    week = WeekTimetable(
        TERM,
        tuple(
            ClassLesson("C", group, 1, slot, subject, teacher)
            for slot, (group, subject, teacher) in enumerate(lessons, 1)
        ),
    )
    return Plan("tiny", Roster(placements), week if lessons else NO_WEEK)


def test_whoever_teaches_the_class_most_takes_it_over() -> None:
    """C1 of C31 goes. C3 has two lessons there but a class of her own, C2 has one, C5 one."""
    lessons = [("C31", "zh", "C3"), ("C31", "zh", "C3"), ("C31", "math", "C2")]
    community = tiny_community()
    (found,) = handovers(community, _plan(*lessons))
    assert (found.class_id, found.successor, found.periods) == ("C31", "C2", 1)
    told = sentence(community, found)
    assert "中心小学三年级(1)班的班主任教师C1自2025学年第一学期起去" in told.zh
    assert "由教师C2接任班主任（每周在该班1节课）" in told.zh


def test_whoever_takes_a_class_over_holds_its_meetings() -> None:
    """C2 has most lessons in C31, and one of another class while C31 meets: C5 takes it over."""
    meeting = FixedLesson(name="班会", weekday=1, slot="4", class_teacher=True)
    community = tiny_community().model_copy(update={"fixed": (meeting,)})
    lessons = [
        ("C31", "math", "C2"),
        ("C31", "math", "C2"),
        ("C31", "music", "C5"),
        ("C31", "班会", ""),
    ]
    plan = _plan(*lessons)
    (free,) = handovers(community, plan)
    assert free.successor == "C2"
    held = [x.teacher for x in with_heads(community, plan).week.lessons if x.subject == "班会"]
    assert held == ["C2"]
    other = ClassLesson("C", "C41", 1, 4, "math", "C2")
    plan = replace(plan, week=replace(plan.week, lessons=(*plan.week.lessons, other)))
    (found,) = handovers(community, plan)
    assert found.successor == "C5"
    filled = with_heads(community, plan)
    assert [x.teacher for x in filled.week.lessons if x.subject == "班会"] == ["C5"]
    assert handovers(community, filled) == [found]  # busy with the class's own meeting is not busy


def test_a_class_teacher_who_is_away_holds_no_meeting() -> None:
    meeting = FixedLesson(name="班会", weekday=1, slot="4", class_teacher=True)
    community = tiny_community().model_copy(update={"fixed": (meeting,)})
    frame = Frame.of(community, Roster((AWAY,)), TERM)
    held = {f.group.id: frame.holder(f) for f in frame.fixtures}
    assert held["C31"] == "" and held["C41"] == "C3"
    assert Frame.of(community, Roster(), TERM).holder(frame.fixtures[0]) == "C1"


AT_NOON = FixedLesson(name="班会", weekday=1, slot="4", class_teacher=True)


def _amiss(plan: Plan) -> list[str]:
    community = tiny_community().model_copy(update={"fixed": (AT_NOON,)})
    return [v.sentence.zh for v in check_meetings(community, plan.roster, plan.week)]


def test_a_meeting_held_by_who_is_away_is_named() -> None:
    """As in a plan made before C1 was sent to M: its class, its time, and where C1 is."""
    rows = [("C31", "math", "C2")] * 3 + [("C31", "班会", "C1")]
    (told,) = _amiss(_plan(*rows))
    assert told == (
        "中心小学三年级(1)班班会（周一第4节）：由教师C1主持，但教师C1本学期在东山小学；"
        "请换成这时在校、没有课的人。"
    )
    assert not _amiss(_plan(*rows, placements=()))  # at home it is C1's


def test_a_meeting_is_held_by_somebody_who_is_there_and_free() -> None:
    """C1 is away. C2 could; then she has a lesson meanwhile, or the meeting of another class."""
    rows = [("C31", "math", "C2")] * 3
    assert not _amiss(_plan(*rows, ("C31", "班会", "C2")))
    assert not _amiss(_plan(*rows, ("C31", "班会", "")))
    assert "没有教师“X9”" in _amiss(_plan(*rows, ("C31", "班会", "X9")))[0]
    plan = _plan(*rows, ("C31", "班会", "C2"))
    for subject, teacher in (("math", "C2"), ("班会", "C2")):
        other = ClassLesson("C", "C41", 1, 4, subject, teacher)
        two = replace(plan, week=replace(plan.week, lessons=(*plan.week.lessons, other)))
        told = _amiss(two)
        assert "教师C2这时在上课" in told[0]
        # C3, who holds that of C41, is at home.
        assert ("应由教师C3主持，写着教师C2" in told[-1]) is (subject == "班会")


def test_the_audit_looks_at_meetings() -> None:
    community = tiny_community().model_copy(update={"fixed": (AT_NOON,)})
    told = [v.sentence.zh for v in audit(community, _plan(("C31", "班会", "C1"))) if v.is_hard]
    assert any("教师C1本学期在东山小学" in x for x in told)


def test_each_takes_over_one_class() -> None:
    """C1 of C31 and C3 of C41 go: C2 has 2 + 1 lessons there, C5 has 1 in C31.

    C2 to C41 and C5 to C31 are two classes with somebody, C2 to C31 would leave C41 without.
    """
    both = (AWAY, Placement("C3", PlacementKind.SECONDMENT, "M", TERM, 2))
    lessons = [
        ("C31", "math", "C2"),
        ("C31", "math", "C2"),
        ("C41", "math", "C2"),
        ("C31", "music", "C5"),
    ]
    found = handovers(tiny_community(), _plan(*lessons, placements=both))
    assert [(h.class_id, h.successor) for h in found] == [("C31", "C5"), ("C41", "C2")]


def test_without_a_timetable_of_the_term_somebody_is_proposed() -> None:
    """Of those without a class, C2 and C4 could teach 5 of mathematics, C5 2 of music."""
    (found,) = handovers(tiny_community(), _plan())
    assert (found.subject, found.periods) == ("math", 0)
    assert found.successor in ("C2", "C4")
    told = f"可由教师{found.successor}接任班主任（能教该班数学，没有别的班）"
    assert told in sentence(tiny_community(), found).zh
    later = Placement("C1", PlacementKind.SECONDMENT, "M", "2025-2", 1)
    gone = Placement("C4", PlacementKind.SECONDMENT, "M", "2025-2", 1)
    plan = _plan(("C31", "math", "C2"), placements=(later, gone))
    (found,) = handovers(tiny_community(), plan)  # C4 is away as well
    assert (found.successor, found.subject) == ("C2", "math")


def test_where_all_have_classes_somebody_is_to_be_named() -> None:
    base = tiny_community()
    heads = tuple(t for t in base.teachers if t.class_teacher_of)
    alone = base.model_copy(update={"teachers": heads})
    (found,) = handovers(alone, _plan())
    assert found.successor == ""
    assert "要另定班主任" in sentence(alone, found).zh


def test_a_teacher_on_the_screen_takes_no_class_over() -> None:
    """C41 hears C5 live in one lesson, sits with C31 in C4's other two: C4 takes it over."""
    series = SyncSeries(id="s1", subject="music", host_class="M31", receiving_classes=("C41",))
    joint = JointLesson(id="h1", subject="math", classes=("C31", "C41"), periods=2)
    community = tiny_community().model_copy(update={"sync": (series,), "joint": (joint,)})
    shown = [("music", "C5", "s1"), ("math", "C4", "h1"), ("math", "C4", "h1")]
    lessons = tuple(
        ClassLesson("C", "C41", 1, slot, subject, who, series=name)
        for slot, (subject, who, name) in enumerate(shown, 1)
    )
    leaves = Placement("C3", PlacementKind.SECONDMENT, "M", TERM, 2)
    plan = Plan("tiny", Roster((leaves,)), WeekTimetable(TERM, lessons))
    (found,) = handovers(community, plan)
    assert (found.class_id, found.successor, found.periods) == ("C41", "C4", 2)


def test_itinerant_and_short_stays_keep_their_classes() -> None:
    stays = (
        Placement("C1", PlacementKind.ITINERANT, "M", TERM, 2),
        Placement("C3", PlacementKind.SHADOWING, "M", TERM, 0, weeks=4),
    )
    assert handovers(tiny_community(), _plan(placements=stays)) == []
