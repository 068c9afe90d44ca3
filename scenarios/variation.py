"""How far schools differ in staff under two plans: the coefficients of variation, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.standards import STAFF
from rotation.balance import forecast
from scenarios.audit import rotation_of

if TYPE_CHECKING:
    from community.codes import Stage
    from community.models import Community
    from community.standards import Indicator
    from rotation.solution import Roster


@dataclass(frozen=True, slots=True)
class Variation:
    """The largest coefficient in any term of two plans; None where there is none."""

    stage: Stage
    indicator: Indicator
    before: float | None
    after: float | None


def variations(
    before: Community, roster: Roster, after: Community, other: Roster
) -> tuple[Variation, ...]:
    """Return the coefficients of each stage and indicator of the staff that either plan has."""
    old, new = _largest(before, roster), _largest(after, other)
    return tuple(Variation(*key, old.get(key), new.get(key)) for key in {**old, **new})


def _largest(community: Community, roster: Roster) -> dict[tuple[Stage, Indicator], float]:
    """Return the largest coefficient of any term by stage and indicator."""
    found: dict[tuple[Stage, Indicator], float] = {}
    for snapshot in forecast(rotation_of(community), roster)[1:]:
        for stage, levels in snapshot.stages.items():
            for indicator in STAFF:
                varied = levels[indicator].variation
                if varied is not None and len(levels[indicator].amounts) > 1:
                    found[stage, indicator] = max(varied, found.get((stage, indicator), 0.0))
    return found
