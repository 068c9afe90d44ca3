"""不可排课 as a wish: when a teacher, a class or a room had better have no lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.text import Text
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.week.closing import overlapping, when_away

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.rules.base import Rule
    from scheduling.week.frame import Frame


def unavailable_rules(frame: Frame) -> Iterator[Rule]:
    """Yield a rule for each row that is a wish, with its reason as title."""
    community = frame.community
    home = {t.id: t.school for t in community.teachers}
    home |= {c.id: c.school for c in community.classes} | {r.id: r.school for r in community.rooms}
    for number, row in enumerate(community.unavailable, 1):
        who = row.teacher or row.class_id or row.room or ""
        sites = frame.people.sites(who) if row.teacher else (home[who],)
        if row.is_wish:
            away = when_away(community, row, who, home[who], sites)
            for times in overlapping([away], frame.times_at).values():
                title = Text("最好不排课的时间", "times better kept free")
                yield AvoidUnavailableTimes(
                    id=f"unavailable_wish_{number}",
                    title=Text(row.reason, row.reason) if row.reason else title,
                    strictness=row.strictness,
                    weight=row.weight,
                    times=times,
                    applies_to=AppliesTo(resources=(who,)),
                )
