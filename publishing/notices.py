"""All lists that a community posts or files: of its roster, and of its week and its calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publishing.balance_lists import balance
from publishing.calendar_lists import calendar_lists
from publishing.class_teacher_list import class_teachers
from publishing.duty_lists import duty_lists
from publishing.roster_lists import mentor_pairs, rotation_notice, school_changes
from publishing.service_lists import budget, fairness, service_record
from publishing.week_lists import period_counts, sync_table, travel_plan

if TYPE_CHECKING:
    from community.text import Lang
    from publishing.notice import Notice
    from publishing.view import PlanView


def notices(view: PlanView, lang: Lang) -> list[Notice]:
    """Return all lists of a plan; those that its policy has no use for are left out."""
    return [*roster_lists(view, lang), *week_lists(view, lang)]


def roster_lists(view: PlanView, lang: Lang) -> list[Notice]:
    """Return the lists of a plan's roster."""
    found = [
        rotation_notice(view, lang),
        school_changes(view, lang),
        service_record(view, lang),
        fairness(view, lang),
        balance(view, lang),
    ]
    optional = [class_teachers(view, lang), mentor_pairs(view, lang), budget(view, lang)]
    return found + [notice for notice in optional if notice is not None]


def week_lists(view: PlanView, lang: Lang) -> list[Notice]:
    """Return the lists of a plan's week; none when it is a roster only."""
    if not view.plan.has_week:
        return []
    found = [sync_table(view, lang), travel_plan(view, lang), period_counts(view, lang)]
    return [*found, *duty_lists(view, lang), *calendar_lists(view, lang)]
