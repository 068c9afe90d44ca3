"""What a plan is in figures: its size, how it was found, what each rule costs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.profile import profile_title
from community.rule import Cost, Strictness
from publishing.i18n import family_title, word
from publishing.words import WORDS

if TYPE_CHECKING:
    from community.models import Community
    from community.rule import Violation
    from community.tables.cells import Written
    from community.text import Lang
    from publishing.view import PlanView


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule that is not fully kept: what it costs, and the broken points themselves."""

    rule: str
    title: str
    strictness: Strictness
    source: str
    count: int
    cost: int
    violations: tuple[Violation, ...]


def plan_facts(view: PlanView, lang: Lang) -> list[tuple[str, Written]]:
    """Return the plan's size and cost, by name."""
    c, plan = view.community, view.plan
    cost = Cost.of(list(plan.violations))
    facts: list[tuple[str, Written]] = [
        ("term", view.time),
        ("profile", profile_title(c.policy.profile).to(lang)),
        ("schools", len(c.schools)),
        ("classes", len(c.classes)),
        ("teachers", len(c.teachers)),
        *([("lessons", len(plan.week.lessons))] if plan.has_week else []),
        ("placements", len(plan.roster.placements)),
        ("hard_cost", cost.hard),
        ("soft_cost", cost.soft),
    ]
    return [(word(key, lang), value) for key, value in facts]


def phase_word(phase: str, lang: Lang) -> str:
    """Return the name of a phase of planning."""
    key = f"phase_{phase}"
    return word(key, lang) if key in WORDS else phase


def rule_titles(community: Community, lang: Lang) -> dict[str, str]:
    """Return the titles of the policy's rules by id."""
    return {r.id: r.title.to(lang) for r in community.policy.rules}


def rule_origin(rule: str, titles: dict[str, str]) -> str:
    """Return the policy rule that a rule (``idle.M01``) was made from, or the rule itself."""
    origin = rule.split(".")[0]
    return origin if origin in titles else rule


def rule_title(violation: Violation, titles: dict[str, str], lang: Lang) -> str:
    """Return what the rule of a broken point is called; a row of a school by what it asks for."""
    origin = rule_origin(violation.rule, titles)
    return titles.get(origin) or violation.title.to(lang) or family_title(violation.family, lang)


def rule_lines(view: PlanView, lang: Lang) -> list[RuleLine]:
    """Return the rules that cost something: hard ones first, then the dearest.

    What one rule of the policy asks of each school or subject (``idle.M01``) stands together, and
    so do rows of a school that ask for the same (跟班).
    """
    titles = rule_titles(view.community, lang)
    found: dict[tuple[str, ...], list[Violation]] = defaultdict(list)
    for violation in view.plan.violations:
        origin, title = rule_origin(violation.rule, titles), rule_title(violation, titles, lang)
        asked = violation.family, title, violation.strictness.value
        found[(origin,) if origin in titles else asked].append(violation)
    lines = [
        RuleLine(
            rule=rule_origin(violations[0].rule, titles),
            title=rule_title(violations[0], titles, lang),
            strictness=violations[0].strictness,
            source=violations[0].source,
            count=len(violations),
            cost=sum(v.cost for v in violations),
            violations=tuple(violations),
        )
        for violations in found.values()
    ]
    order = list(Strictness)
    return sorted(lines, key=lambda x: (order.index(x.strictness), -x.cost, x.rule))
