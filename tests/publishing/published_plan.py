"""A small community with everything that is printed: breaks, live lessons, odd and even weeks.

``sample(members, classes)`` has 1 core school and ``members`` others, ``classes`` classes in grades
1-6 each.
"""

from __future__ import annotations

import datetime as dt

from published_maker import GIVEN, ORDERS, SCHOOLS, SUBJECTS, SURNAMES, Maker, slots

from community.models import (
    Community,
    CurriculumRow,
    PlacementKind,
    Room,
    RoomKind,
    School,
    SchoolRole,
    Stage,
    Subject,
    SyncSeries,
    Teacher,
    Term,
    Travel,
    WeekPattern,
)
from community.policy import Policy, PolicyRule, Window
from community.rule import Strictness, Violation
from community.text import Text
from rotation.solution import Placement, PlacementStatus, Roster
from scenarios.plan import Plan
from scheduling.timetable import ClassLesson, WeekTimetable
from solving.outcome import Report, Status


def with_fields(community: Community, **update: object) -> Community:
    """Return the community with some fields replaced, built anew so that no lookup is kept."""
    fields = {name: getattr(community, name) for name in Community.model_fields}
    return Community.model_validate(fields | update)


def sample(members: int = 2, classes: int = 6) -> tuple[Community, Plan]:
    """Return a community and a plan of it without clashes."""
    maker = Maker(members, classes)
    series = _live_music(maker)
    _alternating(maker)
    visits = _visiting_art(maker)
    for group in maker.classes:
        maker.fill(group)
    community = _community(maker, series)
    return community, _plan(maker, community, visits)


def _live_music(maker: Maker) -> SyncSeries:
    """The core's third grade is host on Wednesdays in the fifth slot; all members follow."""
    host = maker.teacher("S0", "music")
    receivers = [f"{s}-31" for s in maker.schools[1:3]]
    maker.place(ClassLesson("S0", "S0-31", 3, 5, "music", host, room="S0-LIVE", series="live1"))
    for group in receivers:
        school = group.split("-", maxsplit=1)[0]
        local = maker.teacher(school, "moral")
        maker.place(
            ClassLesson(
                *(school, group, 3, 5, "music", host),
                *(WeekPattern.ALL, 1, f"{school}-LIVE", "live1", local),
            )
        )
    return SyncSeries(
        id="live1", subject="music", host_class="S0-31", receiving_classes=tuple(receivers)
    )


def _alternating(maker: Maker) -> None:
    """Information and calligraphy share a slot: the one in odd weeks, the other in even ones."""
    for subject, weeks in (("it", WeekPattern.ODD), ("script", WeekPattern.EVEN)):
        who = maker.teacher("S0", subject)
        maker.place(ClassLesson("S0", "S0-31", 5, 10, subject, who, weeks))


def _visiting_art(maker: Maker) -> str:
    """The core's art teacher teaches at home on Tuesday morning, then a double at a member."""
    who = maker.teacher("S0", "art")
    maker.place(ClassLesson("S0", "S0-31", 2, 2, "art", who))
    maker.place(ClassLesson("S1", "S1-41", 2, 8, "art", who, periods=2))
    maker.busy |= {("S1-41", 2, 9)} | {(who, 2, order) for order in ORDERS[3:]}
    return who


def _community(maker: Maker, series: SyncSeries) -> Community:
    names = {s: SCHOOLS[i % 6] + ("" if i < 6 else str(i)) for i, s in enumerate(maker.schools)}
    subjects = SUBJECTS | {"it": ("信息科技", 0.5), "script": ("书法", 0.5)}
    return Community(
        id="sample",
        name="青溪教育共同体",
        school_year=2025,
        policy=_policy(),
        schools=tuple(
            School(
                id=s,
                name=names[s],
                role=SchoolRole.CORE if i == 0 else SchoolRole.MEMBER,
                stage=Stage.PRIMARY,
                grid="early" if i == 0 else "late",
            )
            for i, s in enumerate(maker.schools)
        ),
        slots=slots("early", 0) + slots("late", 10),
        rooms=tuple(
            Room(id=f"{s}-LIVE", school=s, name="同步课堂教室", kind=RoomKind.LIVE)
            for s in maker.schools
        ),
        classes=tuple(maker.classes),
        subjects=tuple(Subject(id=k, name=name) for k, (name, _) in subjects.items()),
        curriculum=tuple(
            CurriculumRow(grade=g, subject=k, periods=n)
            for g in range(1, 7)
            for k, (_, n) in SUBJECTS.items()
        ),
        teachers=tuple(_teacher(i, *t, maker) for i, t in enumerate(maker.teachers)),
        terms=tuple(_term(year, semester) for year in (2025, 2026) for semester in (1, 2)),
        travel=tuple(
            Travel(origin=a, destination=b, minutes=25 if a < b else 30, km=12.5)
            for a in maker.schools
            for b in maker.schools
            if a != b
        ),
        sync=(series,),
    )


def _policy() -> Policy:
    rules = (
        PolicyRule(
            id="core_out",
            family="rotation_quota",
            title_zh="核心校每学年派出骨干教师",
            title_en="Backbone teachers sent by the core school",
            rows=("B16",),
            quote="选派骨干教师",
            window=Window.SCHOOL_YEAR,
            params={
                "direction": "core_to_member",
                "category": "backbone",
                "kinds": ["secondment"],
                "min": 3,
            },
        ),
        PolicyRule(
            id="travel_time",
            family="itinerant_teaching",
            title_zh="走教路程与间隔",
            title_en="Travel between lessons",
            params={"buffer_minutes": 10},
        ),
    )
    return Policy(profile="songyang", rules=rules)


def _teacher(i: int, who: str, school: str, subject: str, maker: Maker) -> Teacher:
    grades = [g for g in maker.classes if g.school == school]
    return Teacher(
        id=who,
        name=SURNAMES[i % 20] + GIVEN[(i // 20 + i) % 11],
        school=school,
        subjects=(subject,),
        stage=Stage.PRIMARY,
        birth_year=1970 + i % 30,
        joined_year=2012 + i % 10,
        is_backbone=i % 4 == 0,
        class_teacher_of=grades[0].id if subject == "zh" and i % 7 == 0 else None,
        max_periods=16 if subject == "zh" and i != 9 else 12,
    )


def _term(year: int, semester: int) -> Term:
    days = ((year, 9, 1), (year + 1, 1, 23)) if semester == 1 else ((year + 1, 3, 1),) * 2
    first, last = (dt.date(*d) for d in days)
    return Term(
        id=f"{year}-{semester}",
        name=f"{year}学年第{'一二'[semester - 1]}学期",
        school_year=year,
        semester=semester,
        start=first,
        end=last if semester == 1 else last + dt.timedelta(days=120),
    )


def _plan(maker: Maker, community: Community, visits: str) -> Plan:
    core = [t.id for t in community.teachers if t.school == "S0" and t.id != visits]
    member = [t.id for t in community.teachers if t.school == "S1"]
    placements = (
        Placement(visits, PlacementKind.ITINERANT, "S1", "2025-1", 2),
        Placement(core[4], PlacementKind.SECONDMENT, "S1", "2026-1", 2, PlacementStatus.APPROVED),
        Placement(core[5], PlacementKind.SECONDMENT, maker.schools[-1], "2025-2", 3),
        Placement(member[0], PlacementKind.SHADOWING, "S0", "2025-1", 1, PlacementStatus.LOCKED),
    )
    return Plan(
        community=community.id,
        roster=Roster(tuple(sorted(placements))),
        week=WeekTimetable("2025-1", tuple(sorted(maker.lessons))),
        reports={
            "rotation": Report(Status.OPTIMAL, 4.0, 4.0, 0.8, parameters={"seed": 1, "workers": 2}),
            "week": Report(Status.FEASIBLE, 120.0, 96.5, 31.25, parameters={"seed": 1}),
        },
        violations=_violations(),
    )


def _violations() -> tuple[Violation, ...]:
    found = [
        Violation(
            *("core_out", "rotation_quota", Strictness.IN_PRINCIPLE, "2025", 1, 100),
            Text("2025学年派出骨干教师2人，应不少于3人。", "2 backbone teachers sent, 3 wanted."),
            "“选派骨干教师”",
        )
    ]
    for k in range(5):
        sentence = Text(f"教师T{k:03d}周一空课2节，“多于1节”。", f"T{k:03d} has 2 gaps on Monday.")
        point = f"T{k:03d}/周一"
        found.append(Violation("idle", "timetable_quality", Strictness.SOFT, point, 1, 3, sentence))
    return tuple(found)
