"""Well-formed mentor pairs: known people of one subject, one mentor at a time, one way.

Holds without a policy. It names what a roster written by hand may get wrong.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.text import Text
from rotation.pairs import bonds, fault_of, offered, pair_key, pair_text
from rotation.rules.base import Deviation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rotation.context import Context
    from rotation.pairs import Bond
    from rotation.solution import Roster
    from rotation.view import RosterView


@dataclass(frozen=True, kw_only=True)
class PairForm(Rule):
    """A pair is of two people who share a subject; nobody has two mentors at once.

    Nor does anybody guide the own mentor.
    """

    family: ClassVar[str] = "pair_form"

    @classmethod
    def standing(cls, base: Roster | None, price_per_move: int) -> list[Rule]:
        """Return the one rule of this family."""
        return [cls(id=cls.family, title=Text("师徒结对有效", "valid mentor pairs"))]

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Yield pairs that make no sense; in a term several mentors of one, and both ways."""
        instance = view.instance
        for pair in view.pairs:
            why = fault_of(instance, pair)
            if why:
                what = pair_text(instance, pair)
                text = Text(f"{what.zh}无效：{why.zh}。", f"{what.en} is not valid: {why.en}.")
                yield Deviation(pair_key(pair), 1, text)
        known = bonds(instance, view.pairs)
        for index, term in enumerate(instance.community.terms):
            block = instance.axis.start_of(index)
            mentors: dict[str, list[str]] = defaultdict(list)
            now = [bond for bond in known if bond.covers(block)]
            for bond in now:
                mentors[bond.mentee.id].append(instance.who(bond.mentor).zh)
            for one, other in sorted(both_ways(now)):
                a, b = (instance.who(instance.community.teacher_by_id[t]) for t in (one, other))
                text = Text(
                    f"{term.name}{a.zh}与{b.zh}互为师徒；请只留一个方向。",
                    f"{a.en} and {b.en} are each other's mentors in {term.name}; keep one of the "
                    "two pairs.",
                )
                yield Deviation(f"{one}/{other}/{term.id}", 1, text)
            for mentee, names in mentors.items():
                if len(names) > 1:
                    who = instance.who(instance.community.teacher_by_id[mentee])
                    several = "、".join(names)
                    text = Text(
                        f"{term.name}{who.zh}同时有{len(names)}位师傅（{several}），应只有一位。",
                        f"{who.en} has {len(names)} mentors in {term.name} ({several}); "
                        "one at a time.",
                    )
                    yield Deviation(f"{mentee}/{term.id}", len(names) - 1, text)

    def build(self, context: Context) -> None:
        """Post clauses; they belong to what a pair means, so they are never relaxed."""
        instance = context.instance
        for index in range(len(instance.community.terms)):
            block = instance.axis.start_of(index)
            found: dict[object, list[Any]] = defaultdict(list)
            now = [bond for bond in offered(instance) if bond.covers(block)]
            both = both_ways(now)
            for bond in now:
                literal, two = context.paired[bond.pair], _two(bond)
                found[bond.mentee.id].append(literal)
                if two in both:
                    found[two].append(literal)
            for literals in found.values():
                context.exclude(literals)


def both_ways(bonds: Iterable[Bond]) -> set[tuple[str, str]]:
    """Return the two people of pairs of which each is the other's mentor, in order."""
    known = {(bond.mentor.id, bond.mentee.id) for bond in bonds}
    return {(one, other) for one, other in known if one < other and (other, one) in known}


def _two(bond: Bond) -> tuple[str, str]:
    one, other = sorted((bond.mentor.id, bond.mentee.id))
    return one, other
