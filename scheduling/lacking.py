"""What a timetable needs and the community does not have, as one record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from community.text import Text
    from rotation.staffing_flow import Lane


@dataclass(frozen=True, slots=True)
class Shortage:
    """Something that the timetable needs and the community does not have.

    ``lack`` is in periods a week, rooms or people, as the sentence says; ``point`` names the class,
    school, teacher or series. ``lack`` is 0 when there is enough in all but it does not fit.
    ``alone`` are the lanes that only the teacher named can teach, where that is what lacks.
    """

    kind: str
    point: str
    lack: int
    sentence: Text
    alone: tuple[Lane, ...] = ()
