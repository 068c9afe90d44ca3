"""Property: requests that a planted week keeps are kept by the audit of it, and can be planned.

What is asked for is read off the planted week: who teaches, when a subject is never, how a
teacher's days lie, where lessons are, in which rooms. So each request is kept there, whatever the
seed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from support import ended_by_the_first_timetable

from community.codes import RoomKind, WeekPattern
from community.generate import new_community
from community.integrity import problems
from community.models import Room
from community.requests import FixedLesson, Liking, LoadRequest, Teaching, TimeRequest
from community.rooms import RoomRequest
from community.rule import Strictness
from rotation.solution import Placement, Roster
from scenarios.audit import audit
from scenarios.planning import make_plan
from scheduling.timetable import ClassLesson, WeekTimetable
from scheduling.week.audit import audit_week
from solving.outcome import Budget

if TYPE_CHECKING:
    from community.generate import Generated
    from community.models import Community

FIELDS = ("school", "class_id", "weekday", "slot", "subject", "teacher", "weeks", "periods")
FIELDS = (*FIELDS, "room", "series", "assistant")


def _asking(found: Generated, seed: int) -> Community:
    """Return a planted community with requests that its planted week keeps."""
    rng, community = Random(seed), found.community
    week = sorted(found.planted_lessons, key=lambda x: (x.class_id, x.weekday, x.slot))
    away = {p.teacher for p in found.planted_placements}
    stay = {t.id: t.school for t in community.teachers if t.id not in away}
    plain = [x for x in week if not x.series and x.weeks is WeekPattern.ALL and x.periods == 1]
    owned = sorted({(x.class_id, x.subject, x.teacher) for x in plain if x.teacher in stay})
    owned = [c for c in owned if community.class_by_id[c[0]].school == stay[c[2]]]
    busy: dict[str, dict[int, int]] = defaultdict(Counter)
    for x in week:
        busy[x.teacher][x.weekday] += x.periods
    staff = rng.sample(sorted(t for t in stay if t in busy), 4)
    slots: dict[tuple[str, str], set[int]] = defaultdict(set)
    for x in week:
        slots[x.school, x.subject] |= set(range(x.slot, x.slot + x.periods + 3))
    never = [
        (school, subject, order)
        for (school, subject), taken in sorted(slots.items())
        for order in sorted(_orders(community, school) - taken)
    ]
    return community.model_copy(
        update={
            "teaching": tuple(
                Teaching(class_id=c, subject=s, teacher=t) for c, s, t in rng.sample(owned, 6)
            ),
            "fixed": tuple(
                FixedLesson(
                    subject=x.subject, classes=(x.class_id,), weekday=x.weekday, slot=str(x.slot)
                )
                for x in rng.sample(plain, 4)
            ),
            "time_requests": tuple(
                TimeRequest(subject=s, school=school, liking=Liking.NEVER, slots=(str(order),))
                for school, s, order in rng.sample(never, min(4, len(never)))
            ),
            "load_requests": (
                LoadRequest(max_run=3, strictness=Strictness.SOFT),
                *(LoadRequest(teacher=t, max_per_day=max(busy[t].values())) for t in staff[:2]),
                *(LoadRequest(teacher=t, max_days=len(busy[t])) for t in staff[2:]),
            ),
            **_rooms(community, week, rng),
        }
    )


def _rooms(community: Community, week: list[Any], rng: Random) -> dict[str, Any]:
    """Rooms by name and seats as the week has them, and a room of its own for every other class."""
    pupils = {c.id: c.pupils for c in community.classes}
    used: dict[tuple[str, str], set[str]] = defaultdict(set)
    seats: dict[str, int] = defaultdict(int)
    for x in week:
        if x.room:
            seats[x.room] = max(seats[x.room], pupils[x.class_id])
            if not x.series:
                used[x.class_id, x.subject].add(x.room)
    some = rng.sample(sorted(used), min(6, len(used)))
    homes = community.classes[::2]
    rooms = [r.model_copy(update={"seats": seats.get(r.id)}) for r in community.rooms]
    own = [
        Room(id=f"own-{c.id}", school=c.school, name=f"{c.name}教室", kind=RoomKind.ORDINARY)
        for c in homes
    ]
    return {
        "rooms": (*rooms, *own),
        "classes": tuple(
            c.model_copy(update={"room": f"own-{c.id}"}) if c in homes else c
            for c in community.classes
        ),
        "room_requests": tuple(
            RoomRequest(class_id=c, subject=s, rooms=tuple(sorted(used[c, s]))) for c, s in some
        ),
    }


def _orders(community: Community, school: str) -> set[int]:
    grid = community.school_by_id[school].grid
    return {s.order for day in range(1, 6) for s in community.lesson_slots(grid, day)}


def planted_roster(found: Generated) -> Roster:
    """Return the planted placements."""
    return Roster(
        tuple(
            sorted(
                Placement(p.teacher, p.kind, p.host, p.start, p.terms, p.status, p.week, p.weeks)
                for p in found.planted_placements
            )
        )
    )


def planted_week(found: Generated) -> WeekTimetable:
    """Return the planted lessons."""
    lessons = (ClassLesson(*(getattr(x, f) for f in FIELDS)) for x in found.planted_lessons)
    return WeekTimetable(found.community.terms[0].id, tuple(sorted(lessons)))


@pytest.mark.parametrize("seed", [31, 32, 33, 34])
@pytest.mark.parametrize("profile", ["songyang", "libo", "rural_jiaolianti"])
def test_requests_of_a_planted_week_are_kept_by_it(profile: str, seed: int) -> None:
    found = new_community(profile, None, "small", seed)
    community = _asking(found, seed)
    assert problems(community) == []
    asked = ("teaching_", "fixed_", "time_request_", "load_request_", "room_", "rooms_", "seats_")
    told = audit_week(community, planted_roster(found), planted_week(found))
    told = [v for v in told if v.rule.startswith(asked)]
    assert [v.sentence.zh for v in told if v.is_hard] == []


@pytest.mark.parametrize("profile", ["songyang", "rural_jiaolianti"])
def test_requests_are_planned(profile: str) -> None:
    community = _asking(new_community(profile, None, "small", 35), 35)
    with ended_by_the_first_timetable() as listener:
        result = make_plan(community, Budget(100, 2, 1), listener=listener)
    assert result.plan is not None, (result.status, result.reasons)
    assert not [v.sentence.zh for v in audit(community, result.plan) if v.is_hard]
