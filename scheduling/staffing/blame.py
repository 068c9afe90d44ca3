"""Which courses have no staffing, where no count says it: solves of ever fewer courses prove it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from community.text import Text
from rotation.conflict import shrunk
from scheduling.lacking import Shortage
from scheduling.model import build
from scheduling.rules.assign_resource import AssignResource
from scheduling.rules.base import AppliesTo
from scheduling.staffing.care import Care
from scheduling.staffing.fitting import Fitting
from scheduling.week.courses import TEACHES
from solving import clock
from solving.builder import Builder
from solving.confirm import confirmed
from solving.outcome import Status
from solving.solver import solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduling.instance import Instance
    from scheduling.staffing.alone import Clash
    from scheduling.week.courses import Course
    from scheduling.week.frame import Frame
    from solving.outcome import Budget

SECONDS, EACH = 10.0, 3.0  # at most, for all solves and for each
NAMED = 6  # courses, and teachers, in one sentence


def blamed(
    instance: Instance, frame: Frame, clashes: Sequence[Clash], budget: Budget
) -> Shortage | None:
    """Return the shortage of a few courses that nobody can be found for together, if proved.

    Parameters
    ----------
    clashes
        What was found of teachers with whom a class has no week.
    """
    until = clock.now() + min(SECONDS, budget.left)

    def fails(courses: list[Course]) -> bool:
        left = budget.within(min(EACH, until - clock.now()))
        return left.seconds > 0 and _fails(instance, frame, courses, clashes, left)

    courses = [c for c in frame.courses if c.taught]
    classes = [[c for c in found if c.taught] for found in frame.courses_of.values()]
    if not fails(courses):
        return None
    some = shrunk(classes, lambda groups: fails([c for g in groups for c in g]))
    return _shortage(frame, shrunk([c for group in some for c in group], fails))


def _fails(
    instance: Instance,
    frame: Frame,
    courses: list[Course],
    clashes: Sequence[Clash],
    budget: Budget,
) -> bool:
    """Return whether it is proved that some courses have no staffing; the others need none."""
    asked = {c.id for c in courses}
    events = tuple(e.id for c in courses for e in frame.taught(c))
    rules = tuple(
        replace(r, applies_to=AppliesTo(events=events))
        if isinstance(r, AssignResource) and r.role == TEACHES
        else r
        for r in instance.rules
    )
    part, builder = replace(instance, rules=rules), Builder()
    fitting = Fitting(part, frame)
    context = build(
        part,
        builder,
        times=False,
        resources=True,
        roles=frozenset({TEACHES}),
        domains=fitting.domains,
    )
    care = Care(context, fitting)
    care.leave_room(asked)
    for clash in clashes:
        if asked.issuperset(clash):
            care.forbid(clash)
    outcome = solve(builder.model, budget, phase="staffing")
    return confirmed(outcome, builder.model, budget).status is Status.INFEASIBLE


def _shortage(frame: Frame, courses: list[Course]) -> Shortage:
    named = [frame.class_name(c.group) + c.subject.name for c in courses]
    periods = sum(c.taught for c in courses)
    lanes = {lane: found for lane, found in frame.lanes.items() if set(found) & set(courses)}
    people = dict.fromkeys(t for lane in lanes for t in frame.people.qualified(lane))
    names = [frame.community.called[t] for t in people]
    what, who = _listed(named), _listed(names)
    zh = f"{what.zh}每周共{periods:g}节，能教的只有{who.zh}：怎样分工都排不下。"
    zh += "已计周课时上限、不能上课的时间、到校日、路上时间，以及每班每天都要有人上课。"
    zh += "请增加教师，减少不可排课的时间，或减少课时。"
    en = f"{what.en} have {periods:g} periods a week, and only {who.en} to teach them: no division "
    en += "of the work fits their maxima, unavailable times, days at each school and ways, with "
    en += "somebody for every class on every day. Add a teacher, free some time, or cut periods."
    point = "+".join(f"{lane.school}/{lane.subject}" for lane in lanes)
    return Shortage("staff", point, 0, Text(zh, en))


def _listed(names: list[str]) -> Text:
    rest = len(names) - NAMED
    return Text(
        "、".join(names[:NAMED]) + (f"等{len(names)}项" if rest > 0 else ""),
        ", ".join(names[:NAMED]) + (f" and {rest} more" if rest > 0 else ""),
    )
