"""``onebell record``: what became of events, by words and by the sheets of schools."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import signal
import subprocess
import time

import pytest
from cli_support import environment, onebell
from dated_plan import COMMUNITY, PLAN, dated
from openpyxl import load_workbook

from publishing.plan_folder import read_plan, write_plan
from scheduling.term.records import Piece, State, as_recorded, tracked


@pytest.fixture
def folders(tmp_path):
    return dated(tmp_path)


def states(plan_folder):
    plan = read_plan(COMMUNITY, plan_folder)
    return {t.event.id: t for t in tracked(plan.calendar.events, plan.records)}


def test_several_events_are_held_with_evidence(folders):
    words = (
        "语文教研 2025-09-17",
        "数学教研 9月24日",
        "--held",
        "--photo",
        "教研.jpg",
        "--by",
        "李主任",
    )
    result = onebell("record", *folders, *words, "--list", "https://x.cn/a?b=1;签到.xlsx")
    assert result.exit_code == 0, result.stderr
    assert "语文教研" in result.stdout
    found = states(folders[1])
    one = found["research_offline:M:zh:0901:C:1"]
    assert one.state is State.HELD
    assert one.evidence == (
        Piece("photo", "教研.jpg"),
        Piece("list", "https://x.cn/a?b=1"),
        Piece("list", "签到.xlsx"),
    )
    assert found["research_offline:M:math:0901:M:1"].state is State.HELD
    assert found["research_online:M:zh:0901:1"].state is State.PLANNED


def test_the_last_record_counts_and_evidence_gathers(folders):
    for words in (
        ("教研 10-22", "--moved", "10月29日 下午2:00"),
        ("东山小学 2025-10-29", "--photo", "1.jpg"),
        ("research_offline:M:zh:0901:C:2", "--cancelled", "--text", "停电"),
        ("research_offline:M:zh:0901:C:2", "--undo"),
        ("语文 10月22日 9:00", "--held", "--on", "10-23"),
    ):
        result = onebell("record", *folders, *words)
        assert result.exit_code == 0, result.output
    one = states(folders[1])["research_offline:M:zh:0901:C:2"]
    assert (one.state, one.event.date) == (State.HELD, dt.date(2025, 10, 23))
    assert [e.reference for e in one.evidence] == ["1.jpg", "停电"]


def test_what_was_cancelled_is_no_event_and_what_moved_is_elsewhere(folders):
    onebell("record", *folders, "数学教研 9-24", "--cancelled")
    onebell("record", *folders, "语文教研（网络） 11-12", "--moved", "11-19")
    plan = read_plan(COMMUNITY, folders[1])
    left = as_recorded(plan.calendar, plan.records)
    assert {e.date.isoformat() for e in left.events} == {
        *("2025-09-17", "2025-10-15", "2025-10-22", "2025-11-19")
    }


def test_what_was_not_planned_counts_for_what_is_alike(folders):
    words = ("语文教研 2025-12-03", "--held", "--rule", "线下教研")
    assert onebell("record", *folders, *words).exit_code == 0
    assert onebell("record", *folders, *words).stdout == "没有新的登记。\n"
    entry = read_plan(COMMUNITY, folders[1]).records[-1]
    assert (entry.rule, entry.activity) == ("research_offline", "research_offline:M:zh:0901:C")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("语文教研", "--held"), "不止一次"),
        (("英语教研 10-15", "--held"), "日程里没有这样一次活动。有：2025-10-15"),
        (("语问教研（东山小学）", "--held"), "日程里没有这样一次活动。有：2025-09-17"),
        (("语文教研 9-17", "--moved", "下周"), "应为日期"),
        (("语文教研 9-17", "--moved", "9-17"), "新的日期"),
        (("语文教研 2-30", "--held"), "应为"),
        (("磨课 9-18", "--held", "--rule", "没有的"), "应为一条规则"),
        (("语文教研 9-17",), "--held"),
    ],
)
def test_what_is_not_clear_is_told_and_nothing_is_written(folders, words, told):
    result = onebell("record", *folders, *words)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (folders[1] / "records.csv").exists()


def test_one_wrong_name_of_several_records_none(folders):
    result = onebell("record", *folders, "语文教研 9-17", "体育教研 9-18", "--held")
    assert result.exit_code == 2
    assert not (folders[1] / "records.csv").exists()


def test_a_sheet_comes_back_filled_in(folders, tmp_path):
    assert onebell("record", *folders, "--sheets", tmp_path / "out").exit_code == 0
    path = next((tmp_path / "out").glob("东山小学*.xlsx"))
    book = load_workbook(path)
    sheet = book.worksheets[0]
    header = {c.value: c.column for c in sheet[3]}
    state, date, evidence = header["状态"], header["实际或改期日期"], header["材料"]
    sheet.cell(4, state).value, sheet.cell(4, evidence).value = "已举行", "照片：a.jpg；签到表.xlsx"
    sheet.cell(5, state).value = "取消"
    sheet.cell(6, state).value, sheet.cell(6, date).value = "改期", "10月20日"
    sheet.cell(9, 1).value, sheet.cell(9, date).value = "校本培训", dt.datetime(2025, 12, 3)
    sheet.cell(9, state).value = "已举行"
    book.save(path)
    result = onebell("record", *folders, path, "--json")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)["recorded"]
    assert [(e["state"], e["date"]) for e in told] == [
        ("held", "2025-09-17"),
        ("cancelled", "2025-09-24"),
        ("moved", "2025-10-20"),
        ("held", "2025-12-03"),
    ]
    assert told[0]["evidence"] == [
        {"kind": "photo", "reference": "a.jpg"},
        {"kind": "list", "reference": "签到表.xlsx"},
    ]
    again = onebell("record", *folders, path)
    assert again.stdout == "没有新的登记。\n"


def test_a_sheet_with_mistakes_is_refused_with_its_places(folders, tmp_path):
    onebell("record", *folders, "--sheets", tmp_path / "out")
    path = next((tmp_path / "out").glob("东山小学*.xlsx"))
    book = load_workbook(path)
    sheet = book.worksheets[0]
    header = {c.value: c.column for c in sheet[3]}
    sheet.cell(4, header["状态"]).value = "差不多"
    sheet.cell(5, header["状态"]).value = "已举行"
    sheet.cell(5, header["活动编号"]).value = "nothing"
    sheet.cell(6, header["状态"]).value = "改期"
    book.save(path)
    result = onebell("record", *folders, path)
    assert result.exit_code == 2
    assert all(f"第{row}行" in result.stderr for row in (4, 5, 6))
    assert not (folders[1] / "records.csv").exists()
    path.write_bytes(path.read_bytes()[:2000])
    assert onebell("record", *folders, path).exit_code == 2


def test_a_line_that_was_cut_short_is_left_out_and_replaced(folders):
    onebell("record", *folders, "语文教研 9-17", "--held")
    log = folders[1] / "records.csv"
    whole = log.read_bytes()
    for cut in (whole + b'research_offline:M:ma,"', whole[:-1], whole[:20], b"\xef\xbb"):
        log.write_bytes(cut)
        assert onebell("record", *folders, "数学教研 9-24", "--held").exit_code == 0
        found = states(folders[1])
        assert found["research_offline:M:math:0901:M:1"].state is State.HELD
        kept = len(cut) > 20
        assert (found["research_offline:M:zh:0901:C:1"].state is State.HELD) is kept


def test_a_log_edited_in_a_spreadsheet_is_read_and_goes_on(folders):
    onebell("record", *folders, "语文教研 9-17", "--held", "--by", "王")
    log = folders[1] / "records.csv"
    log.write_bytes(log.read_text(encoding="utf-8-sig").replace("\n", "\r\n").encode("gb18030"))
    assert onebell("record", *folders, "数学教研 9-24", "--held", "--by", "李").exit_code == 0
    assert [r.who for r in read_plan(COMMUNITY, folders[1]).records] == ["王", "李"]


def test_another_file_in_its_place_is_not_added_to(folders):
    log = folders[1] / "records.csv"
    log.write_text("a,b\n1,2\n", encoding="utf-8")
    result = onebell("record", *folders, "语文教研 9-17", "--held")
    assert result.exit_code == 2
    assert log.read_text(encoding="utf-8") == "a,b\n1,2\n"


def test_a_plan_written_again_keeps_the_log_of_its_folder(folders, tmp_path):
    onebell("record", *folders, "语文教研 9-17", "--held")
    read = read_plan(COMMUNITY, folders[1])
    onebell("record", *folders, "数学教研 9-24", "--held")
    write_plan(read, COMMUNITY, folders[1])  # it was read before the second entry
    assert len(read_plan(COMMUNITY, folders[1]).records) == 2
    write_plan(read, COMMUNITY, tmp_path / "other")
    assert len(read_plan(COMMUNITY, tmp_path / "other").records) == 1
    onebell("record", folders[0], tmp_path / "other", "数学教研 9-24", "--cancelled")
    later = read_plan(COMMUNITY, folders[1])
    with pytest.raises(Exception, match=r"records\.csv"):
        write_plan(later, COMMUNITY, tmp_path / "other")


def test_nothing_that_was_told_is_lost_when_the_program_is_killed(folders):
    """A process records one event after another and says so; it is killed at any moment."""
    program = (
        "import sys; from pathlib import Path; import datetime as dt\n"
        "from publishing.record_log import add_records\n"
        "from scheduling.term.records import EventRecord, State\n"
        "for n in range(10**6):\n"
        "    rows = [EventRecord(f'e{sys.argv[2]}.{n}', '教研' * 400, State.HELD,"
        " dt.date(2025, 9, 17)) for _ in range(3)]\n"
        "    add_records(Path(sys.argv[1]), rows, 'zh')\n"
        "    print(n, flush=True)\n"
    )
    rng, told = random.Random(5), set()
    for run in range(6):
        words = ["-c", program, str(folders[1]), str(run)]
        started = subprocess.Popen(
            [os.sys.executable, *words], env=environment(), stdout=subprocess.PIPE, text=True
        )
        assert started.stdout is not None
        lines = [started.stdout.readline()]
        time.sleep(rng.random() / 20)
        started.send_signal(signal.SIGKILL)
        lines += started.stdout.read().splitlines()
        started.wait()
        told |= {f"e{run}.{n.strip()}" for n in lines if n.strip()}
    log = [r.event for r in read_plan(COMMUNITY, folders[1]).records]
    assert told <= set(log)
    assert all(log.count(event) == 3 for event in told)
    assert PLAN.calendar.events
