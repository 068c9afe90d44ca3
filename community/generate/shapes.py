"""What new communities look like: how many schools, how large and of what kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from community.codes import Stage

Size = Literal["small", "medium", "large", "district"]

# Classes of the core, and of a member (from, to), by the stage of the schools.
SIZES: dict[Stage, dict[Size, tuple[int, tuple[int, int]]]] = {
    Stage.PRIMARY: {
        "small": (12, (5, 6)),
        "medium": (18, (6, 10)),
        "large": (36, (14, 18)),
        "district": (66, (22, 28)),
    },
    Stage.NINE_YEAR: {
        "small": (12, (9, 9)),
        "medium": (18, (9, 12)),
        "large": (36, (16, 18)),
        "district": (45, (18, 27)),
    },
    Stage.JUNIOR: {
        "small": (9, (5, 6)),
        "medium": (18, (6, 9)),
        "large": (36, (12, 15)),
        "district": (48, (18, 24)),
    },
}
GRIDS = {  # the core's first
    Stage.PRIMARY: ("county", "suzhou", "township", "village", "hill"),
    Stage.NINE_YEAR: ("nine_county", "nine_township", "nine_hill"),
    Stage.JUNIOR: ("junior_county", "shouguang_junior", "junior_township"),
}
GRADES = {
    Stage.PRIMARY: range(1, 7),
    Stage.NINE_YEAR: range(1, 10),
    Stage.JUNIOR: range(7, 10),
}


@dataclass(frozen=True)
class Shape:
    """What a profile's communities have in common.

    ``members`` is the usual number of member schools, ``suffix`` what their names end in. A member
    has at least ``member_classes``, and the core ``core_per_term`` for each term, so that they can
    spare whom the plan asks for. ``rounds``: people have gone in turn before.
    """

    members: int
    suffix: str = "中心小学"
    stage: Stage = Stage.PRIMARY
    one_township: bool = False
    has_points: bool = False
    member_classes: int = 0
    core_per_term: int = 0
    locality: str = "town"
    rounds: bool = False

    @property
    def grids(self) -> tuple[str, ...]:
        """Bell grids by name: the core's first, then those that the members choose from."""
        return GRIDS[self.stage]

    def classes(self, size: Size, terms: int) -> tuple[int, tuple[int, int]]:
        """Return the classes of the core, and the least and most of a member."""
        core, (least, most) = SIZES[self.stage][size]
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
    "mountain_county": Shape(3, suffix="九年一贯制学校", stage=Stage.NINE_YEAR),
    "shouguang": Shape(10, suffix="小学", one_township=True),
    "rural_jiaolianti": Shape(1, suffix="校区", one_township=True, member_classes=9),
    "litong_roundrobin": Shape(2, member_classes=9, core_per_term=5, locality="rural", rounds=True),
    "zibo_alliance": Shape(3, suffix="小学", member_classes=8),
    "linzi": Shape(2, suffix="小学", member_classes=8),
    "zhangdian": Shape(3, suffix="小学"),
    "wucheng": Shape(2, suffix="校区"),
    "qingyuan": Shape(2, suffix="小学"),
    "yizhou": Shape(1, suffix="小学"),
    "jianxing": Shape(0),
    "lianpian": Shape(2, suffix="小学", one_township=True),
    "pingluo_huixiao": Shape(1, member_classes=8, locality="rural"),
    "pingluo_erxiao": Shape(1, locality="rural"),
    "generic_2024": Shape(1, suffix="小学"),
    "generic_2023": Shape(1, suffix="小学"),
    "urban_rural": Shape(1, locality="rural"),
    "tongnan": Shape(1, suffix="小学"),
    "songjiao": Shape(2, suffix="小学"),
    "teaching_research": Shape(2, suffix="小学"),
    "central_experimental": Shape(1, member_classes=8),
    "linhai": Shape(1, suffix="镇中学", stage=Stage.JUNIOR),
}
