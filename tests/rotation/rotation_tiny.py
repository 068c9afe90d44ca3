"""Tiny communities for rotation tests: every number that matters is given by the test."""

from __future__ import annotations

import datetime as dt
from typing import Any

from community.models import (
    ClassGroup,
    Community,
    CurriculumRow,
    PlacementKind,
    School,
    SchoolRole,
    Slot,
    SlotKind,
    Stage,
    Subject,
    Teacher,
    Term,
    Travel,
)
from community.policy import Policy, PolicyRule, Window
from community.rule import Strictness
from rotation.check import check
from rotation.instance import RotationInstance, compile_rotation
from rotation.search import RotationResult, solve
from rotation.solution import Placement, Roster
from solving.outcome import Budget

BUDGET = Budget(seconds=20, workers=1, seed=1)
SECONDMENT, SHADOWING = PlacementKind.SECONDMENT, PlacementKind.SHADOWING
ITINERANT, LEADERSHIP = PlacementKind.ITINERANT, PlacementKind.LEADERSHIP


def school(id: str, role: SchoolRole = SchoolRole.MEMBER, **more: Any) -> School:
    return School(id=id, name=f"{id}校", role=role, stage=Stage.PRIMARY, grid="g", **more)


CORE = school("K", SchoolRole.CORE)
OUT = {"direction": "core_to_member", "kinds": ["secondment"]}  # of a quota


def teacher(id: str, home: str, subjects: str = "zh", **more: Any) -> Teacher:
    given: dict[str, Any] = {"birth_year": 1985, "joined_year": 2010, "max_periods": 10, **more}
    return Teacher(
        id=id,
        name=f"教师{id}",
        school=home,
        subjects=tuple(subjects.split()),
        stage=Stage.PRIMARY,
        **given,
    )


def core_staff(count: int, **more: Any) -> list[Teacher]:
    return [teacher(f"t{n}", "K", **more) for n in range(count)]


def terms(count: int, first_semester: int = 1) -> tuple[Term, ...]:
    found = []
    for number in range(count):
        ordinal = 2 * 2025 + first_semester - 1 + number
        year, semester = ordinal // 2, ordinal % 2 + 1
        start = dt.date(year, 9, 1) if semester == 1 else dt.date(year + 1, 2, 20)
        found.append(
            Term(
                id=f"{year}-{semester}",
                name=f"{year}学年第{semester}学期",
                school_year=year,
                semester=semester,
                start=start,
                end=start + dt.timedelta(days=130),
            )
        )
    return tuple(found)


def rule(id: str, family: str, strictness: str = "hard", **params: Any) -> PolicyRule:
    weight = params.pop("weight", 1)
    window = params.pop("window", None)
    return PolicyRule(
        id=id,
        family=family,
        title_zh=f"规则{id}",
        title_en=f"rule {id}",
        strictness=Strictness(strictness),
        weight=weight,
        window=Window(window) if window else None,
        params=params,
        rows=("X01",),
        quote="原文",
    )


QUOTA = rule("q", "rotation_quota", min=1, per="member", **OUT)
COVERED = rule("p", "home_school_protection", subject_cover=True)
TWO_SUBJECTS = {"zh": 1, "math": 1}  # weekly periods


def community(
    teachers: list[Teacher],
    rules: list[PolicyRule],
    *,
    schools: list[School] | None = None,
    classes: dict[str, int] | None = None,
    periods: dict[str, float] | None = None,
    horizon: int = 1,
    minutes: int = 30,
    **more: Any,
) -> Community:
    """Return a community with a core K and members (A, ... by default) and one grade.

    ``classes`` is the number of classes of each school, ``periods`` the weekly periods of each
    subject. By default nobody has lessons to teach except one period of zh in one class each.
    """
    sites = schools or [school("K", SchoolRole.CORE), school("A")]
    sizes = classes if classes is not None else {s.id: 1 for s in sites}
    table = periods or {"zh": 1}
    groups = [
        ClassGroup(id=f"{s}{n}", school=s, grade=3, number=n, name=f"三年级({n})班")
        for s, count in sizes.items()
        for n in range(1, count + 1)
    ]
    return Community(
        id="tiny",
        name="小共同体",
        school_year=2025,
        policy=Policy(profile="none", rules=tuple(rules)),
        schools=tuple(sites),
        slots=(Slot(grid="g", order=1, name="1", kind=SlotKind.LESSON, start=500, end=540),),
        classes=tuple(groups),
        subjects=tuple(Subject(id=s, name={"zh": "语文", "math": "数学"}.get(s, s)) for s in table),
        curriculum=tuple(CurriculumRow(grade=3, subject=s, periods=p) for s, p in table.items()),
        teachers=tuple(teachers),
        terms=more.pop("terms", terms(horizon)),
        travel=tuple(
            Travel(origin=a.id, destination=b.id, minutes=minutes)
            for a in sites
            for b in sites
            if a.id != b.id
        ),
        **more,
    )


def changed(given: Community, **update: Any) -> Community:
    """Return a changed community (``model_copy`` would keep the lookups of the old one)."""
    fields = {name: getattr(given, name) for name in Community.model_fields}
    return Community(**{**fields, **update})


def placed(
    who: str, host: str, kind: PlacementKind = SECONDMENT, start: str = "2025-1", length: int = 1
) -> Placement:
    return Placement(who, kind, host, start, length)


def stay(
    who: str, host: str, kind: PlacementKind, week: int, weeks: int, start: str = "2025-1"
) -> Placement:
    """Return a short stay."""
    return Placement(who, kind, host, start, 0, week=week, weeks=weeks)


def run(given: Community) -> RotationResult:
    return solve(compile_rotation(given), BUDGET)


def broken(instance: RotationInstance, *placements: Placement) -> set[str]:
    """Return the ids of the hard rules that a roster breaks."""
    return {v.rule for v in check(instance, Roster(tuple(sorted(placements)))) if v.is_hard}
