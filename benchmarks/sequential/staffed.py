"""The week that all ways of planning begin with: one roster, and one staffing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotation.search import solve as solve_rotation
from scenarios.planning import rotation_of
from scheduling.staffing import choose_teachers
from scheduling.week.compile import compile_frame
from scheduling.week.frame import Frame

if TYPE_CHECKING:
    from community.models import Community
    from scheduling.instance import Instance
    from solving.outcome import Budget

ROSTER_SECONDS, STAFFING_SECONDS = 60.0, 20.0


def staffed_week(community: Community, budget: Budget) -> Instance:
    """Return the week of the first term with its teachers chosen.

    Raises
    ------
    SystemExit
        When there is no roster or no staffing in the time for them.
    """
    term = community.terms[0].id
    roster = solve_rotation(rotation_of(community, None), budget.within(ROSTER_SECONDS)).roster
    if roster is None:
        raise SystemExit(f"{community.id}: no roster after {ROSTER_SECONDS} s")
    frame = Frame.of(community, roster, term)
    instance = compile_frame(frame)
    staffing = choose_teachers(instance, frame, budget.within(STAFFING_SECONDS))
    if staffing.solution is None:
        raise SystemExit(f"{community.id}: no staffing after {STAFFING_SECONDS} s")
    return instance.with_resources(staffing.solution)
