"""时段要求: when the lessons of a subject, class, grade, school or teacher are to be, or never."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.requests import Liking
from community.rule import Strictness
from community.text import Text
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.rules.prefer_times import PreferTimes
from scheduling.week.closing import closes, concerns
from scheduling.wording import day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.requests import TimeRequest
    from scheduling.rules.base import Rule
    from scheduling.week.frame import Frame


def time_rules(frame: Frame) -> Iterator[Rule]:
    """Yield a rule for each request and school that it concerns; some close classes instead."""
    for number, request in enumerate(frame.community.time_requests, 1):
        if not closes(request):
            yield from (_of_teacher if request.teacher else _of_lessons)(frame, request, number)


def _of_lessons(frame: Frame, request: TimeRequest, number: int) -> Iterator[Rule]:
    """Let lessons start at the times that are left."""
    for school, every in frame.times_at.items():
        courses = [
            c
            for c in frame.courses
            if c.group.school == school
            and (not c.beside or (c.row and not c.stands))
            and request.subject in (None, c.subject.id)
            and concerns(request, c.group)
        ]
        meant = {t.id for t in frame.meant(school, request.weekdays, request.slots)}
        wanted = tuple(t.id for t in every if (t.id in meant) == (request.liking == Liking.ONLY))
        if courses and len(wanted) < len(every):
            yield PreferTimes(
                **header(request, f"time_request_{number}.{school}", _title(frame, request)),
                times=wanted,
                applies_to=AppliesTo(event_groups=tuple(c.id for c in courses)),
            )


def _of_teacher(frame: Frame, request: TimeRequest, number: int) -> Iterator[Rule]:
    """Keep a teacher free at the other times."""
    teacher = request.teacher or ""
    taken: list[str] = []
    for school in frame.people.sites(teacher):
        if request.school in (None, school):
            meant = {t.id for t in frame.meant(school, request.weekdays, request.slots)}
            never = request.liking == Liking.NEVER
            taken += [t.id for t in frame.times_at[school] if (t.id in meant) == never]
    if taken:
        yield AvoidUnavailableTimes(
            **header(request, f"time_request_{number}", _title(frame, request)),
            times=tuple(taken),
            applies_to=AppliesTo(resources=(teacher,)),
        )


def header(request: Any, id: str, title: Text) -> dict[str, Any]:
    """Return what a request hands on to its rule: a note of the planner's is its title.

    The weight is that of a wish.
    """
    said = Text(request.note, request.note) if request.note else title
    hard = request.strictness is Strictness.HARD
    return {
        "id": id,
        "title": said,
        "strictness": request.strictness,
        "weight": 1 if hard else request.weight,
    }


def _title(frame: Frame, request: TimeRequest) -> Text:
    """Return the request in words."""
    community = frame.community
    subjects = community.subject_by_id
    group = community.class_by_id.get(request.class_id or "")
    who = [
        community.school_by_id[request.school].name if request.school and not group else "",
        frame.class_name(group) if group else "",
        f"{request.grade}年级" if request.grade else "",
        subjects[request.subject].name if request.subject else "",
        community.called[request.teacher] if request.teacher else "",
    ]
    named = "".join(who) or "课"
    days = [day(d) for d in request.weekdays]
    slots = "、".join({"am": "上午", "pm": "下午"}.get(s, s) for s in request.slots)
    only = request.liking == Liking.ONLY
    zh = f"{named}{'只排' if only else '不排'}{'、'.join(d.zh for d in days)}{slots}"
    when = " ".join([*(d.en for d in days), *request.slots])
    return Text(zh, f"{named} {'only' if only else 'never'} {when}")
