"""Whose turn it is to see lessons elsewhere, and where."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, NamedTuple

from community.families import given
from community.standing import Category
from scheduling.term.dates import ceil

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from community.models import School, Teacher
    from community.policy import PolicyRule
    from scheduling.term.dates import Span
    from scheduling.term.frame import TermFrame

    CanCome = Callable[[Span, Teacher, str], bool]  # to a school


class Visiting(NamedTuple):
    """Those who see lessons elsewhere, as a rule wants it: the members' teachers at the core.

    With ``mutual`` also the core's teachers at the members, at one after the other.
    """

    frame: TermFrame
    rule: PolicyRule

    @property
    def schools(self) -> list[School]:
        """The schools whose teachers come."""
        members = self.frame.members
        core = [self.frame.community.core] if members and given(self.rule, "mutual") else []
        return [*core, *members]

    def hosts(self, school: School) -> list[School]:
        """Return where those of a school come to, in turn."""
        core = self.frame.community.core
        return self.frame.members if school == core else [core]

    def staff(self, school: School) -> list[Teacher]:
        """Return the teachers of a school, of its teaching points too, who may be to come."""
        community, who = self.frame.community, given(self.rule, "who") or "any"
        schools = community.school_by_id
        staff = [t for t in community.teachers if schools[t.school].member == school.id]
        if who == "young":
            year = self.frame.term.school_year
            return [t for t in staff if Category.YOUNG.includes(t, year)]
        if who == "rural_subjects":
            return [t for t in staff if set(t.subjects) & set(school.weak_subjects)]
        return staff

    def batches(
        self, school: School, span: Span, came: Mapping[str, int], can_come: CanCome
    ) -> Iterator[tuple[tuple[Teacher, ...], School]]:
        """Yield who comes in a window, in batches, and where to.

        Those who have come least come first, of those there.
        """
        staff, hosts = self.staff(school), self.hosts(school)
        total = ceil(len(staff) * (given(self.rule, "share") or 1.0))
        sites = (s.id for s in self.frame.community.schools if s.member == school.id)
        there = {t.id for s in sites for t in self.frame.staff[s]}
        turn = span.done(total)  # of a year that has begun: those before had their turn
        order = [t for t in (*staff[turn:], *staff[:turn]) if t.id in there]
        if given(self.rule, "share"):

            def cannot(teacher: Teacher) -> bool:
                return not any(can_come(span, teacher, host.id) for host in hosts)

            order.sort(key=lambda t: (cannot(t), came[t.id]))
        else:
            order.sort(key=lambda t: came[t.id])
        chosen, batch = order[: span.times(total)], given(self.rule, "batch") or 1
        where = cycle(hosts)
        for i in range(0, max(1, len(chosen) // batch) * batch, batch):
            last = i + 2 * batch > len(chosen)
            if some := chosen[i:] if last else chosen[i : i + batch]:
                yield tuple(some), next(where)
