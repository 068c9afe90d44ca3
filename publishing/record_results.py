"""What ``onebell record`` prints: what was recorded, and what is known of all events."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from community.text import Text
from publishing.console import print_json, print_lines, some
from publishing.record_tables import STATES, EvidenceList
from scheduling.term.records import State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from community.text import Lang
    from scenarios.recording import Recording
    from scheduling.term.records import EventRecord

NOTHING_NEW = Text("没有新的登记。", "Nothing new to record.")
_UNCOUNTED = Text("（没有对应的规则，不计入次数）", " (of no rule, counted for none)")


def show_recorded(entries: Sequence[EventRecord], *, as_json: bool, lang: Lang) -> None:
    """Print the entries that were added."""
    if as_json:
        print_json({"recorded": [_entry(e) for e in entries]})
        return
    if not entries:
        print_lines([NOTHING_NEW.to(lang)])
        return
    total = Text(f"登记了{len(entries)}次活动：", f"{len(entries)} events recorded:")
    print_lines([total.to(lang), *some([_line(e, lang) for e in entries], lang)])


def _line(e: EventRecord, lang: Lang) -> str:
    hours = f" {e.start // 60:02}:{e.start % 60:02}" if e.start else ""
    state = STATES.word(e.state.value).to(lang)
    evidence = f"  {EvidenceList().format(e.evidence, lang)}" if e.evidence else ""
    counted = "" if e.rule else _UNCOUNTED.to(lang)
    return f"  {e.date:%Y-%m-%d}{hours} {e.name}{counted}  {state}{evidence}"


def _entry(e: EventRecord) -> dict[str, Any]:
    return {
        "event": e.event,
        "name": e.name,
        "state": e.state.value,
        "date": e.date,
        "start": e.start,
        "evidence": [piece._asdict() for piece in e.evidence],
        "rule": e.rule,
        "activity": e.activity,
    }


def show_states(recording: Recording, *, as_json: bool, lang: Lang) -> None:
    """Print how many events were held, moved, cancelled, and which lack evidence."""
    events = recording.events
    count = Counter(t.state for t in events)
    bare = [t for t in events if t.state is State.HELD and not t.evidence]
    if as_json:
        print_json(
            {
                "states": {s.value: count[s] for s in State},
                "without_evidence": [t.event.id for t in bare],
            }
        )
        return
    print_lines([f"{STATES.word(s.value).to(lang)}: {count[s]}" for s in State])
    if bare:
        head = Text("已举行而没有材料的：", "held, without any evidence:")
        lines = [f"  {t.event.date:%Y-%m-%d} {t.event.name}" for t in bare]
        print_lines([head.to(lang), *some(lines, lang)])
