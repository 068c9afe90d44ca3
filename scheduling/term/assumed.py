"""What is to be told of what was held before a term: what is assumed, what is left aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.text import Text
from scheduling.term.families.base import in_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduling.term.activity import Activity
    from scheduling.term.families.base import Family
    from scheduling.term.frame import TermFrame


def late(frame: TermFrame) -> list[Text]:
    """Return what is to be told of rows of the planner's table that reach into the term."""
    return [
        Text(
            f"“已完成”表中“{row.rule}”截至{row.as_of:%Y-%m-%d}，已在学期之内，没有计入；"
            "请填开学以前完成的次数，开学以后的用 onebell record 登记。",
            f'Done: "{row.rule}" as of {row.as_of} lies within the term and is not counted; '
            "give what was done before it, and record what was held since.",
        )
        for row in frame.community.done
        if frame.term.start < row.as_of <= frame.term.end
    ]


def assumed(families: Iterable[Family], activities: Sequence[Activity]) -> list[Text]:
    """Return what is taken to have been held before the term, since nobody says how often."""
    found = []
    for family in families:
        rule, frame = family.rule, family.frame
        own = [a for a in activities if a.rule == rule.id]
        unknown = [a for a in own if any(frame.done.get(k) is None for k in a.counts_for)]
        number = max((a.span.done(in_all(rule)) for a in unknown), default=0)
        if number:
            found.append(
                Text(
                    f"“{rule.title.zh}”：开学以前完成了多少没有填（“已完成”表），"
                    f"按政策的进度计已完成{number}次。",
                    f'"{rule.title.en}": nobody says how many were held before the term; '
                    f"taken to be {number}, as the plan asks.",
                )
            )
    return found
