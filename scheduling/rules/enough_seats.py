"""EnoughSeats: lessons with many pupils have a room with seats for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.rules.base import label
from scheduling.rules.prefer_resources import PreferResources

if TYPE_CHECKING:
    from scheduling.setting import Event, Resource


@dataclass(frozen=True, kw_only=True)
class EnoughSeats(PreferResources):
    """The deviation of an event is the total duration of its lessons in rooms that are too small.

    ``resources`` are the rooms that are large enough for so many ``pupils``; ``seats`` holds the
    number of each room that has one.
    """

    family: ClassVar[str] = "EnoughSeats"
    pupils: int
    seats: tuple[tuple[str, int], ...] = ()

    def sentence(self, event: Event, off: int, others: list[Resource]) -> Text:
        """Return in words how many lessons of an event are in too small rooms, and which."""
        seats = dict(self.seats)
        zh = "、".join(f"{label(room)}（{seats.get(room.id, 0)}座）" for room in others)
        en = ", ".join(f"{label(room)} ({seats.get(room.id, 0)} seats)" for room in others)
        return Text(
            f"{label(event)}有{self.pupils}人，{off}节在{zh}，坐不下。",
            f"{label(event)} has {self.pupils} pupils: {off} periods are in {en}.",
        )
