"""Who may do what in a week: qualified teachers, assistants, people with two sites."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from community.models import Stage
from rotation.staffing_flow import Lane, can_teach

if TYPE_CHECKING:
    from community.models import ClassGroup, Community, Teacher
    from rotation.solution import Posting, Roster


def lane_of(group: ClassGroup, subject: str) -> Lane:
    """Return the lane of a course."""
    stage = Stage.PRIMARY if Stage.PRIMARY.covers(group.grade) else Stage.JUNIOR
    return Lane(group.school, stage, subject)


@dataclass(frozen=True)
class People:
    """Staff of a community in one term, with the sites that the roster gives each."""

    community: Community
    postings: dict[str, Posting]

    @staticmethod
    def of(community: Community, roster: Roster, term: str) -> People:
        """Return the staff as the roster posts them in a term."""
        return People(community, roster.postings(community, term))

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
