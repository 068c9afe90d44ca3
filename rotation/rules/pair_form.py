"""Well-formed mentor pairs: known people of one subject, and one mentor at a time.

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
    from collections.abc import Iterator

    from rotation.context import Context
    from rotation.solution import Roster
    from rotation.view import RosterView


@dataclass(frozen=True, kw_only=True)
class PairForm(Rule):
    """A pair is of two people who share a subject, and nobody has two mentors at once."""

    family: ClassVar[str] = "pair_form"

    @classmethod
    def standing(cls, base: Roster | None, price_per_move: int) -> list[Rule]:
        """Return the one rule of this family."""
        return [cls(id=cls.family, title=Text("师徒结对有效", "valid mentor pairs"))]

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Yield pairs that make no sense, then mentees with several mentors in a term."""
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
            for bond in known:
                if bond.covers(block):
                    mentors[bond.mentee.id].append(instance.who(bond.mentor).zh)
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
            found: dict[str, list[Any]] = defaultdict(list)
            for bond in offered(instance):
                if bond.covers(block):
                    found[bond.mentee.id].append(context.paired[bond.pair])
            for literals in found.values():
                context.exclude(literals)
