"""What each command prints of its result: sentences and tables, or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.rule import Cost
from community.text import Text
from publishing.balance_lists import balance_data, balance_lines
from publishing.console import print_json, print_lines, print_table, some
from publishing.i18n import enum_word, word
from publishing.nearest_results import nearest_data, show_nearest
from publishing.plan_head import cost_by_rule
from publishing.rule_results import rules_data, show_rules
from publishing.summary import phase_word, rule_lines
from publishing.view import PlanView
from scenarios.class_teachers import handovers, sentence
from solving.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from community.models import Community
    from community.text import Lang
    from scenarios.overview import Overview
    from scenarios.plan import Plan, PlanResult
    from scheduling.xhstt import Evaluation
    from solving.outcome import Report

STATUS = {
    Status.OPTIMAL: Text("已证最优", "optimal"),
    Status.FEASIBLE: Text("可行", "feasible"),
    Status.INFEASIBLE: Text("已证无解", "proved impossible"),
    Status.UNKNOWN: Text("限时内未得出答案", "no answer within the time"),
}
OUT_OF_ATTEMPTS = Text(
    "未得出答案：时间没有用完，试过的每份名单、每种任课都排不出课表",
    "no answer: time was left, but every roster and staffing that was tried has failed",
)
OTHER_WAYS = Text(
    "这不是无解的证明。请换一个 --seed 再试；仍不行时增加教师，或放宽上面提到的规则。",
    "This proves nothing: try another --seed, then more teachers, or ease the rules named above.",
)
NO_DUTIES = Text(
    "未得出答案：课表已排出，但值班不能都排上人",
    "no answer: there is a timetable, but beside it not all duties have somebody",
)
OTHER_DUTIES = Text(
    "这不是无解的证明。请照上面说的放宽“值班要求”表，或用 --from 从未完成的课表接着排。",
    "This proves nothing: ease the duties as said above, or go on from the unfinished timetable "
    "with --from.",
)
ROSTER_KEPT = Text(
    "课表没有排出；轮岗名单已排好并写出，可用 --from 接着排：",
    "There is no timetable; the roster was found and written, go on from it with --from:",
)
ROSTER_OF_NEAREST = Text("这张课表的轮岗名单已写出：", "The roster of this timetable was written:")
MORE_TIME = Text(
    "这不是无解的证明。请用 --time-limit 给更多秒数，或用 --workers 增加线程。",
    "This proves nothing: allow more seconds with --time-limit, or more threads with --workers.",
)


def show_profiles(titles: Mapping[str, str], *, plain: bool, as_json: bool, lang: Lang) -> None:
    """Print name and title of each profile."""
    if as_json:
        print_json([{"name": n, "title": t} for n, t in titles.items()])
    elif plain:
        print_lines([f"{n}\t{t}" for n, t in titles.items()])
    else:
        headers = ("名称", "标题") if lang == "zh" else ("name", "title")
        print_table(headers, list(titles.items()))


def show_written(paths: Sequence[Path], *, as_json: bool, lang: Lang) -> None:
    """Print the files and folders that were written."""
    if as_json:
        print_json({"written": [str(p) for p in paths]})
    else:
        done = "已写出" if lang == "zh" else "written"
        print_lines([f"{done}: {p}" for p in paths])


def show_overview(found: Overview, *, rules: bool, as_json: bool, lang: Lang) -> None:
    """Print a community in numbers, its ``rules`` when asked for, and what it certainly lacks."""
    numbers = [
        (Text("学校", "schools"), found.schools),
        (Text("班级", "classes"), found.classes),
        (Text("教师", "teachers"), found.teachers),
        (Text("每周课时", "periods a week"), found.periods),
        (Text("学期", "terms"), found.terms),
        (Text("同步课堂", "synchronous series"), found.sync_series),
        (Text("分组规则", "rules on forming communities"), len(found.grouping_rules)),
        (Text("轮岗规则", "rules on the roster"), len(found.rotation_rules)),
        (Text("课表规则", "rules on the week"), len(found.week_rules)),
        (Text("暂不编排的校历规则", "calendar rules, not planned yet"), len(found.waiting)),
    ]
    if as_json:
        print_json(
            {
                "community": found.name,
                "numbers": {name.en: n for name, n in numbers},
                "grouping_rules": [r.id for r in found.grouping_rules],
                "rotation_rules": [r.id for r in found.rotation_rules],
                "week_rules": [r.id for r in found.week_rules],
                "not_planned": [r.id for r in found.waiting],
                "off": [r.id for r in found.off],
                "rules": rules_data(found, lang),
                "shortages": [s.to(lang) for s in found.shortages],
                "notes": [s.to(lang) for s in found.notes],
            }
        )
        return
    headers = ("项目", "数量") if lang == "zh" else ("item", "number")
    print_table(headers, [(name.to(lang), n) for name, n in numbers], found.name)
    if found.waiting:
        titles = [rule.title.to(lang) for rule in found.waiting]
        listed = Text(f"暂不编排：{'、'.join(titles)}。", f"Not planned yet: {', '.join(titles)}.")
        print_lines([listed.to(lang)])
    if rules:
        show_rules(found, lang)
    fine = Text("未发现必然排不出的缺口。", "No proved shortage was found.")
    lacks = Text(f"有{len(found.shortages)}处缺口，必然排不出：", "Proved to be impossible:")
    print_lines([(lacks if found.shortages else fine).to(lang)])
    print_lines(some([s.to(lang) for s in found.shortages], lang))
    if found.notes:
        print_lines([Text("请留意：", "Worth knowing:").to(lang)])
        print_lines([note.to(lang) for note in found.notes])


def show_plan(
    result: PlanResult, community: Community, output: Path, *, as_json: bool, lang: Lang
) -> None:
    """Print how planning ended, and the cost of each rule."""
    if as_json:
        print_json(plan_data(result, output, lang) | balance_data(result.best, community, lang))
        return
    if result.plan is None:
        _show_no_plan(result, output, lang)
        return
    print_lines([STATUS[result.status].to(lang)])
    _show_reports(result.plan.reports, lang)
    show_cost_table(result.plan, community, lang)
    show_class_teachers(result.plan, community, lang)
    print_lines([line.to(lang) for line in balance_lines(community, result.plan.roster)])
    print_lines(some([note.to(lang) for note in result.notes], lang))
    if result.interrupted:
        stopped = Text("已中断：写出的是目前最好的方案。", "Interrupted: this is the best so far.")
        print_lines([stopped.to(lang)])
    show_written([output], as_json=False, lang=lang)


def _show_no_plan(result: PlanResult, output: Path, lang: Lang) -> None:
    """Print how a search without a plan ended, and what to try."""
    ran_out = _ran_out(result)
    told = {"attempts": OUT_OF_ATTEMPTS, "duties": NO_DUTIES}
    how = told.get(ran_out or "", STATUS[result.status])
    if result.interrupted:
        how = Text("已中断：还没有方案。", "Interrupted: there is no plan yet.")
    print_lines([how.to(lang), *some([r.to(lang) for r in result.reasons], lang)])
    show_nearest(result, output, lang)
    print_lines([note.to(lang) for note in result.notes])
    if ran_out:
        ways = {"time": MORE_TIME, "attempts": OTHER_WAYS, "duties": OTHER_DUTIES}
        print_lines([ways[ran_out].to(lang)])
    if result.roster is None:
        print_lines([Text("没有写出方案。", "No plan was written.").to(lang)])
        return
    print_lines([(ROSTER_OF_NEAREST if ran_out == "duties" else ROSTER_KEPT).to(lang)])
    show_written([output], as_json=False, lang=lang)


def _ran_out(result: PlanResult) -> str | None:
    """Return what ran out before there was an answer; None where there is one, or Ctrl-C."""
    unanswered = result.status is Status.UNKNOWN and not result.interrupted
    return result.ran_out if unanswered else None


def plan_data(result: PlanResult, output: Path, lang: Lang) -> dict[str, Any]:
    """Return how planning ended, as data."""
    plan = result.best
    return {
        "status": result.status.value,
        "interrupted": result.interrupted,
        "ran_out": _ran_out(result),
        "reasons": [r.to(lang) for r in result.reasons],
        "notes": [n.to(lang) for n in result.notes],
        "nearest": nearest_data(result, output, lang),
        "plan": str(output) if plan else None,
        "kind": ("plan" if plan.has_week else "roster") if plan else None,
        "term": plan.week.term if plan else None,
        "placements": len(plan.roster.placements) if plan else 0,
        "lessons": len(plan.week.lessons) if plan else 0,
        "soft_cost": Cost.of(list(plan.violations)).soft if plan else None,
        "cost_by_rule": cost_by_rule(plan.violations) if plan else [],
        "phases": {
            phase: {
                "status": report.status.value,
                "objective": report.objective,
                "bound": report.bound,
                "gap": report.gap,
                "seconds": report.seconds,
            }
            for phase, report in result.reports.items()
        },
    }


def _show_reports(reports: Mapping[str, Report], lang: Lang) -> None:
    keys = ("phase", "objective", "bound", "gap", "seconds")
    headers = [word(k, lang) for k in keys] + [("结果" if lang == "zh" else "Result")]
    rows = [
        (
            phase_word(phase, lang),
            *("–" if x is None else f"{x:g}" for x in (r.objective, r.bound)),
            "–" if r.gap is None else f"{r.gap:.1%}",
            f"{r.seconds:.1f}",
            STATUS[r.status].to(lang),
        )
        for phase, r in reports.items()
    ]
    print_table(headers, rows)


def show_class_teachers(
    plan: Plan, community: Community, lang: Lang, *, every: bool = False
) -> None:
    """Print which classes lose their class teachers, and who takes over; all if ``every``."""
    if found := handovers(community, plan):
        many = len(found)
        head = Text(f"有{many}个班的班主任外派：", f"{many} class teachers are sent away:")
        lines = [sentence(community, handover).to(lang) for handover in found]
        print_lines([head.to(lang), *(lines if every else some(lines, lang))])


def show_cost_table(plan: Plan, community: Community, lang: Lang) -> None:
    """Print count and cost of each rule that is not fully kept."""
    rows = [
        (x.title, enum_word(x.strictness, lang), x.count, x.cost)
        for x in rule_lines(PlanView(plan, community), lang)
    ]
    headers = [word(k, lang) for k in ("rule_title", "strictness", "count", "cost")]
    if rows:
        print_table(headers, rows)


def show_costs(rows: Sequence[Evaluation], *, as_json: bool) -> None:
    """Print group, hard and soft cost of each solution, divided by tabs."""
    if as_json:
        print_json(
            [
                {"group": r.group, "instance": r.instance, "hard": r.hard, "soft": r.soft}
                for r in rows
            ]
        )
    else:
        print_lines([f"{r.group}\t{r.hard}\t{r.soft}" for r in rows])
