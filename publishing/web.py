"""The web page of a plan: one file that needs no network, with its data inside.

Names come from people's tables. They reach the page only as JSON and as text nodes, and a content
security policy lets no other script run than the page's own.
"""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from community.files import replace_file
from community.models import PlacementKind, RoomKind, WeekPattern
from community.rule import Cost
from publishing.i18n import enum_word, weekday_name, word
from publishing.notices import category, loads, rotation_notice, sync_table
from publishing.summary import phase_rows, plan_facts, rule_lines
from publishing.view import PlanView, is_lesson_slot
from publishing.words import WORDS
from rotation.solution import PlacementStatus

if TYPE_CHECKING:
    from community.models import Community
    from community.text import Lang
    from publishing.notices import Notice
    from scenarios.plan import Plan

TEMPLATES = Path(__file__).parent / "templates"
MOST_SENTENCES = 200  # of one rule; costs.csv has them all
FIELDS = (
    *("cls", "day", "slot", "subject", "teacher", "weeks", "periods", "room", "series"),
    *("assistant", "host"),
)
_WEEKS = (WeekPattern.ALL, WeekPattern.ODD, WeekPattern.EVEN)


def export_web(plan: Plan, community: Community, out: Path, lang: Lang = "zh") -> Path:
    """Write the web page as ``index.html`` into a folder, or to a path that ends in ``.html``."""
    target = Path(out)
    if target.suffix != ".html":
        target = target / "index.html"
    html = page(plan, community, lang).encode()
    replace_file(target, lambda path: path.write_bytes(html))
    return target


def page(plan: Plan, community: Community, lang: Lang = "zh") -> str:
    """Return the page's HTML; the same for the same plan."""
    view = PlanView(plan, community)
    css = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    js = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("page.js", "views.js"))
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("page.html.j2").render(
        html_lang="zh-CN" if lang == "zh" else "en",
        title=f"{community.name} {word('web_title', lang)}",
        heading=f"{community.name} {word('web_title', lang)}",
        subtitle=view.term.name,
        words={key: text.to(lang) for key, text in WORDS.items()},
        css=Markup(css),
        css_hash=_hash(css),
        js=Markup(js),
        js_hash=_hash(js),
        data=Markup(script_json(page_data(view, lang))),
    )


def script_json(data: object) -> str:
    """Return JSON that may stand inside a script element: no ``<``, ``>``, ``&`` of its own."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode("utf-8", "replace").decode()


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def page_data(view: PlanView, lang: Lang) -> dict[str, Any]:
    """Return everything that the page shows; records refer to each other by position."""
    cost = Cost.of(list(view.plan.violations))
    return {
        "lang": "zh-CN" if lang == "zh" else "en",
        "words": {key: text.to(lang) for key, text in WORDS.items()},
        "days": ["", *(weekday_name(d, lang) for d in range(1, 8))],
        "weeks": [enum_word(w, lang) for w in _WEEKS],
        "kinds": [enum_word(k, lang) for k in PlacementKind],
        "terms": [t.name for t in view.community.terms],
        "hard": sum(v.is_hard for v in view.plan.violations),
        "soft": cost.soft,
        "facts": [list(f) for f in plan_facts(view, lang) if f[0] in _shown(lang)],
        **_tables(view),
        "order": _class_order(view),
        "fields": FIELDS,
        "lessons": _lessons(view),
        "placements": _placements(view, lang),
        "sync": _list(sync_table(view, lang), lang),
        "roster": _list(rotation_notice(view, lang), lang),
        "phases": phase_rows(view, lang),
        "rules": _rules(view, lang),
    }


def _shown(lang: Lang) -> set[str]:
    return {word(key, lang) for key in ("schools", "classes", "teachers", "lessons", "soft_cost")}


def _tables(view: PlanView) -> dict[str, Any]:
    community, school_at = view.community, _places(view.community.schools)
    load_of = loads(view)
    return {
        "schools": [
            {
                "name": s.name,
                "slots": [
                    {
                        "order": x.order,
                        "name": x.name,
                        "lesson": is_lesson_slot(x),
                        "start": x.start,
                        "end": x.end,
                        "days": x.weekdays,
                    }
                    for x in sorted(view.grid_slots[s.grid], key=lambda x: (x.start, x.order))
                ],
            }
            for s in community.schools
        ],
        "classes": [{"name": c.name, "school": school_at[c.school]} for c in community.classes],
        "subjects": [
            {"name": s.name, "short": view.subject_short[s.id]} for s in community.subjects
        ],
        "rooms": [
            {"name": r.name, "special": r.kind is not RoomKind.ORDINARY} for r in community.rooms
        ],
        "teachers": [
            {
                "id": t.id,
                "name": t.name,
                "school": school_at[t.school],
                "subjects": "、".join(view.subject_name(s) for s in t.subjects),
                "max": t.max_periods,
                "home": load_of[t.id].home,
                "away": load_of[t.id].away,
                "assist": load_of[t.id].assisted,
            }
            for t in community.teachers
        ],
    }


def _class_order(view: PlanView) -> list[int]:
    """Return the positions of the classes in the order in which people look for them."""
    classes = view.community.classes
    return sorted(range(len(classes)), key=lambda i: (classes[i].grade, classes[i].number, i))


def _places(records: tuple[Any, ...]) -> dict[str, int]:
    """Return the position of each record by id; -1 for none."""
    return {r.id: i for i, r in enumerate(records)} | {"": -1}


def _lessons(view: PlanView) -> list[list[int]]:
    c = view.community
    classes, subjects = _places(c.classes), _places(c.subjects)
    teachers, rooms = _places(c.teachers), _places(c.rooms)
    series = _places(tuple(view.series.values()))
    return [
        [
            *(classes[x.class_id], x.weekday, x.slot, subjects[x.subject], teachers[x.teacher]),
            *(_WEEKS.index(x.weeks), x.periods, rooms[x.room], series[x.series]),
            *(teachers[x.assistant], int(view.is_host(x))),
        ]
        for x in sorted(view.plan.week.lessons)
    ]


def _placements(view: PlanView, lang: Lang) -> list[dict[str, Any]]:
    c = view.community
    teachers, schools, terms = _places(c.teachers), _places(c.schools), _places(c.terms)
    found = []
    for p in sorted(view.plan.roster.placements, key=lambda p: (p.start, p.host, p)):
        start = terms[p.start]
        found.append(
            {
                "teacher": teachers[p.teacher],
                "host": schools[p.host],
                "kind": list(PlacementKind).index(p.kind),
                "start": start,
                "span": max(1, min(p.terms, len(c.terms) - start)),
                "locked": p.status is PlacementStatus.LOCKED,
                "note": category(c.teacher_by_id[p.teacher], lang),
            }
        )
    return found


def _list(notice: Notice, lang: Lang) -> dict[str, Any]:
    return {"note": notice.sentence, "head": notice.headings(lang), "rows": notice.rows}


def _rules(view: PlanView, lang: Lang) -> list[dict[str, Any]]:
    return [
        {
            "rule": line.rule,
            "title": line.title,
            "strictness": enum_word(line.strictness, lang),
            "hard": line.violations[0].is_hard,
            "source": line.source,
            "count": line.count,
            "cost": line.cost,
            "sentences": [v.sentence.to(lang) for v in line.violations[:MOST_SENTENCES]],
            "more": max(0, line.count - MOST_SENTENCES),
        }
        for line in rule_lines(view, lang)
    ]
