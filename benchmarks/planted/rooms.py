"""Rooms by name, seats and rooms of one's own, as a planted week has them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from benchmarks.planted.draw import of_pupils
from community.codes import RoomKind
from community.models import Room
from community.rooms import RoomRequest
from community.rule import Strictness
from scenarios.changes.base import replaced

if TYPE_CHECKING:
    from benchmarks.planted.draw import Draw


def ask_for_rooms(draw: Draw) -> None:
    """教室要求, seats that are enough, and a room of its own for every other class."""
    community = draw.community
    pupils = {c.id: c.pupils for c in community.classes}
    joint = {row.id: row.classes for row in community.joint}
    groups = {(c, row.subject, row.name): row for row in community.grouped for c in row.classes}
    used: dict[tuple[str, str], set[str]] = defaultdict(set)
    seats: dict[str, int] = defaultdict(int)
    for x in draw.lessons:
        if x.room:
            together = sum(pupils[c] for c in joint.get(x.series, (x.class_id,)))
            group = groups.get((x.class_id, x.subject, x.group))
            seats[x.room] = max(seats[x.room], group.pupils or 0 if group else together)
            if not x.series and not group:
                used[x.class_id, x.subject].add(x.room)
    in_common = {(c, row.subject) for row in community.joint for c in row.classes}
    homes = {c.id: f"own-{c.id}" for c in community.classes[::2]}
    rooms = [r.model_copy(update={"seats": seats.get(r.id)}) for r in community.rooms]
    own = [
        Room(id=homes[c.id], school=c.school, name=f"{c.name}教室", kind=RoomKind.ORDINARY)
        for c in community.classes
        if c.id in homes
    ]
    classes = [c.model_copy(update={"room": homes.get(c.id, c.room)}) for c in community.classes]
    draw.community = replaced(community, rooms=(*rooms, *own), classes=tuple(classes))
    asked = [
        RoomRequest(class_id=c, subject=s, rooms=tuple(sorted(used[c, s])))
        for c, s in draw.some(set(used) - in_common, 6)
    ]
    stay = draw.some(homes, 2)
    wished = [RoomRequest(class_id=c, rooms=(homes[c],), strictness=Strictness.SOFT) for c in stay]
    joining = {(row.id, c) for row in community.joint for c in row.classes[1:]}
    draw.lessons = [
        replace(x, room=homes[x.class_id])
        if x.class_id in stay
        and not x.room
        and (x.series, x.class_id) not in joining
        and not of_pupils(x)
        else x
        for x in draw.lessons
    ]
    draw.asks(room_requests=[*asked, *wished])
