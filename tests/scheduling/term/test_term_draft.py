"""A draft of what is left of a term: rules of pairs forget who has been held already."""

from __future__ import annotations

from scheduling.rules.base import AppliesTo
from scheduling.rules.order_events import OrderEvents
from scheduling.term.draft import Draft


def test_an_order_is_asked_only_of_what_is_still_to_be_held():
    draft = Draft([], {})
    draft.add(OrderEvents(id="order", applies_to=AppliesTo(event_pairs=(("a", "b", None, None),))))
    assert [r.applies_to.event_pairs for r in draft.rules] == [()]
