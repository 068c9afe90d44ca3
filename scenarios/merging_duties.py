"""Merging duties: each class in each slot as it was sent out, as it now is, as it came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from scenarios.compare import duty_moves, of_posts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from scenarios.compare import DutyMove, Place
    from scheduling.timetable import ClassDuty

Duties: TypeAlias = "tuple[ClassDuty, ...]"


@dataclass(frozen=True, slots=True)
class DutyConflict:
    """Who looks after a class in a slot, where both sides changed it, each in another way."""

    place: Place
    base: Duties
    ours: Duties
    theirs: Duties


@dataclass(frozen=True, slots=True)
class MergedDuties:
    """The duties of a part after merging, what was taken over, and what was not."""

    duties: Duties
    taken: tuple[DutyMove, ...] = ()
    conflicts: tuple[DutyConflict, ...] = ()


NO_DUTIES = MergedDuties(())


def merged_duties(
    base: Collection[ClassDuty],
    ours: Collection[ClassDuty],
    theirs: Iterable[ClassDuty],
    *,
    theirs_win: bool = False,
) -> MergedDuties:
    """Merge three times the duties of a part; in a conflict ours stay, or theirs are to win."""
    was, now, new = of_posts(base), of_posts(ours), of_posts(theirs)
    found, conflicts = dict(now), list[DutyConflict]()
    for place in sorted({*was, *new}):
        before, mine, sent = (x.get(place, ()) for x in (was, now, new))
        if sent in (before, mine):
            continue
        if mine != before:
            conflicts.append(DutyConflict(place, before, mine, sent))
            if not theirs_win:
                continue
        found[place] = sent
    duties = tuple(sorted(x for some in found.values() for x in some))
    return MergedDuties(duties, duty_moves(ours, duties), tuple(conflicts))
