"""What is worth knowing of a community before planning."""

from __future__ import annotations

from support import tiny_community

from community.codes import Degree
from community.models import RoomKind
from scenarios.attention import worth_knowing


def test_rooms_that_no_school_has_are_told() -> None:
    """Music needs a music room; of the two schools only C has one."""
    tiny = tiny_community()
    assert worth_knowing(tiny_community()) == ()
    subjects = tuple(
        s.model_copy(update={"room": RoomKind.MUSIC}) if s.id == "music" else s
        for s in tiny.subjects
    )
    (both,) = worth_knowing(tiny_community().model_copy(update={"subjects": subjects}))
    assert "音乐课需要音乐教室，但中心小学、东山小学没有" in both.zh
    room = tiny.rooms[0].model_copy(update={"id": "CM", "kind": RoomKind.MUSIC})
    community = tiny.model_copy(update={"subjects": subjects, "rooms": (*tiny.rooms, room)})
    (one,) = worth_knowing(community)
    assert "但东山小学没有" in one.zh
    assert "东山小学 lack" in one.en


def test_who_has_no_degree_is_told_where_others_have_one() -> None:
    """Nobody has one: nothing is reckoned with them. One of nine has: eight are left out."""
    tiny = tiny_community()
    first, *others = tiny.teachers
    first = first.model_copy(update={"degree": Degree.BACHELOR})
    (found,) = worth_knowing(tiny.model_copy(update={"teachers": (first, *others)}))
    assert "教师C2、教师C3、教师C4、教师C5等8位没有填学历" in found.zh
