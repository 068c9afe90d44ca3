"""F26: activities of the term, each so often."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from scheduling.term.circles import circle
from scheduling.term.families.held import WEEK, HeldFamily
from scheduling.term.half_days import AFTER_LESSONS
from scheduling.term.naming import called

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from community.text import Text
    from scheduling.term.activity import Activity

OUTSIDE = {"after_school_service"}  # of every day: the bell grid holds it, no date
CIRCLES = {  # who comes, where the rule does not say so
    "class_teacher_meeting": "class_teachers",
    "theme_meeting": "class_teachers",
    "moral_event": "class_teachers",
    "moral_experience_meeting": "class_teachers",
    "class_meeting_lesson": "class_teachers",
    "class_teacher_forum": "class_teachers",
    "star_teacher_event": "backbone",
    "training": "delegates",
    **dict.fromkeys(("arts_festival", "sports_meet", "arts_or_sports", "family_day"), "pupils"),
    **dict.fromkeys(("contest", "calculation_contest"), "pupils"),
    **dict.fromkeys(("study_practice", "labour_practice", "fellowship"), "pupils"),
}
WEEKS = {"open_week"}  # what lasts a week, where the rule does not say so
DELEGATED = "delegates"
PUPILS, TAKE_PART = "pupils", "学生参加，所列教师负责组织"


class ActivityCalendar(HeldFamily):
    """Each of the activities, at a host or at each member.

    What pupils do comes after the lessons, where the rule does not say when, one thing at a time;
    leaders of the schools answer for it.
    """

    family: ClassVar[str] = "activity_calendar"

    def activities(self) -> Iterator[Activity]:
        """Yield each activity of the rule."""
        core, members = self.community.core.id, [s.id for s in self.frame.members]
        for code in self.given("activities") or ("",):
            if code in OUTSIDE:
                continue
            name = called(code, self.rule.title)
            default = CIRCLES.get(code, DELEGATED)
            length = WEEK if code in WEEKS else None
            if self.given("per") == "member":
                for member in members:
                    at = [core, member]
                    title = self.named(name, member)
                    yield from self._held(self.key(code, member), title, at, default, length)
                continue
            yield from self._held(self.key(code), name, [core, *members], default, length)

    def _held(
        self, key: str, name: Text, schools: Sequence[str], default: str, length: str | None
    ) -> Iterator[Activity]:
        hosts = self.hosts(schools)
        if (self.given("who") or default) != PUPILS:
            people = self.circle(schools, default=default)
            yield from self.meetings(key, name, people, hosts, length=length)
            return
        there = schools if len(hosts) > 1 or hosts[0] == self.community.core.id else hosts
        people = circle(self.frame, there, "leaders")
        any_time = self.given("half_day") or self.given("length") or length
        yield from self.meetings(
            *(key, name, people, hosts),
            takes=(PUPILS,),
            halves=() if any_time else ((self.given("weekday"), AFTER_LESSONS),),
            length=length,
            note=TAKE_PART,
        )
