"""Whether a plan does what each rule of its policy asks: wanted, planned, held, and filed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from community.profile import not_planned
from community.rule import Strictness
from community.text import Text
from scenarios.audit import audit
from scenarios.calendars import frame_of
from scheduling.term.evidence import evidence_of
from scheduling.term.families import FAMILIES, families_of
from scheduling.term.naming import counted
from scheduling.term.records import State, tracked

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from community.models import Community
    from community.policy import PolicyRule
    from community.rule import Violation
    from scenarios.plan import Plan
    from scheduling.term.activity import Activity
    from scheduling.term.families.base import Need
    from scheduling.term.frame import TermFrame
    from scheduling.term.records import Tracked

MOST_LINES = 12  # of one rule; where it speaks of more, they are added up
ANY = Text("材料", "any evidence")
ALL = Text("共同体合计", "the whole community")
KINDS = ("photo", "record", "list", "text")


class Verdict(StrEnum):
    """How a plan stands to a rule."""

    DONE = "done"  # as often as wanted
    ON_THE_WAY = "on_the_way"  # as often as wanted when all is held that is planned
    OVERDUE = "overdue"  # the same, but what is over has no record
    SHORT = "short"
    KEPT = "kept"
    IN_PART = "in_part"  # a wish, not fulfilled everywhere
    BROKEN = "broken"
    CARRIED = "carried"  # data that this program neither plans nor checks


class Line(NamedTuple):
    """What a rule wants of one thing: a pair, a school, a subject; all of it by a date."""

    name: Text
    wanted: int
    held: int
    planned: int
    next: dt.date | None
    bare: int = 0  # held, and lacking evidence
    over: int = 0  # planned, and its date is over without a record

    @property
    def verdict(self) -> Verdict:
        """How it stands."""
        if self.held >= self.wanted:
            return Verdict.DONE
        if self.held + self.planned < self.wanted:
            return Verdict.SHORT
        return Verdict.OVERDUE if self.over else Verdict.ON_THE_WAY


class Missing(NamedTuple):
    """An event that was held without all that has to be filed of it."""

    one: Tracked
    items: tuple[Text, ...]
    due: dt.date | None


@dataclass(frozen=True)
class Standing:
    """One rule: how the plan stands to it, and in detail."""

    rule: PolicyRule
    verdict: Verdict
    lines: tuple[Line, ...] = ()
    violations: tuple[Violation, ...] = ()


@dataclass(frozen=True)
class Compliance:
    """Every rule of a policy, in its order; the events of the calendar; what is not filed.

    ``overdue`` are events whose date is over on the day of the report, without any record.
    """

    rules: tuple[Standing, ...]
    events: tuple[Tracked, ...] = ()
    missing: tuple[Missing, ...] = ()
    overdue: tuple[Tracked, ...] = ()

    def of(self, *verdicts: Verdict) -> list[Standing]:
        """Return the rules that stand so."""
        return [s for s in self.rules if s.verdict in verdicts]

    @property
    def parts(self) -> tuple[tuple[str, list[Standing]], ...]:
        """The rules of the calendar, those of roster and timetable, and what is data only."""
        dated = [s for s in self.rules if s.lines]
        carried = [s for s in self.of(Verdict.CARRIED) if not s.lines]
        others = [s for s in self.rules if s not in dated and s not in carried]
        return ("dated", dated), ("undated", others), ("carried", carried)


def compliance(community: Community, plan: Plan, day: dt.date) -> Compliance:
    """Return how a plan stands to its policy on a day."""
    broken: dict[str, list[Violation]] = defaultdict(list)
    for violation in audit(community, plan):
        broken[violation.rule].append(violation)
    lines: dict[str, list[Line]] = {}
    events: tuple[Tracked, ...] = ()
    missing: list[Missing] = []
    if plan.has_calendar:
        frame = frame_of(community, plan)
        events = tracked(plan.calendar.events, plan.records)
        missing = [m for t in events if (m := _missing(frame, t))]
        lines = _lines(frame, events, {m.one.event.id for m in missing}, day)
    waiting = {r.id for r in not_planned(community.policy)}
    known = {f.family for f in FAMILIES}
    standings = []
    for rule in community.policy.rules:
        if rule.enabled:
            own, wrong = lines.get(rule.id, []), tuple(broken[rule.id])
            carried = not own and (rule.family in known or rule.id in waiting)
            verdict = Verdict.CARRIED if carried and not wrong else _verdict(rule, own, wrong)
            standings.append(Standing(rule, verdict, tuple(own), wrong))
    over = tuple(t for t in events if t.is_open and t.event.date < day)
    return Compliance(tuple(standings), events, tuple(missing), over)


def _verdict(rule: PolicyRule, lines: Sequence[Line], violations: Sequence[Violation]) -> Verdict:
    found = {line.verdict for line in lines}
    if Verdict.SHORT in found and rule.strictness is Strictness.HARD:
        return Verdict.SHORT
    if any(v.is_hard for v in violations):
        return Verdict.BROKEN
    if violations or Verdict.SHORT in found:
        return Verdict.IN_PART
    if not lines:
        return Verdict.KEPT
    if Verdict.OVERDUE in found:
        return Verdict.OVERDUE
    return Verdict.DONE if found == {Verdict.DONE} else Verdict.ON_THE_WAY


def _lines(
    frame: TermFrame, events: Iterable[Tracked], bare: set[str], day: dt.date
) -> dict[str, list[Line]]:
    """Return what the rules of the calendar want, by rule: each thing that they count by itself."""
    of: dict[str, list[Tracked]] = defaultdict(list)
    for one in events:
        of[one.event.activity].append(one)
    families = families_of(frame)
    activities = [a for family in families for a in family.activities()]
    found: dict[str, list[Line]] = {}
    for family in families:
        groups: dict[str, list[Need]] = defaultdict(list)
        for need in family.needs(activities):
            groups[_key(need)].append(need)
        rows = [_line(frame, of, needs, bare, day) for needs in groups.values()]
        found[family.rule.id] = rows if len(rows) <= MOST_LINES else [_total(rows)]
    return found


def _key(need: Need) -> str:
    """Return by what a need is counted: needs of one thing are one line."""
    first: Activity | None = next(iter(need.activities), None)
    if first is None or not first.counts_for or "@" in need.point:
        return need.point
    return need.point if need.point in first.counts_for else first.counts_for[0]


def _line(
    frame: TermFrame,
    of: dict[str, list[Tracked]],
    needs: Sequence[Need],
    bare: set[str],
    day: dt.date,
) -> Line:
    ones = {
        t.event.id: t
        for need in needs
        for a in need.activities
        for t in of.get(a.id, ())
        if t.event.date in need.span
    }
    held = [t for t in ones.values() if t.state is State.HELD]
    still = sorted(t.event.date for t in ones.values() if t.is_open)
    return Line(
        name=_name(frame, needs),
        wanted=sum(need.least for need in needs),
        held=len(held),
        planned=len(still),
        next=next((d for d in still if d >= day), None),
        bare=sum(t.event.id in bare for t in held),
        over=sum(d < day for d in still),
    )


def _name(frame: TermFrame, needs: Sequence[Need]) -> Text:
    """Return what a line is about; a date by which so much is due names itself."""
    first = needs[0]
    if first.about:
        return first.about
    if "@" in first.point:
        name, by = first.name, first.span.name
        return Text(f"{name.zh}，{by.zh}", f"{name.en}, {by.en}")
    if len(needs) == 1 and not first.activities[0].counts_for:
        return first.name
    if len({need.name.zh for need in needs}) > 1:  # of several subjects, of no school by itself
        return counted(frame.community, [_key(first)]) or ALL
    return counted(frame.community, [_key(first)]) or first.name


def _total(rows: Sequence[Line]) -> Line:
    dates = [row.next for row in rows if row.next]
    return Line(
        name=Text(f"合计{len(rows)}项", f"{len(rows)} in all"),
        wanted=sum(row.wanted for row in rows),
        held=sum(min(row.held, row.wanted) for row in rows),
        planned=sum(row.planned for row in rows),
        next=min(dates, default=None),
        bare=sum(row.bare for row in rows),
        over=sum(row.over for row in rows),
    )


def _missing(frame: TermFrame, one: Tracked) -> Missing | None:
    """Return what is not filed of an event that was held; None where nothing lacks."""
    if one.state is not State.HELD:
        return None
    wanted = evidence_of(frame, one.event)
    if not wanted:
        return None if one.evidence else Missing(one, (ANY,), None)
    kinds = [piece.kind for piece in one.evidence]
    lacking = []
    for item in sorted(wanted, key=lambda e: e.item not in KINDS):
        fitting = item.item if item.item in KINDS else next(iter(kinds), "")
        if fitting in kinds:
            kinds.remove(fitting)
        else:
            lacking.append(item)
    if not lacking:
        return None
    return Missing(one, tuple(e.name for e in lacking), min(e.due for e in lacking))
