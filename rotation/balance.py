"""What a roster does to the indicators of balanced development: before, and term by term."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from community.indicators import Assessed
from community.standards import ASSESSED
from community.text import Text
from rotation.view import RosterView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from community.codes import Stage
    from community.indicators import Measured
    from community.standards import Indicator
    from rotation.move import Move
    from rotation.setting import Setting
    from rotation.solution import Roster

AT_HOME = Text("派出前", "Before")


@dataclass(frozen=True)
class Snapshot:
    """The indicators of each stage while people work where they do for one or several terms."""

    name: Text
    stages: Mapping[Stage, Mapping[Indicator, Measured]]


def works_there(move: Move) -> bool:
    """Return whether a placement moves a teacher to the host in the county's count.

    People count where they work: whoever only learns or leads at the host (跟岗、挂职), or teaches
    at home as well (走教), counts at home, and so does who is away for less than a term.
    """
    return move.leaves and move.teaches and not move.is_short


def forecast(instance: Setting, roster: Roster) -> list[Snapshot]:
    """Return the indicators with everybody at home, then in each term of the plan.

    Terms in a row in which everybody works at the same school are one. Pupils and resources stay
    as they are.
    """
    assessed = Assessed(instance.community)
    found = [_snapshot(assessed, AT_HOME, {})]
    terms = range(len(instance.community.terms))
    moves = [m for m in RosterView(instance, roster).moves if works_there(m)]

    def at(term: int) -> dict[str, str]:
        block = instance.axis.start_of(term)
        return {m.teacher.id: m.host.id for m in moves if m.covers(block)}

    for where, alike in groupby(terms, at):
        found.append(_snapshot(assessed, _name(instance, [*alike]), where))
    return found


def _snapshot(assessed: Assessed, name: Text, at: Mapping[str, str]) -> Snapshot:
    stages = [s for s in ASSESSED if assessed.of(s)]
    return Snapshot(name, {s: assessed.measured(s, at) for s in stages})


def _name(instance: Setting, terms: list[int]) -> Text:
    """Return what some terms in a row are called: whole school years by their years."""
    every = instance.community.terms
    first, last = every[terms[0]], every[terms[-1]]
    years = range(first.school_year, last.school_year + 1)
    if len(terms) == sum(t.school_year in years for t in every):
        whole = f"{years[0]}" if len(years) == 1 else f"{years[0]}–{years[-1]}"
        return Text(
            f"{whole}学年", f"school year {whole}" if len(years) == 1 else f"school years {whole}"
        )
    name = first.name if first is last else f"{first.name}–{last.name}"
    return Text(name, name)
