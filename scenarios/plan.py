"""A plan: the roster, the one timetable if there is one, and how they were found."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from rotation.solution import Roster
from scenarios.locks import carried_locks
from scheduling.term.events import NO_CALENDAR, TermCalendar
from scheduling.timetable import ClassDuty, WeekTimetable

if TYPE_CHECKING:
    from community.models import Community
    from community.rule import Violation
    from community.text import Text
    from scenarios.locks import Lock
    from scheduling.term.records import EventRecord
    from scheduling.week.nearest import Trouble
    from solving.outcome import Report, Status

NO_WEEK = WeekTimetable("", ())  # of a plan that is a roster only


class BrokenPlanError(RuntimeError):
    """The search returned a plan that the checker refuses: an error of ours, never published."""


@dataclass(frozen=True)
class Plan:
    """What is published and audited. ``reports`` are by phase (rotation, staffing, week ...).

    ``locks`` are lessons that have to stay as they are, whoever plans on from here. ``records`` say
    what became of the events of the calendar.
    """

    community: str
    roster: Roster
    week: WeekTimetable = NO_WEEK
    reports: dict[str, Report] = field(default_factory=dict)
    violations: tuple[Violation, ...] = ()
    locks: tuple[Lock, ...] = ()
    duties: tuple[ClassDuty, ...] = ()
    calendar: TermCalendar = NO_CALENDAR
    records: tuple[EventRecord, ...] = ()

    @property
    def has_calendar(self) -> bool:
        """Whether the events of the term have dates."""
        return bool(self.calendar.term)

    @property
    def has_week(self) -> bool:
        """Whether there is a timetable besides the roster."""
        return bool(self.week.term)

    @property
    def hard_violations(self) -> list[Violation]:
        """Broken hard rules; empty for a plan that may be published."""
        return [v for v in self.violations if v.is_hard]


@dataclass(frozen=True, slots=True)
class PlanResult:
    """How planning ended.

    ``status`` is INFEASIBLE only when that is proved, with the shortages in ``reasons``; UNKNOWN
    when nothing was found or proved, and then ``ran_out`` says whether the time was over, every
    attempt had failed before, or duties stay without anybody beside the timetable that was found.
    ``plan`` has passed every check, ``notes`` say what people should know of it; ``reports`` tell
    of all phases, also when there is no plan. ``roster`` is a plan without a timetable, checked
    too, where the roster was found and no timetable under it. ``nearest`` is that roster with the
    timetable that breaks least of the hard rules, and ``troubles`` say what is missing in it:
    never a plan.
    """

    plan: Plan | None
    status: Status
    reasons: tuple[Text, ...] = ()
    reports: dict[str, Report] = field(default_factory=dict)
    interrupted: bool = False
    notes: tuple[Text, ...] = ()
    roster: Plan | None = None
    ran_out: Literal["time", "attempts", "duties"] = "time"
    nearest: Plan | None = None
    troubles: tuple[Trouble, ...] = ()

    @property
    def best(self) -> Plan | None:
        """What there is to save: the plan, or else the roster alone."""
        return self.plan or self.roster


def carried(plan: Plan, community: Community) -> Plan:
    """Return the part of a plan that a changed community, or one of a county, can still hold.

    Placements and pairs of people or schools that are gone fall away, and so do the lessons of
    classes that are gone; a lesson whose teacher or room is gone stays where it is, without one.
    """
    people, schools = community.teacher_by_id, community.school_by_id
    rooms = {r.id for r in community.rooms}
    placements = tuple(
        p
        for p in plan.roster.placements
        if p.teacher in people and p.host in schools and p.start in community.term_by_id
    )
    pairs = tuple(p for p in plan.roster.pairs if p.mentor in people and p.mentee in people)
    lessons = tuple(
        replace(
            x,
            teacher=x.teacher if x.teacher in people else "",
            assistant=x.assistant if x.assistant in people else "",
            room=x.room if x.room in rooms else "",
        )
        for x in plan.week.lessons
        if x.class_id in community.class_by_id
    )
    duties = tuple(
        x for x in plan.duties if x.teacher in people and x.class_id in community.class_by_id
    )
    week = WeekTimetable(plan.week.term, lessons)
    roster = Roster(placements, pairs)
    locks = carried_locks(plan.locks, community)
    same = replace(plan, community=community.id, week=week, duties=duties, violations=())
    calendar = carried_calendar(plan.calendar, community)
    return replace(same, roster=roster, locks=locks, calendar=calendar)


def carried_calendar(calendar: TermCalendar, community: Community) -> TermCalendar:
    """Return the part of a calendar that a changed community, or one of a county, can still hold.

    Who is gone takes part no more; an event of nobody else falls away, and so does one whose school
    is gone.
    """
    people, classes, schools = (
        community.teacher_by_id,
        community.class_by_id,
        community.school_by_id,
    )
    events = []
    for x in calendar.events:
        some = tuple(t for t in x.people if t in people)
        groups = tuple(c for c in x.classes if c in classes)
        emptied = (x.people or x.classes) and not (some or groups)
        if not emptied and (not x.host or x.host in schools):
            subject = x.subject if x.subject in community.subject_by_id else ""
            events.append(replace(x, people=some, classes=groups, subject=subject))
    covers = (
        x for x in calendar.covers if {x.absent, x.teacher} <= {*people} and x.class_id in classes
    )
    seen = (
        x
        for x in calendar.observed
        if {x.teacher, x.observer} <= {*people} and x.class_id in classes
    )
    given = (
        x for x in calendar.guests if {x.teacher, x.guest} <= {*people} and x.class_id in classes
    )
    return TermCalendar(
        calendar.term, tuple(sorted(events)), tuple(covers), tuple(seen), tuple(given)
    )


def locks_for(plan: Plan, term: str) -> tuple[Lock, ...]:
    """Return the locks of a plan that count in a term: its own, and what is frozen for one run."""
    own = plan.week.term in ("", term)
    return tuple(lock for lock in plan.locks if own or not lock.lasting)
