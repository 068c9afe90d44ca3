"""What a roster lacks so that its lessons can be taught, beside the rules it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotation.rules.home_school_protection import HomeSchoolProtection, shortages_of
from rotation.rules.whole_courses import WholeCourses

if TYPE_CHECKING:
    from community.rule import Violation
    from rotation.setting import Setting
    from rotation.staffing_flow import LaneSet
    from rotation.view import RosterView


class RosterMismatchError(RuntimeError):
    """The model returned what the checker refuses: an error of ours, never of the planner's."""


def guarding(instance: Setting) -> list[HomeSchoolProtection]:
    """Return the rules that ask for a teacher for every lesson."""
    return [
        r for r in instance.rules if isinstance(r, HomeSchoolProtection) and r.params.subject_cover
    ]


def guards_of(instance: Setting) -> set[str]:
    """Return the ids of the rules that ask for a teacher for every lesson."""
    return {r.id for r in guarding(instance)}


def uncovered_by(instance: Setting, view: RosterView, violations: list[Violation]) -> set[LaneSet]:
    """Return the sets of lanes that a roster leaves uncovered.

    Raises
    ------
    RosterMismatchError
        When the roster breaks another hard rule; courses are looked at by themselves.
    """
    guards = guards_of(instance)
    if guards:
        found = {
            frozenset(short.lanes)
            for term in range(instance.horizon)
            for short in shortages_of(view, term)
        }
    else:
        found = set()
    for violation in violations:
        known = violation.family == WholeCourses.family or (found and violation.rule in guards)
        if violation.is_hard and not known:
            raise RosterMismatchError(
                f"{violation.rule} at {violation.point}: {violation.sentence.en}"
            )
    return found
