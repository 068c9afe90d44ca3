"""Tables of the sites: schools, rooms, classes, and the ways between them."""

from __future__ import annotations

from typing import Any

from community.models import ClassGroup, Room, School, Travel
from community.names import canonical
from community.tables.base import Column, Table
from community.tables.kinds import (
    ClassName,
    FreeText,
    Id,
    Minutes,
    Number,
    Ref,
    Refs,
    Whole,
    YesNo,
    Yuan,
)
from community.tables.missing import (
    FROM_NAME,
    FROM_PLACE,
    id_from_name,
    id_from_place,
    own_grid,
)
from community.tables.words import LOCALITY, MINUTES, ROLE, ROOM, STAGE
from community.text import Text

_AT = ("所在学校", "学校名称", "单位")
_PEOPLE = ("人", "名")
_PUPILS = ("人数", "学生人数", "学生", "班额", "学生总数", "在校生数", "总人数")


def _class(values: dict[str, Any]) -> dict[str, Any]:
    """Return a class's values with grade, number and canonical name from its one name."""
    if "name" not in values:
        return values
    grade, number, *others = place = values["name"]
    own = {"grade": grade, "number": number, "other_grades": tuple(others)}
    return values | own | {"name": canonical(*place)}


def _resource(
    key: str, title: str, kind: Number | Whole, en: str, example: str, *also: str
) -> Column:
    """Return a column of a school's resources, for the indicators of balanced development."""
    text = Text("全校合计，算优质均衡指标；可不填", f"{en} of the whole school; may be empty")
    return Column(key, title, kind, text, example, also, optional=True, rare=True)


_M2 = Number(("平方米", "㎡", "m²", "m2", "平米"))
_RESOURCES = (
    _resource(
        *(
            "teaching_area_m2",
            "教学及辅助用房面积",
            _M2,
            "teaching and auxiliary rooms, m2",
            "5600",
        ),
        *("教学及辅助用房", "教学辅助用房面积"),
    ),
    _resource(
        *("sports_area_m2", "体育运动场馆面积", _M2, "sports grounds and halls, m2", "9200"),
        *("运动场馆面积", "体育运动场地面积", "运动场地面积"),
    ),
    _resource(
        *(
            "equipment_cny",
            "教学仪器设备值",
            Yuan(("元",)),
            "teaching equipment, yuan",
            "2500000",
        ),
        "教学仪器设备总值",
    ),
    _resource(
        *(
            "multimedia_rooms",
            "网络多媒体教室数",
            Whole(("间", "个")),
            "networked classrooms",
            "28",
        ),
        *("网络多媒体教室", "多媒体教室数"),
    ),
)

SCHOOLS = Table(
    "schools",
    "学校",
    School,
    Text(
        "每所学校或教学点一行，每个共同体恰好一所核心校",
        "one row a school or teaching point; one core a community",
    ),
    (
        Column(
            "id",
            "编号",
            Id(),
            Text("不重复，定后不改", "unique, never changed"),
            "S01",
            ("学校编号", "学校代码"),
            instead=id_from_name,
            instead_of=FROM_NAME,
        ),
        Column(
            "name",
            "名称",
            FreeText(),
            Text("学校全称", "full name"),
            "实验小学",
            ("学校名称", "学校", "校名"),
        ),
        Column(
            "role",
            "类型",
            ROLE,
            Text(
                "核心校、成员校或教学点；还没有分组的写待定",
                "its place; open where no communities are formed yet",
            ),
            "核心校",
            ("学校类型", "性质", "学校性质", "类别"),
        ),
        Column("stage", "学段", STAGE, Text("小学、初中、高中、九年一贯等", "stage"), "小学"),
        Column(
            "grid",
            "作息表",
            Ref("grids"),
            Text("“作息”表中的作息表", "a grid of slots"),
            "G01",
            ("作息", "作息时间", "作息时间表"),
            instead=own_grid,
            instead_of=Text(
                "各校用以校名为名的，或唯一的作息表",
                "the bells called as the school, or the only ones",
            ),
        ),
        Column(
            "parent",
            "所属中心校",
            Ref("schools"),
            Text("仅教学点填写", "for teaching points: their centre school"),
            "",
            ("中心校", "所属学校", "主管学校"),
        ),
        Column(
            "locality", "城乡", LOCALITY, Text("城区、镇区或乡村", "urban, town, rural"), "城区"
        ),
        Column("is_weak", "薄弱学校", YesNo(), Text("是或否", "yes or no"), "否"),
        Column(
            "weak_subjects",
            "薄弱学科",
            Refs("subjects"),
            Text("学科代码或名称，用、分隔", "subjects, separated by ;"),
            "音乐、美术",
        ),
        Column(
            "pupils",
            "学生数",
            Whole(_PEOPLE),
            Text("全校学生人数", "pupils in all"),
            "1200",
            _PUPILS,
        ),
        Column(
            "group",
            "所属共同体",
            Id(),
            Text(
                "一个文件里有全县几个共同体时填写，每个共同体一所核心校",
                "the community it belongs to, when the file holds a county of several",
            ),
            "",
            ("共同体",),
            optional=True,
        ),
        Column(
            "wishes",
            "志愿学校",
            Refs("schools"),
            Text(
                "分组前填：愿与哪些学校结成共同体，按意愿先后用、分隔",
                "before grouping: schools it wants to be with, the most wanted first",
            ),
            "",
            ("志愿", "意向学校"),
            optional=True,
        ),
        *_RESOURCES,
    ),
    aliases=("学校", "成员校", "校点"),
)

ROOMS = Table(
    "rooms",
    "教室",
    Room,
    Text("录播教室、专用教室等；普通教室可以不列", "live and special rooms"),
    (
        Column(
            "id",
            "编号",
            Id(),
            Text("不重复", "unique"),
            "R01",
            ("教室编号",),
            instead=id_from_place,
            instead_of=FROM_PLACE,
        ),
        Column("school", "学校", Ref("schools"), Text("学校编号或名称", "school"), "S01", _AT),
        Column(
            "name", "名称", FreeText(), Text("教室名称", "name"), "录播教室", ("教室名称", "教室")
        ),
        Column(
            "kind",
            "类型",
            ROOM,
            Text("录播教室可上同步课", "live rooms send and receive"),
            "录播教室",
            ("教室类型", "用途"),
        ),
        Column(
            "capacity",
            "可容班数",
            Whole(("个班", "班", "个")),
            Text("同时可用的班数", "classes at once"),
            "1",
        ),
        Column(
            "seats",
            "座位数",
            Whole((*_PEOPLE, "个", "座")),
            Text("一节课最多坐多少名学生，空为不限", "pupils in one lesson; any number when empty"),
            "50",
            ("座位", "可容人数", "容纳人数"),
            optional=True,
        ),
    ),
    aliases=("教室", "功能室", "专用室", "场地"),
)

CLASSES = Table(
    "classes",
    "班级",
    ClassGroup,
    Text("每个班一行，班名在本校内不重复", "one row a class"),
    (
        Column(
            "id",
            "编号",
            Id(),
            Text("不重复", "unique"),
            "S01-302",
            ("班级编号", "班号"),
            instead=id_from_place,
            instead_of=FROM_PLACE,
        ),
        Column("school", "学校", Ref("schools"), Text("学校编号或名称", "school"), "S01", _AT),
        Column(
            "name",
            "班级",
            ClassName(),
            Text("三年级(2)班、三(2)班、3.2或302", "grade and number, such as 3.2"),
            "三年级(2)班",
            ("班级名称", "名称", "class", "班名"),
        ),
        Column("pupils", "学生数", Whole(_PEOPLE), Text("空为40", "40 when empty"), "42", _PUPILS),
        Column(
            "room",
            "本班教室",
            Ref("rooms"),
            Text(
                "“教室”表中的教室，不用专用教室的课都在这里上；可不填",
                "its own room, of the table of rooms; may be empty",
            ),
            "",
            ("固定教室", "所在教室"),
            optional=True,
        ),
        Column(
            "load",
            "折算系数",
            Number(),
            Text(
                "班额大的班、复式班等，一节课折合几课时，与学科的相乘；空为1",
                "of a large class, say: times that of the subject; 1 when empty",
            ),
            "",
            ("课时系数", "折算"),
            optional=True,
        ),
    ),
    _class,
    aliases=("班级", "班额"),
    besides={"班主任": "class_teacher", "班主任姓名": "class_teacher"},
)

TRAVEL = Table(
    "travel",
    "路程",
    Travel,
    Text("两校之间每个方向一行，来回都要填", "one row for each direction between two sites"),
    (
        Column(
            "origin",
            "出发学校",
            Ref("schools"),
            Text("编号或名称", "school"),
            "S01",
            ("出发", "起点", "从"),
        ),
        Column(
            "destination",
            "到达学校",
            Ref("schools"),
            Text("编号或名称", "school"),
            "S02",
            ("到达", "终点", "到"),
        ),
        Column(
            "minutes",
            "分钟",
            Minutes(MINUTES),
            Text("路上的分钟数", "minutes on the way"),
            "25",
            ("车程", "时间", "用时", "路上时间", "所需时间"),
        ),
        Column(
            "km",
            "公里",
            Number(("公里", "千米", "km", "KM")),
            Text("路程", "kilometres"),
            "12.5",
            ("路程公里", "路程", "距离", "里程"),
        ),
    ),
    aliases=("路程", "距离", "车程", "交通"),
)
