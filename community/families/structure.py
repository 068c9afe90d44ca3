"""The family that says which schools form a community (F01)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeAlias

from community.families.base import MINUTES, SHARE, SITES, YEARS, Fault, Params, param
from community.tables.kinds import Choice
from community.tables.words import LOCALITY
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from community.policy import Window
    from community.rule import Strictness

Locality: TypeAlias = Annotated[Literal["urban", "town", "rural"], LOCALITY]
Contrast: TypeAlias = Annotated[
    Literal["strength", "locality", "size"],
    Choice(
        {
            "strength": ("强弱", "强校与弱校"),
            "locality": ("城乡", "城区校与乡村校"),
            "size": ("大小", "大校与小校"),
        }
    ),
]
GROUPS = Text("个", "communities")
MOST = 1000


class CommunityStructureParams(Params):
    """What a community is: ``onebell group`` forms communities of a county by these rules.

    A community has one core; teaching points go with their centre school and are not counted. A
    rule speaks of whatever is given in it; ``life_years``, ``scope``, ``level`` and ``tiers`` are
    carried as data.
    """

    code = "F01"
    data: ClassVar[frozenset[str]] = frozenset(("life_years", "scope", "level", "tiers"))
    details: ClassVar[frozenset[str]] = frozenset(("counts_core", "contrasts", "choices"))

    coverage: float | None = param(
        "覆盖比例", "多少学校加入共同体", "share of schools in a community", None, SHARE, ge=0, le=1
    )
    communities: int | None = param(
        "共同体数", "全县几个共同体", "communities of the county", None, GROUPS, ge=1, le=MOST
    )
    primary_communities: int | None = param(
        "小学共同体数",
        "核心校有小学的共同体有几个",
        "communities whose core has primary grades",
        None,
        GROUPS,
        ge=0,
        le=MOST,
    )
    junior_communities: int | None = param(
        "初中共同体数",
        "核心校有初中的共同体有几个",
        "communities whose core has junior grades",
        None,
        GROUPS,
        ge=0,
        le=MOST,
    )
    min_schools: int | None = param(
        "最少学校数", "至少几所学校", "schools at least", None, SITES, ge=1, le=MOST
    )
    max_schools: int | None = param(
        "最多学校数", "至多几所学校", "schools at most", None, SITES, ge=0, le=MOST
    )
    counts_core: bool = param(
        "连核心校", "学校数是否连核心校一起算", "whether the core is one of these schools", True
    )
    core_locality: tuple[Locality, ...] | None = param(
        "核心校城乡", "核心校在城区、镇区或乡村", "where core schools are", None
    )
    member_locality: tuple[Locality, ...] | None = param(
        "成员校城乡", "成员校在城区、镇区或乡村", "where member schools are", None
    )
    core_strong: bool | None = param(
        "强校牵头", "核心校不是薄弱学校", "a core is no weak school", None
    )
    stages: Annotated[
        Literal["same", "across", "any"] | None,
        Choice({"same": ("同学段",), "across": ("跨学段", "贯通"), "any": ("不限",)}),
    ] = param(
        "学段搭配",
        "成员校与核心校同学段，或小学与初中贯通",
        "members share a stage with their core, or primary and junior schools go together",
        None,
    )
    mixed: bool | None = param("强弱搭配", "强校与弱校搭配", "strong schools with weak ones", None)
    contrasts: tuple[Contrast, ...] = param(
        "搭配方面",
        "搭配看强弱、城乡、大小中的哪几方面，不写为全部",
        "what is mixed: strength, locality, size; empty: all",
        (),
    )
    helps: int | None = param(
        "帮扶所数",
        "共同体内一所非薄弱学校至多帮扶几所薄弱学校",
        "weak schools that one other school of the community helps at most",
        None,
        SITES,
        ge=0,
        le=MOST,
    )
    max_minutes: int | None = param(
        "路程上限",
        "成员校到核心校单程至多几分钟",
        "minutes from a member to its core, or back, at most",
        None,
        MINUTES,
        ge=0,
        le=600,
    )
    choice: bool | None = param("双向选择", "照各校的志愿", "the schools choose each other", None)
    choices: int = param(
        "志愿数",
        "成员校的前几个志愿都算如愿",
        "first choices of a member that all count as met",
        1,
        Text("个", "choices"),
        ge=1,
        le=MOST,
    )
    life_years: int | None = param(
        "存续年数", "一经组建几年不变", "years for which it is fixed", None, YEARS, ge=0, le=100
    )
    scope: Annotated[
        Literal["community", "county", "any"] | None,
        Choice({"community": ("本共同体",), "county": ("全县",), "any": ("不限",)}),
    ] = param("组建范围", "在什么范围里组建", "where its schools are found", None)
    level: str | None = param("形式", "共同体的形式", "its form", None)
    tiers: int | None = param(
        "层级数", "学校分几级", "tiers of schools", None, Text("级", "tiers"), ge=0, le=10
    )

    @classmethod
    def plans(cls, given: Mapping[str, Any]) -> bool:
        """Return whether a rule asks for anything but data."""
        return any(
            value is not None and value is not False and key not in cls.data | cls.details
            for key, value in given.items()
        )

    def faults(self, strictness: Strictness, window: Window | None) -> Iterator[Fault]:
        """Refuse an empty range of sizes."""
        low, high = self.min_schools, self.max_schools
        if low is not None and high is not None and low > high:
            yield Fault(
                "min_schools",
                Text(
                    f"最少学校数{low}应不超过最多学校数{high}",
                    f"min_schools {low} is above max_schools {high}",
                ),
            )
