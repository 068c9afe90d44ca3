"""The command ``onebell record``: what became of the events of a term."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from publishing.commands import GROUP, PATH, misuse, prints

if TYPE_CHECKING:
    from pathlib import Path

    from community.models import Community
    from community.text import Lang
    from scenarios.plan import Plan
    from scenarios.recording import Recording, Said
    from scheduling.term.records import EventRecord

ENDINGS = (".xlsx", ".csv")
KINDS = ("photo", "record", "list", "text")


@click.command()
@click.argument("community", type=PATH)
@click.argument("plan", type=PATH)
@click.argument("what", nargs=-1)
@click.option("--held", "state", flag_value="held", help="已举行 / It was held.")
@click.option("--cancelled", "state", flag_value="cancelled", help="取消 / It is not held.")
@click.option("--moved", metavar="DATE", help="改期到 / Moved to a date, with a time if need be.")
@click.option("--undo", "state", flag_value="planned", help="恢复原计划 / Planned as before.")
@click.option("--on", metavar="DATE", help="实际日期、时间 / When it was held.")
@click.option(
    "--rule", help="计划外的活动算哪条规则 / The rule for which something unplanned counts."
)
@click.option("--photo", multiple=True, help="照片的文件名或链接 / A photo: file name or link.")
@click.option("--record", multiple=True, help="记录 / Minutes.")
@click.option("--list", multiple=True, help="名单、签到表 / A list of those who came.")
@click.option("--text", multiple=True, help="其他材料 / Other evidence.")
@click.option("--by", "who", default="", help="登记人 / Who says so.")
@click.option("--note", default="", help="备注 / A remark.")
@click.option(
    "--sheets", type=PATH, help="为各校写出回执表的文件夹 / Write a sheet for each school here."
)
@GROUP
@prints
def record(
    community: Path,
    plan: Path,
    what: tuple[str, ...],
    state: str | None,
    moved: str | None,
    on: str | None,
    rule: str | None,
    who: str,
    note: str,
    sheets: Path | None,
    group: str | None,
    as_json: bool,
    lang: Lang,
    **evidence: tuple[str, ...],
) -> None:
    """登记活动：已举行、改期、取消，附材料 / Record what became of the events of a term.

    \b
    WHAT: 活动的名称和日期，可多个；或学校发回的回执表 / events, or a sheet that was sent back:
      onebell record 样例 方案 "语文教研 10月15日" "数学教研 10-16" --held --photo 教研1.jpg
      onebell record 样例 方案 "联席会议 10-20" --moved "10月27日 14:00"
      onebell record 样例 方案 "磨课 10月22日" --held --rule 教研      # 计划外的 / not planned
      onebell record 样例 方案 回执/城关小学.xlsx

    材料只记文件名或链接；登记写在方案的 records.csv，只增不改。不写 WHAT 就列出各活动的状态。
    """  # noqa: D301
    from publishing.record_log import add_records
    from publishing.record_results import show_recorded, show_states
    from publishing.return_sheets import write_returns
    from publishing.sources import community_at, plan_at
    from scenarios.recording import changed

    data = community_at(community, group)
    found = _dated(plan, plan_at(data, plan))
    recording = _recording(data, found)
    if sheets:
        from publishing.results import show_written

        show_written(write_returns(recording, sheets, lang), as_json=as_json, lang=lang)
        return
    if not what:
        show_states(recording, as_json=as_json, lang=lang)
        return
    said = _said(recording, state, moved, on, evidence, who, note)
    entries = changed(_entries(recording, what, said, rule), recording.events)
    if entries:
        add_records(plan, entries, lang)
    show_recorded(entries, as_json=as_json, lang=lang)


def _dated(path: Path, plan: Plan) -> Plan:
    """Return a plan folder's plan; raise ``InputError`` when it has no calendar."""
    from community.errors import InputError, Problem
    from community.text import Text

    if not plan.has_calendar or not path.is_dir():
        expected = Text(
            "应为有行事历的方案文件夹：请先运行 onebell term",
            "expected a plan folder with a calendar: run onebell term first",
        )
        raise InputError([Problem(place=str(path), expected=expected)])
    return plan


def _recording(data: Community, plan: Plan) -> Recording:
    import datetime as dt

    from scenarios.recording import Recording

    return Recording(data, plan, f"{dt.datetime.now():%Y-%m-%d %H:%M:%S}")


def _said(
    recording: Recording,
    state: str | None,
    moved: str | None,
    on: str | None,
    evidence: dict[str, tuple[str, ...]],
    who: str,
    note: str,
) -> Said:
    """Return what the options say; raise ``InputError`` for a date that is none."""
    from community.errors import InputError, Problem
    from community.text import Text
    from publishing.record_tables import evidence_in
    from scenarios.recording import Said
    from scheduling.term.records import State

    if moved and (on or state):
        raise misuse(
            "“--moved”不同“--on”“--held”“--cancelled”“--undo”一起用",
            "--moved does not go with --on, --held, --cancelled or --undo",
        )
    date = start = None
    if text := moved or on:
        date, start, _ = recording.words.when(text)
        if date is None:
            expected = Text("应为日期，如10月15日", "expected a date such as 2025-10-15")
            raise InputError([Problem(value=text, expected=expected)])
    pieces = tuple(e for kind in KINDS for text in evidence[kind] for e in evidence_in(text, kind))
    became = State.MOVED if moved else State(state) if state else None
    return Said(became, date, start, pieces, who, note)


def _entries(
    recording: Recording, what: tuple[str, ...], said: Said, rule: str | None
) -> list[EventRecord]:
    """Return the entries of events that are named, and of sheets that schools sent back."""
    from pathlib import Path

    from publishing.return_sheets import read_returns
    from scenarios.recording import Said

    paths = [Path(w) for w in what if w.lower().endswith(ENDINGS)]
    texts = [w for w in what if not w.lower().endswith(ENDINGS)]
    if texts and said == Said(who=said.who, note=said.note):
        raise misuse(
            "应写明这次活动怎样了：“--held”“--moved”“--cancelled”“--undo”或材料（如“--photo”）",
            "say what became of the event: --held, --moved, --cancelled, --undo or evidence",
        )
    named = (
        [recording.unplanned(text, said, rule) for text in texts]
        if rule
        else recording.entries(texts, said)
    )
    return [*named, *read_returns(recording, paths, who=said.who)]
