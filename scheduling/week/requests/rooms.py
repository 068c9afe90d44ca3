"""教室要求: in which rooms lessons of a subject, class, grade or school are to be."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from community.rule import Strictness
from community.text import Text
from scheduling.rules.assign_resource import AssignResource
from scheduling.rules.base import AppliesTo
from scheduling.rules.prefer_resources import PreferResources
from scheduling.week.courses import USES
from scheduling.week.requests.times import header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.rooms import RoomRequest
    from scheduling.rules.base import Rule
    from scheduling.week.frame import Frame

ROW = "room_request_"


def room_rules(frame: Frame) -> Iterator[Rule]:
    """Yield a rule for each request and school that it concerns.

    A wish for a room instead of an own one that no table lists is off where no room is booked.
    """
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for event in frame.events:
        house = frame.housing.get(event.id)
        for number in house.place.requests if house else ():
            found[number, event.site or ""].append(event.id)
    for (number, school), events in sorted(found.items()):
        request, id = frame.rooms.requests[number], f"{ROW}{number + 1}.{school}"
        here = tuple(r for r in request.rooms if frame.rooms.by_id[r].school == school)
        title = in_words(frame, request, here)
        yield PreferResources(
            **header(request, id, title),
            role=USES,
            resources=here,
            applies_to=AppliesTo(events=tuple(events)),
        )
        loose = tuple(e for e in events if not frame.housing[e].place.certain)
        if loose:
            yield AssignResource(
                **header(request, f"{id}.any", title),
                role=USES,
                applies_to=AppliesTo(events=loose),
            )


def row_of(rule: Rule) -> int | None:
    """Return the number of the row from which a rule comes, None where it is from elsewhere."""
    return int(rule.id[len(ROW) :].partition(".")[0]) if rule.id.startswith(ROW) else None


def named_row(number: int) -> Text:
    """Return a row in words."""
    return Text(f"“教室要求”第{number}条", f"row {number} of the room requests")


def in_words(frame: Frame, request: RoomRequest, rooms: tuple[str, ...]) -> Text:
    """Return what a row asks for in words."""
    community = frame.community
    group = community.class_by_id.get(request.class_id or "")
    who = [
        community.school_by_id[request.school].name if request.school and not group else "",
        frame.class_name(group) if group else "",
        f"{request.grade}年级" if request.grade else "",
        community.subject_by_id[request.subject].name if request.subject else "",
    ]
    named = "".join(who)
    where = [frame.rooms.by_id[r].name for r in rooms]
    hard = request.strictness is Strictness.HARD
    return Text(
        f"{named}{'只' if hard else '最好'}在{'、'.join(where)}",
        f"{named} {'only' if hard else 'rather'} in {', '.join(where)}",
    )
