"""What is written reads back equal, in every form, and what would not is not written."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from io_support import OVERRIDES, full_community
from support import tiny_community

from community import toml
from community.draft import Draft
from community.errors import InputError
from community.integrity import findings, problems
from community.models import (
    CalendarDay,
    Community,
    DayKind,
    FixedLesson,
    LoadRequest,
    PlacementStatus,
    RoomKind,
    SchoolRole,
    Stage,
    Travel,
)
from community.names import canonical, joined
from community.profile import resolve
from community.reading import read_community
from community.rule import Strictness
from community.tables import BY_KEY, TABLES
from community.tables.kinds import Reason
from community.tables.references import References
from community.writing import write_folder, write_workbook


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _assert_same(read: Community, written: Community) -> None:
    for name in Community.model_fields:
        for one, other in zip(_rows(read, name), _rows(written, name), strict=True):
            assert one == other, name
    assert read == written


def _rows(community: Community, name: str) -> tuple[Any, ...]:
    value = getattr(community, name)
    return value if isinstance(value, tuple) else (value,)


def test_folder_and_workbook_lose_nothing(tmp_path: Path) -> None:
    community = full_community()
    assert problems(community) == []
    write_folder(community, tmp_path / "a")
    assert read_community(tmp_path / "a") == community
    for lang in ("zh", "en"):
        write_workbook(read_community(tmp_path / "a"), tmp_path / "b.xlsx", lang)
        assert read_community(tmp_path / "b.xlsx") == community
        write_folder(read_community(tmp_path / "b.xlsx"), tmp_path / "c")
        assert _bytes(tmp_path / "a") == _bytes(tmp_path / "c")


def _varied() -> Community:
    """The full community, in which every column of every table says something of its own."""
    full = full_community()
    music, *others = reversed(full.subjects)
    lesson, *slots = full.slots
    *teachers, last = full.teachers
    rows = {
        "schools": [
            s.model_copy(update={"group": "东片", "wishes": others})
            for s in full.schools
            for others in (tuple(o.id for o in full.schools if o is not s),)
        ],
        "slots": [s.model_copy(update={"stage": Stage.TWELVE_YEAR}) for s in (
            lesson, *(s.model_copy(update={"weekdays": (1, 3)}) for s in slots[-1:]),
            *slots[:-1])],
        "subjects": [*reversed(others), music.model_copy(update={"room": RoomKind.MUSIC})],
        "curriculum": [r.model_copy(update={"periods": 2}) if r.subject == "music" else r
                       for r in full.curriculum],
        "teachers": [*teachers, last.model_copy(update={
            "is_middle_leader": True, "is_group_head": True, "min_periods": 2, "low_result": True,
        })],
        "sync": [s.model_copy(update={"periods": 2}) for s in full.sync],
        "load_requests": [*full.load_requests, LoadRequest(
            school="C", max_days=5, strictness=Strictness.SOFT, weight=3, note="每周一天教研")],
        "fixed": [*full.fixed, FixedLesson(
            name="安全教育", classes=("C31",), weekday=3, slot="4", class_teacher=True)],
    }  # fmt: skip
    return full.model_copy(update={key: tuple(found) for key, found in rows.items()})


def test_every_column_of_every_table_comes_back(tmp_path: Path) -> None:
    """A table or column that is new has to be in the full community, too."""
    community = _varied()
    assert problems(community) == []
    for table in TABLES:
        for column in table.columns:
            default = table.record.model_fields[column.key].default
            values = [getattr(row, column.key) for row in getattr(community, table.key)]
            said = [v for v in values if v not in (None, "", ()) and v != default]
            assert said, f"nobody says {table.key}.{column.key}"
    write_folder(community, tmp_path / "a")
    for lang in ("zh", "en"):
        write_workbook(read_community(tmp_path / "a"), tmp_path / f"{lang}.xlsx", lang)
        _assert_same(read_community(tmp_path / f"{lang}.xlsx"), community)


def test_overrides_are_in_force_after_reading(tmp_path: Path) -> None:
    write_workbook(full_community(), tmp_path / "b.xlsx")
    policy = read_community(tmp_path / "b.xlsx").policy
    (rule,) = policy.of("home_school_protection")
    assert rule.params == {"max_absent_share": 0.25, "subject_cover": False}
    assert policy.overrides == OVERRIDES
    assert list(policy.overrides) == list(OVERRIDES)


# --- any community

_texts = st.text(
    st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" ,;\"'=+-@、\n"), max_size=12
).map(str.strip)
_names = _texts.filter(bool)
_reasons = _texts.filter(lambda text: Reason().parse(text, References()) == text)


@st.composite
def communities(draw: st.DrawFn) -> Community:
    """The full community with other numbers, texts, days, ways and overrides."""
    base = full_community()
    schools = tuple(
        s.model_copy(
            update={
                "name": draw(_names),
                "pupils": draw(st.integers(0, 20000)),
                "is_weak": draw(st.booleans()),
                "weak_subjects": tuple(draw(st.permutations(("zh", "math")))),
            }
        )
        for s in base.schools
    )
    classes = tuple(
        c.model_copy(update={"number": number, "name": canonical(c.grade, number)})
        for c in base.classes
        for number in (draw(st.integers(1, 60)),)
    )
    teachers = tuple(
        t.model_copy(
            update={
                "name": joined(draw(_names)),
                "exemption": draw(_reasons),
                "birth_year": draw(st.integers(1960, 1995)),
                "max_periods": draw(st.integers(0, 40)),
                "is_group_head": draw(st.booleans()),
            }
        )
        for t in base.teachers
    )
    placements = tuple(
        p.model_copy(
            update={
                "status": draw(st.sampled_from(PlacementStatus)),
                **({"week": draw(st.integers(1, 18))} if p.weeks else {}),
            }
        )
        for p in base.placements
    )
    km = draw(st.floats(0, 1000, allow_nan=False))
    travel = tuple(
        Travel(origin=w.origin, destination=w.destination, minutes=draw(st.integers(0, 600)), km=km)
        for w in base.travel
    )
    days = draw(st.lists(st.dates(dt.date(2025, 9, 1), dt.date(2026, 6, 30)), unique=True))
    share = draw(st.floats(0.001, 1))
    kinds = draw(st.lists(st.sampled_from(("secondment", "itinerant")), unique=True, min_size=1))
    overrides: dict[str, Any] = {
        "exchange_share": {"share": share, "kinds": kinds, "enabled": draw(st.booleans())},
        "workload_norm": {"over_by": draw(st.integers(0, 9))},
    }
    return base.model_copy(
        update={
            "name": draw(_names),
            "policy": resolve("national_base", overrides),
            "schools": schools,
            "classes": classes,
            "teachers": teachers,
            "calendar": tuple(
                CalendarDay(date=d, kind=DayKind.HOLIDAY, note=draw(_texts)) for d in days
            ),
            "travel": travel,
            "placements": placements,
        }
    )


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # one example takes a second to shrink
)
@given(communities())
def test_any_community_comes_back(community: Community) -> None:
    with TemporaryDirectory() as temporary:
        place = Path(temporary)
        write_folder(community, place / "a")
        _assert_same(read_community(place / "a"), community)
        write_workbook(community, place / "a.xlsx")
        again = read_community(place / "a.xlsx")
        _assert_same(again, community)
        write_folder(again, place / "b")
        assert _bytes(place / "a") == _bytes(place / "b")


_values = st.recursive(
    st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("ab._é 1"), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(_values)
def test_any_value_of_a_policy_comes_back(value: Any) -> None:
    written = toml.bare(value) if isinstance(value, str) else toml.value(value)
    read = toml.parse_value(written)
    assert read == value and type(read) is type(value)
    import tomllib

    document = toml.document({"rules.a b.c": {"käse": value}})
    assert tomllib.loads(document) == {"rules": {"a b.c": {"käse": value}}}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("3", 3),
        ("３", 3),
        ("0.15", 0.15),
        ("15%", 0.15),
        ("是", True),
        ("false", False),
        ("soft", "soft"),
        ('"3"', "3"),
        ("2025-09-01", "2025-09-01"),
        ('["a", "b"]', ["a", "b"]),
        ("[a", "[a"),
        ("1\nx = 2", "1\nx = 2"),
    ],
)
def test_cells_of_overrides(cell: str, value: Any) -> None:
    read = toml.parse_value(cell)
    assert read == value and type(read) is type(value)


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.key)
def test_examples_of_the_template_are_readable(table: Any) -> None:
    refs = References(unknown_tables={*BY_KEY, "grids"})
    values = {c.key: c.kind.parse(c.example, refs) if c.example else None for c in table.columns}
    given = table.complete({k: v for k, v in values.items() if v is not None})
    assert table.record.model_validate(given)


# --- what cannot be kept is not written


def _with(**changes: Any) -> Community:
    """Return the full community whose first teacher, class or school is changed."""
    community = full_community()
    for table, fields in changes.items():
        first, *rest = getattr(community, table)
        community = community.model_copy(update={table: (first.model_copy(update=fields), *rest)})
    return community


@pytest.mark.parametrize(
    "community",
    [
        _with(classes={"name": "三(1)班"}),
        _with(teachers={"name": " 林晓禾"}),
        _with(teachers={"name": "林\x00禾"}),
        _with(teachers={"name": ""}),
        _with(teachers={"id": "a/b"}),
        _with(teachers={"name": "林 晓禾"}),
        _with(teachers={"exemption": "无"}),
        _with(subjects={"id": "代码", "name": "名称"}),  # as the header
        _with(teachers={"school": "Z"}),
        _with(slots={"weekdays": (3, 1)}),
        full_community().model_copy(update={"name": "共同体\r"}),
        full_community().model_copy(update={"id": "１２"}),
    ],
)
def test_what_would_not_come_back_is_refused(tmp_path: Path, community: Community) -> None:
    for write in (write_folder, write_workbook):
        with pytest.raises(InputError) as refused:
            write(community, tmp_path / "out")
        assert refused.value.problems
    assert list(tmp_path.iterdir()) == []


def test_other_files_are_kept_and_old_ones_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "community"
    write_folder(full_community(), folder)
    (folder / "notes.txt").write_text("mine")
    changed = _with(schools={"pupils": 81})
    write_folder(changed, folder)
    assert read_community(folder) == changed
    assert (folder / "notes.txt").read_text() == "mine"
    assert sorted(p.name for p in folder.iterdir()) == sorted(
        ["notes.txt", "policy.toml", *(t.file for t in TABLES)]
    )


def test_a_failed_write_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full at the third file: the old community is still there, and nothing else."""
    folder = tmp_path / "a"
    write_folder(full_community(), folder)
    before = _bytes(folder)
    real, count = Path.write_bytes, iter(range(100))

    def full_disk(self: Path, data: bytes) -> int:
        if next(count) == 2:
            raise OSError(28, "No space left on device")
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(OSError, match="No space"):
        write_folder(_with(schools={"pupils": 1}), folder)
    count = iter(range(100))
    with pytest.raises(OSError, match="No space"):
        write_folder(full_community(), tmp_path / "b")
    assert _bytes(folder) == before
    assert os.listdir(tmp_path) == ["a"]


# --- integrity of communities made by programs


def test_integrity_of_a_finished_community() -> None:
    tiny = tiny_community()
    assert problems(tiny) == []
    core = tiny.schools[0].model_copy(update={"role": SchoolRole.MEMBER})
    junior = tiny.schools[1].model_copy(update={"stage": Stage.JUNIOR})
    broken = tiny.model_copy(
        update={
            "schools": (core, junior),
            "teachers": (tiny.teachers[0].model_copy(update={"school": "X"}), *tiny.teachers),
            "terms": (),
        }
    )
    told = {(p.place, p.row, p.column) for p in problems(broken)}
    assert told == {
        ("教师", 3, "编号"),  # C1 twice
        ("教师", 2, "学校"),
        ("教师", 2, "班主任班级"),  # C31 is not a class of X
        ("学期", None, None),
        ("学校", None, "类型"),
        ("班级", 4, "班级"),
        ("班级", 5, "班级"),
    }


def test_a_draft_is_never_blamed_for_what_could_not_be_read() -> None:
    assert findings(Draft()) == []


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    names = ["=1+1", "+86", "-x", "@a", "'=b", "''", "#REF!", "2025-09-01"]
    community = full_community()
    teachers = tuple(
        t.model_copy(update={"name": n}) for t, n in zip(community.teachers, names, strict=False)
    )
    community = community.model_copy(update={"teachers": teachers})
    write_workbook(community, tmp_path / "a.xlsx")
    assert read_community(tmp_path / "a.xlsx") == community
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["教师"]
    assert {sheet.cell(4 + i, 2).data_type for i in range(len(names))} == {"s"}
    write_folder(community, tmp_path / "a")
    assert read_community(tmp_path / "a") == community
    lines = (tmp_path / "a" / "teachers.csv").read_text("utf-8-sig").splitlines()[1:]
    assert not any(line.split(",")[1].strip('"')[:1] in "=+-@" for line in lines[:4])
