"""What the commands on FET files print: what was carried and lost, and what a timetable breaks."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from community.rule import Cost
from community.text import Text
from publishing import xhstt_results
from publishing.console import print_json, print_lines, print_table, some

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from community.rule import Violation
    from community.text import Lang
    from scheduling.fet import Loss, Reading
    from scheduling.fet.solving import Solved


def show_reading(reading: Reading, *, as_json: bool, lang: Lang) -> None:
    """Print the size of a file, its constraints by kind, and a line for each that is lost."""
    if as_json:
        print_json(_reading_data(reading, lang))
        return
    print_lines([_size(reading).to(lang), _carried(reading).to(lang)])
    lost = Counter(loss.kind for loss in reading.lost)
    labels = reading.labels | {loss.kind: loss.label for loss in reading.lost}
    kinds = sorted({*reading.carried, *lost}, key=lambda k: (-lost[k], -reading.carried[k], k))
    heads = Text("约束|FET 名称|载入|未载入", "constraint|name in FET|carried|lost")
    rows = [(labels[k].to(lang), k, reading.carried[k], lost[k]) for k in kinds]
    print_table(heads.to(lang).split("|"), rows)
    print_lines(some([_lost(loss).to(lang) for loss in reading.lost], lang))


def show_check(reading: Reading, found: Sequence[Violation], *, as_json: bool, lang: Lang) -> None:
    """Print hard and soft cost of a timetable, and a line for each broken hard rule."""
    total = Cost.of(list(found))
    broken = [v for v in found if v.is_hard and v.cost]
    if as_json:
        sentences = [v.sentence.to(lang) for v in broken]
        lost = len(reading.lost)
        print_json({"hard": total.hard, "soft": total.soft, "lost": lost, "broken": sentences})
        return
    print_lines([f"{total.hard}\t{total.soft}", *some(_worst(reading, broken, lang), lang)])
    print_lines([_missing(reading).to(lang)] if reading.lost else [])


def show_solved(solved: Solved, output: Path, *, as_json: bool, lang: Lang) -> None:
    """Print how solving ended, what is still broken, and what the file asks for besides."""
    names = {rule.id: rule.name for rule in solved.reading.instance.rules}
    lost = len(solved.reading.lost)
    xhstt_results.show_solved(
        solved, output, as_json=as_json, lang=lang, names=names, more={"lost": lost}
    )
    if lost and not as_json:
        print_lines([_missing(solved.reading).to(lang)])


def _size(reading: Reading) -> Text:
    school, active = reading.school, reading.school.activities.active
    days, hours = len(school.grid.days), len(school.grid.hours)
    teachers, sets = len(school.people.teachers), len(school.people.leaves)
    rooms, idle = len(school.rooms.by_name), len(school.activities.by_id) - len(active)
    return Text(
        f"{days}天，每天{hours}个节次；教师{teachers}人，学生组{sets}个，教室{rooms}间；"
        f"课{len(active)}次" + (f"，停用{idle}次。" if idle else "。"),
        f"{days} days of {hours} hours; {teachers} teachers, {sets} sets of students, "
        f"{rooms} rooms; {len(active)} lessons" + (f", {idle} not active." if idle else "."),
    )


def _carried(reading: Reading) -> Text:
    kept, lost = reading.carried.total(), len(reading.lost)
    return Text(
        f"约束{reading.count}条：载入{kept}条，未载入{lost}条。",
        f"{reading.count} constraints: {kept} carried, {lost} lost.",
    )


def _missing(reading: Reading) -> Text:
    lost = len(reading.lost)
    return Text(
        f"有{lost}条约束没有载入，求解时不看它们；onebell fet info 逐条列出。",
        f"{lost} constraints are not carried, nor looked at here; onebell fet info lists them.",
    )


def _lost(loss: Loss) -> Text:
    return Text(
        f"未载入：第{loss.line}行，{loss.label.zh}：{loss.reason.zh}。",
        f"Lost: row {loss.line}, {loss.label.en}: {loss.reason.en}.",
    )


def _worst(reading: Reading, broken: Sequence[Violation], lang: Lang) -> list[str]:
    """Return the sentences of broken rules, with the kind of constraint in words."""
    names = {rule.id: rule.name for rule in reading.instance.rules}
    said: dict[str, list[str]] = defaultdict(list)
    for v in broken:
        said[names.get(v.rule, Text("课表", "timetable")).to(lang)].append(v.sentence.to(lang))
    return [f"  {name}: {line}" for name, lines in said.items() for line in lines]


def _reading_data(reading: Reading, lang: Lang) -> dict[str, Any]:
    lost = Counter(loss.kind for loss in reading.lost)
    return {
        "days": len(reading.school.grid.days),
        "hours": len(reading.school.grid.hours),
        "lessons": len(reading.instance.events),
        "constraints": reading.count,
        "carried": dict(sorted(reading.carried.items())),
        "lost": dict(sorted(lost.items())),
        "losses": [
            {"kind": x.kind, "row": x.line, "reason": x.reason.to(lang)} for x in reading.lost
        ],
    }
