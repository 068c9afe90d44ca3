"""Checks who holds events without a subject (班会, 升旗): whom the table asks for, or who can.

Where the table asks for nobody, or for somebody who is away in the term, it may be anybody who is
there and not in class.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from community.text import Text
from scheduling.duties.presence import Presence
from scheduling.week.frame import Frame
from scheduling.week.row_faults import RowFaults

if TYPE_CHECKING:
    from community.models import Community
    from community.rule import Violation
    from rotation.solution import Roster
    from scheduling.timetable import ClassLesson, WeekTimetable


def check_meetings(community: Community, roster: Roster, week: WeekTimetable) -> list[Violation]:
    """Return the events of a timetable that somebody else is to hold, or that nobody can so."""
    faults, check = RowFaults(community), _Check(Frame.of(community, roster, week.term), week)
    for row in week.lessons:
        if why := check.amiss(row):
            faults.add(row, why)
    return faults.found


@dataclass(frozen=True)
class _Check:
    frame: Frame
    week: WeekTimetable

    @cached_property
    def asked(self) -> dict[tuple[str, str], set[str]]:
        """Who is to hold the events of a class by their name; "" is anybody."""
        found: dict[tuple[str, str], set[str]] = {}
        for x in self.frame.fixtures:
            if x.is_event:
                found.setdefault((x.group.id, x.row.name), set()).add(self.frame.holder(x))
        return found

    @cached_property
    def _each_their_own(self) -> set[str]:
        """The names of events that each class has with its own class teacher."""
        return {x.row.name for x in self.frame.fixtures if x.is_event and x.row.class_teacher}

    def amiss(self, row: ClassLesson) -> Text | None:
        """Return why somebody is not to hold an event, or cannot; None where all is well."""
        community, who = self.frame.community, row.teacher
        asked = self.asked.get((row.class_id, row.subject), set())
        if not asked or not who or who in asked:
            return None
        if who not in community.teacher_by_id:
            return Text(f"没有教师“{who}”", f"there is no teacher “{who}”")
        name = community.called[who]
        if "" not in asked:
            heads = [community.called[t] for t in sorted(asked)]
            zh, en = "、".join(heads), ", ".join(heads)
            return Text(f"应由{zh}主持，写着{name}", f"expected {en} to hold it, not {name}")
        if why := self._hindrance(row):
            return Text(
                f"由{name}主持，但{name}{why.zh}；请换成这时在校、没有课的人",
                f"held by {name}, who {why.en}; choose somebody who is there and free",
            )
        return None

    def _hindrance(self, row: ClassLesson) -> Text | None:
        """Return why somebody cannot be where an event is."""
        at = Presence(self.frame.community, self.frame.people, self._without(row))
        spans = [*at.spans(row)]
        if any(x.school not in self.frame.people.sites(row.teacher) for x in spans):
            return at.sent(row.teacher)
        return next(filter(None, (at.hindrance(row.teacher, x) for x in spans)), None)

    def _without(self, row: ClassLesson) -> WeekTimetable:
        """Return the week without an event: of one class, or of all that have it together."""

        def is_same(x: ClassLesson) -> bool:
            same = (x.school, x.subject, x.weekday, x.slot)
            together = row.subject not in self._each_their_own or x.class_id == row.class_id
            return together and same == (row.school, row.subject, row.weekday, row.slot)

        return replace(self.week, lessons=tuple(x for x in self.week.lessons if not is_same(x)))
