"""Three timetables of one part become one: nothing that either side changed is lost."""

from __future__ import annotations

from dataclasses import replace

from scenarios.compare import MoveKind
from scenarios.merging import Merged, merged
from scheduling.timetable import ClassLesson

ZH = ClassLesson("S", "c", 1, 1, "zh", "T1")
ART = ClassLesson("S", "c", 2, 1, "art", "T2", room="R1")
PE = ClassLesson("S", "c", 3, 1, "pe", "T3")
BASE = [ZH, ART, PE]


def with_(lesson: ClassLesson, **change: object) -> list[ClassLesson]:
    """The base with one lesson changed."""
    return [replace(x, **change) if x == lesson else x for x in BASE]


def lessons(found: Merged) -> list[ClassLesson]:
    return list(found.lessons)


def test_what_only_they_changed_is_taken() -> None:
    later = with_(ZH, slot=4)
    found = merged(BASE, BASE, later)
    assert lessons(found) == sorted(later)
    assert [m.kind for m in found.taken] == [MoveKind.MOVED]
    assert not found.conflicts


def test_what_only_we_changed_stays() -> None:
    ours = with_(PE, teacher="T9")
    assert merged(BASE, ours, BASE) == Merged(tuple(sorted(ours)))


def test_changes_of_different_lessons_come_together() -> None:
    found = merged(BASE, with_(PE, teacher="T9"), with_(ZH, slot=4))
    assert lessons(found) == sorted([replace(ZH, slot=4), ART, replace(PE, teacher="T9")])


def test_changes_of_different_things_of_one_lesson_come_together() -> None:
    found = merged(BASE, with_(ART, room="R2"), with_(ART, weekday=5))
    assert replace(ART, room="R2", weekday=5) in found.lessons
    (move,) = found.taken
    assert (move.kind, move.before) == (MoveKind.MOVED, replace(ART, room="R2"))


def test_a_lesson_that_both_moved_is_a_conflict_with_all_three_values() -> None:
    ours, theirs = replace(ART, weekday=4), replace(ART, weekday=5)
    found = merged(BASE, with_(ART, weekday=4), with_(ART, weekday=5))
    (conflict,) = found.conflicts
    assert (conflict.base, conflict.ours, conflict.theirs) == (ART, ours, theirs)
    assert ours in found.lessons and theirs not in found.lessons
    assert not found.taken
    won = merged(BASE, with_(ART, weekday=4), with_(ART, weekday=5), theirs_win=True)
    assert theirs in won.lessons and ours not in won.lessons
    assert len(won.conflicts) == 1  # told all the same


def test_one_took_out_what_the_other_changed() -> None:
    rest = [ZH, PE]
    found = merged(BASE, with_(ART, weekday=4), rest)
    assert found.conflicts[0].theirs is None and replace(ART, weekday=4) in found.lessons
    found = merged(BASE, rest, with_(ART, weekday=4))
    assert found.conflicts[0].ours is None and lessons(found) == sorted(rest)
    won = merged(BASE, rest, with_(ART, weekday=4), theirs_win=True)
    assert replace(ART, weekday=4) in won.lessons
    gone = merged(BASE, with_(ART, weekday=4), rest, theirs_win=True)
    assert lessons(gone) == sorted(rest)


def test_the_same_change_on_both_sides_is_one() -> None:
    new = ClassLesson("S", "c", 5, 2, "club", "T4")
    both = [*with_(ZH, slot=4), new]
    assert merged(BASE, both, both) == Merged(tuple(sorted(both)))
    assert merged(BASE, [ZH], [ZH]) == Merged((ZH,))


def test_lessons_added_and_taken_out() -> None:
    new = ClassLesson("S", "c", 5, 2, "club", "T4")
    found = merged(BASE, BASE, [ZH, ART, new])
    assert lessons(found) == sorted([ZH, ART, new])
    assert {m.kind for m in found.taken} == {MoveKind.DROPPED, MoveKind.ADDED}
    twice = merged(BASE, BASE, [*BASE, ZH])  # a row that stands there twice is not lost
    assert lessons(twice) == sorted([*BASE, ZH])
