"""What is counted before the search: activities for which there are too few dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.rule import Strictness
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduling.term.activity import Activity
    from scheduling.term.families.base import Family
    from scheduling.term.frame import TermFrame


def lacking(
    frame: TermFrame, families: Sequence[Family], activities: Sequence[Activity]
) -> tuple[Text, ...]:
    """Return a sentence for each hard activity with fewer dates than it wants events."""
    hard = {f.rule.id for f in families if f.rule.strictness is Strictness.HARD}
    found = []
    for activity in activities:
        dates = len({o.date for o in activity.options})
        if activity.rule in hard and dates < activity.times:
            name, span = activity.name, activity.span.name
            found.append(
                Text(
                    f"{name.zh}：{span.zh}要{activity.times}次，只有{dates}天排得下"
                    "（要上课、参加的人抽得出身、符合规定的时段）；"
                    "请减少次数，放宽时段，或换参加的人。",
                    f"{name.en}: {activity.times} wanted in {span.en}, only {dates} dates can be; "
                    "want fewer, allow more of the day, or choose other people.",
                )
            )
    return tuple(found)
