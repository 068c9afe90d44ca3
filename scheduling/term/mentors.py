"""Which mentors guide whom in a term."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rotation.solution import MentorPair
    from scheduling.term.frame import TermFrame


def mentor_pairs(frame: TermFrame) -> list[MentorPair]:
    """Return the pairs of people whom the community knows that hold in the term, in order."""
    order = {t.id: i for i, t in enumerate(frame.community.terms)}
    now, known = order[frame.term.id], set(frame.community.teacher_by_id)

    def holds(pair: MentorPair) -> bool:
        first = order.get(pair.start, len(order))
        return first <= now < first + pair.terms and {pair.mentor, pair.mentee} <= known

    return sorted(filter(holds, frame.roster.pairs))
