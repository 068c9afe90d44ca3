"""The changes that a move makes to a timetable, and how they are taken back."""

from __future__ import annotations

from scheduling.local.flat import at, compiled, put, row
from scheduling.local.names import (
    CHANGES,
    COUNTS,
    DURATION,
    EVENT_OF,
    GIVEN,
    GIVEN_AT,
    HALF,
    LOG,
    MOVE_STAMP,
    STAMP,
    TIME,
    TOUCHES,
)
from scheduling.local.state import burden, counted, lay, occupy, touch, touch_event

MOVE, FILL, FLIP = 0, 1, 2  # sorts of changes in the log


@compiled
def note(s, what, where, value, other):
    """Write a change into the log."""
    line = row(s, LOG, counted(s, CHANGES))
    s[line], s[line + 1], s[line + 2], s[line + 3] = what, where, value, other


@compiled
def begin(s):
    """Begin a move: nothing is changed yet."""
    put(s, COUNTS, CHANGES, 0)
    put(s, COUNTS, TOUCHES, 0)
    counted(s, STAMP)
    counted(s, MOVE_STAMP)


@compiled
def _touch_all(t, s, sub):
    """Note the event of a sub-event, and whoever attends it."""
    touch_event(t, s, at(t, EVENT_OF, sub))
    for i in range(at(t, GIVEN_AT, sub), at(t, GIVEN_AT, sub + 1)):
        if at(s, GIVEN, i) >= 0:
            touch(s, at(s, GIVEN, i))


@compiled
def place(t, s, sub, time, duration):
    """Give a sub-event another time and duration."""
    note(s, MOVE, sub, at(s, TIME, sub), at(s, DURATION, sub))
    weighs = duration != at(s, DURATION, sub)
    lay(t, s, sub, -1, weighs)
    put(s, TIME, sub, time)
    put(s, DURATION, sub, duration)
    lay(t, s, sub, 1, weighs)
    _touch_all(t, s, sub)


@compiled
def flip(t, s, sub):
    """Hold a sub-event in even instead of odd weeks, or the other way round."""
    note(s, FLIP, sub, 0, 0)
    _change_weeks(t, s, sub)
    _touch_all(t, s, sub)


@compiled
def _change_weeks(t, s, sub):
    lay(t, s, sub, -1, False)
    put(s, HALF, sub, 3 - at(s, HALF, sub))
    lay(t, s, sub, 1, False)


@compiled
def fill(t, s, sub, spot, resource):
    """Put another resource into a place (``spot`` of ``GIVEN``) of a sub-event; -1: nobody."""
    before = at(s, GIVEN, spot)
    note(s, FILL, spot, before, sub)
    _put_there(t, s, sub, spot, resource)
    if before >= 0:
        touch(s, before)
    if resource >= 0:
        touch(s, resource)
    touch_event(t, s, at(t, EVENT_OF, sub))


@compiled
def _put_there(t, s, sub, spot, resource):
    before, which = at(s, GIVEN, spot), spot - at(t, GIVEN_AT, sub)
    if before >= 0:
        occupy(t, s, sub, before, -1)
        burden(t, s, sub, before, which, -1)
    put(s, GIVEN, spot, resource)
    if resource >= 0:
        occupy(t, s, sub, resource, 1)
        burden(t, s, sub, resource, which, 1)


@compiled
def undo(t, s):
    """Take back all changes of the move, the last one first."""
    for i in range(at(s, COUNTS, CHANGES) - 1, -1, -1):
        line = row(s, LOG, i)
        what, where, value, other = s[line], s[line + 1], s[line + 2], s[line + 3]
        if what == MOVE:
            weighs = other != at(s, DURATION, where)
            lay(t, s, where, -1, weighs)
            put(s, TIME, where, value)
            put(s, DURATION, where, other)
            lay(t, s, where, 1, weighs)
        elif what == FLIP:
            _change_weeks(t, s, where)
        else:
            _put_there(t, s, other, where, value)
    put(s, COUNTS, CHANGES, 0)
