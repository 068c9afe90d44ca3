"""Why: the planner's question about one person of a plan, and its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.errors import InputError, Problem
from community.text import Text
from rotation.why import Question, Verdict, explain_placement
from scenarios.audit import rotation_of
from scenarios.changes.base import nearest
from solving.interrupt import interruptible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from community.codes import PlacementKind
    from community.models import Community
    from rotation.solution import Roster
    from rotation.why import Answer
    from solving.outcome import Budget, Listener


def why(
    community: Community,
    roster: Roster,
    teacher: str,
    budget: Budget,
    *,
    school: str | None = None,
    kind: PlacementKind | None = None,
    listener: Listener | None = None,
) -> list[Answer]:
    """Return why a teacher is placed as a roster has it, or why not at some school.

    Parameters
    ----------
    community
        A community, or a county, that has passed its checks.
    roster
        The roster of a plan.
    teacher, school
        Ids, or names that only one has.
    budget
        Seconds, workers and seed.
    kind
        Kind of placement; any when left out.
    listener
        Hears progress.

    Raises
    ------
    InputError
        When the community has no such teacher or school, or the school is the teacher's own.
    """
    question = _question(community, teacher, school, kind)
    problem = rotation_of(community)
    budget = budget.for_search()
    with interruptible():
        return explain_placement(problem, roster, question, budget, listener)


def is_settled(answers: list[Answer]) -> bool:
    """Return whether every answer was found in time."""
    return all(a.verdict is not Verdict.UNKNOWN for a in answers)


def _question(
    community: Community, teacher: str, school: str | None, kind: PlacementKind | None
) -> Question:
    problems: list[Problem] = []
    people, plain = community.called, {t.id: t.name for t in community.teachers}
    schools = {s.id: s.name for s in community.schools}
    what = Text("应为本共同体的教师", "expected a teacher of the community")
    who = _named(people, teacher, what, problems, plain)
    where = None
    if school is not None:
        what = Text("应为本共同体的学校", "expected a school of the community")
        where = _named(schools, school, what, problems)
    if who and where and community.teacher_by_id[who].school == where:
        expected = Text(
            f"这是{people[who]}的本校，应为别的学校",
            f"expected another school than {people[who]}'s own",
        )
        problems.append(Problem(value=school or "", expected=expected))
    if problems or who is None:
        raise InputError(problems)
    return Question(who, where, kind)


def _named(
    known: Mapping[str, str],
    value: str,
    expected: Text,
    problems: list[Problem],
    plain: Mapping[str, str] | None = None,
) -> str | None:
    """Return the id that a planner means, by the id or by a name that only one has.

    ``plain`` are names that several may have.
    """
    if value in known:
        return value
    called = [key for key, name in known.items() if value in (name, (plain or {}).get(key))]
    if len(called) == 1:
        return called[0]
    hint = nearest(value, [*known, *known.values()])
    if called:
        named = [f"{key} {known[key]}" for key in called]
        zh, en = "、".join(named), ", ".join(named)
        hint = Text(f"有{len(called)}个同名：{zh}", f"{len(called)} have this name: {en}")
    problems.append(Problem(value=value, expected=expected, hint=hint))
    return None
