"""Lists of the roster: who goes where, who comes and goes at each school, who guides whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publishing.class_teacher_list import successor
from publishing.i18n import day, day_list, enum_word, word
from publishing.notice import Notice, category, joined, main_subject, subjects
from rotation.solution import PlacementStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import Community
    from community.tables.cells import Written
    from community.text import Lang
    from publishing.roster_book import Change
    from publishing.view import PlanView
    from rotation.move import Move


def rotation_notice(view: PlanView, lang: Lang, school: str = "") -> Notice:
    """Return 轮岗公示表: who goes where, as what, from when to when; perhaps of one school."""
    book, approving = view.book, _approving(view.community)
    moves = [m for m in book.moves if school in ("", m.home.id, m.host.id)]
    handed = {m.placement for m in moves} & view.handovers.keys()
    rows: list[tuple[Written, ...]] = []
    for move in moves:
        cells: list[Written] = [len(rows) + 1, view.teacher_name(move.teacher.id)]
        cells += [move.home.name, move.host.name, _kind(move, lang)]
        cells += [subjects(view.community, move.teacher), category(move.teacher, lang)]
        cells += [*_from_to(view, move, lang), book.length(move).to(lang)]
        if handed:
            cells.append(_handed_over(view, move, lang))
        cells.append(enum_word(move.placement.status, lang))
        if approving is not None:
            cells.append(_approval(move, approving, lang))
        rows.append(tuple(cells))
    columns = (
        *(("number", 5), ("teacher", 14), ("home", 18), ("host", 18)),
        *(("kind", 11), ("subjects", 24), ("category", 11), ("from_when", 20), ("to_when", 20)),
        ("length", 14),
        *([("handed_over", 20)] if handed else []),
        ("status", 9),
        *([("approval", 10)] if approving is not None else []),
    )
    sentences = [word("notice_sentence", lang), *_said_by_policy(view.community, lang)]
    key = "own_placements" if school else "rotation_notice"
    return Notice(key, joined(sentences, lang), columns, tuple(rows))


def _from_to(view: PlanView, move: Move, lang: Lang) -> list[str]:
    """Return when a placement begins and ends; of a short stay also the days."""
    ends = [t.to(lang) for t in (view.book.start(move), view.book.end(move))]
    dates = view.book.dates(move)
    if dates is None:
        return ends
    return [f"{end}\n{day(date, lang)}" for end, date in zip(ends, dates, strict=True)]


def _handed_over(view: PlanView, move: Move, lang: Lang) -> str:
    """Return the class that the teacher was class teacher of, and who takes it over."""
    found = view.handovers.get(move.placement)
    if found is None:
        return ""
    return f"{view.community.class_by_id[found.class_id].name}\n{successor(view, found, lang)}"


def _kind(move: Move, lang: Lang) -> str:
    """Return the kind of a placement, with the days of an itinerant pattern."""
    kind = enum_word(move.placement.kind, lang)
    days = day_list(move.placement.days, lang)
    return f"{kind}\n{days}" if days else kind


def _approving(community: Community) -> set[str] | None:
    """Return the kinds of placement that somebody has to approve; None when nobody has."""
    rules = [r for r in community.policy.of("staff_pool_policy") if r.params.get("needs_approval")]
    if not rules:
        return None
    return {str(kind) for r in rules for kind in r.params.get("kinds", ())}


def _approval(move: Move, kinds: set[str], lang: Lang) -> str:
    if kinds and move.placement.kind.value not in kinds:
        return word("no_approval", lang)
    is_open = move.placement.status is PlacementStatus.PROPOSED
    return word("to_approve" if is_open else "approved", lang)


def _said_by_policy(community: Community, lang: Lang) -> Iterable[str]:
    """Yield what the policy says of those who go, each thing once."""
    found: dict[str, None] = {}
    for rule in community.policy.of("staff_pool_policy"):
        if payroll := rule.params.get("payroll"):
            found[word(f"payroll_{payroll}", lang)] = None
        if days := rule.params.get("lead_days"):
            found[word("lead_days", lang, n=days)] = None
        if "class_move" in rule.params:
            found[word("class_moves" if rule.params["class_move"] else "class_stays", lang)] = None
    for rule in community.policy.of("budget_and_allowance"):
        if allowance := rule.params.get("allowance"):
            found[word(f"allowance_{allowance}", lang)] = None
    return found


def school_changes(view: PlanView, lang: Lang, school: str = "") -> Notice:
    """Return 各校进出表: who comes, goes and returns at each school, and how many are there."""
    rows: list[tuple[Written, ...]] = []
    for here in view.community.schools:
        if school in ("", here.id):
            for change in view.book.changes(here.id):
                cells = _change(view, change, lang)
                rows.append(cells if school else (here.name, *cells))
    columns = (
        *([] if school else [("school", 16)]),
        *(("when", 22), ("arrivals", 36), ("departures", 36), ("returns", 32), ("ended", 32)),
        *(("own_present", 8), ("guests", 8), ("visiting", 8)),
    )
    key = "own_changes" if school else "school_changes"
    return Notice(key, word("changes_sentence", lang), columns, tuple(rows))


def _change(view: PlanView, change: Change, lang: Lang) -> tuple[Written, ...]:
    """Return what changes at a school: a line for each school at the other end and each kind."""

    def people(moves: Iterable[Move], arrow: str, *, guests: bool) -> str:
        lines: dict[str, list[str]] = {}
        for move in moves:
            other = move.home if guests else move.host
            head = f"{arrow}{other.name} {enum_word(move.placement.kind, lang)}"
            known = word("going_on", lang) if change.block == 0 and move.is_ongoing else ""
            subject = main_subject(view.community, move.teacher, lang)
            lines.setdefault(head, []).append(
                f"{view.teacher_name(move.teacher.id)}（{subject}{known}）"
            )
        return "\n".join(f"{head}：{'、'.join(names)}" for head, names in lines.items())

    numbers = (change.own, change.guests, change.visiting)
    return (
        view.book.block_name(change.block).to(lang),
        people(change.arrivals, "←", guests=True),
        people(change.departures, "→", guests=False),
        people(change.returns, "←", guests=False),
        people(change.ended, "→", guests=True),
        *("" if n is None else n for n in numbers),
    )


def mentor_pairs(view: PlanView, lang: Lang) -> Notice | None:
    """Return 师徒结对表; None when the plan has no pairs and its policy asks for none."""
    community, pairs = view.community, sorted(view.plan.roster.pairs)
    called = community.called
    rules = community.policy.of("mentor_matching")
    if not pairs and not rules:
        return None
    rows: list[tuple[Written, ...]] = []
    for number, pair in enumerate(pairs, 1):
        ends = [community.teacher_by_id[t] for t in (pair.mentor, pair.mentee)]
        common = [s for s in ends[0].subjects if s in ends[1].subjects]
        first = next(i for i, t in enumerate(community.terms) if t.id == pair.start)
        way = community.travel_minutes.get((ends[0].school, ends[1].school))
        is_same = ends[0].school == ends[1].school
        rows.append(
            (
                number,
                *(x for t in ends for x in (called[t.id], community.school_by_id[t.school].name)),
                "、".join(view.subject_name(s) for s in common),
                view.book.semester(first).to(lang),
                view.book.semester(first + pair.terms - 1).to(lang),
                0 if is_same else word("no_way", lang) if way is None else way,
            )
        )
    columns = (
        *(("number", 5), ("mentor", 11), ("mentor_school", 18), ("mentee", 11)),
        *(("mentee_school", 18), ("common_subjects", 18), ("from_when", 19), ("to_when", 19)),
        ("way_between", 12),
    )
    said = [r.params["ratio"] for r in rules if "ratio" in r.params]
    ratios = [word("mentor_ratio", lang, ratio=text) for text in dict.fromkeys(said)]
    sentence = joined([word("pairs_sentence", lang), *ratios], lang)
    return Notice("mentor_pairs", sentence, columns, tuple(rows))
