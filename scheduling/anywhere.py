"""What no roster can mend: the week with everybody at every school."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduling.beside_shortage import beside_shortages
from scheduling.conflict import impossible
from scheduling.staffing.fitting import Fitting
from scheduling.staffing.reasons import lacking
from scheduling.week.compile import compile_frame
from scheduling.week.courses import ASSISTS, TEACHES
from scheduling.week.frame import Frame
from scheduling.week.freezing import frozen_rules
from scheduling.week.people import People

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from community.models import Community
    from scheduling.instance import Instance
    from scheduling.lacking import Shortage
    from scheduling.rules.base import Rule
    from scheduling.week.freezing import Frozen
    from solving.outcome import Budget


def anywhere(
    community: Community,
    term: str,
    budget: Budget,
    seconds: float,
    frozen: Sequence[Frozen] = (),
) -> Iterator[Shortage]:
    """Yield what is proved of a week even with everybody at every school, the same in all terms.

    First courses that nobody can hold and slots that nobody can fill; only then whether all lessons
    can have times at once, by a solve of so many ``seconds``; the rest of the budget is for naming
    the rules. Subjects that nobody at all can teach are left to the roster. What is ``frozen``
    stays as it is.

    Raises
    ------
    KeyError
        When the community has no such term.
    InputError
        When a frozen lesson is none of the week's.
    """
    term = community.term_by_id[term].id
    frame = Frame(community, People.everywhere(community), term)
    whole, lanes = compile_frame(frame), frame.lanes
    kept = tuple(frozen_rules(whole, community, frozen))
    instance = _without_assistants(replace(whole, rules=(*whole.rules, *kept)))
    untaught = {f"{x.school}/{x.subject}" for x in lanes if not frame.people.qualified(x)}
    found = [s for s in lacking(Fitting(instance, frame)) if s.point not in untaught]
    found += [s for s in beside_shortages(frame) if s.point not in untaught]
    yield from found
    if not found and not untaught:
        yield from impossible(_light(instance, frame, kept), budget, seconds)


def _without_assistants(instance: Instance) -> Instance:
    """Return the week without local assistants: whoever is everywhere is local nowhere."""
    events = tuple(
        replace(e, slots=tuple(s for s in e.slots if s.role != ASSISTS)) for e in instance.events
    )
    rules = tuple(r for r in instance.rules if getattr(r, "role", None) != ASSISTS)
    return replace(instance, events=events, rules=rules)


def _light(instance: Instance, frame: Frame, kept: Iterable[Rule]) -> Instance:
    """Return the week without the teachers of subjects for which somebody is free at all times.

    Who takes these lessons matters little with everybody at every school, and a lot to the model;
    but for those whose teachers are frozen.
    """
    fixed = {e for rule in kept for e in rule.applies_to.events}
    always = {
        e.id
        for lane, courses in frame.lanes.items()
        if not all(t in frame.unavailable for t in frame.people.qualified(lane))
        for course in courses
        for e in frame.taught(course)
        if e.id not in fixed
    }
    events = tuple(
        replace(e, slots=tuple(s for s in e.slots if s.role != TEACHES)) if e.id in always else e
        for e in instance.events
    )
    return replace(instance, events=events)
