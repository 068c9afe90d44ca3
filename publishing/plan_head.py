"""The head of a plan, ``plan.json``: what it belongs to, how it was found, what it costs."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from community.county import id_of
from community.errors import Problem
from community.rule import Cost
from community.text import Text
from solving import clock
from solving.outcome import Report, Status

if TYPE_CHECKING:
    from community.models import Community
    from community.rule import Violation
    from publishing.row_reading import RowReader
    from scenarios.plan import Plan

FORMAT = "onebell-plan"
VERSION = 1
_MOST = 10**12  # no cost or time is larger
# Kinds of plans: with a timetable, without, and with one that breaks hard rules: no plan.
PLAN, ROSTER_ONLY, UNFINISHED = "plan", "roster", "unfinished"


@dataclass(frozen=True, slots=True)
class Head:
    """What ``plan.json`` says of a plan; ``term`` is empty for a roster without a timetable."""

    term: str = ""
    has_week: bool = True
    reports: dict[str, Report] = field(default_factory=dict)


def head_bytes(plan: Plan, community: Community) -> bytes:
    """Return ``plan.json``: what the plan belongs to and how it was found."""
    return (json.dumps(head(plan, community), ensure_ascii=False, indent=2) + "\n").encode()


def head(plan: Plan, community: Community) -> dict[str, Any]:
    """Return the content of ``plan.json``."""
    cost = Cost.of(list(plan.violations))
    return {
        "format": FORMAT,
        "version": VERSION,
        "kind": kind_of(plan),
        "community": plan.community,
        "term": plan.week.term,
        "profile": community.policy.profile,
        "placements": len(plan.roster.placements),
        "lessons": len(plan.week.lessons),
        "limited_by": "effort" if clock.counts_work() else "seconds",
        "hard_cost": cost.hard,
        "soft_cost": cost.soft,
        "cost_by_rule": _with_sources(cost_by_rule(plan.violations), community),
        "phases": [
            {
                "phase": phase,
                "status": report.status.value,
                "objective": _finite(report.objective),
                "bound": _finite(report.bound),
                "gap": _finite(report.gap),
                "seconds": _finite(report.seconds),
                "interrupted": report.interrupted,
                "parameters": report.parameters,
            }
            for phase, report in plan.reports.items()
        ],
    }


def kind_of(plan: Plan) -> str:
    """Return what kind of plan a plan is; one that is checked and broken is unfinished."""
    if not plan.has_week:
        return ROSTER_ONLY
    return UNFINISHED if plan.hard_violations else PLAN


def cost_by_rule(violations: tuple[Violation, ...]) -> list[dict[str, Any]]:
    """Return count and cost of each rule that is not fully kept, in order of the rules' ids."""
    found: dict[str, dict[str, Any]] = {}
    for v in sorted(violations, key=lambda v: v.rule):
        entry = found.setdefault(
            v.rule,
            {"rule": v.rule, "family": v.family, "strictness": v.strictness.value}
            | {"count": 0, "cost": 0},
        )
        entry["count"] += 1
        entry["cost"] += v.cost
    return list(found.values())


def _with_sources(costs: list[dict[str, Any]], community: Community) -> list[dict[str, Any]]:
    """Return the costs with the rows of the catalogue that each rule comes from."""
    rows = {rule.id: list(rule.rows) for rule in community.policy.rules}
    return [c | {"rows": rows.get(c["rule"], rows.get(c["rule"].split(".")[0], []))} for c in costs]


def read_head(text: str | None, place: str, reader: RowReader) -> Head:
    """Return what ``plan.json`` says; problems go to the reader."""
    if text is None:
        return Head()
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        row = getattr(error, "lineno", None)
        expected = Text("应为 JSON", "expected JSON")
        reader.problems.append(Problem(place=place, row=row, expected=expected, hint=_RESTORE))
        return Head()
    if not isinstance(found, dict) or (found.get("format"), found.get("version")) != (
        FORMAT,
        VERSION,
    ):
        expected = Text(
            f"应为 {FORMAT} 第 {VERSION} 版", f"expected format {FORMAT}, version {VERSION}"
        )
        reader.problems.append(Problem(place=place, expected=expected))
        return Head()
    term, has_week = found.get("term"), found.get("kind", PLAN) != ROSTER_ONLY
    known = [t.id for t in reader.community.terms] if has_week else [""]
    if found.get("community") != reader.community.id:
        expected = Text(
            f"这份方案属于别的共同体，应为 {reader.community.id}",
            f"this plan is for another community than {reader.community.id}",
        )
        value = str(found.get("community"))
        hint = _group_hint(reader.community, value)
        reader.problems.append(
            Problem(place=place, column="community", value=value, expected=expected, hint=hint)
        )
    if term not in known:
        _wrong(reader, place, "term", term, known)
    return Head(str(term), has_week, _reports(found.get("phases"), place, reader))


def _group_hint(community: Community, value: str) -> Text | None:
    """Return what to add where a plan is for one community of this county."""
    for group in filter(None, community.core_of_group):
        if id_of(community, group) == value:
            return Text(f"请加上 --group {group}", f"Add --group {group}")
    return None


def _reports(phases: object, place: str, reader: RowReader) -> dict[str, Report]:
    found: dict[str, Report] = {}
    for entry in phases if isinstance(phases, list) else []:
        try:
            found[str(entry["phase"])] = Report(
                status=Status(entry["status"]),
                objective=_number(entry["objective"]),
                bound=_number(entry["bound"]),
                seconds=_number(entry["seconds"]) or 0.0,
                interrupted=bool(entry["interrupted"]),
                parameters=dict(entry["parameters"]),
            )
        except (KeyError, TypeError, ValueError):
            expected = Text(
                "应为一个阶段的求解记录（phase、status、objective、bound、seconds…）",
                "expected the record of a phase (phase, status, objective, bound, seconds, ...)",
            )
            value = json.dumps(entry, ensure_ascii=False)
            reader.problems.append(
                Problem(place=place, column="phases", value=value, expected=expected)
            )
    if not isinstance(phases, list):
        _wrong(reader, place, "phases", phases, ["[…]"])
    return found


def _wrong(reader: RowReader, place: str, key: str, value: object, known: list[str]) -> None:
    names = ", ".join(known) or '""'
    expected = Text(f"应为：{names}", f"expected one of: {names}")
    reader.problems.append(Problem(place=place, column=key, value=str(value), expected=expected))


def _finite(value: float | None) -> float | None:
    """Return a number that JSON can hold."""
    return value if value is not None and math.isfinite(value) else None


def _number(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is no number")
    if not -_MOST <= value <= _MOST:  # nor is infinity, or what is no number at all
        raise ValueError(f"{value!r} is no cost or time")
    return value


_RESTORE = Text("请还原这个文件", "Restore the file")
