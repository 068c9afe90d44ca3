"""The calendar of a plan's term: planned beside its timetable, and audited."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from community.errors import InputError, Problem
from community.text import Text
from scenarios.plan import BrokenPlanError
from scheduling.term.assumed import late
from scheduling.term.carried import CarriedIn
from scheduling.term.check import check_calendar
from scheduling.term.covering import covers
from scheduling.term.events import NO_CALENDAR
from scheduling.term.frame import TermFrame
from scheduling.term.guests import with_guests
from scheduling.term.past import Past
from scheduling.term.records import as_recorded
from solving.outcome import Status

if TYPE_CHECKING:
    import datetime as dt

    from community.models import Community
    from community.rule import Violation
    from scenarios.plan import Plan
    from solving.outcome import Budget, Listener, Report


@dataclass(frozen=True)
class CalendarResult:
    """How planning a calendar ended. Without a calendar the ``reasons`` say why, where known.

    INFEASIBLE with a plan: the ``reasons`` say what can no longer be met; the plan has the rest.
    """

    plan: Plan | None
    report: Report
    reasons: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()


def frame_of(community: Community, plan: Plan, since: dt.date | None = None) -> TermFrame:
    """Return what the calendar of a plan works from; ``since`` is when the rest of it begins.

    Raises
    ------
    InputError
        When the plan has no timetable, or it is one of a term that the community does not have.
    """
    if not plan.has_week or plan.week.term not in community.term_by_id:
        expected = Text(
            "应有课表：行事历按课表安排日期，请先运行 onebell plan",
            "expected a plan with a timetable, beside which events get their dates: onebell plan",
        )
        raise InputError([Problem(place="timetable.csv", expected=expected)])
    carried = CarriedIn(community, community.term_by_id[plan.week.term])
    past = Past(plan.calendar, plan.records, since)
    return TermFrame(community, plan.roster, plan.week, carried, past, plan.duties)


def with_calendar(
    community: Community,
    plan: Plan,
    budget: Budget,
    listener: Listener | None = None,
    since: dt.date | None = None,
) -> CalendarResult:
    """Return a plan with the calendar of its term, checked.

    With a date it is the rest of the term that is planned, from then on.

    Raises
    ------
    InputError
        When there is nothing that a rest can be planned of, or records would be passed over.
    BrokenPlanError
        When the checker refuses what the search found.
    """
    from scheduling.term.planning import PHASE, plan_rest, plan_term  # audits know no solver

    frame = frame_of(community, plan, since)
    _refuse(frame, plan)
    planner = plan_term if since is None else plan_rest
    found = planner(frame, budget, listener=listener)
    if found.calendar is None:
        return CalendarResult(None, found.report, found.reasons)
    broken = [v.sentence.en for v in found.violations if v.is_hard]
    if broken and found.report.status is not Status.INFEASIBLE:
        raise BrokenPlanError(f"{len(broken)} hard rules are broken: {'; '.join(broken[:5])}")
    planned = replace(plan, calendar=found.calendar, reports=plan.reports | {PHASE: found.report})
    notes = (*found.notes, *late(frame), *_unsaid(frame))
    return CalendarResult(planned, found.report, found.reasons, notes)


def _refuse(frame: TermFrame, plan: Plan) -> None:
    """Refuse a date that is of no use, and to plan anew what people have recorded."""
    since, term = frame.past.since, frame.term
    if since is None and plan.records:
        expected = Text(
            "方案里已登记了活动，应写明从哪天起重排：--from 日期",
            "events were recorded: say from which date on to plan again, --from DATE",
        )
        raise InputError([Problem(place="records.csv", expected=expected)])
    if since is None:
        return
    if not plan.has_calendar and not plan.records:
        expected = Text("应为有行事历的方案", "expected a plan with a calendar")
        raise InputError([Problem(place="events.csv", expected=expected)])
    if not term.start <= since <= term.end:
        expected = Text(
            f"应在学期之内（{term.start:%Y-%m-%d}到{term.end:%Y-%m-%d}）",
            f"expected a date in the term ({term.start} to {term.end})",
        )
        raise InputError([Problem(value=str(since), expected=expected)])


def _unsaid(frame: TermFrame) -> list[Text]:
    """Return what is to be told of events that are over, and of which nobody says whether held."""
    unknown = frame.past.unknown
    if not unknown:
        return []
    some = "；".join(f"{e.date:%Y-%m-%d} {e.name}" for e in unknown[:3])
    more = (f"；等{len(unknown)}次", f"; {len(unknown)} in all") if len(unknown) > 3 else ("", "")
    return [
        Text(
            f"没有登记而日期已过的，按已举行计，请用 onebell record 登记：{some}{more[0]}。",
            f"Over and not recorded, taken as held; please record them: {some}{more[1]}.",
        )
    ]


def keeping_calendar(community: Community, before: Plan, plan: Plan) -> tuple[Plan, list[Text]]:
    """Return a plan with the calendar of the plan before it, and what people should know of it.

    Its events stay on their dates; lessons that are missed at other times than before are covered
    anew. Whether it holds is for the audit to say. A calendar of another term does not come along.
    """
    plan = replace(plan, records=before.records)  # what was recorded is never lost
    if not before.has_calendar or not plan.has_week:
        return plan, []
    calendar = before.calendar
    if (plan.week, plan.roster, plan.duties) == (before.week, before.roster, before.duties):
        return replace(plan, calendar=calendar), []
    if calendar.term != plan.week.term:
        return replace(plan, calendar=NO_CALENDAR), [_OTHER_TERM]
    frame = frame_of(community, plan)
    covered, _lacking = covers(frame, calendar.events, calendar.covers)
    new, gone = {*covered} - {*calendar.covers}, {*calendar.covers} - {*covered}
    kept = with_guests(frame, replace(calendar, covers=covered))
    return replace(plan, calendar=kept), [
        _kept(len(calendar.events), len(new), len(gone) - len(new))
    ]


def with_calendar_before(
    community: Community, before: Plan | None, plan: Plan
) -> tuple[Plan, tuple[Text, ...]]:
    """Return a plan of ours with the calendar of the plan before it, or without where it is broken.

    What was found without looking at the calendar may leave an event no time, or a lesson nobody.
    """
    if before is None:
        return plan, ()
    found, told = keeping_calendar(community, before, plan)
    broken = [v.sentence for v in audit_calendar(community, found) if v.is_hard]
    if not broken:
        return found, tuple(told)
    plan = replace(plan, records=before.records)
    return plan, (_left_out(len(broken)), *broken)


def _kept(events: int, covered: int, fewer: int) -> Text:
    """Return what stays; ``fewer`` are the covers that are needed no more."""
    zh = f"，其中代课重新安排{covered}节" if covered else ""
    en = f", {covered} lessons are covered anew" if covered else ""
    if fewer > 0:
        zh, en = f"{zh}，不再需要的代课{fewer}节", f"{en}, {fewer} covers are needed no more"
    zh, en = zh or "，代课不变", en or ", and so do the covers"
    return Text(
        f"行事历沿用：{events}次活动的日期不变{zh}。",
        f"The calendar stays: {events} events keep their dates{en}.",
    )


def _left_out(number: int) -> Text:
    return Text(
        f"原来的行事历在新课表下有{number}处不成立，没有写进新方案；请用 onebell term 重新安排日期"
        f"（写到另一个文件夹时，原方案和其中的行事历都还在）。不成立的是：",
        f"The calendar does not hold beside the new timetable ({number} points), and is left out; "
        "plan it again with onebell term (written to another folder, this leaves the plan before "
        "as it was). What does not hold:",
    )


_OTHER_TERM = Text(
    "原方案的行事历是另一个学期的，没有写进这份方案。",
    "The calendar of the plan before is one of another term, and is left out.",
)


def audit_calendar(community: Community, plan: Plan) -> list[Violation]:
    """Return everything that is wrong with a plan's calendar; nothing where there is none.

    What was cancelled is not held; what was held or moved by people is as they say.
    """
    if not plan.has_calendar:
        return []
    frame = frame_of(community, plan)
    return check_calendar(frame, as_recorded(plan.calendar, plan.records))
