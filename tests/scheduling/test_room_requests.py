"""Rooms by name, own rooms, seats: audited on a week by hand, planned where they can be kept.

School C has classes C31 (30 pupils) and C41 (45), with music twice a week and mathematics five
times; 20 slots. Music needs a music room: MA has 40 seats, MB 50; the hall has 200.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from support import tiny_community
from weeks import TERM, first_week, refused

from community.integrity import problems
from community.models import JointLesson, Room, RoomKind, RoomRequest, Unavailable
from community.policy import Policy
from community.requests import TimeRequest
from community.rule import Strictness
from rotation.solution import Roster
from scenarios.attention import worth_knowing
from scheduling.planning import plan_week
from scheduling.shortage import shortages
from scheduling.timetable import ClassLesson, WeekTimetable
from scheduling.week.audit import audit_week
from solving.outcome import Budget

if TYPE_CHECKING:
    from community.models import Community
    from community.rule import Violation
    from scheduling.planning import WeekResult

SOFT = Strictness.SOFT
ROOMS = (
    Room(id="MA", school="C", name="音乐室1", kind=RoomKind.MUSIC, seats=40),
    Room(id="MB", school="C", name="音乐室2", kind=RoomKind.MUSIC, seats=50),
    Room(id="HALL", school="C", name="多功能厅", kind=RoomKind.ORDINARY, seats=200),
    Room(id="R301", school="C", name="301", kind=RoomKind.ORDINARY, seats=35),
)


def _asked(*rooms: str, **more: Any) -> RoomRequest:
    return RoomRequest.model_validate({"rooms": rooms, **more})


def _community(*rows: RoomRequest, homes: dict[str, str] | None = None, **more: Any) -> Community:
    """School C alone, with two music rooms, a hall and a classroom, and these requests."""
    base = tiny_community()
    pupils = {"C31": 30, "C41": 45}
    classes = [
        c.model_copy(update={"pupils": pupils[c.id], "room": (homes or {}).get(c.id)})
        for c in base.classes[:2]
    ]
    subjects = [
        s.model_copy(update={"room": RoomKind.MUSIC}) if s.id == "music" else s
        for s in base.subjects
    ]
    fields = {
        "policy": Policy(profile="national_base"),
        "schools": base.schools[:1],
        "classes": tuple(classes),
        "subjects": tuple(subjects),
        "teachers": tuple(t for t in base.teachers if t.school == "C"),
        "rooms": ROOMS,
        "travel": (),
        "room_requests": rows,
    }
    return base.model_copy(update=fields | more)


def _audit(community: Community, **rooms: str) -> list[Violation]:
    """Audit a week in which C31 has lessons as given (``music1="MA"``: Monday, slot 1, in MA)."""
    order = {"zh": "C1", "math": "C2", "music": "C5"}
    found = []
    for n, (what, room) in enumerate(rooms.items()):
        subject, day = what[:-1], int(what[-1])
        found.append(ClassLesson("C", "C31", day, n + 1, subject, order[subject], room=room))
    week = WeekTimetable(TERM, tuple(sorted(found)))
    return [v for v in audit_week(community, Roster(), week) if v.rule != "assign_time"]


def _told(community: Community, **rooms: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for v in _audit(community, **rooms):
        if v.rule.startswith(("room_", "rooms_", "seats_")) or v.family == "Structure":
            found[v.rule] += v.deviation
    return found


def _planned(community: Community) -> WeekResult:
    assert problems(community) == []
    return first_week(community)


def _rooms(result: WeekResult, class_id: str, subject: str) -> Counter[str]:
    assert result.timetable is not None, result.shortages
    assert not [v for v in result.violations if v.is_hard]
    rows = result.timetable.lessons
    return Counter(x.room for x in rows if (x.class_id, x.subject) == (class_id, subject))


def test_a_room_by_name_is_audited() -> None:
    """Music in the two music rooms; only MB is allowed: one lesson is elsewhere."""
    week = {"music1": "MA", "music2": "MB"}
    assert _told(_community(), **week) == {}
    row = _asked("MB", subject="music", class_id="C31")
    (found,) = [v for v in _audit(_community(row), **week) if v.rule == "room_request_1.C"]
    assert (found.is_hard, found.deviation) == (True, 1)
    assert "音乐室1" in found.sentence.zh


def test_a_room_by_name_need_not_be_of_the_kind() -> None:
    community = _community(_asked("HALL", subject="music", grade=3))
    assert _told(community, music1="HALL", music2="HALL") == {}
    assert _told(community, music1="HALL", music2="MA") == {"room_request_1.C": 1}
    # The other class has no such request, and the hall is no music room.
    assert _told(_community(), music1="HALL", music2="MA") == {"room_C_music": 1}


def test_a_wish_for_a_room_costs_its_weight() -> None:
    """Both lessons are in MA, the hall is wished for: twice 3."""
    wish = _asked("HALL", subject="music", strictness=SOFT, weight=3, note="音乐在大厅")
    found = _audit(_community(wish), music1="MA", music2="MA")
    (told,) = [v for v in found if v.rule.startswith("room_request")]
    assert (told.is_hard, told.deviation, told.cost) == (False, 2, 6)
    assert _told(_community(wish), music1="HALL", music2="MA") == {"room_request_1.C": 1}


def test_a_wish_instead_of_an_unlisted_room() -> None:
    """Mathematics is in a classroom of no table; two of its five lessons are not in the hall."""
    wish = _asked("HALL", subject="math", class_id="C31", strictness=SOFT, weight=4)
    week = dict.fromkeys(("math1", "math2", "math3"), "HALL") | {"math4": "", "math5": ""}
    (found,) = [v for v in _audit(_community(wish), **week) if v.rule.startswith("room_")]
    assert (found.rule, found.is_hard, found.cost) == ("room_request_1.C.any", False, 8)


def test_the_own_room_is_meant_where_none_is_given() -> None:
    """301 is the room of C31: for mathematics, not for music."""
    community = _community(homes={"C31": "R301"})
    assert _told(community, math1="", math2="R301", music3="MA") == {}
    found = _audit(community, math1="HALL", music2="MA")
    (told,) = [v for v in found if v.family == "Structure"]
    assert "301" in told.sentence.zh
    assert "多功能厅" in told.sentence.zh


def test_a_row_without_a_subject_is_about_ordinary_lessons() -> None:
    community = _community(_asked("HALL", class_id="C31"), homes={"C31": "R301"})
    assert _told(community, math1="HALL", music2="MA") == {}
    assert _told(community, math1="R301", music2="MA") == {"room_request_1.C": 1}


def test_too_few_seats_are_audited() -> None:
    """C41 has 45 pupils and MA 40 seats; C31 has 30."""
    community = _community()
    at = (("C31", 1), ("C41", 2))
    rows = [ClassLesson("C", c, d, 1, "music", "C5", room="MA") for c, d in at]
    week = WeekTimetable(TERM, tuple(rows))
    (found,) = [v for v in audit_week(community, Roster(), week) if v.family == "EnoughSeats"]
    assert (found.rule, found.point, found.deviation) == ("seats_45", "C41/music", 1)
    assert "45人" in found.sentence.zh
    assert "音乐室1（40座）" in found.sentence.zh


def test_rooms_are_planned() -> None:
    """C41 can only be in MB, and C31 asks for MA; both have mathematics in rooms of their own."""
    row = _asked("MA", subject="music", class_id="C31")
    community = _community(row, homes={"C31": "R301", "C41": "HALL"})
    result = _planned(community)
    assert _rooms(result, "C31", "music") == {"MA": 2}
    assert _rooms(result, "C41", "music") == {"MB": 2}
    assert _rooms(result, "C31", "math") == {"R301": 5}
    assert _rooms(result, "C41", "zh") == {"HALL": 6}


def test_wishes_are_planned() -> None:
    """Music rather in MA; mathematics of C31 rather in the hall, which has no other lessons."""
    wishes = (
        _asked("MA", subject="music", class_id="C31", strictness=SOFT),
        _asked("HALL", subject="math", class_id="C31", strictness=SOFT),
    )
    result = plan_week(_community(*wishes), Roster(), TERM, Budget(100.0, 1, 1))  # ends at cost 0
    assert _rooms(result, "C31", "music") == {"MA": 2}
    assert _rooms(result, "C31", "math") == {"HALL": 5}
    assert _rooms(result, "C31", "zh") == {"": 6}


def test_a_joint_lesson_needs_seats_for_all() -> None:
    """30 and 45 pupils together: only the hall holds 75, and it has to be asked for."""
    joint = (JointLesson(id="H1", subject="music", classes=("C31", "C41"), periods=2),)
    (told,) = problems(_community(joint=joint))
    assert (told.place, told.column) == ("合班", "班级")
    assert "75人" in told.expected.zh
    result = _planned(_community(_asked("HALL", subject="music"), joint=joint))
    assert _rooms(result, "C31", "music") == {"HALL": 2}
    assert _rooms(result, "C41", "music") == {"HALL": 2}


def test_classes_that_join_are_in_the_room_of_the_first() -> None:
    joint = (JointLesson(id="H1", subject="music", classes=("C31", "C41"), periods=2),)
    community = _community(_asked("HALL", "MB", subject="music"), joint=joint)
    for room, told in (("HALL", []), ("", []), ("MB", ["合班的课应在中心小学多功能厅"])):
        at = {"C31": "HALL", "C41": room}
        rows = [
            ClassLesson("C", c, 1, 1, "music", "C5", room=r, series="H1") for c, r in at.items()
        ]
        found = audit_week(community, Roster(), WeekTimetable(TERM, tuple(rows)))
        rows_told = [v.sentence.zh for v in found if v.family == "TimetableRow"]
        assert len(rows_told) == len(told)
        assert all(words in said for words, said in zip(told, rows_told, strict=True))


WRONG = [
    # C31 has 30 pupils and C41 45; 301 has 35 seats, MA 40.
    ({"homes": {"C41": "R301"}}, (), ("班级", "本班教室"), "45人，最大的301只有35座"),
    ({}, ({"rooms": ("R301",), "subject": "zh"},), ("教室要求", "教室"), "四年级(1)班语文"),
    (
        {},
        ({"rooms": ("MA",), "class_id": "C41", "subject": "music"},),
        ("教室要求", "教室"),
        "40座",
    ),
    (
        {},
        ({"rooms": ("MA",), "class_id": "C31", "subject": "music"}, {"rooms": ("MB",), "grade": 3}),
        None,
        "",  # music needs a music room: a row without a subject is not about it
    ),
    (
        {},
        (
            {"rooms": ("MA", "HALL"), "class_id": "C31", "subject": "music"},
            {"rooms": ("MB",), "subject": "music", "strictness": SOFT},
        ),
        ("教室要求", "教室"),
        "三年级(1)班音乐应有一间教室也在第2行必须的教室之中",
    ),
    ({"rooms": ROOMS[:1]}, (), ("班级", "学生数"), "坐得下四年级(1)班音乐的音乐教室"),
]


@pytest.mark.parametrize(("more", "rows", "where", "words"), WRONG)
def test_what_makes_no_sense_is_told_when_read(
    more: dict[str, Any], rows: tuple[Any, ...], where: tuple[str, str] | None, words: str
) -> None:
    found = problems(_community(*map(RoomRequest.model_validate, rows), **more))
    assert [(p.place, p.column) for p in found] == ([where] if where else [])
    assert all(words in p.expected.zh for p in found)


CLOSED = tuple(Unavailable(room="MB", weekday=d) for d in (2, 3, 4, 5))


def test_a_closed_room_holds_nothing() -> None:
    """MB is open on Monday only: C41, with music once a day at most, has one lesson too many."""
    refused(_community(unavailable=CLOSED))
    result = _planned(_community(unavailable=CLOSED[:3]))
    assert result.timetable is not None
    days = {x.weekday for x in result.timetable.lessons if x.room == "MB"}
    assert days <= {1, 5}


def test_a_closed_room_of_its_own_keeps_a_class_elsewhere() -> None:
    """301 is closed on Mondays: C31 can have nothing but music then."""
    shut = (Unavailable(room="R301", weekday=1),)
    result = _planned(_community(homes={"C31": "R301"}, unavailable=shut))
    assert result.timetable is not None
    mine = [x for x in result.timetable.lessons if x.class_id == "C31"]
    assert {x.subject for x in mine if x.weekday == 1} <= {"music"}
    told = _audit(_community(homes={"C31": "R301"}, unavailable=shut), math1="")
    assert [v.rule for v in told if v.family == "AvoidUnavailableTimes"] == ["closed_R301"]


def test_too_many_lessons_for_a_room_are_counted() -> None:
    """13 lessons of each class less 2 of music: 22 in the hall, which has 20 slots."""
    community = _community(homes={"C31": "HALL", "C41": "HALL"})
    (told,) = problems(community)
    assert (told.place, told.column, told.row) == ("班级", "本班教室", 3)
    (found,) = shortages(community, Roster(), TERM)
    assert (found.kind, found.lack) == ("rooms", 2)
    assert "多功能厅每周最多上20节课，只能在那里上的课有22节，缺2节" in found.sentence.zh


def test_rooms_that_several_sorts_of_lessons_share_are_counted() -> None:
    """Hall's condition: 5 in 301, 5 in 301 or the hall, 6 in the hall; two rooms open for 7 each.

    Of 22 lessons C31 has 5 and C41 11: 16 in 14 slots. No single sort is too many.
    """
    rows = (
        _asked("R301", subject="math", class_id="C31"),
        _asked("R301", "HALL", subject="math", class_id="C41"),
        _asked("HALL", subject="zh", class_id="C41"),
    )
    shut = [Unavailable(room=r, weekday=d) for r in ("R301", "HALL") for d in (3, 4, 5)]
    shut += [Unavailable(room=r, weekday=2, slot=4) for r in ("R301", "HALL")]
    seats = tuple(r.model_copy(update={"seats": None}) for r in ROOMS)
    community = _community(*rows, rooms=seats, unavailable=tuple(shut))
    (found,) = shortages(community, Roster(), TERM)
    assert (found.kind, found.lack) == ("rooms", 2)
    assert "最多上14节课，只能在那里上的课有16节" in found.sentence.zh
    # Which lessons, and which rows have them there.
    assert "中心小学三年级(1)班数学、" in found.sentence.zh
    assert "依据“教室要求”第1条“中心小学三年级(1)班数学只在301”、“教室要求”" in found.sentence.zh


def test_rows_are_named_where_rooms_leave_no_time() -> None:
    """Mathematics of C31 is in the hall, which is open on three mornings, where it is not to be."""
    shut = [Unavailable(room="HALL", weekday=d, slot=s) for d in range(1, 6) for s in (3, 4)]
    row = _asked("HALL", subject="math", class_id="C31")
    late = TimeRequest(subject="math", class_id="C31", liking="only", slots=("3", "4"))
    other = _asked("HALL", "R301", subject="zh", class_id="C31")
    community = _community(row, other, unavailable=tuple(shut), time_requests=(late,))
    told = refused(community).shortages[0].sentence.zh
    assert "中心小学三年级(1)班数学" in told
    assert "只在多功能厅（“教室要求”第1条）" in told
    assert "第2条" not in told
    assert "增加教室、课位" in told


def test_classes_may_share_a_room_that_says_so() -> None:
    shared = tuple(r.model_copy(update={"capacity": 2}) if r.id == "HALL" else r for r in ROOMS)
    community = _community(homes={"C31": "HALL", "C41": "HALL"}, rooms=shared)
    assert problems(community) == []
    assert shortages(community, Roster(), TERM) == []


def test_a_room_without_a_slot_to_spare_is_planned() -> None:
    """5 + 5 lessons of mathematics and 6 of Chinese in 301, which is open for 16."""
    rows = (_asked("R301", subject="math"), _asked("R301", subject="zh", class_id="C31"))
    seats = tuple(r.model_copy(update={"seats": None}) for r in ROOMS)
    shut = tuple(Unavailable(room="R301", weekday=5, slot=s) for s in (1, 2, 3, 4))
    community = _community(*rows, rooms=seats, unavailable=shut)
    assert shortages(community, Roster(), TERM) == []
    result = _planned(community)
    courses = (("C31", "math"), ("C31", "zh"), ("C41", "math"))
    assert [_rooms(result, *course) for course in courses] == [{"R301": n} for n in (5, 6, 5)]


def test_what_is_named_is_not_said_to_be_missing() -> None:
    """No music room at all: the hall is named for grade 3, so that nothing is said."""
    rooms = ROOMS[2:]
    assert len(worth_knowing(_community(rooms=rooms))) == 1
    assert worth_knowing(_community(_asked("HALL", subject="music"), rooms=rooms)) == ()
