"""Who may do what in a week: qualified teachers, assistants, people with two sites."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from community.models import Stage
from rotation.solution import Posting
from rotation.staffing_flow import Lane, can_teach

if TYPE_CHECKING:
    from community.models import ClassGroup, Community, Teacher
    from rotation.solution import Placement, Roster


def lane_of(group: ClassGroup, subject: str) -> Lane:
    """Return the lane of a course."""
    return Lane(group.school, Stage.of(group.grade), subject)


@dataclass(frozen=True)
class People:
    """Staff of a community in one term, with the sites that the roster gives each.

    ``days`` holds the weekdays of itinerant patterns by (teacher, host school). ``anywhere``: no
    roster is known, and everybody is at every school.
    """

    community: Community
    postings: dict[str, Posting]
    days: dict[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    anywhere: bool = False

    @staticmethod
    def of(community: Community, roster: Roster, term: str) -> People:
        """Return the staff as the roster posts them in a term."""
        postings = roster.postings(community, term)
        known = [p for p in roster.active(community, term) if p.teacher in postings]
        return People(community, postings, _days(known))

    @staticmethod
    def everywhere(community: Community) -> People:
        """Return the staff with everybody at every school: more than any roster can give."""
        sites = tuple(s.id for s in community.schools)
        postings = {t.id: Posting(t.id, sites) for t in community.teachers}
        return People(community, postings, anywhere=True)

    @cached_property
    def at(self) -> dict[str, list[Teacher]]:
        """Teachers who teach at each school."""
        found: dict[str, list[Teacher]] = {s.id: [] for s in self.community.schools}
        for teacher in self.community.teachers:
            for site in self.sites(teacher.id):
                found[site].append(teacher)
        return found

    def sites(self, teacher: str) -> tuple[str, ...]:
        """Return the schools at which a teacher teaches."""
        return self.postings[teacher].sites

    def comes(self, teacher: str, school: str, weekday: int) -> bool:
        """Return whether a teacher may be at one of the own sites on a weekday."""
        days = self.days.get((teacher, school))
        return days is None or weekday in days

    def qualified(self, lane: Lane) -> tuple[str, ...]:
        """Return the teachers who may teach the courses of a lane."""
        return tuple(t.id for t in self.at[lane.school] if can_teach(t, lane))

    def local(self, school: str) -> tuple[str, ...]:
        """Return the teachers who teach at this school only."""
        return tuple(t.id for t in self.at[school] if self.sites(t.id) == (school,))

    @cached_property
    def travelling(self) -> tuple[str, ...]:
        """Teachers with more than one site."""
        return tuple(t.id for t in self.community.teachers if len(self.sites(t.id)) > 1)


def _days(placements: list[Placement]) -> dict[tuple[str, str], tuple[int, ...]]:
    """Return the weekdays of each visit that has fixed ones."""
    found: dict[tuple[str, str], list[tuple[int, ...]]] = defaultdict(list)
    for p in placements:
        found[p.teacher, p.host].append(p.days if not p.kind.leaves_home else ())
    return {
        visit: tuple(sorted({day for days in patterns for day in days}))
        for visit, patterns in found.items()
        if all(patterns)
    }
