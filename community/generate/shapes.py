"""What new communities look like: how many schools, how large and of what kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Size = Literal["small", "medium", "large", "district"]

# Classes of the core, and of a member (from, to); primary schools and nine-year schools.
PRIMARY_SIZES: dict[Size, tuple[int, tuple[int, int]]] = {
    "small": (12, (5, 6)),
    "medium": (18, (6, 10)),
    "large": (36, (14, 18)),
    "district": (66, (22, 28)),
}
NINE_YEAR_SIZES: dict[Size, tuple[int, tuple[int, int]]] = {
    "small": (12, (9, 9)),
    "medium": (18, (9, 12)),
    "large": (36, (16, 18)),
    "district": (45, (18, 27)),
}
PRIMARY_GRIDS = ("county", "suzhou", "township", "village", "hill")  # the core's first
NINE_YEAR_GRIDS = ("nine_county", "nine_township", "nine_hill")


@dataclass(frozen=True)
class Shape:
    """What a profile's communities have in common.

    ``members`` is the usual number of member schools, ``suffix`` what their names end in. A member
    has at least ``member_classes``, and the core ``core_per_term`` for each term, so that they can
    spare whom the plan asks for. ``rounds``: people have gone in turn before.
    """

    members: int
    suffix: str = "中心小学"
    nine_year: bool = False
    one_township: bool = False
    has_points: bool = False
    member_classes: int = 0
    core_per_term: int = 0
    locality: str = "town"
    rounds: bool = False

    @property
    def grids(self) -> tuple[str, ...]:
        """Bell grids by name: the core's first, then those that the members choose from."""
        return NINE_YEAR_GRIDS if self.nine_year else PRIMARY_GRIDS

    def classes(self, size: Size, terms: int) -> tuple[int, tuple[int, int]]:
        """Return the classes of the core, and the least and most of a member."""
        core, (least, most) = (NINE_YEAR_SIZES if self.nine_year else PRIMARY_SIZES)[size]
        least = max(least, self.member_classes)
        return max(core, self.core_per_term * terms), (least, max(least, most))

    def points(self, members: int, size: Size) -> int:
        """Return the number of teaching points. In a grown town there are none left."""
        if not self.has_points:
            return 0
        return {"small": 2, "medium": members, "large": 2 * members, "district": 0}[size]


SHAPES = {
    "songyang": Shape(1),
    "libo": Shape(4, has_points=True, member_classes=6),
    "fengjie": Shape(2, member_classes=8),
    "mountain_county": Shape(3, suffix="九年一贯制学校", nine_year=True),
    "shouguang": Shape(10, suffix="小学", one_township=True),
    "rural_jiaolianti": Shape(1, suffix="校区", one_township=True, member_classes=9),
    "litong_roundrobin": Shape(2, member_classes=9, core_per_term=5, locality="rural", rounds=True),
    "zibo_alliance": Shape(3, suffix="小学", member_classes=8),
}
