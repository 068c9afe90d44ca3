"""A room is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from community.codes import RoomKind
from community.removal import without
from community.tables.words import ROOM
from community.text import Text
from scenarios.changes.base import Change, meant, replaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from community.models import Community, Room


class RoomClosed(Change):
    """Nobody can use a room of a school any more."""

    command: ClassVar[Text] = Text("教室停用", "room-closed")
    arguments: ClassVar[Text] = Text("编号，或学校加教室名称", "ROOM")

    room: str

    @classmethod
    def parse(cls, arguments: Sequence[str], words: str) -> Self:
        """Read the id of the room, or its school and name."""
        if not arguments:
            raise cls.misused(words)
        return cls(room=" ".join(arguments), words=words)

    def apply(self, community: Community) -> Community:
        """Take the room out of every table that names it."""
        return replaced(community, **without(community, {"rooms": {self._room(community).id}}))

    def sentence(self, community: Community) -> Text:
        """Name the school and the room, and what is left without one."""
        room = self._room(community)
        name = f"{community.school_by_id[room.school].name}{room.name}"
        clauses = [Text(f"{name}停用", f"{name} is closed"), *self._left(community, room)]
        return Text("；".join(c.zh for c in clauses) + "。", "; ".join(c.en for c in clauses) + ".")

    def _left(self, community: Community, room: Room) -> Iterator[Text]:
        """Yield what has had this room alone: classes, groups, requests, lessons of a kind."""
        classes = [g.name for g in community.classes if g.room == room.id]
        if classes:
            zh, en = "、".join(classes), ", ".join(classes)
            yield Text(f"{zh}需另定本班教室", f"{en} need another room of their own")
        groups = [row.name for row in community.grouped if row.room == room.id]
        if groups:
            zh, en = "、".join(groups), ", ".join(groups)
            yield Text(f"走班的{zh}需另定教室", f"the groups {en} need another room")
        alone = sum(row.rooms == (room.id,) for row in community.room_requests)
        if alone:
            yield Text(
                f"“教室要求”里只写着它的{alone}行不再有效",
                f"{alone} rows of requests that name it alone no longer count",
            )
        others = [r for r in community.rooms if r.school == room.school and r.kind is room.kind]
        if room.kind is not RoomKind.ORDINARY and len(others) == 1:
            kind = ROOM.word(room.kind.value)
            yield Text(f"该校再没有{kind.zh}", f"the school has no room left for {kind.en}")

    def _room(self, community: Community) -> Room:
        found = meant(community, "rooms", self.room, self.words)
        return next(r for r in community.rooms if r.id == found)
