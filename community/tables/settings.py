"""What a community has once: its id, name, school year and policy profile; and the overrides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.models import Community
from community.tables.base import Column, Table
from community.tables.kinds import FreeText, Id
from community.tables.profiles import Profile
from community.tables.years import SchoolYear
from community.text import Text

if TYPE_CHECKING:
    from community.tables.kinds import Kind

SETTINGS = Table(
    "community",
    "社区",
    Community,
    Text("共同体本身的几项内容，一项一行", "the community itself, one item a row"),
    (
        Column("id", "编号", Id(), Text("共同体的编号", "id of the community"), "libo", ("代码",)),
        Column(
            "name",
            "名称",
            FreeText(),
            Text("共同体的名称", "its name"),
            "荔波城乡教育共同体",
            ("共同体名称", "教共体名称", "集团名称", "共同体"),
        ),
        Column(
            "school_year",
            "学年",
            SchoolYear(),
            Text("学年开始的年份", "first year"),
            "2025",
            ("学年度",),
        ),
        Column(
            "profile",
            "政策方案",
            Profile(),
            Text("onebell profiles 列出的名称或标题", "a name that onebell profiles lists"),
            "libo",
            ("政策", "policy", "方案"),
        ),
    ),
)
SETTING_HEADER = {"zh": ("项目", "内容"), "en": ("item", "value")}

OVERRIDES_TITLE = "政策调整"
OVERRIDES_KEY = "overrides"
OVERRIDE_HEADER = {"zh": ("规则", "参数", "值"), "en": ("rule", "parameter", "value")}
OVERRIDE_EXAMPLE = ("core_out", "min", "4")
OVERRIDES_HELP = Text(
    "改动政策方案中的数字：规则编号、参数名、新的值；没有改动就留空",
    "your own numbers instead of the profile's: rule, parameter, value",
)


def setting_kind(key: str) -> Kind:
    """Return the kind of one setting."""
    return SETTINGS.by_key[key].kind
