"""What if to the end: the plan after a change, what it costs, the answer when there is none."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from cli_support import QUICK, onebell
from support import tiny_community

from community.models import Room, RoomKind
from community.profile import resolve
from community.reading import read_community
from community.requests import JointLesson
from community.writing import write_folder
from publishing.plan_folder import read_plan
from scenarios.changes.base import replaced

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

ROOMS = tuple(
    Room(id=f"C-M{n}", school="C", name=f"音乐教室{n}", kind=RoomKind.MUSIC) for n in (1, 2)
)


@pytest.fixture(scope="module")
def musical(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The tiny community with two music rooms at its core, and a plan; tests do not change them.

    Both rooms serve 2 periods of each class of the core, of which one is had together.
    """
    base = tmp_path_factory.mktemp("musical")
    tiny = tiny_community()
    subjects = tuple(
        s.model_copy(update={"room": RoomKind.MUSIC}) if s.id == "music" else s
        for s in tiny.subjects
    )
    fields = {
        "policy": resolve("national_base"),
        "rooms": (*tiny.rooms, *ROOMS),
        "subjects": subjects,
        "joint": (JointLesson(id="H1", subject="music", classes=("C31", "C41")),),
    }
    write_folder(replaced(tiny, **fields), base / "community")
    result = onebell("plan", base / "community", "-o", base / "plan", *QUICK)
    assert result.exit_code == 0, result.output
    return base / "community", base / "plan"


def whatif(given: tuple[Path, Path], out: Path, *changes: str) -> Result:
    words = [word for change in changes for word in ("--change", change)]
    return onebell("whatif", *given, *words, "-o", out, "--json", *QUICK)


def rooms_of(out: Path, subject: str = "music", school: str = "C") -> set[str]:
    community = read_community(out / "community")
    lessons = read_plan(community, out).week.lessons
    return {x.room for x in lessons if (x.subject, x.school) == (subject, school)}


def sound(out: Path) -> None:
    assert onebell("audit", out / "community", out).exit_code == 0


def test_lessons_of_a_closed_room_go_to_another(tmp_path: Path, musical: Any) -> None:
    """Also one that was locked there: its time stays."""
    plan = tmp_path / "plan"
    shutil.copytree(musical[1], plan)
    community = read_community(musical[0])
    lessons = read_plan(community, plan).week.lessons
    x = next(x for x in lessons if x.school == "C" and x.room)
    room = next(r for r in ROOMS if r.id == x.room)
    assert onebell(
        "pin", musical[0], plan, f"{x.class_id} 周{'一二三四五'[x.weekday - 1]} {x.slot}"
    )
    out = tmp_path / "out"
    result = whatif((musical[0], plan), out, f"教室停用 中心小学{room.name}")
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert data["changes"] == [f"中心小学{room.name}停用。"]
    assert data["moved"]["dropped"] == data["moved"]["added"] == 0
    assert rooms_of(out) == {r.id for r in ROOMS} - {room.id}
    sound(out)


def test_the_last_room_of_a_kind_leaves_the_own_rooms(tmp_path: Path, musical: Any) -> None:
    out = tmp_path / "out"
    result = whatif(musical, out, "教室停用 C-M1", "room-closed 中心小学 音乐教室2")
    assert result.exit_code == 0, result.output
    last = json.loads(result.stdout)["changes"][1]
    assert last == "中心小学音乐教室2停用；该校再没有音乐教室。"
    assert rooms_of(out) == {""}
    sound(out)


def test_a_class_that_is_closed_is_in_no_lesson(tmp_path: Path, musical: Any) -> None:
    """What it had together with another class is that one's own lesson now."""
    out = tmp_path / "out"
    result = whatif(musical, out, "撤销班级 中心小学三(1)班")
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    # 6 periods of Chinese, 5 of mathematics, 2 of music.
    assert data["moved"]["dropped"] == 13
    assert "每周13节" in data["changes"][0] and "40名学生没有并入" in data["changes"][0]
    alone = [x for x in data["moved"]["lessons"] if "四年级(1)班 音乐" in x and " 合班 → " in x]
    assert len(alone) == 1 and alone[0].endswith("单独上课")
    community = read_community(out / "community")
    assert "C31" not in community.class_by_id and community.joint == ()
    sound(out)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("教室停用 音乐教室9", "是不是音乐教室"),
        ("教室停用", "应写作 教室停用 编号，或学校加教室名称"),
        ("撤销班级 三年级(1)班", "几所学校都有"),
        ("撤销班级 中心小学九年级(1)班", "没有这个班级"),
    ],
)
def test_what_is_not_there_cannot_be_closed(
    tmp_path: Path, musical: Any, change: str, said: str
) -> None:
    result = whatif(musical, tmp_path / "out", change)
    assert result.exit_code == 2 and said in result.stderr
    assert not (tmp_path / "out").exists()


def test_no_plan_is_made_of_tables_that_no_longer_fit(tmp_path: Path, musical: Any) -> None:
    """A room with 35 seats is left: too few for classes of 40, and no plan could be read."""
    folder = tmp_path / "community"
    community = read_community(musical[0])
    small = ROOMS[1].model_copy(update={"seats": 35})
    rooms = (*(r for r in community.rooms if r.id != small.id), small)
    write_folder(replaced(community, rooms=rooms), folder)
    result = whatif((folder, musical[1]), tmp_path / "out", "教室停用 C-M1")
    assert result.exit_code == 2
    assert (
        result.stderr.startswith("“教室停用 C-M1”：这样变化以后")
        and "最大的音乐教室2只有35座" in result.stderr
    )


def test_lessons_of_who_is_on_leave_are_given_to_others(tmp_path: Path, planned: Any) -> None:
    """M1 and M3 teach Chinese at M, 12 periods of the 14 that one may have; nobody but C5 music."""
    out = tmp_path / "out"
    result = whatif(planned, out, "教师请假 教师M3 病假")
    assert result.exit_code == 0, result.output
    community = read_community(out / "community")
    assert "M3" in community.teacher_by_id
    assert all(x.teacher != "M3" for x in read_plan(community, out).week.lessons)
    sound(out)
    nobody = whatif(planned, tmp_path / "none", "教师请假 教师C5 产假")
    assert nobody.exit_code == 1 and json.loads(nobody.stdout)["reasons"]
    assert not (tmp_path / "none").exists()
