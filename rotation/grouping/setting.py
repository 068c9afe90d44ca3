"""What the rules on communities speak of: the schools of a county, and the ways between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING

from community.codes import SchoolRole
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.models import Community, School

NAMED = 12  # schools that a sentence names at most


@dataclass(frozen=True)
class Setting:
    """A county whose schools are to form communities. Teaching points go with their centre."""

    county: Community

    @cached_property
    def schools(self) -> tuple[School, ...]:
        """The schools that are counted: all but the teaching points."""
        return tuple(s for s in self.county.schools if s.role is not SchoolRole.TEACHING_POINT)

    @cached_property
    def points(self) -> dict[str, tuple[str, ...]]:
        """The teaching points of each school that has any."""
        found: dict[str, tuple[str, ...]] = {}
        for school in self.county.schools:
            if school.member != school.id:
                found[school.member] = (*found.get(school.member, ()), school.id)
        return found

    @cached_property
    def given(self) -> dict[str, list[str]]:
        """The schools that the table names for each community, by its name."""
        found: dict[str, list[str]] = {}
        for school in self.county.schools:
            if school.group and school.member not in found.setdefault(school.group, []):
                found[school.group].append(school.member)
        return found

    def school(self, school: str) -> School:
        """Return a school."""
        return self.county.school_by_id[school]

    def name(self, school: str) -> str:
        """Return the name of a school."""
        return self.school(school).name

    def names(self, schools: Sequence[str]) -> Text:
        """Return the names of some schools, and how many there are where not all are named."""
        named, rest = [self.name(s) for s in schools[:NAMED]], len(schools) - NAMED
        zh, en = "、".join(named), ", ".join(named)
        return (
            Text(f"{zh}等{len(schools)}所", f"{en} and {rest} more") if rest > 0 else Text(zh, en)
        )

    def minutes(self, member: str, core: str) -> int | None:
        """Return the minutes there and back; None without a way."""
        ways = self.county.travel_minutes
        there, back = ways.get((member, core)), ways.get((core, member))
        return None if there is None or back is None else there + back

    def longer(self, member: str, core: str) -> int | None:
        """Return the minutes of the longer way of the two; None without a way."""
        ways = self.county.travel_minutes
        there, back = ways.get((member, core)), ways.get((core, member))
        return None if there is None or back is None else max(there, back)

    def need(self, school: str) -> int:
        """Return how much the minutes of a school's way count: twice for a weak school."""
        return 1 + self.school(school).is_weak

    def burden(self, member: str, core: str) -> int:
        """Return the minutes there and back as they count."""
        return self.need(member) * (self.minutes(member, core) or 0)

    def places_lost(self, member: str, core: str) -> int:
        """Return how far a pair is from what the two wish.

        That is the place of the core in the member's list (0 is the first; whoever is not in it
        comes after all), and 1 more where the core has a list without the member.
        """
        wishes, asked = self.school(member).wishes, self.school(core).wishes
        place = wishes.index(core) if core in wishes else len(wishes)
        return place + (bool(asked) and member not in asked)

    @cached_property
    def middle(self) -> float:
        """The median number of pupils; those of whom nothing is said are left out."""
        return median([s.pupils for s in self.schools if s.pupils] or [0])
