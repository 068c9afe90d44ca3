"""What a community has once: its id, name, school year and policy profile; and the overrides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.models import Community
from community.profile import profile_names, profile_title
from community.tables.base import Column, Table
from community.tables.cells import as_word
from community.tables.kinds import FreeText, Id
from community.tables.years import SchoolYear
from community.text import Text

if TYPE_CHECKING:
    from community.tables.cells import Cell
    from community.tables.references import References


class Profile(Id):
    """A policy profile, by its name or its title. That there is one is asked of the policy."""

    def parse(self, cell: Cell, refs: References) -> str:
        """Return the name."""
        word = as_word(cell)
        for name in profile_names():
            if word in profile_title(name):
                return name
        return word


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
OVERRIDE_EXAMPLES = {
    "zh": ("派出学校保住各学科开课，同时离校不超过20%", "离校比例上限", "25%"),
    "en": ("core_out", "min", "4"),
}
OVERRIDES_HELP = Text(
    "改动政策方案中的数字，没有改动就留空；规则写名称或编号",
    "your own numbers instead of the profile's: rule, parameter, value",
)
OVERRIDE_HELPS = (
    OVERRIDES_HELP,
    Text("参数，或停用、启用、刚性、原则上、弹性", "a parameter, or enabled, strictness, weight"),
    Text("新的值，如6、30%、是、支教、走教", "the new value, as 6, 30%, yes, secondment"),
)
PARAMETERS_TITLE = Text("政策参数", "parameters")
PARAMETERS_HELP = Text(
    "方案中各条规则的参数、现值、可填的值和意思，供查阅；要改的写在“政策调整”",
    "the parameters of all rules, for reference; what is changed belongs into overrides",
)
PARAMETERS_HEADER = {
    "zh": ("规则", "参数", "现值", "可填", "意思", "编号"),
    "en": ("rule", "parameter", "value", "takes", "meaning", "title"),
}
