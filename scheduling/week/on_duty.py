"""Whose duty (值班) it is that only one person may have, and what that leaves of their week.

Duties are handed out beside the finished week. Whom a required row leaves alone with one, as class
teacher or as the only one who teaches the subject there, is known before: they come for it, even
on a day with all their lessons at another school, and the way to it is kept free.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from community.duties import Circle
from community.duty_slots import duty_slots
from community.requests import Binding
from community.rule import Strictness
from community.sync import common_series
from community.text import Text
from rotation.staffing_flow import can_teach
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.week.closing import Away, overlapping, spare_minutes, when_away
from scheduling.week.people import lane_of
from scheduling.wording import day

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from community.duties import Duty
    from community.models import ClassGroup, Community, Slot
    from scheduling.rules.base import Rule
    from scheduling.week.closing import Times
    from scheduling.week.frame import Frame
    from scheduling.week.people import People

A_DAY = 24 * 60  # minutes: longer than any way


class Alone(NamedTuple):
    """A duty that only one person may have, as the required rows with these numbers say."""

    teacher: str
    school: str
    weekday: int
    slot: Slot
    rows: tuple[int, ...]


def duty_rules(frame: Frame) -> Iterator[Rule]:
    """Yield a rule for each person who has such a duty."""
    for teacher, times in on_duty(frame).items():
        yield AvoidUnavailableTimes(
            id=f"on_duty_{teacher}",
            title=Text(
                "必须由其值班，前后来不及去上课", "lessons too near to a duty of theirs alone"
            ),
            times=times,
            applies_to=AppliesTo(resources=(teacher,)),
        )


def on_duty(frame: Frame) -> Times:
    """Return the times at which people have a duty of theirs alone, or are on the way.

    Where nobody may be at two schools on one day, the day belongs to the school of the duty.
    """
    community, away = frame.community, []
    spare, whole = spare_minutes(community), _one_school_a_day(community)
    for teacher, school, weekday, slot, _ in alone(community, frame.people):
        for site in frame.people.sites(teacher):
            there, back = (
                0 if site == school else community.travel_minutes.get(way, A_DAY) + spare
                for way in ((site, school), (school, site))
            )
            span = (slot.start - there, slot.end + back)
            if whole and site != school:
                span = (0, A_DAY)
            away.append(Away(teacher, (site,), weekday, *span))
    return overlapping(away, frame.times_at)


def alone(community: Community, people: People) -> Iterator[Alone]:
    """Yield each duty for which required rows leave one person of the school.

    None where people are thought to be everywhere: a class has another teacher when its own is
    sent away.
    """
    if people.anywhere:
        return
    able = teachable(community) if community.duties else {}
    for group in community.classes:
        here = {t.id for t in people.at[group.school]}
        whom: dict[tuple[int, Slot], set[str]] = defaultdict(here.copy)
        rows: dict[tuple[int, Slot], list[int]] = defaultdict(list)
        for number, duty in enumerate(community.duties, 1):
            if duty.strictness is Strictness.HARD and duty.concerns(group):
                meant = _whom(community, duty, group, able)
                for post in duty_slots(community, duty, group):
                    whom[post] &= meant
                    rows[post].append(number)
        shut = [
            when_away(community, row, group.id, group.school, ())
            for row in community.away
            if row.class_id == group.id
        ]
        for (weekday, slot), left in whom.items():
            if len(left) == 1 and not any(x.overlaps(weekday, slot.start, slot.end) for x in shut):
                (who,) = left
                if people.comes(who, group.school, weekday):
                    yield Alone(who, group.school, weekday, slot, (*rows[weekday, slot],))


def told(frame: Frame, teachers: Container[str]) -> Text:
    """Return which duties keep some people from lessons at other schools; empty for none."""
    duties: dict[tuple[str, str], dict[int, None]] = defaultdict(dict)
    days: dict[tuple[str, str], dict[int, None]] = defaultdict(dict)
    kept = on_duty(frame)
    for x in alone(frame.community, frame.people):
        if x.teacher in kept and x.teacher in teachers:
            duties[x.teacher, x.school].update(dict.fromkeys(x.rows))
            days[x.teacher, x.school][x.weekday] = None
    zh, en = [], []
    for (teacher, school), rows in duties.items():
        name, place = frame.community.called[teacher], frame.community.school_by_id[school].name
        when = [day(d) for d in sorted(days[teacher, school])]
        numbers = [str(n) for n in sorted(rows)]
        zh.append(
            f"按“值班要求”表第{'、'.join(numbers)}行，{name}"
            f"{'、'.join(d.zh for d in when)}必须在{place}值班，前后来不及去别校上课。"
        )
        en.append(
            f" By row {', '.join(numbers)} of the duties {name} has to be on duty at {place} on "
            f"{', '.join(d.en for d in when)}, with no time for lessons elsewhere around it."
        )
    return Text("".join(zh), "".join(en))


def teachable(community: Community) -> dict[tuple[str, str], set[str]]:
    """Return the subjects that each teacher might have in each class, by teacher and class."""
    fixed: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in community.teaching:
        if row.binding is Binding.FIXED:
            fixed[row.class_id, row.subject].add(row.teacher)
    for course in _with_others(community):
        fixed.pop(course, None)
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for course in community.demand:
        lane = lane_of(community.class_by_id[course[0]], course[1])
        for t in community.teachers:
            if t.id in fixed.get(course, (t.id,)) and can_teach(t, lane):
                found[t.id, course[0]].add(course[1])
    return found


def _with_others(community: Community) -> Iterator[tuple[str, str]]:
    """Yield the courses that have further teachers: beside theirs, of groups, of another class."""
    yield from community.together
    yield from community.in_groups
    for series in common_series(community):
        yield from ((group, series.subject) for group in series.receiving_classes)


def _whom(
    community: Community, duty: Duty, group: ClassGroup, able: Mapping[tuple[str, str], set[str]]
) -> set[str]:
    """Return whom a row means for a class, as far as that is known before the week."""
    if duty.circle is Circle.CLASS_TEACHER:
        head = community.class_teacher.get(group.id)
        return {head} if head else set()
    if duty.circle is Circle.OF_CLASS:
        own = {t.id: able.get((t.id, group.id), set()) for t in community.teachers}
    else:
        own = {t.id: {*t.subjects} for t in community.teachers}
    named = {*duty.subjects}
    return {who for who, subjects in own.items() if (subjects & named if named else subjects)}


def _one_school_a_day(community: Community) -> bool:
    """Return whether the policy wants nobody at two schools on one day."""
    rules = community.policy.of("itinerant_teaching")
    hard = (r for r in rules if r.strictness is Strictness.HARD)
    return any(r.params.get("max_sites_per_day") == 1 for r in hard)
