"""What a planner should know before planning, though it makes nothing impossible."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from community.codes import RoomKind
from community.rooms import Rooms
from community.tables.words import ROOM
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import Community

NAMED = 4  # schools that a sentence names


def worth_knowing(community: Community) -> tuple[Text, ...]:
    """Return what the data asks for and will not be given, in sentences."""
    return (*_rooms(community), *_degrees(community))


def _degrees(community: Community) -> Iterator[Text]:
    """Yield who has no degree, where others have one: the indicators leave such people out."""
    without = [community.called[t.id] for t in community.teachers if t.degree is None]
    if 0 < len(without) < len(community.teachers):
        more = len(without) - NAMED
        zh = "、".join(without[:NAMED]) + (f"等{len(without)}位" if more > 0 else "")
        en = ", ".join(without[:NAMED]) + (f" and {more} more" if more > 0 else "")
        yield Text(
            f"“教师”表里{zh}没有填学历：优质均衡指标“高于规定学历教师”不会计入；请补上。",
            f"Degrees are missing for {en}: the indicator of teachers above the norm's degree "
            "leaves them out.",
        )


def _rooms(community: Community) -> Iterator[Text]:
    """Yield subjects that need a kind of room, and schools that teach them and have none."""
    there = {(room.school, room.kind) for room in community.rooms}
    lacking: dict[str, dict[str, None]] = defaultdict(dict)
    rooms = Rooms(community.rooms, community.room_requests)
    for class_id, subject in community.demand:
        group = community.class_by_id[class_id]
        school, kind = group.school, community.subject_by_id[subject].room
        place = rooms.place((group,), community.subject_by_id[subject])
        named = place is not None and place.by_name
        if kind is not RoomKind.ORDINARY and (school, kind) not in there and not named:
            lacking[subject][school] = None
    for subject, schools in lacking.items():
        asked = community.subject_by_id[subject]
        room = Text(ROOM.words[asked.room.value][0], asked.room.value.replace("_", " "))
        names = [community.school_by_id[s].name for s in schools]
        more = len(names) - NAMED
        zh = "、".join(names[:NAMED]) + (f"等{len(names)}所学校" if more > 0 else "")
        en = ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
        yield Text(
            f"{asked.name}课需要{room.zh}，但{zh}没有，这些课将在本班教室上；"
            f"有的话请写在“教室”表。",
            f"{asked.name} needs a {room.en} room, which {en} lack: its lessons there are in the "
            f"classes' own rooms. Add the room to the table of rooms if there is one.",
        )
