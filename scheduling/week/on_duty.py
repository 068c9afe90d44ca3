"""When class teachers whom a duty (值班) needs at their class's school cannot teach elsewhere.

Duties are handed out beside the finished week. Whose duty it is that only the class teacher may
have is known before, and so is the way to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.duties import Circle
from community.duty_slots import duty_slots
from community.rule import Strictness
from community.text import Text
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.week.closing import Away, overlapping, spare_minutes, when_away

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import ClassGroup, Community, Slot
    from scheduling.rules.base import Rule
    from scheduling.week.closing import Times
    from scheduling.week.frame import Frame

A_DAY = 24 * 60  # minutes: longer than any way


def duty_rules(frame: Frame) -> Iterator[Rule]:
    """Yield a rule for each class teacher who has such a duty."""
    for teacher, times in on_duty(frame).items():
        yield AvoidUnavailableTimes(
            id=f"on_duty_{teacher}",
            title=Text("班主任值班前后来不及去上课", "lessons too near to a class teacher's duty"),
            times=times,
            applies_to=AppliesTo(resources=(teacher,)),
        )


def on_duty(frame: Frame) -> Times:
    """Return the times at which class teachers have a duty, or are on the way to or from it.

    Of those who are at the school of their class, as required rows want it; none where people are
    thought to be everywhere, since a class has another teacher when its own is sent away.
    """
    community, people = frame.community, frame.people
    spare, away = spare_minutes(community), []
    for group, weekday, slot in () if people.anywhere else _named(community):
        head = community.class_teacher.get(group.id)
        sites = people.sites(head) if head else ()
        for site in sites if group.school in sites else ():
            there, back = (
                0 if site == group.school else community.travel_minutes.get(way, A_DAY) + spare
                for way in ((site, group.school), (group.school, site))
            )
            away.append(Away(head or "", (site,), weekday, slot.start - there, slot.end + back))
    return overlapping(away, frame.times_at)


def _named(community: Community) -> Iterator[tuple[ClassGroup, int, Slot]]:
    """Yield class, weekday and slot of each duty that the class teacher has to have."""
    for duty in community.duties:
        if duty.circle is Circle.CLASS_TEACHER and duty.strictness is Strictness.HARD:
            for group in filter(duty.concerns, community.classes):
                shut = [
                    when_away(community, row, group.id, group.school, ())
                    for row in community.unavailable
                    if row.class_id == group.id
                ]
                for weekday, slot in duty_slots(community, duty, group):
                    if not any(x.overlaps(weekday, slot.start, slot.end) for x in shut):
                        yield group, weekday, slot
