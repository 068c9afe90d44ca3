"""What is proved to be impossible, whatever roster and timetable are tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotation.shortage import explain
from rotation.solution import Roster
from scheduling.anywhere import anywhere
from scheduling.duties.lacking import nobody
from scheduling.duties.setting import DutySetting
from scheduling.shortage import OF_THE_ROSTER, absences, shortages
from solving import clock
from solving.interrupt import ends_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from community.models import Community
    from community.text import Text
    from rotation.instance import RotationInstance
    from scheduling.week.freezing import Frozen
    from solving.outcome import Budget

COUNTING = 0.0  # seconds: only what can be counted
EXPLAINING = 20.0  # also rules that cannot hold together
WEEK_SECONDS, WEEK_SHARE = 5.0, 0.05  # at most, for lessons that have no times whoever teaches
CHECKING = 60.0  # of which the week has its share
GRACE = 1.0  # seconds after the end of a budget at which a search is left wherever it is


def roster_shortages(problem: RotationInstance, budget: Budget) -> tuple[Text, ...]:
    """Return why no roster exists, in words; empty when nothing is proved within the budget.

    Lessons that lack teachers are looked for with everybody where the roster could send them.
    """
    findings = explain(problem, budget)
    return tuple(dict.fromkeys(text for f in findings for text in (f.sentence, *f.details)))


def week_shortages(community: Community, terms: Iterable[str], budget: Budget) -> tuple[Text, ...]:
    """Return why no week exists in some terms, as far as no placement can mend it.

    What counting does not say is left to a search for a share of the budget, with everybody at
    every school; not for a county, which has no timetable of its own.
    """
    terms = list(terms)
    found = [
        shortage
        for term in terms
        for shortage in (*shortages(community, Roster(), term), *absences(community, term))
    ]
    sentences = [x.sentence for x in found if x.kind not in OF_THE_ROSTER]
    sentences += nobody(DutySetting.anywhere(community)) if community.duties else ()
    if not (sentences or community.is_county):
        sentences = _anywhere(community, terms[0], budget)
    return tuple(dict.fromkeys(sentences))


def frozen_shortages(
    community: Community, term: str, budget: Budget, frozen: Sequence[Frozen]
) -> tuple[Text, ...]:
    """Return why nothing can stay as it is frozen, whoever is placed where."""
    return tuple(dict.fromkeys(_anywhere(community, term, budget, frozen))) if frozen else ()


def _anywhere(
    community: Community, term: str, budget: Budget, frozen: Sequence[Frozen] = ()
) -> list[Text]:
    """Return what a short search proves with everybody at every school."""
    seconds = min(WEEK_SECONDS, WEEK_SHARE * budget.left)
    with ends_at(clock.now() + budget.left + GRACE):
        return [x.sentence for x in anywhere(community, term, budget, seconds, frozen)]
    return []
