"""What a command works on: a community or one of a county, and the plan to go on from."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from community.county import part
from community.csv_files import read_text
from community.errors import InputError, Problem
from community.reading import read_community
from community.text import Text
from publishing.commands import warn
from publishing.gone_rows import Gone, gone_said
from publishing.plan_folder import HEAD, MAX_HEAD_BYTES, read_plan
from publishing.workbook_reading import written_for
from scenarios.event_words import EventWords
from scenarios.meant import Meant
from scenarios.plan import carried

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from community.models import Community
    from scenarios.plan import Plan


def community_at(path: Path, group: str | None) -> Community:
    """Return the community of a path; of a county, the one of a group when that is given.

    Raises
    ------
    InputError
        With every problem of the data, or when the file has no such group.
    """
    return _one(read_community(path), group)


def plan_at(data: Community, path: Path) -> Plan:
    """Return the plan of a path; people are told where its tables contradict each other.

    Raises
    ------
    InputError
        With every problem of the plan.
    """
    doubts: list[Problem] = []
    plan = read_plan(data, path, doubts)
    for problem in doubts:
        warn(Text(problem.to("zh"), problem.to("en")))
    return plan


def _going_on(data: Community, path: Path) -> Plan:
    """Return the plan to go on from; people are told what of it the data no longer has."""
    doubts, gone = list[Problem](), Gone()
    plan = read_plan(data, path, doubts, gone)
    for problem in doubts:
        warn(Text(problem.to("zh"), problem.to("en")))
    if gone:
        warn(gone_said(gone))
    return plan


def opened(
    path: Path, group: str | None, plan: Path | None, *, has_changed: bool = False
) -> tuple[Community, Plan | None]:
    """Return the community of a path, and the part of a plan that is about it.

    A plan of a whole county may be named for one of its communities. People are told of placements
    that lead out of it or into it: they are left out.

    Raises
    ------
    InputError
        With every problem of the data or of the plan.
    """
    whole = read_community(path)
    data = _one(whole, group)
    read = _going_on if has_changed else plan_at
    if plan is None:
        return data, None
    if data is whole or _written_for(plan) == data.id:
        return data, read(data, plan)
    known = read(whole, plan)
    _tell_of_crossing(known, data)
    return data, carried(known, data)


def freezing(data: Community, plan: Plan | None, texts: Sequence[str]) -> Plan | None:
    """Return the plan to go on from with what texts name frozen for this run.

    Raises
    ------
    InputError
        When there is no timetable to go on from, or a text names nothing in it.
    """
    if not texts:
        return plan
    if plan is None or not plan.has_week:
        expected = Text(
            "冻结的是方案中的课，应从有课表的方案接着排（--from）",
            "expected a plan with a timetable to go on from (--from): its lessons are frozen",
        )
        raise InputError([Problem(value=texts[0], expected=expected)])
    locks = Meant(data, plan.week.lessons).locks(texts, lasting=False)
    return replace(plan, locks=(*plan.locks, *locks))


def date_at(data: Community, plan: Plan, text: str) -> dt.date:
    """Return the date that a text in an option names; one without a year is of the plan's term.

    Raises
    ------
    InputError
        When it names none.
    """
    term = plan.week.term if plan.has_week else data.terms[0].id
    date, _, rest = EventWords(data, term, ()).when(text)
    if date is None or rest:
        expected = Text("应为日期，如10月15日", "expected a date such as 2025-10-15")
        raise InputError([Problem(value=text, expected=expected)])
    return date


def weekly(path: Path, plan: Plan) -> Plan:
    """Return a plan; raise ``InputError`` when it is a roster only."""
    if not plan.has_week:
        expected = Text("应为有课表的方案", "expected a plan with a timetable")
        raise InputError([Problem(place=str(path), expected=expected)])
    return plan


def to_edit(data: Community, path: Path) -> Plan:
    """Return the plan of a path that is to be written again: no table may be lost in that.

    Raises
    ------
    InputError
        With every problem of the plan, also where its tables contradict each other, and when it is
        a roster only.
    """
    doubts: list[Problem] = []
    plan = weekly(path, read_plan(data, path, doubts))
    if doubts:
        raise InputError(doubts)
    return plan


def _tell_of_crossing(plan: Plan, data: Community) -> None:
    people, schools = data.teacher_by_id, data.school_by_id
    crossing = [p for p in plan.roster.placements if (p.teacher in people) != (p.host in schools)]
    if crossing:
        named = "、".join(sorted({p.teacher for p in crossing}))
        warn(
            Text(
                f"注意：{len(crossing)}项安排跨共同体，单独排这一个共同体时不计：{named}。",
                f"Note: {len(crossing)} placements lead to or from another community; they are "
                f"left out where one community is planned alone: {named}.",
            )
        )


def _one(whole: Community, group: str | None) -> Community:
    if group is None:
        return whole
    try:
        return part(whole, group)
    except KeyError:
        names = [*filter(None, whole.core_of_group)]
        zh, en = "、".join(names), ", ".join(names)
        expected = Text(f"应为以下共同体之一：{zh}", f"expected one of the communities {en}")
        if not names:
            expected = Text(
                "这里只有一个共同体，不用写", "there is only one community: leave it out"
            )
        raise InputError([Problem(value=group, expected=expected)]) from None


def _written_for(plan: Path) -> str:
    """Return the id of the community that a plan says it is for; empty when it says nothing."""
    if plan.suffix.lower() == ".xlsx" and plan.is_file():
        return written_for(plan)
    try:
        return str(json.loads(read_text(plan / HEAD, [], MAX_HEAD_BYTES) or "")["community"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
