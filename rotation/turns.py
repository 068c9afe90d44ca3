"""Whose turn it is: services before the plan, and the rounds in which everybody goes once.

A *service* is a placement of the kinds that a rule of turns counts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.codes import PlacementKind
from community.rule import Strictness

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import School, Teacher
    from rotation.move import Move
    from rotation.setting import Asker, Setting

LEAVING = tuple(k for k in PlacementKind if k.leaves_home)


@dataclass(frozen=True)
class Round:
    """The people of one school who take turns, and their services before the plan.

    In the round are those who may go when the plan begins and have a placement to choose from. Who
    may not go yet waits outside; who may not go any more holds nobody up.
    """

    school: str
    served: dict[str, int]  # by teacher id
    may_go: dict[str, tuple[bool, ...]]  # by teacher id, in each block

    def awaited(self, block: int) -> list[str]:
        """Return the people whom the others wait for in a block."""
        return [t for t in self.served if self.may_go[t][block]]


def serving_kinds(rule: Asker | None) -> tuple[PlacementKind, ...]:
    """Return the kinds of placement that a rule of turns counts: by default, all that leave."""
    kinds: tuple[PlacementKind, ...] = rule.params.kinds if rule else ()
    return kinds or LEAVING


def schools_of(instance: Setting, side: str) -> list[School]:
    """Return the schools whose staff take turns: those of the core, the members, or both."""
    cores = {s.id for s in instance.community.core_of_group.values()}
    wanted = {"core": {True}, "member": {False}}.get(side, {True, False})
    schools = instance.community.schools
    return [s for s in schools if (s.member in cores) in wanted]


def services_before(instance: Setting, kinds: tuple[PlacementKind, ...]) -> dict[str, int]:
    """Return how often teachers went before the plan, what still goes on included."""
    return Counter(past.teacher for past in instance.community.history if past.kind in kinds)


def may_go(
    instance: Setting, teacher: Teacher, kinds: tuple[PlacementKind, ...], block: int
) -> bool:
    """Return whether the hard rules of eligibility let a teacher go in a block, with any kind."""
    rules = [r for r in instance.rules if r.strictness is Strictness.HARD]
    ordinal = instance.ordinal(block)
    return not teacher.exemption and any(
        all(r.refusal(instance, teacher, kind, ordinal) is None for r in rules) for kind in kinds
    )


def served_in_rounds(instance: Setting) -> dict[str, int]:
    """Return the services before the plan of all who go round by round, under any rule."""
    found: dict[str, int] = {}
    for rule in instance.rules:
        if rule.family == "rotation_fairness" and rule.params.round_robin:
            for turns in rounds(instance, rule):
                found |= turns.served
    return found


def rounds(instance: Setting, rule: Asker) -> list[Round]:
    """Return the rounds of a rule of turns, one for each school with people in it."""
    return instance.remembered((rule.id, "rounds"), lambda: _rounds(instance, rule))


def _rounds(instance: Setting, rule: Asker) -> list[Round]:
    kinds, before = serving_kinds(rule), services_before(instance, serving_kinds(rule))
    offered: dict[str, dict[PlacementKind, None]] = {}
    for move in instance.candidates:
        if move.placement.kind in kinds and not move.is_ongoing:
            offered.setdefault(move.teacher.id, {})[move.placement.kind] = None
    found = []
    for school in schools_of(instance, rule.params.side):
        go: dict[str, tuple[bool, ...]] = {}
        for teacher in instance.staff[school.id]:
            mine = tuple(offered.get(teacher.id, ()))
            if mine and rule.params.pool.includes(teacher, instance.school_year(0)):
                allowed = _allowed(instance, teacher, mine)
                if allowed[0]:
                    go[teacher.id] = allowed
        if go:
            found.append(Round(school.id, {t: before.get(t, 0) for t in go}, go))
    return found


def _allowed(
    instance: Setting, teacher: Teacher, kinds: tuple[PlacementKind, ...]
) -> tuple[bool, ...]:
    """Return in which blocks a teacher may go; all blocks of a term are alike."""
    terms = range(len(instance.community.terms))
    by_term = [may_go(instance, teacher, kinds, instance.axis.start_of(t)) for t in terms]
    return tuple(by_term[b.term] for b in instance.blocks)


def most_placements(moves: Iterable[Move]) -> int:
    """Return how many of some placements can be chosen at most: leaving ones never overlap."""
    count, free = 0, dict[str, int]()
    for move in sorted(moves, key=lambda m: m.end):
        if not move.leaves:
            count += 1
        elif move.first >= free.get(move.teacher.id, move.first):
            count, free[move.teacher.id] = count + 1, move.end
    return count
