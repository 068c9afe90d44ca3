"""The compliance report as lists: rules, what is not filed, and every event with its evidence."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from community.text import span
from publishing.i18n import day, word
from publishing.notice import Notice
from publishing.record_tables import STATES, EvidenceList
from scheduling.term.records import State

if TYPE_CHECKING:
    import datetime as dt

    from community.models import Community
    from community.tables.cells import Written
    from community.text import Lang
    from scenarios.compliance import Compliance, Missing, Standing
    from scheduling.term.records import Tracked

MOST_SENTENCES = 3  # of what is broken of one rule, in a cell
RULES = (
    *(("rule_title", 30), ("counted_of", 26), ("wanted", 7), ("held_times", 7)),
    *(("planned_times", 7), ("bare", 8), ("next_due", 12), ("standing", 12), ("source_words", 34)),
)
MISSING = (("date", 13), ("event", 36), ("venue", 18), ("lacking", 30), ("file_by", 13))
EVENTS = (("date", 13), ("time", 13), ("event", 36), ("venue", 18), ("state", 10), ("evidence", 44))


def rule_list(found: Compliance, as_of: dt.date, lang: Lang) -> Notice:
    """Return every rule, a row for each thing that it counts."""
    sentence = word("report_sentence", lang, date=day(as_of, lang), **numbers(found))
    standings = (standing for _, part in found.parts for standing in part)
    rows = tuple(row for standing in standings for row in _rule_rows(standing, lang))
    return Notice("report_rules", sentence, RULES, rows)


def numbers(found: Compliance) -> dict[str, int]:
    """Return how many rules stand how, and what lacks."""
    count = Counter(standing.verdict.value for standing in found.rules)
    return {
        "rules": len(found.rules),
        "good": count["done"] + count["kept"],
        "going": count["on_the_way"] + count["overdue"],
        "part": count["in_part"],
        "bad": count["short"] + count["broken"],
        "carried": count["carried"],
        "missing": len(found.missing),
        "overdue": len(found.overdue),
    }


def _rule_rows(standing: Standing, lang: Lang) -> list[tuple[Written, ...]]:
    rule = standing.rule
    quote = source_said(standing)
    state = verdict_said(standing, lang)
    if not standing.lines:
        return [(rule.title.to(lang), said_of(standing, lang), "", "", "", "", "", state, quote)]
    head = [(rule.title.to(lang), quote)] + [("", "")] * (len(standing.lines) - 1)
    return [
        (
            title,
            line.name.to(lang),
            line.wanted,
            line.held,
            line.planned,
            line.bare or "",
            day(line.next, lang) if line.next else "",
            word(f"verdict_{line.verdict.value}", lang),
            source,
        )
        for (title, source), line in zip(head, standing.lines, strict=True)
    ]


def source_said(standing: Standing) -> str:
    """Return the words of the plan that a rule comes from."""
    return str(standing.rule.source)


def verdict_said(standing: Standing, lang: Lang) -> str:
    """Return how a plan stands to a rule, and on how many points it is not kept."""
    number = len(standing.violations)
    said = word(f"verdict_{standing.verdict.value}", lang)
    return f"{said}{word('points', lang, n=number)}" if number else said


def said_of(standing: Standing, lang: Lang) -> str:
    """Return the first sentences about what is not kept."""
    found = [v.sentence.to(lang) for v in standing.violations[:MOST_SENTENCES]]
    more = len(standing.violations) - len(found)
    return "\n".join([*found, *([word("more_points", lang, n=more)] if more else [])])


def missing_list(found: Compliance, community: Community, lang: Lang) -> Notice:
    """Return what was held and is not filed."""
    rows = tuple(_missing_row(m, community, lang) for m in found.missing)
    return Notice("report_missing", word("missing_sentence", lang), MISSING, rows)


def _missing_row(m: Missing, community: Community, lang: Lang) -> tuple[Written, ...]:
    e = m.one.event
    items = ("、" if lang == "zh" else ", ").join(i.to(lang) for i in m.items)
    due = day(m.due, lang) if m.due else ""
    return day(e.date, lang), e.name, _venue(m.one, community, lang), items, due


def event_list(found: Compliance, community: Community, lang: Lang) -> Notice:
    """Return every event, with what became of it and its evidence."""
    rows = tuple(_event_row(t, community, found, lang) for t in found.events)
    return Notice("report_events", word("events_sentence", lang), EVENTS, rows)


def _event_row(
    one: Tracked, community: Community, found: Compliance, lang: Lang
) -> tuple[Written, ...]:
    e = one.event
    state = STATES.word(one.state.value).to(lang)
    if one in found.overdue:
        state = word("overdue", lang)
    elif one.state is State.PLANNED:
        state = word("to_come", lang)
    hours = span(e.start, e.end) if e.end > e.start else ""
    evidence = str(EvidenceList().format(one.evidence, lang))
    return day(e.date, lang), hours, e.name, _venue(one, community, lang), state, evidence


def _venue(one: Tracked, community: Community, lang: Lang) -> str:
    host = community.school_by_id.get(one.event.host)
    return host.name if host else word("online", lang) if one.event.mode == "online" else ""
