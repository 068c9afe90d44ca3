"""A light check of planted weeks that shares nothing with the program's own checkers."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from community.models import PlacementKind, RoomKind, WeekPattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from community.generate import Generated, PlantedLesson

Row = tuple[int, int, int, str, str]  # weekday, start, end, school, weeks


def faults(generated: Generated, lessons: Sequence[PlantedLesson] | None = None) -> list[str]:
    rows = generated.planted_lessons if lessons is None else lessons
    found = [
        *_clashes(generated, rows),
        *_sites(generated, rows),
        *_curriculum(generated, rows),
        *_loads(generated, rows),
        *_rooms(generated, rows),
        *_broadcasts(generated, rows),
        *_qualified(generated, rows),
    ]
    return sorted(found)


def _clock(generated: Generated, lesson: PlantedLesson) -> tuple[int, int]:
    community = generated.community
    slots = community.lesson_slots(community.school_by_id[lesson.school], lesson.weekday)
    first = next(i for i, s in enumerate(slots) if s.order == lesson.slot)
    return slots[first].start, slots[first + lesson.periods - 1].end


def _attended(
    generated: Generated, lessons: Sequence[PlantedLesson]
) -> dict[str, list[PlantedLesson]]:
    """Lessons by class and person; the host's teacher is at the host class only."""
    hosts = {s.id: s.host_class for s in generated.community.sync}
    found: dict[str, list[PlantedLesson]] = defaultdict(list)
    for row in lessons:
        found[row.class_id].append(row)
        if not row.series or hosts[row.series] == row.class_id:
            found[row.teacher].append(row)
        if row.assistant:
            found[row.assistant].append(row)
    return found


def _clashes(generated: Generated, lessons: Sequence[PlantedLesson]) -> Iterator[str]:
    community = generated.community
    for who, rows in _attended(generated, lessons).items():
        for i, a in enumerate(rows):
            for b in rows[i + 1 :]:
                if a.weekday != b.weekday or not a.weeks.meets(b.weeks):
                    continue
                (start, end), (start2, end2) = _clock(generated, a), _clock(generated, b)
                first, then = (a, b) if start <= start2 else (b, a)
                gap = max(start, start2) - min(end, end2)
                if start == start2:
                    gap = -1
                need = 0
                if first.school != then.school:
                    need = community.travel_minutes[first.school, then.school] + 10
                if gap < need:
                    yield f"{who}: {first} and {then} are {gap} minutes apart, {need} needed"


def _sites(generated: Generated, lessons: Sequence[PlantedLesson]) -> Iterator[str]:
    """Everybody teaches at home or where the planted roster puts them in the first term."""
    community = generated.community
    first = community.terms[0].id
    allowed = {t.id: {t.school} for t in community.teachers}
    for placement in generated.planted_placements:
        if placement.start == first and not placement.weeks:  # a short stay keeps the lessons
            if placement.kind is not PlacementKind.ITINERANT:
                allowed[placement.teacher] = set()
            if placement.kind.teaches_at_host:
                allowed[placement.teacher].add(placement.host)
    for who, rows in _attended(generated, lessons).items():
        for row in rows:
            if who in allowed and row.school not in allowed[who]:
                yield f"{who} works at {row.school}"
    free = {(u.teacher, u.weekday, u.slot) for u in community.unavailable}
    for who, rows in _attended(generated, lessons).items():
        if any((who, r.weekday, r.slot) in free for r in rows):
            yield f"{who} is not available"


def _curriculum(generated: Generated, lessons: Sequence[PlantedLesson]) -> Iterator[str]:
    given: Counter[tuple[str, str]] = Counter()
    doubles: Counter[tuple[str, str]] = Counter()
    per_day: Counter[tuple[str, str, int]] = Counter()
    for row in lessons:
        half = 1 if row.weeks is not WeekPattern.ALL else 2
        given[row.class_id, row.subject] += half * row.periods
        doubles[row.class_id, row.subject] += row.periods == 2
        per_day[row.class_id, row.subject, row.weekday] += 1
    community = generated.community
    wanted = {key: round(2 * periods) for key, periods in community.demand.items()}
    for key in wanted.keys() | given.keys():
        if given[key] != wanted.get(key, 0):
            yield f"{key}: {given[key] / 2} periods, {wanted.get(key, 0) / 2} wanted"
    pairs = {(r.grade, r.subject): r.doubles for r in community.curriculum if not r.school}
    for (group, subject), _ in community.demand.items():
        grade = community.class_by_id[group].grade
        if doubles[group, subject] != pairs.get((grade, subject), 0):
            yield f"{group} {subject}: {doubles[group, subject]} double lessons"
    for (group, subject, day), count in per_day.items():
        if count > community.subject_by_id[subject].max_per_day:
            yield f"{group} {subject}: {count} lessons on day {day}"


def _loads(generated: Generated, lessons: Sequence[PlantedLesson]) -> Iterator[str]:
    hosts = {s.id: s.host_class for s in generated.community.sync}
    load: Counter[str] = Counter()
    for row in lessons:
        if not row.series or hosts[row.series] == row.class_id:
            load[row.teacher] += row.periods * (1 if row.weeks is not WeekPattern.ALL else 2)
    for teacher in generated.community.teachers:
        if load[teacher.id] > 2 * teacher.max_periods:
            yield f"{teacher.id}: {load[teacher.id] / 2} of {teacher.max_periods}"
        own = teacher.class_teacher_of
        if own and not any(r.teacher == teacher.id and r.class_id == own for r in lessons):
            yield f"{teacher.id} does not teach {own}"


def _rooms(generated: Generated, lessons: Sequence[PlantedLesson]) -> Iterator[str]:
    rooms = {r.id: r for r in generated.community.rooms}
    used: Counter[tuple[str, int, int, WeekPattern]] = Counter()
    for row in lessons:
        if row.room:
            if rooms[row.room].school != row.school:
                yield f"{row.room} is not at {row.school}"
            if row.series and rooms[row.room].kind is not RoomKind.LIVE:
                yield f"{row.room} cannot take {row.series}"
            for i in range(row.periods):
                used[row.room, row.weekday, row.slot + i, row.weeks] += 1
    for (room, day, slot, _), count in used.items():
        if count > rooms[room].capacity:
            yield f"{room}: {count} classes on day {day} in slot {slot}"


def _broadcasts(generated: Generated, lessons: Sequence[PlantedLesson]) -> Iterator[str]:
    by_series: dict[str, dict[str, PlantedLesson]] = defaultdict(dict)
    for row in lessons:
        if row.series:
            by_series[row.series][row.class_id] = row
    for series in generated.community.sync:
        rows = by_series[series.id]
        if rows.keys() != {series.host_class, *series.receiving_classes}:
            yield f"{series.id}: {sorted(rows)}"
            continue
        clocks = [_clock(generated, r) for r in rows.values()]
        if len({r.weekday for r in rows.values()}) > 1:
            yield f"{series.id}: several days"
        if min(e for _, e in clocks) - max(s for s, _ in clocks) < 30:
            yield f"{series.id}: {clocks}"
        if any(not rows[c].assistant for c in series.receiving_classes):
            yield f"{series.id}: no assistant"


def _qualified(generated: Generated, lessons: Sequence[PlantedLesson]) -> Iterator[str]:
    community = generated.community
    for row in lessons:
        teacher = community.teacher_by_id[row.teacher]
        grade = community.class_by_id[row.class_id].grade
        if row.subject not in teacher.subjects or not teacher.stage.covers(grade):
            yield f"{row.teacher} cannot teach {row.subject} in grade {grade}"
