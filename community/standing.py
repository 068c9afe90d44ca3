"""Standing of a teacher, as quotas name it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from community.text import Text

if TYPE_CHECKING:
    from community.models import Teacher

YOUNG_AGE = 35  # years: the usual bound of 青年教师


class Category(StrEnum):
    """Standing of a teacher, as quotas name it."""

    ANY = "any"
    BACKBONE = "backbone"
    MIDDLE_LEADER = "middle_leader"
    BACKBONE_OR_LEADER = "backbone_or_leader"
    YOUNG = "young"

    def includes(self, teacher: Teacher, school_year: int) -> bool:
        """Return whether a teacher counts in a school year (only the young grow out of it)."""
        return {
            Category.ANY: True,
            Category.BACKBONE: teacher.is_backbone,
            Category.MIDDLE_LEADER: teacher.is_middle_leader,
            Category.BACKBONE_OR_LEADER: teacher.is_backbone or teacher.is_middle_leader,
            Category.YOUNG: school_year - teacher.birth_year <= YOUNG_AGE,
        }[self]

    @property
    def text(self) -> Text:
        """The category in words."""
        return _CATEGORY_TEXT[self]


_CATEGORY_TEXT = {
    Category.ANY: Text("教师", "teachers"),
    Category.BACKBONE: Text("骨干教师", "backbone teachers"),
    Category.MIDDLE_LEADER: Text("中层干部", "middle leaders"),
    Category.BACKBONE_OR_LEADER: Text("中层干部或骨干教师", "middle leaders or backbone teachers"),
    Category.YOUNG: Text("青年教师", "young teachers"),
}
