"""Which schools of a county form a community: found, or checked, and put into the county."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.codes import SchoolRole
from community.errors import InputError, Problem
from community.removal import without
from community.text import Text
from rotation.grouping.check import Worth, check, worth
from rotation.grouping.conflict import conflict
from rotation.grouping.instance import compile_grouping
from rotation.grouping.search import solve
from rotation.grouping.shortage import shortages
from rotation.grouping.solution import Grouping
from scenarios.changes.base import replaced
from scenarios.plan import BrokenPlanError
from solving.interrupt import interruptible
from solving.outcome import Status

if TYPE_CHECKING:
    from community.models import Community, School
    from community.rule import Violation
    from rotation.grouping.instance import GroupingInstance
    from rotation.grouping.search import GroupingResult
    from solving.outcome import Budget, Listener


@dataclass(frozen=True)
class Judged:
    """A grouping of a county, what it is worth and what it breaks or gives up."""

    instance: GroupingInstance
    grouping: Grouping
    worth: Worth
    violations: tuple[Violation, ...]

    @property
    def outside(self) -> tuple[School, ...]:
        """The schools in no community."""
        inside = self.grouping.group_of
        return tuple(s for s in self.instance.schools if s.id not in inside)


@dataclass(frozen=True)
class Grouped:
    """What a search came to: the best grouping, and its proof; or why there is none."""

    result: GroupingResult
    best: Judged | None = None
    reasons: tuple[Text, ...] = ()


def form_communities(
    county: Community, budget: Budget, *, listener: Listener | None = None
) -> Grouped:
    """Find the best grouping of a county's schools.

    Parameters
    ----------
    county
        A county that was read with ``ungrouped``.
    budget
        Seconds, workers and seed.
    listener
        Hears progress.

    Raises
    ------
    BrokenPlanError
        When the checker refuses what the search found.
    """
    instance = compile_grouping(county)
    with interruptible():
        found = solve(instance, budget.for_search(), listener=listener)
        if found.grouping is None:
            told = found.status is Status.INFEASIBLE and not found.interrupted
            reasons = (shortages(instance) or conflict(instance, budget)) if told else ()
            return Grouped(found, reasons=tuple(reasons))
    best = judged(instance, found.grouping)
    if any(v.is_hard for v in best.violations):
        raise BrokenPlanError([v.sentence.en for v in best.violations if v.is_hard])
    return Grouped(found, best)


def judged(instance: GroupingInstance, grouping: Grouping) -> Judged:
    """Return a grouping with what the checker says of it."""
    violations = tuple(check(instance, grouping))
    return Judged(instance, grouping, worth(instance, grouping), violations)


def check_grouping(county: Community, given: Community) -> Judged:
    """Return what the checker says of the grouping that another file gives a county.

    Raises
    ------
    InputError
        When that file has schools that the county does not know.
    """
    unknown = [s for s in given.schools if s.id not in county.school_by_id]
    if unknown:
        expected = Text("应为县里已有的学校编号", "expected a school of the county")
        raise InputError(
            [
                Problem(place=given.name, value=f"{s.id} {s.name}", expected=expected)
                for s in unknown
            ]
        )
    return judged(compile_grouping(county), Grouping.of(given))


def with_communities(county: Community, grouping: Grouping) -> Community:
    """Return a county with roles and communities filled in; schools outside are left out."""
    cores = {core for group in grouping.groups for core in group.cores}
    outside = {s.id for s in county.schools} - grouping.group_of.keys()
    tables = without(county, {"schools": outside})
    return replaced(
        county,
        **tables | {"schools": tuple(_placed(s, grouping, cores) for s in tables["schools"])},
    )


def _placed(school: School, grouping: Grouping, cores: set[str]) -> School:
    role = SchoolRole.CORE if school.id in cores else SchoolRole.MEMBER
    if school.role is SchoolRole.TEACHING_POINT:
        role = school.role
    return school.model_copy(update={"role": role, "group": grouping.group_of[school.id].name})
