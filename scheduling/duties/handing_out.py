"""Hands out the duties of a term beside its timetable, or says what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scheduling.duties.lacking import lacking, unfilled
from scheduling.duties.model import DutyModel
from solving import clock
from solving.confirm import confirmed
from solving.hints import hint_all
from solving.interrupt import sheltered
from solving.outcome import Report, Status
from solving.solver import solve

if TYPE_CHECKING:
    from collections.abc import Collection

    from community.text import Text
    from scheduling.duties.setting import DutySetting
    from scheduling.timetable import ClassDuty
    from solving.outcome import Budget, Listener
    from solving.solver import Outcome

PHASE = "duties"
LEAST_SECONDS = 0.5  # for the first solution, without which there are no duties


@dataclass(frozen=True)
class HandedOut:
    """Who has which post, and how that was found.

    Where not all posts can be filled, as many as possible are; ``reasons`` say why, and the report
    is INFEASIBLE, or UNKNOWN where that is not proved.
    """

    duties: tuple[ClassDuty, ...]
    report: Report
    reasons: tuple[Text, ...] = ()


def hand_out(
    setting: DutySetting,
    budget: Budget,
    *,
    base: Collection[ClassDuty] = (),
    firm: bool = False,
    listener: Listener | None = None,
) -> HandedOut:
    """Hand out all duties, as ``scheduling.duties.model`` says.

    It runs to its end although a stop was asked for: a plan is not complete without them.

    Parameters
    ----------
    budget
        Its seconds are for all levels together.
    base
        Duties to stay close to; ``firm``: before anything else that is wished for.
    """
    parts = setting.apart()
    posts = sum(len(part.asked) for part in parts) or 1
    duties: list[ClassDuty] = []
    reasons: list[Text] = []
    statuses, parameters, began = [Status.OPTIMAL], dict[str, Any](), clock.now()
    with sheltered():
        for part in parts:
            share = replace(budget, seconds=budget.seconds * len(part.asked) / posts)
            found, report = _levels(DutyModel(part, base, firm), share, listener)
            if not report.status.has_solution:
                found, report = _as_many_as_can_be(part, base, share, report, listener)
                if not report.status.has_solution:
                    reasons += lacking(part) or (unfilled(part, found),)
            duties += found
            statuses.append(report.status)
            parameters = report.parameters
    report = Report(_worst(statuses), seconds=clock.now() - began, parameters=parameters)
    return HandedOut(tuple(sorted(duties)), report, tuple(reasons))


def _as_many_as_can_be(
    part: DutySetting,
    base: Collection[ClassDuty],
    budget: Budget,
    report: Report,
    listener: Listener | None,
) -> tuple[tuple[ClassDuty, ...], Report]:
    """Fill as many posts as can be; where that is all of them, there is a solution after all."""
    found, told = _levels(DutyModel(part, base, open_posts=True), budget, listener)
    if report.status is Status.UNKNOWN and len(found) == len(part.asked):
        report = replace(told, status=Status.FEASIBLE)
    return found, report


def _worst(statuses: list[Status]) -> Status:
    """Return what is true of all parts: impossible where one of them is."""
    order = (Status.INFEASIBLE, Status.UNKNOWN, Status.FEASIBLE, Status.OPTIMAL)
    return min(statuses, key=order.index)


def _levels(
    made: DutyModel, budget: Budget, listener: Listener | None
) -> tuple[tuple[ClassDuty, ...], Report]:
    """Find a solution, then minimise one level after another; return the last, and how it went."""
    began, answers = clock.now(), list[Status]()
    duties: tuple[ClassDuty, ...] = ()
    used: dict[str, Any] = {}
    for number, level in enumerate((None, *made.levels)):
        seconds = began + budget.seconds - clock.now()
        share = seconds / (len(made.levels) + 1 - number) if number else max(LEAST_SECONDS, seconds)
        outcome = _least(made, level, replace(budget, seconds=max(0.0, share)), listener)
        answers.append(outcome.status)
        used = outcome.report.parameters
        if not outcome.status.has_solution:
            break
        duties = made.duties(outcome)
        hint_all(made.model, outcome.values)
        if level is not None:
            made.model.add(level <= outcome.value(level))
    status = answers[0]
    if status.has_solution:
        proved = {*answers} == {Status.OPTIMAL}
        status = Status.OPTIMAL if proved else Status.FEASIBLE
    return duties, Report(status, seconds=clock.now() - began, parameters=used)


def _least(made: DutyModel, level: Any, budget: Budget, listener: Listener | None) -> Outcome:
    if level is not None:
        made.model.minimize(level)
    outcome = solve(made.model, budget, phase=PHASE, listener=listener)
    return confirmed(outcome, made.model, budget)
