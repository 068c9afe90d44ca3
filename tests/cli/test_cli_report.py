"""``onebell report``: the compliance report as a page and a workbook."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess

import pytest
from cli_support import onebell
from dated_plan import COMMUNITY, dated
from openpyxl import load_workbook

from publishing.plan_folder import read_plan
from scenarios.compliance import Verdict, compliance

DAY = dt.date(2025, 10, 20)


@pytest.fixture
def recorded(tmp_path):
    """Two meetings held, one of them without evidence; one cancelled."""
    community, plan = dated(tmp_path)
    for words in (
        ("语文教研 9-17", "--held", "--photo", "1.jpg"),
        ("数学教研 9-24", "--held"),
        ("语文教研（网络） 11-12", "--cancelled"),
    ):
        assert onebell("record", community, plan, *words).exit_code == 0
    return community, plan


def test_each_rule_says_what_is_wanted_held_and_planned(recorded):
    found = compliance(COMMUNITY, read_plan(COMMUNITY, recorded[1]), DAY)
    rules = {s.rule.id: s for s in found.rules}
    assert {*rules} == {r.id for r in COMMUNITY.policy.rules if r.enabled}
    # Face to face 2 of the 4 of the year are left for the autumn; two were held, one is to come.
    (meetings,) = rules["research_offline"].lines
    assert (meetings.name.zh, meetings.wanted, meetings.held) == ("东山小学", 2, 2)
    assert rules["research_offline"].verdict in (Verdict.DONE, Verdict.BROKEN)
    # Online 5 of 8 are left (3 by June): one is planned and over, one was cancelled.
    (online,) = rules["research_online"].lines
    assert (online.wanted, online.held) == (5, 0)
    assert rules["research_online"].verdict is Verdict.SHORT
    assert rules["bundled_score"].verdict is Verdict.CARRIED
    assert [m.one.event.name for m in found.missing] == ["数学教研（东山小学）"]
    assert [t.event.date.isoformat() for t in found.overdue] == ["2025-10-15"]


def test_the_workbook_and_the_page_say_the_same_without_ids(recorded, tmp_path):
    result = onebell("report", *recorded, "-o", tmp_path / "out", "--as-of", "10月20日", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    book = load_workbook(tmp_path / "out" / "合规报告.xlsx")
    assert book.sheetnames == ["逐条对照", "缺材料的活动", "活动登记"]
    cells = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value]
    html = (tmp_path / "out" / "合规报告.html").read_text(encoding="utf-8")
    for text in (*cells, html):
        assert "research_offline" not in text
        assert "0901" not in text
    assert all(str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A4 for sheet in book)
    for rule in COMMUNITY.policy.rules:
        if rule.enabled:
            assert rule.title.zh in cells
            assert rule.quote[:10] in html
    assert f"缺材料 {told['missing']}次" in html
    assert "照片：1.jpg" in cells


def test_hostile_names_stay_text(recorded, tmp_path):
    onebell("record", *recorded, "<script>x</script> 9-18", "--held", "--rule", "线下教研")
    onebell("record", *recorded, "语文教研 10-22", "--held", "--text", "=1+1<b>")
    onebell("report", *recorded, "-o", tmp_path / "out", "--as-of", "2025-10-20")
    html = (tmp_path / "out" / "合规报告.html").read_text(encoding="utf-8")
    assert "<script" not in html
    assert "<b>" not in html


@pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no browser here")
def test_a_browser_shows_the_page(recorded, tmp_path):
    onebell("report", *recorded, "-o", tmp_path / "out", "--as-of", "2025-10-20")
    page = tmp_path / "out" / "合规报告.html"
    words = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    shown = subprocess.run(
        [*words, page.as_uri()], capture_output=True, text=True, check=True, timeout=240
    )
    dom = shown.stdout
    rules = [r for r in COMMUNITY.policy.rules if r.enabled]
    assert len(re.findall('<article class="rule">', dom)) == len(rules)
    assert dom.count('class="track"') >= 3
    assert "Refused" not in shown.stderr  # the page's own style is what its policy allows


def test_a_roster_has_a_report_too(recorded, tmp_path):
    roster = recorded[1] / "roster.csv"
    result = onebell("report", recorded[0], roster, "-o", tmp_path / "out", "--lang", "en")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "out" / "Compliance report.html").exists()
