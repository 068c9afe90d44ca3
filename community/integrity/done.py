"""What was done before the term speaks of rules that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.done import rules_meant
from community.draft import Finding
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.draft import Draft
    from community.policy import Policy


def done_findings(draft: Draft, policy: Policy) -> Iterator[Finding]:
    """Yield the rows that name no rule of the policy, or several."""
    for row in draft.rows("done", "rule"):
        found = rules_meant(policy, named := row.values["rule"])
        if len(found) == 1:
            continue
        some = (found or [r for r in policy.rules if r.window])[:6]
        zh, en = "、".join(f"“{r.title.zh}”" for r in some), ", ".join(r.id for r in some)
        expected = Text("应为一条规则的名称", "expected the title of one rule")
        hint = Text(f"如：{zh}", f"Such as {en}") if some else None
        yield Finding("done", row.number, "rule", named, expected, hint)
