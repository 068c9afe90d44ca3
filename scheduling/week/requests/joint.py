"""合班: the classes of a joint lesson have it at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.text import Text
from scheduling.rules.sync_link import Broadcast, SyncLink
from scheduling.week.courses import course_id, series_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.rules.base import Rule
    from scheduling.week.frame import Frame


def joint_rules(frame: Frame) -> Iterator[Rule]:
    """Yield the rule that ties the parts of joint lessons: in one school, that is one slot."""

    def part(class_id: str, subject: str, series: str) -> str:
        return series_id(course_id(class_id, subject), series)

    casts = tuple(
        Broadcast(
            part(s.host_class, s.subject, s.id),
            tuple(part(c, s.subject, s.id) for c in s.receiving_classes),
        )
        for s in frame.series
        if s.together
    )
    if casts:
        title = Text("合班的班级同时上课", "classes that have a lesson together")
        yield SyncLink(id="joint", title=title, broadcasts=casts, min_overlap_minutes=1)
