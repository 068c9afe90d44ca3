"""A nine-year school whose stages have bells of their own, and a teacher of both.

Lessons are on Monday and Tuesday. The primary class has them at 8:20-9:00 and 9:10-9:50, the junior
class at 8:00-8:45 and 8:55-9:40, so that of one day the same person can have the first lesson of
the junior and the second of the primary class, and no other two of both:

    primary      8:20 ----- 9:00   9:10 ----- 9:50
    junior   8:00 ----- 8:45  8:55 ----- 9:40

Each class has two periods of Chinese and two of mathematics, one a day: all its slots. T teaches
Chinese in both classes, P1 and J1 mathematics in one of them.
"""

from __future__ import annotations

from typing import Any

from support import tiny_community, tiny_teacher

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
)
from community.policy import Policy

TERM = "2025-1"
SCHOOL = School(
    id="N", name="河口九年制学校", role=SchoolRole.CORE, stage=Stage.NINE_YEAR, grid="both"
)
PRIMARY = ClassGroup(id="N31", school="N", grade=3, number=1, name="三年级(1)班")
JUNIOR = ClassGroup(id="N71", school="N", grade=7, number=1, name="七年级(1)班")


def _slot(order: int, name: str, times: tuple[int, int], stage: Stage | None, **more: Any) -> Slot:
    fields = {"kind": SlotKind.LESSON, "weekdays": (1, 2)} | more
    start, end = times
    return Slot(grid="both", order=order, name=name, start=start, end=end, stage=stage, **fields)


SLOTS = (
    _slot(1, "第一节", (500, 540), Stage.PRIMARY),
    _slot(2, "大课间", (540, 550), Stage.PRIMARY, kind=SlotKind.BREAK),
    _slot(3, "第二节", (550, 590), Stage.PRIMARY),
    _slot(11, "第一节", (480, 525), Stage.JUNIOR),
    _slot(12, "第二节", (535, 580), Stage.JUNIOR),
    _slot(20, "午餐", (700, 740), None, kind=SlotKind.LUNCH),
)


def nine_year(**changes: Any) -> Community:
    """The school, alone in its community."""
    fields = {
        "policy": Policy(profile="national_base"),
        "schools": (SCHOOL,),
        "slots": SLOTS,
        "classes": (PRIMARY, JUNIOR),
        "subjects": tuple(
            s.model_copy(update={"max_per_day": 1}) for s in tiny_community().subjects
        ),
        "rooms": (Room(id="LAB", school="N", name="机房", kind=RoomKind.COMPUTER),),
        "curriculum": tuple(
            CurriculumRow(grade=grade, subject=subject, periods=2)
            for grade in (3, 7)
            for subject in ("zh", "math")
        ),
        "teachers": (
            tiny_teacher("T", "N", "zh", stage=Stage.NINE_YEAR),
            tiny_teacher("P1", "N", "math"),
            tiny_teacher("J1", "N", "math", stage=Stage.JUNIOR),
        ),
        "travel": (),
    }
    return tiny_community().model_copy(update=fields | changes)
