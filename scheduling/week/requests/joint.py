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

    found: dict[bool, list[Broadcast]] = {False: [], True: []}
    for s in (s for s in frame.series if s.together):
        cast = Broadcast(
            part(s.host_class, s.subject, s.id),
            tuple(part(c, s.subject, s.id) for c in s.receiving_classes),
        )
        course = frame.course_by_id.get(course_id(s.host_class, s.subject))
        found[course is not None and course.doubles_of(s) > 0].append(cast)
    title = Text("合班的班级同时上课", "classes that have a lesson together")
    for in_doubles, casts in found.items():
        if casts:
            yield SyncLink(
                id="joint_doubles" if in_doubles else "joint",
                title=title,
                broadcasts=tuple(casts),
                min_overlap_minutes=1,
                whole=in_doubles,
            )
