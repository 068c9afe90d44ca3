"""Small communities for tests, built in code with expected numbers that can be counted by hand."""

from __future__ import annotations

import datetime as dt

from benchmarks.planted.measuring import ended_by_the_first_timetable
from community.generate.rosters import ROSTERS
from community.generate.shapes import SHAPES
from community.models import (
    ClassGroup,
    Community,
    CurriculumRow,
    Room,
    RoomKind,
    School,
    SchoolRole,
    Slot,
    SlotKind,
    Stage,
    Subject,
    Teacher,
    Term,
    Travel,
)
from community.policy import Policy
from community.profile import profile_names

# A profile for each kind of planted roster, for each stage without one, a single school, and heads
# of research groups who meet: what is long is tested on these, not on all plans.
KINDS = sorted(
    {
        *{ROSTERS.get(n, SHAPES[n].stage): n for n in reversed(profile_names())}.values(),
        "jianxing",
        "yizhou",
    }
)

__all__ = [
    "KINDS",
    "ended_by_the_first_timetable",
    "tiny_community",
    "tiny_slots",
    "tiny_teacher",
]


def tiny_slots(grid: str, first: int, minutes: int = 40, lessons: int = 4) -> tuple[Slot, ...]:
    """Lessons from ``first`` on, ten minutes between them, the same on every weekday."""
    return tuple(
        Slot(
            grid=grid,
            order=order,
            name=f"第{order}节",
            kind=SlotKind.LESSON,
            start=first + (order - 1) * (minutes + 10),
            end=first + (order - 1) * (minutes + 10) + minutes,
        )
        for order in range(1, lessons + 1)
    )


def tiny_teacher(id: str, school: str, *subjects: str, **more: object) -> Teacher:
    """A primary teacher who has been at the school since 2015 and may teach 14 periods."""
    fields = {
        "name": f"教师{id}",
        "stage": Stage.PRIMARY,
        "birth_year": 1985,
        "joined_year": 2015,
        "max_periods": 14,
    } | more
    return Teacher.model_validate({"id": id, "school": school, "subjects": subjects, **fields})


def tiny_community() -> Community:
    """A core school C and a member school M, two classes each in grades 3 and 4, three subjects.

    Lessons: 4 a day, 20 a week at each school; C begins at 8:30, M at 8:40.
    Demand of every class: zh 6 + math 5 + music 2 = 13 a week; of a school 12 + 10 + 4 = 26.
    Staff of C: zh 2 x 14, math 2 x 14, music 1 x 14 (also art room); M the same without music, so
    that M lacks 4 periods of music. C1 and C2 are backbone teachers. The ride takes 25 minutes
    there, 30 back.
    """
    return Community(
        id="tiny",
        name="微型共同体",
        school_year=2025,
        policy=Policy(profile="national_base"),
        schools=(
            School(
                id="C",
                name="中心小学",
                role=SchoolRole.CORE,
                stage=Stage.PRIMARY,
                grid="gc",
                locality="urban",
                pupils=80,
            ),
            School(
                id="M",
                name="东山小学",
                role=SchoolRole.MEMBER,
                stage=Stage.PRIMARY,
                grid="gm",
                locality="rural",
                is_weak=True,
                weak_subjects=("music",),
                pupils=60,
            ),
        ),
        slots=tiny_slots("gc", 8 * 60 + 30) + tiny_slots("gm", 8 * 60 + 40),
        rooms=(
            Room(id="CL", school="C", name="录播教室", kind=RoomKind.LIVE),
            Room(id="ML", school="M", name="同步教室", kind=RoomKind.LIVE),
        ),
        classes=(
            ClassGroup(id="C31", school="C", grade=3, number=1, name="三年级(1)班"),
            ClassGroup(id="C41", school="C", grade=4, number=1, name="四年级(1)班"),
            ClassGroup(id="M31", school="M", grade=3, number=1, name="三年级(1)班", pupils=30),
            ClassGroup(id="M41", school="M", grade=4, number=1, name="四年级(1)班", pupils=30),
        ),
        subjects=(
            Subject(id="zh", name="语文", prefer_morning=True),
            Subject(id="math", name="数学", prefer_morning=True),
            Subject(id="music", name="音乐", max_per_day=1),
        ),
        curriculum=tuple(
            CurriculumRow(grade=grade, subject=subject, periods=periods)
            for grade in (3, 4)
            for subject, periods in (("zh", 6), ("math", 5), ("music", 2))
        ),
        teachers=(
            tiny_teacher("C1", "C", "zh", is_backbone=True, class_teacher_of="C31"),
            tiny_teacher("C2", "C", "math", is_backbone=True, volunteer=True),
            tiny_teacher("C3", "C", "zh", class_teacher_of="C41"),
            tiny_teacher("C4", "C", "math"),
            tiny_teacher("C5", "C", "music"),
            tiny_teacher("M1", "M", "zh", class_teacher_of="M31"),
            tiny_teacher("M2", "M", "math", class_teacher_of="M41"),
            tiny_teacher("M3", "M", "zh"),
            tiny_teacher("M4", "M", "math"),
        ),
        terms=(
            Term(
                id="2025-1",
                name="2025学年第一学期",
                school_year=2025,
                semester=1,
                start=dt.date(2025, 9, 1),
                end=dt.date(2026, 1, 23),
            ),
            Term(
                id="2025-2",
                name="2025学年第二学期",
                school_year=2025,
                semester=2,
                start=dt.date(2026, 2, 24),
                end=dt.date(2026, 6, 30),
            ),
        ),
        travel=(
            Travel(origin="C", destination="M", minutes=25, km=16.5),
            Travel(origin="M", destination="C", minutes=30, km=16.5),
        ),
    )
