"""What has to be taught, by whom it can be, and what the schools' own staff cannot cover."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rotation import staffing_flow
from rotation.wording import Worded

if TYPE_CHECKING:
    from community.models import Teacher
    from rotation.staffing_flow import Lane, Shortage


@dataclass(frozen=True)
class Taught(Worded):
    """A community with its lessons, by lanes: one subject of one stage at one school."""

    @cached_property
    def staff(self) -> dict[str, tuple[Teacher, ...]]:
        """Home staff of each school."""
        found: dict[str, list[Teacher]] = {s.id: [] for s in self.community.schools}
        for teacher in self.community.teachers:
            found[teacher.school].append(teacher)
        return {school: tuple(teachers) for school, teachers in found.items()}

    @cached_property
    def members(self) -> tuple[str, ...]:
        """Ids of the member schools that rules speak of, in all communities: every one but cores.

        Teaching points count with their centre school.
        """
        schools = dict.fromkeys(s.member for s in self.community.schools)
        cores = {s.id for s in self.community.core_of_group.values()}
        return tuple(s for s in schools if s not in cores)

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The communities, by the names of their groups; one nameless group is the usual case."""
        return tuple(self.community.core_of_group)

    def group_of(self, school: str) -> str:
        """Return the community that a school belongs to."""
        return self.community.school_by_id[school].group

    def members_of(self, group: str) -> tuple[str, ...]:
        """Return the member schools of one community."""
        return tuple(m for m in self.members if self.group_of(m) == group)

    def staff_of(self, member: str) -> list[Teacher]:
        """Return the home staff of a member school and of its teaching points."""
        schools = self.community.school_by_id
        return [t for t in self.community.teachers if schools[t.school].member == member]

    @cached_property
    def courses(self) -> staffing_flow.Courses:
        """The courses of each lane that local teachers have to teach."""
        return staffing_flow.courses(self.community)

    @cached_property
    def unit(self) -> int:
        """The units of load of an ordinary lesson."""
        return staffing_flow.unit_of(self.community)

    @cached_property
    def needed(self) -> dict[Lane, int]:
        """The load of each lane a week, in units."""
        return {lane: staffing_flow.demand(sizes) for lane, sizes in self.courses.items()}

    @cached_property
    def lanes_at(self) -> dict[str, tuple[Lane, ...]]:
        """The lanes of each school."""
        found: dict[str, list[Lane]] = {s.id: [] for s in self.community.schools}
        for lane in sorted(self.needed):
            found[lane.school].append(lane)
        return {school: tuple(lanes) for school, lanes in found.items()}

    @cached_property
    def _lanes_by_skill(self) -> dict[tuple[object, ...], tuple[Lane, ...]]:
        return {}

    def lanes(self, teacher: Teacher, school: str) -> tuple[Lane, ...]:
        """Return what a teacher can teach at a school."""
        key = (teacher.stage, teacher.subjects, school)
        if key not in self._lanes_by_skill:
            mine = [x for x in self.lanes_at[school] if staffing_flow.can_teach(teacher, x)]
            self._lanes_by_skill[key] = tuple(mine)
        return self._lanes_by_skill[key]

    @cached_property
    def reliefs(self) -> dict[str, float]:
        """Lessons a week that duties at home take off a teacher's maximum: what a class counts."""
        counts = self.community.loads.of_class
        heads = (t.id for t in self.community.teachers if t.class_teacher_of)
        return {teacher: float(counts[teacher]) for teacher in heads if teacher in counts}

    def capacity(self, teacher: Teacher, *, at_home: bool = True) -> int:
        """Return the units a week that a teacher can give.

        Duties of the home school (a class, a subject group) are left behind by who is sent away,
        and kept by who is itinerant.
        """
        relief = self.reliefs.get(teacher.id, 0) if at_home else 0
        most = self.community.loads.most[teacher.id]
        return max(0, round(self.unit * (most - relief)))

    @cached_property
    def shortages(self) -> tuple[Shortage, ...]:
        """What the schools' own staff cannot cover, even with everybody at home."""
        supply = staffing_flow.supply_of(
            ((t, self.lanes(t, t.school)) for t in self.community.teachers), self.capacity
        )
        return tuple(staffing_flow.shortages(self.needed, supply, self.unit))

    @cached_property
    def lacking(self) -> frozenset[Lane]:
        """Lanes that the schools' own staff cannot cover, even with everybody at home."""
        return frozenset(lane for short in self.shortages for lane in short.lanes)

    @cached_property
    def _needs(self) -> dict[str, frozenset[str]]:
        return {
            s.id: frozenset(s.weak_subjects) | {x.subject for x in self.lacking if x.school == s.id}
            for s in self.community.schools
        }

    def needs(self, school: str) -> frozenset[str]:
        """Return what a school needs: weak subjects, and those that its staff cannot cover."""
        return self._needs[school]
