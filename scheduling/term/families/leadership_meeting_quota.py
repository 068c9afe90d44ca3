"""F25: meetings of leaders, and their visits to the members."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from scheduling.term.families.held import HeldFamily
from scheduling.term.naming import called

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.term.activity import Activity

VISIT = "visit"


class LeadershipMeetingQuota(HeldFamily):
    """Joint meetings of all schools, or something with each member.

    A visit is of the core's first leader, at the member; whatever else there is of each member
    brings both schools' leaders together.
    """

    family: ClassVar[str] = "leadership_meeting_quota"

    def activities(self) -> Iterator[Activity]:
        """Yield the meetings, or those of each member."""
        core, members = self.community.core.id, [s.id for s in self.frame.members]
        what = self.given("what") or ""
        name = called(what, self.rule.title)
        if self.given("per") == "member":
            for member in members:
                away = self.circle([core])[:1]
                people = away if what == VISIT else self.circle([core, member])
                hosts = (member,) if what == VISIT else self.hosts([core, member])
                key = self.key(member)
                yield from self.meetings(key, self.named(name, member), people, hosts)
            return
        schools = [core, *members]
        hosts = () if self.given("mode") == "online" else self.hosts(schools)
        yield from self.meetings(self.key(), name, self.circle(schools), hosts)
