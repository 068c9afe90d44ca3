"""What ``onebell why`` prints: the answer in sentences, what costs more, and who moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.text import Text
from publishing.console import print_json, print_lines, print_table, some

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.text import Lang
    from rotation.solution import Placement
    from rotation.why import Answer

NEW, GONE = Text("新增", "new"), Text("取消", "gone")
OTHER = Text("另一份名单与方案的不同：", "What differs in the other roster:")
HEADERS = (Text("规则", "rule"), Text("原代价", "before"), Text("现代价", "after"))


def show_why(answers: Sequence[Answer], *, as_json: bool, lang: Lang) -> None:
    """Print each answer: its sentences, the rules whose cost differs, the placements that do."""
    if as_json:
        print_json([_answer_data(a, lang) for a in answers])
        return
    for number, answer in enumerate(answers):
        print_lines([""] * bool(number) + [s.to(lang) for s in answer.sentences])
        if answer.charges:
            rows = [(c.title.to(lang), c.before, c.after) for c in answer.charges]
            total = "合计" if lang == "zh" else "total"
            rows.append((total, answer.cost_before, answer.cost_after or 0))
            print_table([h.to(lang) for h in HEADERS], rows)
        if answer.shifts:
            print_lines([OTHER.to(lang)])
            print_lines(some(_shift_lines(answer, lang), lang))


def _shift_lines(answer: Answer, lang: Lang) -> list[str]:
    return [f"  [{(NEW if s.is_new else GONE).to(lang)}] {s.what.to(lang)}" for s in answer.shifts]


def _answer_data(answer: Answer, lang: Lang) -> dict[str, Any]:
    return {
        "teacher": answer.question.teacher,
        "school": answer.question.host,
        "kind": answer.question.kind,
        "placement": _placement_data(answer.placement) if answer.placement else None,
        "verdict": answer.verdict.value,
        "interrupted": answer.interrupted,
        "sentences": [s.to(lang) for s in answer.sentences],
        "rules": list(answer.rules),
        "cost_before": answer.cost_before if answer.cost_after is not None else None,
        "cost_after": answer.cost_after,
        "proved": answer.exact,
        "cost_by_rule": [
            {
                "rule": c.rule,
                "title": c.title.to(lang),
                "before": c.before,
                "after": c.after,
            }
            for c in answer.charges
        ],
        "new": [_placement_data(s.placement) for s in answer.shifts if s.is_new],
        "gone": [_placement_data(s.placement) for s in answer.shifts if not s.is_new],
    }


def _placement_data(placement: Placement) -> dict[str, Any]:
    p = placement
    data = {
        "teacher": p.teacher,
        "kind": p.kind.value,
        "school": p.host,
        "start": p.start,
        "terms": p.terms,
    }
    if p.weeks:
        data |= {"week": p.week, "weeks": p.weeks}
    return data
