"""The web page of a plan: one file that needs no network, with its data inside.

Names come from people's tables. They reach the page only as JSON and as text nodes, and a content
security policy lets no other script run than the page's own.
"""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from community.files import replace_file
from publishing.i18n import word
from publishing.page_data import page_data
from publishing.view import PlanView
from publishing.words import PRINTED

if TYPE_CHECKING:
    from community.models import Community
    from community.text import Lang
    from scenarios.plan import Plan

TEMPLATES = Path(__file__).parent / "templates"
STYLES = ("page.css", "roster.css", "calendar.css")
SCRIPTS = ("page.js", "roster.js", "balance.js", "calendar.js", "views.js")


def export_web(plan: Plan, community: Community, out: Path, lang: Lang = "zh") -> Path:
    """Write the web page as ``index.html`` into a folder, or to a path that ends in ``.html``."""
    target = Path(out)
    if target.suffix != ".html":
        target = target / "index.html"
    replace_file(target, page(plan, community, lang).encode())
    return target


def page(plan: Plan, community: Community, lang: Lang = "zh") -> str:
    """Return the page's HTML; the same for the same plan."""
    view = PlanView(plan, community)
    key = "web_title" if plan.has_week else "web_roster_title"
    css = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in STYLES)
    js = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in SCRIPTS)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("page.html.j2").render(
        html_lang="zh-CN" if lang == "zh" else "en",
        title=f"{community.name} {word(key, lang)}",
        heading=f"{community.name} {word(key, lang)}",
        subtitle=view.time,
        words={key: text.to(lang) for key, text in PRINTED.items()},
        css=Markup(css),
        css_hash=digest(css),
        js=Markup(js),
        js_hash=digest(js),
        data=Markup(script_json(page_data(view, lang))),
    )


def script_json(data: object) -> str:
    """Return JSON that may stand inside a script element: no ``<``, ``>``, ``&`` of its own."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode("utf-8", "replace").decode()


def digest(text: str) -> str:
    """Return what a content security policy names a script or a style by."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
