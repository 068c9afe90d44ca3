"""What was locked in the timetable of one term, as it can be meant in another."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from community.sync import common_series
from community.text import Text
from scenarios.locks import LockScope
from scenarios.plan import locks_for
from scheduling.week.people import People

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.models import Community
    from rotation.solution import Roster
    from scenarios.locks import Lock
    from scenarios.plan import Plan


def not_meant(community: Community, plan: Plan, term: str) -> tuple[Text, ...]:
    """Return that what a plan has locked does not count in a term, where it is of another."""
    left = {x.lesson for x in plan.locks} - {x.lesson for x in locks_for(plan, term)}
    if not left:
        return ()
    own = community.term_by_id.get(plan.week.term)
    name, n = own.name if own else plan.week.term, len(left)
    told = Text(
        f"锁定的{n}节课是{name}的，这个学期不算；可用 --all-terms 一起排，或用 --freeze。",
        f"The {n} locked lessons are of {name} and do not count in this term: plan --all-terms, or "
        "name them with --freeze.",
    )
    return (told,)


def locks_in(
    community: Community, roster: Roster, term: str, locks: Sequence[Lock]
) -> tuple[tuple[Lock, ...], tuple[Text, ...]]:
    """Return locks as they hold in a term under a roster, and what of them cannot be meant.

    Where somebody is not at the school of a locked lesson on its weekday, the lesson's time stays
    locked, without that person.
    """
    people = People.of(community, roster, term)
    hosts = {s.id: s.host_class for s in common_series(community)}
    schools = {g.id: g.school for g in community.classes}
    found: list[Lock] = []
    left: Counter[tuple[str, str]] = Counter()  # lessons by who is not at which school

    def there(who: str, school: str, weekday: int) -> bool:
        known = not who or (school in people.sites(who) and people.comes(who, school, weekday))
        left[who, school] += not known
        return known

    for lock in locks:
        x = lock.lesson
        host = schools[hosts.get(x.series, x.class_id)]
        teacher = x.teacher if there(x.teacher, host, x.weekday) else ""
        assistant = x.assistant if there(x.assistant, x.school, x.weekday) else ""
        if x.is_beside and not teacher:
            continue  # there is nothing else in the row of a second teacher
        gone = lock.thing[0] is LockScope.TEACHER and lock.thing[1] not in (teacher, assistant)
        scope = LockScope.LESSON if gone else lock.scope
        found.append(
            replace(lock, lesson=replace(x, teacher=teacher, assistant=assistant), scope=scope)
        )
    names = {s.id: s.name for s in community.schools}
    notes = [
        Text(
            f"{community.called[who]}这学期不在{names[school]}：锁定的{n}节课只锁定了时间。",
            f"{community.called[who]} is not at {names[school]} in this term: of {n} locked "
            "lessons only the time is.",
        )
        for (who, school), n in sorted(left.items())
        if n
    ]
    return tuple(sorted(set(found))), tuple(notes)
