"""Mentor pairs (师徒结对) with their people and time looked up, and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import Teacher
    from rotation.setting import Setting
    from rotation.solution import MentorPair


@dataclass(frozen=True, slots=True)
class Bond:
    """A pair of known people, and its first block and the one behind its last."""

    pair: MentorPair
    mentor: Teacher
    mentee: Teacher
    first: int
    end: int

    def covers(self, block: int) -> bool:
        """Return whether the pair holds in a block."""
        return self.first <= block < self.end

    def meets(self, first: int, end: int) -> bool:
        """Return whether the pair holds in any block of a span."""
        return self.first < end and first < self.end


def pair_key(pair: MentorPair) -> str:
    """Return the stable name of a pair."""
    return f"{pair.mentor}>{pair.mentee}/{pair.start}+{pair.terms}"


def bonds(instance: Setting, pairs: Iterable[MentorPair]) -> list[Bond]:
    """Return the pairs that can be understood, in order."""
    return [_bond(instance, pair) for pair in pairs if fault_of(instance, pair) is None]


def offered(instance: Setting) -> list[Bond]:
    """Return the pairs that the model may choose, in order."""
    return instance.remembered("offered pairs", lambda: bonds(instance, instance.mentor_pairs))


def _bond(instance: Setting, pair: MentorPair) -> Bond:
    people, term = instance.community.teacher_by_id, instance.term_index[pair.start]
    first, end = instance.axis.start_of(term), instance.axis.start_of(term + pair.terms)
    return Bond(pair, people[pair.mentor], people[pair.mentee], first, end)


def fault_of(instance: Setting, pair: MentorPair) -> Text | None:
    """Return why a pair makes no sense, whatever the policy says; None if it does."""
    people = instance.community.teacher_by_id
    for teacher in (pair.mentor, pair.mentee):
        if teacher not in people:
            return Text(f"没有教师{teacher}", f"there is no teacher {teacher}")
    if pair.start not in instance.term_index:
        return Text(f"没有学期{pair.start}", f"there is no term {pair.start}")
    if pair.terms < 1:
        return Text(f"时长为{pair.terms}个学期", f"its length is {pair.terms} terms")
    if pair.mentor == pair.mentee:
        return Text("师傅就是徒弟本人", "mentor and mentee are one person")
    if not share_subject(people[pair.mentor], people[pair.mentee]):
        return Text("两人没有共同的任教学科", "they share no subject")
    return None


def share_subject(one: Teacher, other: Teacher) -> bool:
    """Return whether two teachers have a subject in common."""
    return bool(set(one.subjects) & set(other.subjects))


def who(instance: Setting, teacher: str) -> Text:
    """Return a teacher's name with the home school, or the id of somebody unknown."""
    known = instance.community.teacher_by_id.get(teacher)
    return instance.who(known) if known else Text(teacher, teacher)


def pair_text(instance: Setting, pair: MentorPair) -> Text:
    """Return a pair in words: who guides whom, from when on, for how long."""
    mentor, mentee = who(instance, pair.mentor), who(instance, pair.mentee)
    term = instance.community.term_by_id.get(pair.start)
    start = term.name if term else pair.start
    return Text(
        f"{mentor.zh}与{mentee.zh}结对（{start}起{pair.terms}个学期）",
        f"{mentor.en} guides {mentee.en} ({pair.terms} terms from {start})",
    )
