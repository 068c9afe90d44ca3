"""Whether a school would sign a staffing: ``python -m benchmarks.staffing PLANS``.

PLANS holds a plan folder for each example, of ``onebell plan examples/NAME -o PLANS/NAME``, whose
roster is kept. Teachers are chosen anew; then once more with the plan's own as last year's (跟班).
Told are the class teachers who teach their main subject in the own class; the teachers of Chinese
and maths with one grade, and how many have one when, after own classes, nothing but the sum of
grades counts; and the courses that keep last year's teacher.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from community.reading import read_community
from community.requests import Binding, Teaching
from community.rule import Strictness
from publishing.plan_folder import read_plan
from scheduling.rules.limit_parts import LimitParts
from scheduling.rules.own_class import OwnClass
from scheduling.staffing import choose_teachers
from scheduling.staffing.counts import Counts
from scheduling.staffing.fitting import Fitting
from scheduling.week.compile import compile_frame
from scheduling.week.courses import TEACHES
from scheduling.week.frame import Frame
from solving import clock
from solving.outcome import Budget

if TYPE_CHECKING:
    from community.models import Community
    from rotation.solution import Roster
    from scheduling.instance import Instance

HEAD = ("example", "seed", "seconds", "own class", "one grade", "possible", "kept", "loads")
MAIN = ("zh", "math")
DEAR = 10_000  # the price of a second grade where only grades matter


def main() -> None:
    parser = argparse.ArgumentParser("python -m benchmarks.staffing", description=__doc__)
    parser.add_argument("plans", type=Path, metavar="PLANS")
    parser.add_argument("--data", type=Path, default=Path("examples"))
    parser.add_argument("--only", nargs="+", metavar="EXAMPLE", help="by default all in PLANS")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    chosen = parser.parse_args()
    names = chosen.only or sorted(p.parent.name for p in chosen.plans.glob("*/plan.json"))
    print("| " + " | ".join(HEAD) + " |\n" + "|---" * len(HEAD) + "|", flush=True)
    for name in names:
        community = read_community(chosen.data / name)
        plan = read_plan(community, chosen.plans / name)
        before = {f"{x.class_id}/{x.subject}": x.teacher for x in plan.week.lessons if not x.series}
        for seed in chosen.seeds:
            budget = Budget(chosen.seconds, chosen.workers, seed)
            row = _row(community, plan.roster, plan.week.term, before, budget)
            print("| " + " | ".join(map(str, (name, seed, *row))) + " |", flush=True)


def _row(
    community: Community, roster: Roster, term: str, before: dict[str, str], budget: Budget
) -> tuple[object, ...]:
    frame = Frame.of(community, roster, term)
    instance = compile_frame(frame)
    began = clock.now()
    teaches = _staffed(instance, frame, budget)
    seconds = round(clock.now() - began, 1)
    own = [
        teaches[course] == teacher.id
        for teacher in community.teachers
        if (course := f"{teacher.class_teacher_of}/{teacher.subjects[0]}") in teaches
        and frame.course_by_id[course].group.school in frame.people.sites(teacher.id)
    ]
    single = _one_grade(frame, teaches)
    most = _one_grade(frame, _only_grades(instance, frame, budget))
    kept = _kept(community, roster, term, before, budget)
    loads = defaultdict(float)
    for course, teacher in teaches.items():
        loads[teacher] += frame.course_by_id[course].taught
    span = f"{min(loads.values()):g}-{max(loads.values()):g}"
    return seconds, *map(_share, (own, single, most, kept)), span


def _staffed(instance: Instance, frame: Frame, budget: Budget) -> dict[str, str]:
    """Return the teacher of each course."""
    found = choose_teachers(instance, frame, budget).solution
    return {
        _course(instance, x.event): who
        for x in (found.lessons if found else ())
        for role, who in x.resources
        if role == TEACHES
    }


def _course(instance: Instance, event: str) -> str:
    return instance.event_by_id[event].course or ""


def _one_grade(frame: Frame, teaches: dict[str, str]) -> list[bool]:
    """Return for each teacher of Chinese or maths whether all courses are of one grade."""
    grades: dict[str, set[int]] = defaultdict(set)
    for course, teacher in teaches.items():
        if frame.community.teacher_by_id[teacher].subjects[0] in MAIN:
            grades[teacher].update(frame.grades(frame.course_by_id[course]))
    return [len(found) == 1 for found in grades.values()]


def _only_grades(instance: Instance, frame: Frame, budget: Budget) -> dict[str, str]:
    """Return a staffing for which only own classes and then grades count, besides what must be."""
    prices = {LimitParts: DEAR, OwnClass: 10 * DEAR}
    rules = tuple(
        replace(r, weight=prices.get(type(r), r.weight), strictness=Strictness.SOFT)
        if type(r) in prices
        else r
        for r in instance.rules
    )
    dear = replace(instance, rules=rules)
    return Counts(dear, Fitting(dear, frame)).solve(budget)[1]


def _kept(
    community: Community, roster: Roster, term: str, before: dict[str, str], budget: Budget
) -> list[bool]:
    """Return for each course with a teacher of last year who could go on whether it is so."""
    rows = tuple(
        Teaching(class_id=c, subject=s, teacher=teacher, binding=Binding.LAST_YEAR)
        for course, teacher in before.items()
        for c, s in (course.split("/")[:2],)
    )
    frame = Frame.of(community.model_copy(update={"teaching": rows}), roster, term)
    teaches = _staffed(compile_frame(frame), frame, budget)
    return [teaches.get(course) == teacher for course, teacher in before.items()]


def _share(found: list[bool]) -> str:
    return f"{sum(found)}/{len(found)} ({sum(found) / max(1, len(found)):.0%})"


if __name__ == "__main__":
    main()
