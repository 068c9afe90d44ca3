"""What parameters of several families can be: codes, and the words that planners write for them."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from community.codes import Direction, PlacementKind
from community.standing import Category
from community.tables.kinds import Choice
from community.tables.words import PLACEMENT
from community.text import Text

KINDS = Text("规则针对哪几种交流方式", "the kinds of placement that the rule speaks of")

Kind: TypeAlias = Annotated[PlacementKind, PLACEMENT]
Standing: TypeAlias = Annotated[
    Category,
    Choice(
        {
            "any": ("不限", "教师", "任何教师"),
            "backbone": ("骨干教师", "骨干"),
            "middle_leader": ("中层干部", "中层", "校干"),
            "backbone_or_leader": ("中层干部或骨干教师", "骨干教师或中层干部", "骨干或中层"),
            "young": ("青年教师", "青年"),
        }
    ),
]
Way: TypeAlias = Annotated[
    Direction,
    Choice(
        {
            "core_to_member": ("核心校到成员校", "总校到分校", "核心校派往成员校"),
            "member_to_core": ("成员校到核心校", "分校到总校", "成员校派往核心校"),
            "member_to_member": ("成员校之间", "成员校到成员校"),
            "inside_member": ("中心校与教学点之间", "成员校内部"),
            "between_communities": ("共同体之间",),
        }
    ),
]
QuotaWay: TypeAlias = Annotated[
    Literal[Direction.CORE_TO_MEMBER, Direction.MEMBER_TO_CORE, "both"],
    Choice(
        {
            "core_to_member": ("核心校到成员校", "总校到分校", "核心校派往成员校"),
            "member_to_core": ("成员校到核心校", "分校到总校", "成员校派往核心校"),
            "both": ("双向", "互派"),
        }
    ),
]
Reach: TypeAlias = Annotated[
    Literal["member", "core", "community", "county"],
    Choice(
        {
            "member": ("每所成员校", "成员校"),
            "core": ("每所核心校", "核心校"),
            "community": ("每个共同体", "共同体"),
            "county": ("全县", "县"),
        }
    ),
]
MEMBER_OR_ALL = Choice({"member": ("每所成员校", "成员校"), "community": ("整个共同体", "共同体")})
MemberOrAll: TypeAlias = Annotated[Literal["member", "community"], MEMBER_OR_ALL]
Only: TypeAlias = Annotated[
    Literal["any", "weak", "rural", "teaching_point"],
    Choice(
        {
            "any": ("不限",),
            "weak": ("薄弱学校", "薄弱校"),
            "rural": ("乡村学校", "农村学校"),
            "teaching_point": ("有教学点的学校", "教学点"),
        }
    ),
]
Part: TypeAlias = Annotated[
    Literal["start", "mid", "end"] | None,
    Choice({"start": ("期初",), "mid": ("期中",), "end": ("期末",)}),
]
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
