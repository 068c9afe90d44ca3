"""What planners are told of proofs: how far they reach, and when one is taken back."""

from __future__ import annotations

from community.text import Text

UNDIVIDED = Text(
    "一个班的一门课由一位教师担任时，任何派出方案都排不满各校课程（按课时合计并不缺）；"
    "请增加教师、放宽个别教师的课时上限，或减少课时。",
    "With one teacher for each subject of a class, no roster can staff the lessons of all schools "
    "(in periods alone there are enough); add a teacher, raise a maximum of periods, or cut some.",
)

EVERY_ROSTER = Text(
    "别的名单也不行：满足规则的每份轮岗名单，都已证排不出课表。",
    "Nor is there another roster: of every one that keeps the rules it is proved that it has no "
    "timetable.",
)

DISAGREED = Text(
    "注意：求解器曾判定无解或最优，换一种方法复核时结论不同，该判定已作废。"
    "请换 --seed 再试，并请把数据反馈给我们。",
    "Note: a proof of the solver was contradicted by a second, different solve, and is taken back. "
    "Try another --seed, and please send us the data.",
)

UNDER_THIS_ROSTER = Text(
    "这一学期的课表在这份轮岗名单下已证排不出；换一份名单也许可以，请单独排这一学期。",
    "It is proved that this term has no timetable under this roster; there may be one under "
    "another: plan this term alone.",
)
