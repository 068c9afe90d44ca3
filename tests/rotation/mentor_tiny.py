"""Rules, schools and people of the tests of mentor pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotation_tiny import rule, run, school, teacher

from community.models import SchoolRole
from rotation.check import check
from rotation.instance import compile_rotation
from rotation.solution import MentorPair, Roster

if TYPE_CHECKING:
    from community.models import Community, Teacher
    from community.rule import Violation

LOW = rule("m", "mentor_matching", mentees="low_result", ratio="1:1")
SITES = [school("K", SchoolRole.CORE), school("A"), school("B")]


def masters(count: int, home: str = "K", subjects: str = "zh") -> list[Teacher]:
    return [teacher(f"{home}m{n}", home, subjects, is_backbone=True) for n in range(count)]


def low(id: str, home: str = "A", subjects: str = "zh") -> Teacher:
    return teacher(id, home, subjects, low_result=True)


SEND = rule(
    "q", "rotation_quota", direction="core_to_member", kinds=["secondment"], min=2, per="core"
)
WELCOME = rule("m", "mentor_matching", mentors="any", mentees="arrivals", capacity=2)


def pairs_of(given: Community) -> set[tuple[str, str]]:
    roster = run(given).roster
    assert roster is not None
    return {(p.mentor, p.mentee) for p in roster.pairs}


def audit(given: Community, *pairs: MentorPair, placements: tuple = ()) -> list[Violation]:
    instance = compile_rotation(given)
    roster = Roster(placements, tuple(sorted(pairs)))
    return [v for v in check(instance, roster) if v.rule != "few_placements"]
