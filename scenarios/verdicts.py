"""What planners are told of proofs: how far they reach, and when one is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduling.week.freezing import Frozen

_NAMED = 5  # things that are frozen, in one sentence

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


def under_locks(frozen: Sequence[Frozen]) -> Text:
    """Return that what is said holds for what is frozen, and what to try."""
    told = _listed(frozen)
    return Text(
        f"以上以这些课不动为前提：{told.zh}。放开一部分，也许排得出。",
        f"All this is said with these lessons as they are: {told.en}. Free some of them, and there "
        "may be a plan.",
    )


def locks_kept(frozen: Sequence[Frozen]) -> Text:
    """Return what has stayed as it was because it is frozen."""
    told = _listed(frozen)
    return Text(f"没有动：{told.zh}。", f"Left as they were: {told.en}.")


def _listed(frozen: Sequence[Frozen]) -> Text:
    lessons = len({lesson for part in frozen for lesson in part.lessons})
    rest = len(frozen) - _NAMED
    zh = "、".join(part.title.zh for part in frozen[:_NAMED])
    en = ", ".join(part.title.en for part in frozen[:_NAMED])
    return Text(
        f"{zh}{f'等{len(frozen)}项' if rest > 0 else ''}（共{lessons}节）",
        f"{en}{f' and {rest} more' if rest > 0 else ''} ({lessons} lessons)",
    )
