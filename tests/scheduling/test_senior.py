"""Grades 10 to 12: read, written, taught by who serves their stage, and planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import tiny_community, tiny_teacher
from weeks import first_timetable

from community.codes import Stage
from community.integrity import problems
from community.models import CurriculumRow
from community.policy import Policy
from community.profile import resolve
from community.reading import read_community
from community.writing import write_folder, write_workbook
from publishing.i18n import grade_name
from rotation.solution import Roster
from scheduling.rules.limit_workload import LimitWorkload
from scheduling.week.audit import audit_week
from scheduling.week.compile import compile_week

if TYPE_CHECKING:
    from pathlib import Path

    from community.models import Community


def _senior(stage: Stage = Stage.SECONDARY) -> Community:
    """A secondary school with a class of grade 9 and one of grade 10, and its teachers."""
    base = tiny_community()
    school = base.schools[0].model_copy(update={"stage": stage, "name": "县一中"})
    ninth = base.classes[0].model_copy(update={"grade": 9, "name": "九年级(1)班"})
    tenth = base.classes[1].model_copy(update={"grade": 10, "name": "高一(1)班"})
    teachers = tuple(
        tiny_teacher(f"{id}{n}", "C", subject, stage=of)
        for n, of in enumerate((Stage.JUNIOR, Stage.SENIOR))
        for id, subject in (("Z", "zh"), ("S", "math"), ("Y", "music"))
    )
    return base.model_copy(
        update={
            "policy": Policy(profile="national_base"),
            "schools": (school,),
            "classes": (ninth, tenth),
            "curriculum": tuple(
                CurriculumRow(grade=g, subject=s, periods=n)
                for g in (9, 10)
                for s, n in (("zh", 5), ("math", 5), ("music", 1))
            ),
            "teachers": teachers,
            "rooms": (),
            "travel": (),
        }
    )


def test_a_senior_class_is_planned_with_teachers_of_its_stage(tmp_path: Path) -> None:
    community = _senior()
    assert problems(community) == []
    write_folder(community, tmp_path / "folder")
    write_workbook(community, tmp_path / "book.xlsx")
    for path in (tmp_path / "folder", tmp_path / "book.xlsx"):
        assert read_community(path).classes == community.classes
    week = first_timetable(community)
    taught = {(x.class_id, x.teacher[-1]) for x in week.lessons}
    assert taught == {("C31", "0"), ("C41", "1")}
    assert not any(v.is_hard for v in audit_week(community, Roster(), week))
    assert [grade_name(g, "zh") for g in (9, 10, 12)] == ["九年级", "高一", "高三"]


@pytest.mark.parametrize(
    ("stage", "grades"),
    [
        (Stage.PRIMARY, range(1, 7)),
        (Stage.JUNIOR, range(7, 10)),
        (Stage.SENIOR, range(10, 13)),
        (Stage.NINE_YEAR, range(1, 10)),
        (Stage.SECONDARY, range(7, 13)),
        (Stage.TWELVE_YEAR, range(1, 13)),
    ],
)
def test_each_stage_has_its_grades(stage: Stage, grades: range) -> None:
    assert [g for g in range(1, 13) if stage.covers(g)] == [*grades]


def test_a_grade_that_a_school_does_not_have_is_told() -> None:
    told = problems(_senior(Stage.JUNIOR))
    assert any("初中（七至九年级）" in p.expected.zh for p in told)


def test_senior_teachers_have_norms_of_their_stage() -> None:
    """Chinese and mathematics 10, others 14, two more for a small price; a county may change it."""
    base = _senior()
    shipped = base.model_copy(update={"policy": resolve("national_base")})
    assert _most(shipped, "Z1", "S1", "Y1") == [12, 12, 16]
    rules = [
        r.model_copy(update={"params": r.params | {"norms": {"senior": {"zh": 8, "other": 13}}}})
        if r.id == "workload_norm"
        else r
        for r in shipped.policy.rules
    ]
    policy = shipped.policy.model_copy(update={"rules": tuple(rules)})
    assert _most(base.model_copy(update={"policy": policy}), "Z1", "S1", "Y1") == [10, 15, 15]


def _most(community: Community, *teachers: str) -> list[int]:
    """Return the loads above which the norm is broken."""
    instance = compile_week(community, Roster(), "2025-1")
    found = {
        who: rule.maximum
        for rule in instance.rules
        if isinstance(rule, LimitWorkload) and rule.id.endswith("+2")
        for who in rule.applies_to.all_resources(instance)
    }
    return [found[who] for who in teachers]
