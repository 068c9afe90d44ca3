"""Lists of what people have served and will serve, whose turn is next, and what it costs."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, cast

from publishing.i18n import amount, enum_word, word
from publishing.notice import Notice, count, joined, subjects
from rotation.axis import TERM_HALF_MONTHS
from rotation.burden import shares
from rotation.credit import ledger
from rotation.rules.budget_and_allowance import BudgetAndAllowance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import Community, PastPlacement, Teacher
    from community.tables.cells import Written
    from community.text import Lang
    from publishing.view import PlanView
    from rotation.axis import Span
    from rotation.credit import Credit

MINUTES_AN_HOUR = 60


def service_record(view: PlanView, lang: Lang) -> Notice:
    """Return 交流经历与服务年限: what each teacher has served and will serve, and its credit.

    A teacher has a row for each credit rule of the policy; one row when there is none.
    """
    rules = view.community.policy.of("service_credit")
    asked = any("years" in r.params for r in rules)
    credits = {(c.teacher, c.rule): c for c in ledger(view.book.instance, view.plan.roster)}
    rows: list[tuple[Written, ...]] = []
    for teacher in view.community.teachers:
        past = _past(view, teacher)
        if past or teacher.id in view.book.by_teacher:
            stays = _stays(view, teacher, past, lang)
            for rule_id in [r.id for r in rules] or [""]:
                credit = credits.get((teacher.id, rule_id))
                cells = _credit(credit, lang, asked=asked) if rules else ()
                who = (view.teacher_name(teacher.id), _home(view.community, teacher))
                rows.append((len(rows) + 1, *who, *stays, *cells))
    columns = (
        *(("number", 5), ("teacher", 14), ("home", 19)),
        *(("earlier", 38), ("planned", 44), ("terms_before", 9), ("terms_planned", 10)),
        *([("credit_years", 9)] if rules else []),
        *([("threshold", 9), ("reached", 19)] if asked else []),
        *([("priority", 9)] if rules else []),
    )
    sentences = [word("record_sentence", lang)]
    for rule in rules:
        sentences.append(word("record_by_rule", lang, title=rule.title.to(lang)))
    return Notice("service_record", joined(sentences, lang), columns, tuple(rows))


def _home(community: Community, teacher: Teacher) -> str:
    return community.school_by_id[teacher.school].name


def _past(view: PlanView, teacher: Teacher) -> list[PastPlacement]:
    """Return the earlier placements of a teacher; what goes on in the plan is not among them."""
    going_on = {m.host.id for m in view.book.by_teacher.get(teacher.id, ()) if m.is_ongoing}
    found = [h for h in view.community.history if h.teacher == teacher.id]
    first, begin = view.community.terms[0], 2 * view.community.terms[0].school_year
    begin += first.semester - 1
    past = [
        h
        for h in found
        if h.host not in going_on or 2 * h.start_year + h.semester - 1 + h.terms <= begin
    ]
    return sorted(past, key=lambda h: (h.start_year, h.semester, h.host))


def _stays(
    view: PlanView, teacher: Teacher, past: list[PastPlacement], lang: Lang
) -> tuple[Written, ...]:
    """Return the placements of a teacher in words, before and in the plan, and their semesters."""
    book, schools = view.book, view.community.school_by_id
    moves = book.by_teacher.get(teacher.id, [])
    earlier = [
        word(
            "past_line",
            lang,
            start=book.semester_of(2 * h.start_year + h.semester - 1).to(lang),
            terms=h.terms,
            host=schools[h.host].name if h.host in schools else h.host,
            kind=enum_word(h.kind, lang),
        )
        for h in past
    ]
    planned = [
        f"{book.start(m).to(lang)} {m.host.name} {enum_word(m.placement.kind, lang)} "
        f"{book.length(m).to(lang)}"
        for m in moves
    ]
    before = sum(h.terms for h in past) + sum(m.placement.before for m in moves)
    terms = sum(m.half_months for m in moves) / TERM_HALF_MONTHS
    return "\n".join(earlier), "\n".join(planned), before, count(terms)


def _credit(credit: Credit | None, lang: Lang, *, asked: bool) -> tuple[Written, ...]:
    """Return the years that count, perhaps those asked and when they are reached, and priority."""
    if credit is None:
        return ("", "", "", "") if asked else ("", "")
    years, first = count(credit.years), word("yes", lang) if credit.priority else ""
    if not asked:
        return years, first
    if credit.threshold is None:
        return years, "", "", first
    reached = credit.when.to(lang) if credit.when else word("not_yet", lang)
    return years, count(credit.threshold), reached, first


def fairness(view: PlanView, lang: Lang) -> Notice:
    """Return 公平表: who has gone how often and how far, and whose turn is next."""
    community = view.community
    rows: list[tuple[Written, ...]] = []
    for share in shares(view.book.instance, view.plan.roster):
        teacher = community.teacher_by_id[share.teacher]
        rows.append(
            (
                *(len(rows) + 1, _home(community, teacher), view.teacher_name(teacher.id)),
                subjects(community, teacher),
                *(share.services_before, share.services_in_plan, count(share.semesters_away)),
                round(share.burden_before / MINUTES_AN_HOUR),
                round(share.burden_in_plan / MINUTES_AN_HOUR),
                *(word("yes", lang) if share.volunteer else "", share.exemption),
                "" if share.turn is None else share.turn,
            )
        )
    columns = (
        *(("number", 5), ("school", 20), ("teacher", 14), ("subjects", 26)),
        *(("services_before", 9), ("services_planned", 10), ("terms_away", 9)),
        *(("hours_before", 15), ("hours_planned", 17), ("volunteer", 7), ("exemption", 16)),
        ("turn", 9),
    )
    return Notice("fairness", word("fairness_sentence", lang), columns, tuple(rows))


def budget(view: PlanView, lang: Lang) -> Notice | None:
    """Return 交流经费表: what the placements of each window cost; None without a fund or rates."""
    made = (BudgetAndAllowance.from_policy(r) for r in view.community.policy.of(_FAMILY))
    rules = [cast("BudgetAndAllowance", r) for r in made]
    rules = [r for r in rules if r.fund is not None or r.has_rates]
    if not rules:
        return None
    rows: list[tuple[Written, ...]] = []
    sentences: list[str] = []
    for rule in rules:
        p = rule.params
        rates = {"km": amount(p.cny_per_km), "month": amount(p.cny_per_month)}
        key = "budget_sentence" if rule.has_rates else "no_rates"
        sentences.append(word(key, lang, **rates))
        for span in view.book.instance.spans(rule.window):
            rows += _costs(view, rule, span, lang)
    columns = (
        *(("window", 24), ("community", 24), ("home", 24), ("placements", 12)),
        *(("total_cost", 15), ("fund", 15), ("left", 15)),
    )
    return Notice("budget", joined(dict.fromkeys(sentences), lang), columns, tuple(rows))


def _costs(
    view: PlanView, rule: BudgetAndAllowance, span: Span, lang: Lang
) -> Iterator[tuple[Written, ...]]:
    """Yield what a window costs each community, and each of its schools that sends somebody."""
    instance = view.book.instance
    by_school: dict[str, list[int]] = defaultdict(list)
    for move in view.book.moves:
        if move.meets(span.first, span.end):
            by_school[move.home.id].append(rule.cny(instance, move, span))
    for group in instance.groups:
        schools = [s for s in view.community.schools if s.group == group and s.id in by_school]
        total = sum(sum(by_school[s.id]) for s in schools)
        count = sum(len(by_school[s.id]) for s in schools)
        fund, spent = rule.fund, total if rule.has_rates else ""
        left = fund - total if fund is not None and rule.has_rates else ""
        name = group or view.community.name
        yield span.name.to(lang), name, "", count, spent, "" if fund is None else fund, left
        for school in schools if rule.has_rates else []:
            parts = by_school[school.id]
            yield span.name.to(lang), name, school.name, len(parts), sum(parts), "", ""


_FAMILY = BudgetAndAllowance.family
