"""The slots of bell grids that rows of duties are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.slot_words import in_one_spelling, words_of
from community.tables.words import SLOT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.duties import Duty
    from community.models import ClassGroup, Community, Slot


def slots_meant(slots: Iterable[Slot], word: str) -> list[Slot]:
    """Return those slots of a bell grid that a word names, or else those of the kind that it is."""
    slots, name = list(slots), in_one_spelling(word)
    named = [s for s in slots if name in words_of(dict(s))]
    kind = SLOT.code(word)
    return named or [s for s in slots if s.kind == kind]


def duty_slots(community: Community, duty: Duty, group: ClassGroup) -> list[tuple[int, Slot]]:
    """Return the weekdays and slots in which a class has a duty that a row asks for."""
    own = community.slots_of(group)
    meant = {s: None for word in duty.slots for s in slots_meant(own, word)}
    days = duty.weekdays or range(1, 8)
    return [(day, slot) for slot in meant for day in slot.weekdays if day in days]
