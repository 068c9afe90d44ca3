"""What is proved to be impossible, whatever roster and timetable are tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotation.shortage import explain
from rotation.solution import Roster
from scheduling.shortage import OF_THE_ROSTER, absences, shortages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import Community
    from community.text import Text
    from rotation.instance import RotationInstance
    from solving.outcome import Budget

COUNTING = 0.0  # seconds: only what can be counted
EXPLAINING = 20.0  # also rules that cannot hold together
GRACE = 1.0  # seconds after the end of a budget at which a search is left wherever it is


def roster_shortages(problem: RotationInstance, budget: Budget) -> tuple[Text, ...]:
    """Return why no roster exists, in words; empty when nothing is proved within the budget.

    Lessons that lack teachers are looked for with everybody where the roster could send them.
    """
    findings = explain(problem, budget)
    return tuple(dict.fromkeys(text for f in findings for text in (f.sentence, *f.details)))


def week_shortages(community: Community, terms: Iterable[str]) -> tuple[Text, ...]:
    """Return why no week exists in some terms, as far as no placement can mend it."""
    found = [
        shortage
        for term in terms
        for shortage in (*shortages(community, Roster(), term), *absences(community, term))
    ]
    return tuple(dict.fromkeys(x.sentence for x in found if x.kind not in OF_THE_ROSTER))
