"""What is printed of changes by hand: what moved and what that breaks, what is locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.text import Text
from publishing.audit_results import audit_data, show_changes
from publishing.comparison import Names
from publishing.console import print_json, print_lines
from publishing.results import show_written
from publishing.summary import rule_titles
from publishing.whatif_results import move_lines
from scenarios.locks import said, things

if TYPE_CHECKING:
    from pathlib import Path

    from community.models import Community
    from community.text import Lang
    from scenarios.plan import Plan
    from scenarios.swapping import Swap


def show_locks(
    plan: Plan, community: Community, output: Path | None, *, as_json: bool, lang: Lang
) -> None:
    """Print what is locked in a plan, and where that was written."""
    found = [
        (said(community, thing).to(lang), len(some)) for thing, some in things(plan.locks).items()
    ]
    if as_json:
        locked = [{"what": name, "lessons": count} for name, count in found]
        print_json({"locked": locked, "plan": str(output) if output else None})
        return
    lessons = len({lock.lesson for lock in plan.locks})
    head = Text(f"已锁定{lessons}节课：", f"{lessons} lessons are locked:")
    none = Text("没有锁定的课。", "No lesson is locked.")
    print_lines([(head if found else none).to(lang)])
    for name, count in found:
        print_lines([Text(f"  {name}：{count}节", f"  {name}: {count}").to(lang)])
    if output:
        show_written([output], as_json=False, lang=lang)


def show_swap(
    result: Swap, community: Community, output: Path | None, *, as_json: bool, lang: Lang
) -> None:
    """Print what moved, what it breaks and mends, and where it was written, if it was."""
    moved = move_lines(result.moves, Names(community, community), lang)
    if as_json:
        data = audit_data(result.after, result.before.violations, lang)
        moves = [line.strip() for line in moved]
        print_json(
            data
            | {
                "moves": moves,
                "notes": [n.to(lang) for n in result.notes],
                "plan": str(output) if output else None,
            }
        )
        return
    print_lines([*moved, *(note.to(lang) for note in result.notes)])
    show_changes(result.after, result.before.violations, rule_titles(community, lang), lang)
    if output:
        show_written([output], as_json=False, lang=lang)
    else:
        print_lines([_NOT_WRITTEN.to(lang)])


_NOT_WRITTEN = Text(
    "没有写出：新违反了刚性规则。请换一节课对调；一定要这样改，请加 --force，再用 --from 接着排。",
    "Not written: it newly breaks hard rules. Try another lesson; to write it all the same use "
    "--force, and plan on with --from.",
)
