"""What no roster can mend: the week with everybody at every school."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduling.conflict import impossible
from scheduling.staffing.fitting import Fitting
from scheduling.staffing.reasons import lacking
from scheduling.week.compile import compile_frame
from scheduling.week.courses import ASSISTS
from scheduling.week.frame import Frame
from scheduling.week.people import People

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import Community
    from scheduling.instance import Instance
    from scheduling.lacking import Shortage
    from solving.outcome import Budget


def anywhere(
    community: Community, term: str, budget: Budget, seconds: float
) -> Iterator[Shortage]:
    """Yield what is proved of a week even with everybody at every school, the same in all terms.

    First courses that nobody can hold and slots that nobody can fill; only then whether all lessons
    can have times at once, by a solve of so many ``seconds``; the rest of the budget is for naming
    the rules. Subjects that nobody at all can teach are left to the roster.

    Raises
    ------
    KeyError
        When the community has no such term.
    """
    term = community.term_by_id[term].id
    frame = Frame(community, People.everywhere(community), term)
    instance = _without_assistants(compile_frame(frame))
    lanes = frame.lanes
    untaught = {f"{x.school}/{x.subject}" for x in lanes if not frame.people.qualified(x)}
    found = [s for s in lacking(Fitting(instance, frame)) if s.point not in untaught]
    yield from found
    if not found and not untaught:
        yield from impossible(instance, budget, seconds)


def _without_assistants(instance: Instance) -> Instance:
    """Return the week without local assistants: whoever is everywhere is local nowhere."""
    events = tuple(
        replace(e, slots=tuple(s for s in e.slots if s.role != ASSISTS)) for e in instance.events
    )
    rules = tuple(r for r in instance.rules if getattr(r, "role", None) != ASSISTS)
    return replace(instance, events=events, rules=rules)
