"""What ``onebell report`` prints: how many rules stand how, and where the report lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publishing.compliance_lists import numbers, verdict_said
from publishing.console import print_json, print_lines, some
from publishing.i18n import word
from publishing.results import show_written
from scenarios.compliance import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from community.text import Lang
    from scenarios.compliance import Compliance


def show_report(found: Compliance, written: Sequence[Path], *, as_json: bool, lang: Lang) -> None:
    """Print a compliance report in short."""
    told = numbers(found)
    if as_json:
        rules = {s.rule.id: s.verdict.value for s in found.rules}
        print_json({**told, "standing": rules, "written": [str(p) for p in written]})
        return
    keys = ("good", "going", "part", "bad", "carried", "missing", "overdue")
    print_lines([word(f"count_{key}", lang, n=told[key]) for key in keys if told[key]])
    wrong = found.of(Verdict.SHORT, Verdict.BROKEN)
    lines = [f"  {s.rule.title.to(lang)}: {verdict_said(s, lang)}" for s in wrong]
    print_lines(some(lines, lang))
    show_written(written, as_json=False, lang=lang)
