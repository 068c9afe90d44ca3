"""The calendar on the web page: its data, and the page driven in a browser where there is one."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from published_calendar import CALENDAR, COMMUNITY, COVERS, MAKE_UP, PLAN, meetings
from test_web_page import embedded

from publishing.web import page
from scheduling.term.events import NO_CALENDAR, TermCalendar

if TYPE_CHECKING:
    from pathlib import Path

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), "")
HTML = page(PLAN, COMMUNITY)
START = dt.date(2025, 9, 1)


def test_every_event_and_cover_is_there() -> None:
    data: dict[str, Any] = embedded(HTML)["calendar"]
    rows = [dict(zip(data["event_fields"], row, strict=True)) for row in data["events"]]
    people = [t.id for t in COMMUNITY.teachers]
    found = [
        (START + dt.timedelta(r["day"]), r["start"], r["name"], [people[i] for i in r["people"]])
        for r in rows
    ]
    assert found == [(e.date, e.start, e.name, [*e.people]) for e in CALENDAR.events]
    assert len(data["covers"]) == len(COVERS)
    special = {START + dt.timedelta(n): (kind, text) for n, kind, text in data["special"]}
    assert special[MAKE_UP] == ("made-up", "上第6周周五的课")
    assert special[dt.date(2025, 10, 1)] == ("holiday", "放假")
    bare = embedded(page(replace(PLAN, calendar=NO_CALENDAR), COMMUNITY))
    assert bare["calendar"] is None


def test_a_term_of_1500_events_stays_small() -> None:
    whole = TermCalendar("2025-1", tuple(sorted(meetings(1500))))
    html = page(replace(PLAN, calendar=whole), COMMUNITY)
    assert len(html.encode()) - len(HTML.encode()) < 200_000


@pytest.mark.skipif(not BROWSER, reason="no Chromium here")
def test_the_page_shows_months_lists_and_covers_as_it_is_driven(tmp_path: Path) -> None:
    """Opened on September, then a month on, then as a list of all, then one teacher."""
    month = driven(tmp_path, "#tab=term&school=-1&month=0", "")
    assert rows(month, "calendar") == 5  # weeks 1 to 5
    assert len(re.findall('class="chip', month)) == in_month("2025-09")
    assert "上第6周周五的课" in month
    assert 'class="mark">放假' not in month
    later = driven(tmp_path, "#tab=term&school=-1&month=0", "press('›')")
    assert len(re.findall('class="mark">放假', later)) == 8
    assert len(re.findall('class="chip', later)) == in_month("2025-10")
    whole = driven(tmp_path, "#tab=term&school=-1&month=-1&list=1", "")
    assert rows(whole, "events") == len(CALENDAR.events)
    assert whole.count(">代课安排<") == 1
    assert re.search("小学[一二三四五六]年级", whole)  # no space between Chinese words
    assert not re.search("小学 [一二三四五六]年级", whole)
    who = CALENDAR.covers[0].absent
    at = [t.id for t in COMMUNITY.teachers].index(who)
    one = driven(tmp_path, f"#tab=term&school=-1&month=-1&list=1&teacher={at}", "")
    assert rows(one, "events") == sum(who in e.people for e in CALENDAR.events)


def in_month(month: str) -> int:
    return sum(e.date.isoformat().startswith(month) for e in CALENDAR.events)


def rows(dom: str, table: str) -> int:
    """Return the rows in the body of the first table of a kind."""
    found = re.search(rf'<table class="{table}">.*?<tbody>(.*?)</tbody>', dom, re.S)
    assert found, dom[-2000:]
    return found.group(1).count("<tr>")


def driven(folder: Path, state: str, script: str) -> str:
    """Return what the page holds after some presses; its policy lets no script of ours in."""
    press = """
    const buttons = [...document.querySelectorAll("button")];
    const press = (text) => buttons.find((b) => b.textContent === text).click();
    """
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", HTML)
    target = folder / "page.html"
    target.write_text(bare.replace("</body>", f"<script>{press}{script}</script></body>"), "utf-8")
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    command += [f"--user-data-dir={folder / 'profile'}", f"{target.as_uri()}{state}"]
    found = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    return found.stdout[found.stdout.index('<main id="main"') :]
