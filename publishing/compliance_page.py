"""The compliance report: a page to read and to print, and a workbook to hand in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from openpyxl import Workbook

from community.files import replace_files
from community.profile import profile_title
from community.saving import workbook_bytes
from publishing.compliance_lists import (
    event_list,
    missing_list,
    numbers,
    rule_list,
    said_of,
    source_said,
    verdict_said,
)
from publishing.i18n import day, word
from publishing.sheets import SheetNames, add_sheet, draw_notice
from publishing.styles import add_styles
from publishing.view import PlanView
from publishing.web import TEMPLATES, digest
from publishing.words import PRINTED
from scenarios.compliance import Verdict

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from typing import Any

    from community.models import Community
    from community.text import Lang
    from scenarios.compliance import Compliance, Standing
    from scenarios.plan import Plan

STYLES = ("page.css", "compliance.css")
GOOD = {Verdict.DONE, Verdict.KEPT}
BAD = {Verdict.SHORT, Verdict.BROKEN, Verdict.OVERDUE}


def write_report(
    found: Compliance, plan: Plan, community: Community, as_of: dt.date, out: Path, lang: Lang
) -> list[Path]:
    """Write the page and the workbook into a folder, both or none; return their paths."""
    name = word("report", lang)
    view = PlanView(plan, community)
    files = {
        f"{name}.html": page(found, view, as_of, lang).encode(),
        f"{name}.xlsx": workbook_bytes(book(found, view, as_of, lang)),
    }
    replace_files(Path(out), files)
    return [Path(out) / file for file in files]


def book(found: Compliance, view: PlanView, as_of: dt.date, lang: Lang) -> Workbook:
    """Return the workbook: rules, what is not filed, every event."""
    made, names = Workbook(), SheetNames()
    add_styles(made)
    community = view.community
    footer = f"{community.name}    {view.time}    {day(as_of, lang)}"
    lists = [rule_list(found, as_of, lang)]
    if found.events:
        lists += [missing_list(found, community, lang), event_list(found, community, lang)]
    for notice in lists:
        sheet = add_sheet(made, names, word(notice.key, lang))
        heading = f"{community.name} {word(notice.key, lang)}"
        draw_notice(sheet, notice, heading, lang, footer)
    del made[made.sheetnames[0]]
    return made


def page(found: Compliance, view: PlanView, as_of: dt.date, lang: Lang) -> str:
    """Return the page's HTML: no script, nothing from elsewhere."""
    css = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in STYLES)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    community = view.community
    told = numbers(found)
    return environment.get_template("compliance.html.j2").render(
        html_lang="zh-CN" if lang == "zh" else "en",
        title=f"{community.name} {word('report', lang)}",
        subtitle=f"{profile_title(community.policy.profile).to(lang)}　{view.time}　"
        f"{word('as_of', lang)} {day(as_of, lang)}",
        facts=list(_facts(told, lang)),
        words={key: text.to(lang) for key, text in PRINTED.items()},
        parts=[
            (word(f"part_{key}", lang), key, [_rule(standing, lang) for standing in part])
            for key, part in found.parts
            if part
        ],
        missing=missing_list(found, community, lang) if found.missing else None,
        events=event_list(found, community, lang) if found.events else None,
        lang=lang,
        css=Markup(css),
        css_hash=digest(css),
    )


def _facts(told: dict[str, int], lang: Lang) -> Iterator[tuple[str, str]]:
    """Yield what the head of the page says, each with its look."""
    looks = {"bad": "bad", "good": "good", "missing": "bad", "overdue": "bad"}
    for key in ("good", "going", "part", "bad", "carried", "missing", "overdue"):
        if told[key] or key in ("good", "bad"):
            look = looks.get(key, "") if told[key] else "good"
            yield word(f"count_{key}", lang, n=told[key]), look


def _rule(standing: Standing, lang: Lang) -> dict[str, Any]:
    rule = standing.rule
    look = "good" if standing.verdict in GOOD else "bad" if standing.verdict in BAD else "plain"
    return {
        "title": rule.title.to(lang),
        "quote": source_said(standing),
        "verdict": verdict_said(standing, lang),
        "look": look,
        "said": said_of(standing, lang).split("\n") if standing.violations else [],
        "lines": [
            {
                "name": line.name.to(lang),
                "wanted": line.wanted,
                "held": line.held,
                "planned": line.planned,
                "bare": line.bare,
                "next": day(line.next, lang) if line.next else "",
                "held_share": _share(line.held, line.wanted),
                "planned_share": _share(min(line.planned, line.wanted - line.held), line.wanted),
                "verdict": word(f"verdict_{line.verdict.value}", lang),
                "look": "good"
                if line.verdict in GOOD
                else "bad"
                if line.verdict in BAD
                else "plain",
            }
            for line in standing.lines
        ],
    }


def _share(part: int, whole: int) -> int:
    """Return a part in hundredths of a whole, for a bar."""
    return round(100 * max(0, min(part, whole)) / whole) if whole else 0
