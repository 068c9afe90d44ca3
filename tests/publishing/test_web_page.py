"""The web page: self-contained, safe against names, complete, the same every time."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from published_plan import sample, with_fields

from publishing.view import PlanView
from publishing.web import export_web, page, page_data

if TYPE_CHECKING:
    from pathlib import Path

COMMUNITY, PLAN = sample(2, 6)
ATTACK = '</script><script>alert(1)</script><img src=x onerror="alert(2)">\u2028&'


def embedded(html: str) -> dict[str, Any]:
    match = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.S)
    assert match
    found = json.loads(match.group(1))
    assert isinstance(found, dict)
    return found


def test_nothing_is_loaded_from_elsewhere() -> None:
    html = page(PLAN, COMMUNITY)
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#)""", html)
    assert "url(" not in html and "@import" not in html and "fetch(" not in html
    assert "default-src 'none'" in html


def test_only_the_pages_own_script_may_run() -> None:
    html = page(PLAN, COMMUNITY)
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.S)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in html
    assert "innerHTML" not in script and "eval(" not in script


def test_names_cannot_break_out() -> None:
    update: dict[str, Any] = {
        "name": ATTACK,
        "teachers": tuple(t.model_copy(update={"name": ATTACK}) for t in COMMUNITY.teachers),
        "classes": tuple(c.model_copy(update={"name": ATTACK}) for c in COMMUNITY.classes),
        "schools": tuple(s.model_copy(update={"name": ATTACK}) for s in COMMUNITY.schools),
    }
    html = page(PLAN, with_fields(COMMUNITY, **update))
    assert html.count("<script") == 2 and html.count("</script>") == 2
    assert "<img" not in html
    assert "\u2028" not in html[html.index('id="data"') :]  # a line end to old script engines
    assert embedded(html)["teachers"][0]["name"].startswith(ATTACK)  # and yet nothing is lost


def test_every_lesson_and_placement_is_there() -> None:
    data = embedded(page(PLAN, COMMUNITY))
    assert len(data["lessons"]) == len(PLAN.week.lessons)
    assert {len(row) for row in data["lessons"]} == {len(data["fields"])}
    assert len(data["placements"]) == 4
    assert [r["cost"] for r in data["rules"]] == [100, 15]
    assert data["rules"][0]["title"] == "核心校每学年派出骨干教师"


def test_the_gantt_stays_within_the_known_terms() -> None:
    data = embedded(page(PLAN, COMMUNITY))
    assert [t["weeks"] for t in data["terms"]] == [[1]] * 4  # one block for each term
    for placement in data["placements"]:
        assert 0 <= placement["first"] < placement["end"] <= 4


@pytest.mark.parametrize(("lang", "word"), [("zh", "轮岗安排"), ("en", "Placements")])
def test_speaks_both_languages(lang: str, word: str) -> None:
    html = page(PLAN, COMMUNITY, lang)  # type: ignore[arg-type]
    assert html.startswith(f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">')
    assert embedded(html)["words"]["tab_roster"] == word


def test_the_script_knows_every_word_that_it_uses() -> None:
    html = page(PLAN, COMMUNITY)
    used = set(re.findall(r"\bW\.(\w+)", html))
    assert used <= set(embedded(html)["words"])
    assert used


def test_the_same_plan_gives_the_same_page(tmp_path: Path) -> None:
    one = export_web(PLAN, COMMUNITY, tmp_path)
    two = export_web(PLAN, COMMUNITY, tmp_path / "b.html")
    assert one.name == "index.html"
    assert one.read_bytes() == two.read_bytes()


def test_five_thousand_lessons_stay_small_and_quick() -> None:
    community, plan = sample(10, 17)
    assert len(plan.week.lessons) > 5000
    started = time.process_time()
    data = page_data(PlanView(plan, community), "zh")
    assert time.process_time() - started < 5
    assert len(json.dumps(data, ensure_ascii=False).encode()) < 1_500_000
