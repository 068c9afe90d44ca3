"""What ``onebell merge`` prints: what each school changed, what it broke, and how it was mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.text import Text
from publishing.audit_results import audit_data, show_changes
from publishing.comparison import LANGS, Names, duty_said, held_by, lesson_end
from publishing.console import print_json, print_lines, some
from publishing.results import OUT_OF_ATTEMPTS, STATUS, show_written
from publishing.summary import rule_titles
from publishing.whatif_results import duty_lines, move_lines
from scenarios.merging_duties import DutyConflict
from solving.outcome import Status

if TYPE_CHECKING:
    from pathlib import Path

    from community.models import Community
    from community.text import Lang
    from scenarios.merging import Conflict, Merged, MergeResult, Part


def show_merge(
    result: MergeResult,
    community: Community,
    output: Path,
    *,
    theirs_win: bool,
    as_json: bool,
    lang: Lang,
) -> None:
    """Print the changes of each part, the conflicts, the repair, and the audit of what came out."""
    names = Names(community, community)
    if as_json:
        print_json(_data(result, names, output, lang))
        return
    for part, done in zip(result.parts, result.done, strict=True):
        _show_part(part, done, names, lang)
    conflicts = [_conflict(c, names).to(lang) for c in result.conflicts]
    if conflicts:
        head = _CONFLICTS_THEIRS if theirs_win else _CONFLICTS
        print_lines([head.to(lang).format(len(conflicts)), *conflicts])
    print_lines([note.to(lang) for note in result.notes])
    _show_repair(result, names, lang)
    show_changes(result.plan, result.before.violations, rule_titles(community, lang), lang)
    print_lines([_SEE_AUDIT.to(lang)])
    show_written([output], as_json=False, lang=lang)


def _show_part(part: Part, done: Merged, names: Names, lang: Lang) -> None:
    who = f"{names.school(part.school)} " if part.school else ""
    lines = _taken(done, names, lang)
    n = len(lines)
    taken = Text(f"{who}{part.place}：改动{n}处。", f"{who}{part.place}: {n} changes.")
    print_lines([taken.to(lang), *lines])
    if not part.knows_base:
        print_lines([_NO_BASE.to(lang)])


def _taken(done: Merged, names: Names, lang: Lang) -> list[str]:
    """Return a line for each change that was taken over, lessons first."""
    lessons, duties = done.taken, done.duties.taken
    return [*move_lines(lessons, names, lang), *duty_lines(duties, names, lang)]


def _conflict(conflict: Conflict | DutyConflict, names: Names) -> Text:
    """Return one conflict with its three values."""
    if isinstance(conflict, DutyConflict):
        sides = (conflict.base, conflict.ours, conflict.theirs)
        what = duty_said(next(filter(None, sides)), names)
        in_zh, in_en = ([held_by(x, names, lang) for x in sides] for lang in LANGS)
        return Text(
            f"  {what.zh}：发出时{in_zh[0]}；方案里{in_zh[1]}；送回的{in_zh[2]}",
            f"  {what.en}: sent out {in_en[0]}; in the plan {in_en[1]}; sent back {in_en[2]}",
        )
    course = names.course(conflict.base)

    def ends(lang: Lang) -> list[str]:
        return [lesson_end(x, names, lang) for x in (conflict.base, conflict.ours, conflict.theirs)]

    base, ours, theirs = ends("zh")
    zh = f"  {course}：发出时{base}；方案里{ours}；送回的{theirs}"
    base, ours, theirs = ends("en")
    return Text(zh, f"  {course}: sent out {base}; in the plan {ours}; sent back {theirs}")


def _show_repair(result: MergeResult, names: Names, lang: Lang) -> None:
    planned = result.planned
    if planned is None:
        return
    if planned.plan is None:
        ran_out = planned.status is Status.UNKNOWN and planned.ran_out == "attempts"
        how = OUT_OF_ATTEMPTS if ran_out else STATUS[planned.status]
        reasons = [r.to(lang) for r in planned.reasons]
        print_lines([_NOT_MENDED.to(lang), how.to(lang), *reasons])
        return
    moves, undone = result.moves, result.undone
    duties = result.duty_moves
    more = Text(f"、{len(duties)}次值班", f" of lessons and {len(duties)} of duties")
    head = Text(
        f"修补：又动了{len(moves)}节课{more.zh if duties else ''}，"
        f"其中改回或另改学校的改动{undone}处。",
        f"Mended with {len(moves)} further moves{more.en if duties else ''}; {undone} of the "
        "changes are not as sent back.",
    )
    lines = [*move_lines(moves, names, lang), *duty_lines(duties, names, lang)]
    print_lines([head.to(lang), *lines, *some([n.to(lang) for n in planned.notes], lang)])


def _data(result: MergeResult, names: Names, output: Path, lang: Lang) -> dict[str, Any]:
    planned = result.planned
    return audit_data(result.plan, result.before.violations, lang) | {
        "parts": [
            {
                "file": part.place,
                "school": part.school or None,
                "knows_base": part.knows_base,
                "changes": [line.strip() for line in _taken(done, names, lang)],
                "conflicts": [_conflict(c, names).to(lang).strip() for c in done.all_conflicts],
            }
            for part, done in zip(result.parts, result.done, strict=True)
        ],
        "repair": planned.status.value if planned else None,
        "moves": [line.strip() for line in move_lines(result.moves, names, lang)],
        "duty_moves": [line.strip() for line in duty_lines(result.duty_moves, names, lang)],
        "undone": result.undone,
        "notes": [n.to(lang) for n in (*result.notes, *(planned.notes if planned else ()))],
        "plan": str(output),
    }


_CONFLICTS = Text(
    "两边都改了、改得不同的{}处，方案里的不变：",
    "Changed on both sides and not alike, the plan's stay, {}:",
)
_CONFLICTS_THEIRS = Text(
    "两边都改了、改得不同的{}处，以送回的为准：",
    "Changed on both sides and not alike, those sent back count, {}:",
)
_NO_BASE = Text(
    "  注意：文件没有记下发出时的课表，是与现在的方案比的；方案若已改过，请用 --base 指明旧方案。",
    "  Note: this file does not say what was sent out and is compared with the plan as it is now; "
    "if that has changed since, name the plan of then with --base.",
)
_NOT_MENDED = Text(
    "没有修补成，写出的是并入以后的方案。", "It was not mended; what is written is the merged plan."
)
_SEE_AUDIT = Text(
    "其余同并入以前，onebell audit 逐条列出。", "The rest is as before, see onebell audit."
)
