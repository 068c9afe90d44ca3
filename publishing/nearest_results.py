"""What is printed of a timetable that is not finished: what is missing, and what is in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.rule import Cost
from community.text import Text
from publishing.console import LONGEST, print_lines, print_table, some
from publishing.plan_folder import NEAREST

if TYPE_CHECKING:
    from pathlib import Path

    from community.text import Lang
    from scenarios.plan import PlanResult

HEADERS = (
    Text("班级", "class"),
    Text("教师", "teacher"),
    Text("时间", "time"),
    Text("缺什么、被什么挡住", "what is missing or broken, and what is in the way"),
)


def show_nearest(result: PlanResult, output: Path, lang: Lang) -> None:
    """Print what the nearest timetable lacks; nothing where there is none."""
    if result.nearest is None:
        return
    hard = Cost.of(list(result.nearest.violations)).hard
    duties = Text(
        f"课表已经排完，值班还差{hard}处：",
        f"The timetable is finished, {hard} duties are left:",
    )
    week = Text(
        f"课表没有排完，还差{hard}处。最近的一张：",
        f"The timetable is not finished: {hard} left. In the nearest one:",
    )
    print_lines([(duties if result.ran_out == "duties" else week).to(lang)])
    rows = [
        (t.class_name, t.teacher, t.when.to(lang), t.sentence.to(lang)) for t in result.troubles
    ]
    print_table([h.to(lang) for h in HEADERS], rows[:LONGEST])
    print_lines(some([""] * len(rows), lang)[LONGEST:])
    kept = Text(
        f"这张未完成的课表（不是方案，不能下发）在：{output / NEAREST}",
        f"This unfinished timetable (no plan) is in: {output / NEAREST}",
    )
    print_lines([kept.to(lang)])


def nearest_data(result: PlanResult, output: Path, lang: Lang) -> dict[str, Any] | None:
    """Return what the nearest timetable lacks, as data; None where there is none."""
    if result.nearest is None:
        return None
    return {
        "folder": str(output / NEAREST),
        "lessons": len(result.nearest.week.lessons),
        "hard_cost": Cost.of(list(result.nearest.violations)).hard,
        "troubles": [
            {
                "rule": t.rule,
                "class": t.class_name,
                "teacher": t.teacher,
                "time": t.when.to(lang),
                "sentence": t.sentence.to(lang),
            }
            for t in result.troubles
        ],
    }
