"""Who takes part in what schools do together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from community.models import Teacher
    from scheduling.term.frame import TermFrame

DELEGATES = 2  # of a school and subject: the head of the group, and a backbone teacher
LEADERS = 2  # of a school


def circle(
    frame: TermFrame, schools: Iterable[str], who: str, subject: str = ""
) -> tuple[str, ...]:
    """Return the teachers of some schools who take part, by id.

    Parameters
    ----------
    who
        As the parameter of the rules says (``community.families.held.Circle``); ``subject`` and
        ``delegates`` are those of a subject, where one is given.
    """
    found: list[str] = []
    if who == "member_delegates":
        who, core = "delegates", frame.community.core.id
        schools = [s for s in schools if s != core]
    for school in schools:
        staff = frame.staff[school]
        if subject and who in ("subject", "delegates", "backbone"):
            staff = of_subject(staff, subject)
        found += [t.id for t in _some(staff, who, subject)]
    return tuple(dict.fromkeys(found))


def of_subject(staff: Sequence[Teacher], subject: str) -> list[Teacher]:
    """Return whose subject it is first of all; where it is nobody's, whoever can teach it.

    Half of a primary school can teach morality beside its own subject, and is not its group.
    """
    own = [t for t in staff if t.subjects[0] == subject]
    return own or [t for t in staff if subject in t.subjects]


def _some(staff: list[Teacher], who: str, subject: str) -> list[Teacher]:
    if who in ("all", "subject"):
        return staff
    if who == "class_teachers":
        return [t for t in staff if t.class_teacher_of]
    if who == "backbone":
        return [t for t in staff if t.is_backbone]
    if who == "pupils":
        return []
    if who == "delegates":
        return sorted(staff, key=lambda t: _rank(t, subject))[:DELEGATES]
    leaders = sorted(staff, key=lambda t: (not t.is_middle_leader, not t.is_group_head, t.id))
    return leaders[: max(1, min(LEADERS, sum(t.is_middle_leader for t in staff)))]


def _rank(teacher: Teacher, subject: str) -> tuple[bool, bool, bool, str]:
    """Return who speaks for a subject first: its own teachers, the head of the group."""
    other = bool(subject) and subject != teacher.subjects[0]
    return other, not teacher.is_group_head, not teacher.is_backbone, teacher.id
