"""A plan for its readers: workbooks, the web page, plain CSV tables, files of other programs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from community.csv_files import csv_bytes
from community.errors import InputError, Problem
from community.files import replace_file, replace_files
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
    from publishing.exchange.losses import Loss
    from scenarios.plan import Plan

EXCHANGE = ("ical", "oneroster", "untis", "asc", "fet")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and what a format of other programs could not carry."""

    written: list[Path]
    lost: tuple[Loss, ...] = ()


def export(kind: str, community: Community, plan: Plan, out: Path, lang: Lang = "zh") -> Exported:
    """Write a plan in one of the kinds into a folder; OneRoster also as a zip, by its ending.

    Raises
    ------
    InputError
        When the path is a file, or the plan is not finished, or has no timetable where the kind
        is made of lessons.
    """
    _refuse_unfinished(community, plan)
    folder = Path(out)
    zipped = kind == "oneroster" and folder.suffix.lower() == ".zip" and not folder.is_dir()
    if folder.exists() and not folder.is_dir() and not zipped:
        expected = Text("应为文件夹的路径", "expected the path of a folder")
        raise InputError([Problem(place=str(folder), expected=expected)])
    if kind in EXCHANGE:
        return _exchange(kind, PlanView(plan, community), folder, lang)
    if kind == "workbook":
        return Exported(export_workbooks(plan, community, folder, lang))
    if kind == "web":
        return Exported([export_web(plan, community, folder, lang)])
    return Exported(export_csv(plan, community, folder, lang))


def _exchange(kind: str, view: PlanView, out: Path, lang: Lang) -> Exported:
    """Write a plan in a format of other programs."""
    from publishing.exchange import asc_out, fet_out, ical, oneroster_out, untis_out

    if not view.plan.has_week:
        expected = Text("应为有课表的方案，这一份只有名单", "expected a plan with a timetable")
        raise InputError([Problem(place="timetable.csv", expected=expected)])
    makers = {
        "ical": lambda: ical.files(view, out, lang),
        "oneroster": lambda: oneroster_out.files(view, lang),
        "untis": lambda: untis_out.files(view),
        "asc": lambda: asc_out.files(view, lang),
        "fet": lambda: fet_out.files(view, lang),
    }
    files, losses = makers[kind]()
    if kind == "oneroster" and out.suffix.lower() == ".zip":
        content = oneroster_out.zipped(files)
        replace_file(out, content)
        return Exported([out], losses.found())
    replace_files(out, files)
    return Exported([out / name for name in files], losses.found())


def _refuse_unfinished(community: Community, plan: Plan) -> None:
    """Refuse a plan that says of itself that it breaks hard rules, and still does."""
    if not plan.hard_violations:
        return
    broken = audited(community, plan).hard_violations
    if not broken:  # somebody has finished it by hand
        return
    waits = any(v.family == "AssignTime" for v in broken)  # a lesson without time
    expected = Text(
        f"应为{_FINISHED[waits].zh}，违反刚性规则{len(broken)}处，不能下发",
        f"expected {_FINISHED[waits].en}: {len(broken)} hard rules are broken",
    )
    hint = Text("用 onebell audit 看在哪里，改好再导出", "See onebell audit for where, mend it")
    raise InputError([Problem(place="plan.json", expected=expected, hint=hint)])


_FINISHED = (
    Text(
        "刚性规则全部满足的方案；这份没有做到",
        "a plan that keeps all hard rules; this one does not",
    ),
    Text("排完的方案；这份课表没有排完", "a finished plan; this timetable is not"),
)


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
