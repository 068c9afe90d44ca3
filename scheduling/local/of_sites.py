"""Deviations by the clock: of people at several schools, of broadcasts, of common free time."""

from __future__ import annotations

from scheduling.local.flat import WORD, at, compiled, ones, put, row
from scheduling.local.names import (
    BITS,
    BUSY,
    CAPACITY,
    CLOCK,
    CLOSE,
    COUNTS,
    DURATION,
    DURING,
    DURING_ITEMS,
    EVEN,
    GROUP_BITS,
    GROUP_SPAN,
    GROUP_TIMES,
    GROUP_TIMES_ITEMS,
    GROUPS,
    GROUPS_ITEMS,
    HALVES,
    HIGH,
    LOW,
    MARK,
    MARKS,
    MASK,
    MEMBER_PLACE,
    MEMBERS,
    MEMBERS_ITEMS,
    ODD,
    SIZES,
    SUBS,
    TIME,
    TIMES,
    TWINS,
    TWINS_ITEMS,
    WORDS,
)
from scheduling.local.state import counted

MANY = 1 << 40


@compiled
def clashes(t, s, resource):
    """Return the lessons beyond the capacity, at each minute at which a time of them begins."""
    off, words = 0, row(s, BITS, resource)
    for word in range(at(t, SIZES, WORDS)):
        left = s[words + word]
        while left:
            low = left & -left
            left ^= low
            time = word * WORD + ones(low - 1)
            if not _began_before(t, s, resource, time):
                off += max(0, _held(t, s, resource, time) - at(t, CAPACITY, resource))
    return off


@compiled
def _began_before(t, s, resource, time):
    """Return whether a busy time before this one in the list begins at the same minute."""
    for i in range(at(t, TWINS, time), at(t, TWINS, time + 1)):
        if s[row(s, BUSY, resource) + at(t, TWINS_ITEMS, i)] > 0:
            return True
    return False


@compiled
def _held(t, s, resource, time):
    """Return the lessons that are held when a time begins, in the fuller of odd and even weeks."""
    busy, odd, even = row(s, BUSY, resource) + time, 0, 0
    count = s[busy]
    halves = at(t, SIZES, HALVES)
    if halves:
        odd, even = s[row(s, ODD, resource) + time], s[row(s, EVEN, resource) + time]
    for i in range(at(t, DURING, time), at(t, DURING, time + 1)):
        other = at(t, DURING_ITEMS, i)
        count += s[row(s, BUSY, resource) + other]
        if halves:
            odd += s[row(s, ODD, resource) + other]
            even += s[row(s, EVEN, resource) + other]
    return count - min(odd, even)


@compiled
def too_close(t, s, resource, demand):
    """Return the pairs of busy times of a day that are too near for the way.

    Where somebody has lessons of odd or even weeks, pairs count for each of both.
    """
    group = at(t, GROUPS_ITEMS, at(t, GROUPS, demand))
    if not at(t, SIZES, HALVES) or not _is_split(t, s, resource):
        return _near_pairs(t, s, resource, demand, group, 0)
    off = _near_pairs(t, s, resource, demand, group, 1)
    return off + _near_pairs(t, s, resource, demand, group, 2)


@compiled
def _is_split(t, s, resource):
    """Return whether a resource has a lesson that is held in odd or in even weeks only."""
    odd, even, count = row(s, ODD, resource), row(s, EVEN, resource), 0
    for time in range(at(t, SIZES, TIMES)):
        count += s[odd + time] + s[even + time]
    return count > 0


@compiled
def _near_pairs(t, s, resource, demand, group, half):
    off, first = 0, at(t, MASK, demand) * at(t, SIZES, TIMES)
    for i in range(at(t, GROUP_TIMES, group), at(t, GROUP_TIMES, group + 1)):
        time = at(t, GROUP_TIMES_ITEMS, i)
        if not is_there(s, resource, time, half):
            continue
        line = row(t, CLOSE, first + time)
        for j in range(i + 1, at(t, GROUP_TIMES, group + 1)):
            then = at(t, GROUP_TIMES_ITEMS, j)
            if t[line + then // WORD] >> (then % WORD) & 1:
                off += is_there(s, resource, then, half)
    return off


@compiled
def is_there(s, resource, time, half):
    """Return whether a resource has a lesson at a time: in any, in odd or in even weeks."""
    count = s[row(s, BUSY, resource) + time]
    if count and half == 1:
        count -= s[row(s, EVEN, resource) + time]
    elif count and half == 2:
        count -= s[row(s, ODD, resource) + time]
    return count > 0


@compiled
def lonely(t, s, group, demand):
    """Return the lessons of a host or a receiver that have no partner by the clock.

    Each lesson of the receiver, in the order of the week, takes the first lesson of the host that
    overlaps it long enough: as many pairs as can be, since what overlaps a lesson lies together.
    """
    first = at(t, MEMBERS, group)
    host, receiver = at(t, MEMBERS_ITEMS, first), at(t, MEMBERS_ITEMS, first + 1)
    hosts, others = _placed(t, s, host), _placed(t, s, receiver)
    pairs = 0
    width = at(t, SUBS, receiver + 1) - at(t, SUBS, receiver)  # marks of hosts stand behind
    counted(s, MARK)
    mark = at(s, COUNTS, MARK)
    for _ in range(others):
        sub = _earliest(t, s, receiver, mark)
        put(s, MARKS, _number(t, sub, receiver), mark)
        partner, start = -1, MANY
        for other in range(at(t, SUBS, host), at(t, SUBS, host + 1)):
            runs = at(s, DURATION, other) > 0 and at(s, TIME, other) >= 0
            if not runs or at(s, MARKS, width + _number(t, other, host)) == mark:
                continue
            if not _meets(t, s, demand, sub, other):
                continue
            if _begins(t, s, other) < start:
                partner, start = other, _begins(t, s, other)
        if partner >= 0:
            put(s, MARKS, width + _number(t, partner, host), mark)
            pairs += 1
    return max(hosts, others) - pairs


@compiled
def _meets(t, s, demand, one, other):
    """Return whether two lessons overlap long enough; from end to end, if that is asked for."""
    if at(t, HIGH, demand):
        same = at(s, TIME, one) == at(s, TIME, other)
        if not same or at(s, DURATION, one) != at(s, DURATION, other):
            return False
    return _overlap(t, s, one, other) >= at(t, LOW, demand)


@compiled
def _number(t, sub, event):
    return sub - at(t, SUBS, event)


@compiled
def _placed(t, s, event):
    count = 0
    for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
        count += at(s, DURATION, sub) > 0 and at(s, TIME, sub) >= 0
    return count


@compiled
def _earliest(t, s, event, mark):
    """Return the first lesson of an event in the week that is not marked."""
    found, start = -1, MANY
    for sub in range(at(t, SUBS, event), at(t, SUBS, event + 1)):
        runs = at(s, DURATION, sub) > 0 and at(s, TIME, sub) >= 0
        if runs and at(s, MARKS, _number(t, sub, event)) != mark and _begins(t, s, sub) < start:
            found, start = sub, _begins(t, s, sub)
    return found


@compiled
def _begins(t, s, sub):
    """Return the minute of the plan at which a lesson begins."""
    line = row(t, CLOCK, at(s, TIME, sub))
    return t[line] * 24 * 60 + t[line + 1]


@compiled
def _overlap(t, s, one, other):
    """Return the minutes that two lessons overlap; none when a clock is not known."""
    first, second = row(t, CLOCK, at(s, TIME, one)), row(t, CLOCK, at(s, TIME, other))
    if t[first] != t[second] or t[first] < 0:
        return -MANY
    begin = max(t[first + 1], t[second + 1])
    last = row(t, CLOCK, at(s, TIME, one) + at(s, DURATION, one) - 1)
    final = row(t, CLOCK, at(s, TIME, other) + at(s, DURATION, other) - 1)
    return min(t[last + 2], t[final + 2]) - begin


@compiled
def least_busy(t, s, group, demand):
    """Return the lesson times that people have in the time group in which they have fewest."""
    least = MANY
    for i in range(at(t, GROUPS, demand), at(t, GROUPS, demand + 1)):
        option = at(t, GROUPS_ITEMS, i)
        mask, span = row(t, GROUP_BITS, option), row(t, GROUP_SPAN, option)
        count, before = 0, -1
        for j in range(at(t, MEMBERS, group), at(t, MEMBERS, group + 1)):
            person = at(t, MEMBER_PLACE, j)
            if person == before:  # the events of one person stand together
                continue
            before = person
            words = row(s, BITS, person)
            for word in range(t[span], t[span + 1]):
                count += ones(s[words + word] & t[mask + word])
        least = min(least, count)
    return 0 if least == MANY else least
