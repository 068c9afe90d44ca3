"""What holds between the records of a community: uniqueness, references, and sense.

Checks work on a draft, whose rows may be partly understood, and speak only of what could be read:
one mistake gives one finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.draft import Draft
from community.errors import Problem
from community.integrity.common import namesakes, references, unique
from community.integrity.duties import duty_findings
from community.integrity.grouped import grouped_findings
from community.integrity.lessons import lesson_findings
from community.integrity.placements import placement_findings
from community.integrity.relations import relation_findings
from community.integrity.requests import request_findings
from community.integrity.rooms import room_findings
from community.integrity.sites import site_findings
from community.integrity.slots import slot_findings
from community.integrity.together import together_findings
from community.integrity.year import year_findings
from community.tables import BY_KEY

if TYPE_CHECKING:
    from community.draft import Finding
    from community.models import Community


def findings(draft: Draft) -> list[Finding]:
    """Return everything that does not fit between the rows of a draft.

    Requests speak of what the other tables say: these have to make sense first.
    """
    found = [
        *unique(draft),
        *references(draft),
        *namesakes(draft),
        *site_findings(draft),
        *lesson_findings(draft),
        *year_findings(draft),
        *placement_findings(draft),
    ]
    found = found or [*slot_findings(draft), *request_findings(draft)]
    return found or [
        *together_findings(draft),
        *grouped_findings(draft),
        *relation_findings(draft),
        *room_findings(draft),
        *duty_findings(draft),
    ]


def problems(community: Community) -> list[Problem]:
    """Return what does not fit between the records of a community; rows count from 2."""
    return [
        Problem(
            place=BY_KEY[f.table].title,
            row=f.row,
            column=BY_KEY[f.table].by_key[f.column].title if f.column else None,
            value=f.value,
            expected=f.expected,
            hint=f.hint,
        )
        for f in findings(Draft.of(community))
    ]
