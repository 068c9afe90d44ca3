"""How long stays are, as the placement_term rules of a policy have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from community.models import PlacementKind
    from community.policy import Policy

DAYS = 10  # school days of half a month, which is two weeks
LONGEST = 4  # terms of one stay that is planted
YEAR = 2  # terms


@dataclass(frozen=True, slots=True)
class Stay:
    """When a planted placement holds; ``start`` is the position of its first term.

    A short stay has weeks instead of terms. ``before`` of the ``terms`` lie before the plan.
    """

    start: int
    terms: int
    week: int = 1
    weeks: int = 0
    before: int = 0

    @property
    def first(self) -> int:
        """Position of the term in which it begins; negative before the plan."""
        return self.start - self.before

    @property
    def end(self) -> int:
        """Position of the term after the last one."""
        return self.first + max(1, self.terms)

    def meets(self, first: int, end: int) -> bool:
        """Return whether the stay holds in any term of a span."""
        return self.first < end and first < self.end


def short_weeks(policy: Policy, kind: PlacementKind) -> int:
    """Return the weeks of the shortest stay inside a semester; 0 when there is no such track."""
    days = [
        int(r.params.get("min_days", 0))
        for r in policy.of("placement_term")
        if kind.value in r.params["kinds"] and r.params.get("max_days")
    ]
    return 2 * max(1, -(-min(days) // DAYS)) if days else 0


def least_terms(policy: Policy, kind: PlacementKind) -> int:
    """Return the terms of the shortest stay of whole semesters."""
    terms = [
        int(r.params.get("min_terms", 1))
        for r in policy.of("placement_term")
        if kind.value in r.params["kinds"] and not r.params.get("max_days")
    ]
    return min(terms, default=1)


def whole_time(terms: int, before: int = 0) -> list[Stay]:
    """Return stays of whole school years that follow each other over all terms of a plan.

    With ``before``, the first one began so many terms ago and goes on.
    """
    found = [Stay(0, LONGEST, before=before)] if before else []
    at = LONGEST - before if before else 0
    while at < terms:
        length = LONGEST if at + LONGEST <= terms else YEAR
        found.append(Stay(at, length))
        at += length
    return found
