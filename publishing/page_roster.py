"""The roster for the web page: blocks of time, and a bar for each placement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.models import PlacementKind
from publishing.i18n import day_list, enum_word
from publishing.notice import category
from rotation.solution import PlacementStatus

if TYPE_CHECKING:
    from community.text import Lang
    from publishing.view import PlanView


def gantt(view: PlanView, lang: Lang) -> dict[str, Any]:
    """Return kinds, statuses, terms with their blocks, and placements in the order of the notice.

    ``first`` and ``end`` of a placement are in blocks and lie within the plan; ``since`` and
    ``onward`` say that it began before or goes on behind it.
    """
    community, book = view.community, view.book
    teachers = {t.id: i for i, t in enumerate(community.teachers)}
    schools = {s.id: i for i, s in enumerate(community.schools)}
    subjects = {s.id: i for i, s in enumerate(community.subjects)}
    kinds, statuses = list(PlacementKind), list(PlacementStatus)
    horizon = book.instance.horizon
    return {
        "kinds": [enum_word(k, lang) for k in kinds],
        "statuses": [enum_word(s, lang) for s in statuses],
        "terms": [
            {"name": t.name, "weeks": [b.first_week for b in book.instance.blocks if b.term == i]}
            for i, t in enumerate(community.terms)
        ],
        "placements": [
            {
                "teacher": teachers[m.teacher.id],
                "home": schools[m.home.id],
                "host": schools[m.host.id],
                "kind": kinds.index(m.placement.kind),
                "status": statuses.index(m.placement.status),
                "subjects": [subjects[s] for s in m.teacher.subjects if s in subjects],
                "first": max(0, m.first),
                "end": max(max(0, m.first) + 1, min(m.end, horizon)),
                "since": m.first < 0,
                "onward": m.end > horizon,
                "when": f"{book.start(m).to(lang)} – {book.end(m).to(lang)}",
                "length": book.length(m).to(lang),
                "days": day_list(m.placement.days, lang),
                "note": category(m.teacher, lang),
            }
            for m in book.moves
        ],
    }
