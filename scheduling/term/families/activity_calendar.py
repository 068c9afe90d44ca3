"""F26: activities of the term, each so often."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from scheduling.term.families.held import WEEK, HeldFamily
from scheduling.term.naming import called

if TYPE_CHECKING:
    from collections.abc import Iterator

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
}
WEEKS = {"open_week"}  # what lasts a week, where the rule does not say so
DELEGATED = "delegates"


class ActivityCalendar(HeldFamily):
    """Each of the activities, at a host or at each member."""

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
                    people = self.circle([core, member], default=default)
                    hosts = self.hosts([core, member])
                    key = self.key(code, member)
                    title = self.named(name, member)
                    yield from self.meetings(key, title, people, hosts, length=length)
                continue
            schools = [core, *members]
            people = self.circle(schools, default=default)
            hosts = self.hosts(schools)
            yield from self.meetings(self.key(code), name, people, hosts, length=length)
