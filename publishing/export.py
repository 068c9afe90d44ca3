"""A plan for its readers: workbooks, the web page, or plain CSV tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from community.csv_files import csv_bytes
from community.errors import InputError, Problem
from community.files import replace_files
from community.text import Text
from publishing.i18n import word
from publishing.notices import notices
from publishing.plan_folder import plan_tables
from publishing.view import PlanView
from publishing.web import export_web
from publishing.workbook import export_workbooks
from scenarios.audit import audited

if TYPE_CHECKING:
    from community.models import Community
    from community.text import Lang
    from scenarios.plan import Plan


def export(kind: str, community: Community, plan: Plan, out: Path, lang: Lang = "zh") -> list[Path]:
    """Write a plan in one of the kinds into a folder; return the files.

    Raises
    ------
    InputError
        When the path is a file, or the plan is not finished.
    """
    _refuse_unfinished(community, plan)
    folder = Path(out)
    if folder.exists() and not folder.is_dir():
        expected = Text("应为文件夹的路径", "expected the path of a folder")
        raise InputError([Problem(place=str(folder), expected=expected)])
    if kind == "workbook":
        return export_workbooks(plan, community, folder, lang)
    if kind == "web":
        return [export_web(plan, community, folder, lang)]
    return export_csv(plan, community, folder, lang)


def _refuse_unfinished(community: Community, plan: Plan) -> None:
    """Refuse a plan that says of itself that it breaks hard rules, and still does."""
    if not plan.hard_violations:
        return
    broken = audited(community, plan).hard_violations
    if not broken:  # somebody has finished it by hand
        return
    expected = Text(
        f"应为排完的方案；这份课表没有排完，违反刚性规则{len(broken)}处，不能下发",
        f"expected a finished plan; this timetable is not: {len(broken)} hard rules are broken",
    )
    hint = Text(
        "用 onebell audit 看缺在哪里，补完再导出", "See onebell audit for what is missing, mend it"
    )
    raise InputError([Problem(place="plan.json", expected=expected, hint=hint)])


def export_csv(plan: Plan, community: Community, out: Path, lang: Lang = "zh") -> list[Path]:
    """Write the lists that a community posts, and the plan's own tables, as CSV."""
    view = PlanView(plan, community)
    files = plan_tables(view, lang)
    for notice in notices(view, lang):
        name = f"{word(notice.key, lang)}.csv" if lang == "zh" else f"{notice.key}.csv"
        files[name] = csv_bytes(notice.headings(lang), notice.rows)
    folder = Path(out)
    replace_files(folder, files)
    return [folder / name for name in files]
