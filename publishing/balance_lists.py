"""The indicators of balanced development before and after a roster: a list, a chart, sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.indicators import reached
from community.standards import LEAST_SHARE, MOST_VARIATION, STAFF, STANDARDS, Indicator
from community.text import Text
from publishing.i18n import enum_word, word
from publishing.notice import Notice, joined
from rotation.balance import forecast
from scenarios.audit import rotation_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from community.codes import Stage
    from community.indicators import Measured, Part
    from community.models import Community
    from community.tables.cells import Written
    from community.text import Lang
    from publishing.view import PlanView
    from rotation.balance import Snapshot
    from rotation.solution import Roster
    from scenarios.plan import Plan

MISSED, FAR = "▽", "▼"  # below a standard or above a limit; below a standard by more than 15%
PLACES = 3  # of a coefficient of variation
_WIDTHS = (("stage", 9), ("when", 22), ("school", 26), ("pupils", 9))


def balance(view: PlanView, lang: Lang) -> Notice:
    """Return 优质均衡指标表: what each school has, the mean, the variation, before and after.

    Indicators that are given of no school have no column; the sentence names them.
    """
    snapshots = view.book.balance
    known = _known(snapshots)
    rows = [
        row
        for stage in (snapshots[0].stages if snapshots else ())
        for row in _stage(view.community, snapshots, stage, known, lang)
    ]
    lacking = [STANDARDS[x].name.to(lang) for x in Indicator if x not in known]
    sentences = [word("balance_sentence", lang)]
    if lacking:
        between = "、" if lang == "zh" else ", "
        sentences.append(word("balance_lacking", lang, names=between.join(lacking)))
    columns = (*_WIDTHS, *((f"indicator_{x.value}", 12) for x in known), ("standards_reached", 11))
    return Notice("balance", joined(sentences, lang), columns, tuple(rows))


def _known(snapshots: Sequence[Snapshot]) -> list[Indicator]:
    """Return the indicators that are given of some school."""
    every = [stage for s in snapshots[:1] for stage in s.stages.values()]
    return [
        x for x in Indicator if any(n is not None for m in every for n in m[x].amounts.values())
    ]


def _stage(
    community: Community,
    snapshots: Sequence[Snapshot],
    stage: Stage,
    known: list[Indicator],
    lang: Lang,
) -> Iterator[tuple[Written, ...]]:
    """Yield the standards, then at each time the schools, their mean and their variation."""
    head = enum_word(stage, lang)
    standards = (float(STANDARDS[x].of(stage)) for x in known)
    yield head, "", word("the_standard", lang), "", *standards, ""
    for snapshot in snapshots:
        levels, when = snapshot.stages[stage], snapshot.name.to(lang)
        for part in levels[Indicator.BACKBONE].amounts:
            name = community.school_by_id[part.school].name
            cells = (_level(levels[x], part, lang) for x in known)
            yield head, when, name, part.pupils, *cells, _reached(levels, part)
        total = sum(p.pupils for p in levels[Indicator.BACKBONE].amounts)
        means = (_or_not(levels[x].mean, 2, lang) for x in known)
        yield head, when, word("all_schools", lang), total, *means, ""
        varied = (_variation(levels[x], lang) for x in known)
        limit = f"≤{float(MOST_VARIATION[stage]):g}"
        yield head, when, word("variation", lang), "", *varied, limit


def _level(measured: Measured, part: Part, lang: Lang) -> Written:
    share = measured.share(part)
    if share is None:
        return word("not_given", lang)
    mark = "" if share >= 1 else MISSED if share >= LEAST_SHARE else FAR
    return f"{float(measured.level(part) or 0):.2f}{mark}"


def _reached(levels: Mapping[Indicator, Measured], part: Part) -> str:
    count, given, fine = reached(levels.values(), part)
    return f"{count}/{given}{'' if fine else FAR}"


def _or_not(value: Any, places: int, lang: Lang) -> Written:
    return word("not_given", lang) if value is None else f"{float(value):.{places}f}"


def _variation(measured: Measured, lang: Lang) -> Written:
    if measured.given and measured.variation is None:
        return "–"  # nobody has any
    mark = "" if measured.is_even in (None, True) else MISSED
    return f"{_or_not(measured.variation, PLACES, lang)}{mark}"


def balance_chart(view: PlanView, lang: Lang) -> list[dict[str, Any]]:
    """Return what the page draws: of each stage the indicators of the staff, at each time."""
    snapshots, schools = view.book.balance, [s.id for s in view.community.schools]
    found = []
    for stage in snapshots[0].stages:
        some = [s.stages[stage] for s in snapshots]
        parts = [*some[0][Indicator.BACKBONE].amounts]
        indicators = [
            {
                "name": STANDARDS[x].name.to(lang),
                "unit": STANDARDS[x].unit.to(lang),
                "standard": float(STANDARDS[x].of(stage)),
                "variation": [_rounded(m[x].variation, PLACES) for m in some],
                "levels": [[_rounded(m[x].level(p), 2) for m in some] for p in parts],
            }
            for x in STAFF
            if some[0][x].given
        ]
        found.append(
            {
                "stage": enum_word(stage, lang),
                "limit": float(MOST_VARIATION[stage]),
                "times": [s.name.to(lang) for s in snapshots],
                "schools": [schools.index(p.school) for p in parts],
                "indicators": indicators,
            }
        )
    return found


def _rounded(value: Any, places: int) -> float | None:
    return None if value is None else round(float(value), places)


def balance_lines(community: Community, roster: Roster) -> list[Text]:
    """Return a sentence for each stage: how far schools differ in staff, before and after."""
    snapshots = forecast(rotation_of(community), roster)
    found = []
    for stage in snapshots[0].stages:
        told = [
            (STANDARDS[x].name, " → ".join(f"{v:.{PLACES}f}" for v in values))
            for x in STAFF
            if len(values := _varied(snapshots, stage, x)) == len(snapshots)
        ]
        if told:
            limit = f"{float(MOST_VARIATION[stage]):g}"
            zh = "；".join(f"{name.zh} {values}" for name, values in told)
            en = "; ".join(f"{name.en} {values}" for name, values in told)
            where = Text(enum_word(stage, "zh"), enum_word(stage, "en"))
            times = Text(
                " → ".join(s.name.zh for s in snapshots), " → ".join(s.name.en for s in snapshots)
            )
            found.append(
                Text(
                    f"{where.zh}校际差异系数（不超过{limit}；{times.zh}）：{zh}。",
                    f"Variation between {where.en} schools (at most {limit}; {times.en}): {en}.",
                )
            )
    return found


def _varied(snapshots: Sequence[Snapshot], stage: Stage, indicator: Indicator) -> list[float]:
    """Return the coefficients of a stage of several schools, as far as there are any."""
    found = [s.stages[stage][indicator] for s in snapshots]
    return [m.variation for m in found if m.variation is not None and len(m.amounts) > 1]


def balance_data(plan: Plan | None, community: Community, lang: Lang) -> dict[str, Any]:
    """Return the coefficients of variation of all indicators as data, time by time."""
    snapshots = forecast(rotation_of(community), plan.roster) if plan else []
    found = [
        {
            "when": snapshot.name.to(lang),
            "stage": stage.value,
            "variation": {x.value: _rounded(m.variation, 6) for x, m in levels.items()},
        }
        for snapshot in snapshots
        for stage, levels in snapshot.stages.items()
    ]
    return {"balance": found}
