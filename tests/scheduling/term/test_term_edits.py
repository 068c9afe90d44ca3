"""Every kind of illegal edit of ``events.csv``, made to every row that it fits, is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from edited_term import HOLIDAY, changed, community, frame, plan, tables, unnamed

from scheduling.term.events import DUE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edited_term import Edit

    from scheduling.term.events import DatedEvent

EVENTS = "events"
SUNDAY, BEFORE, AFTER = "2025-09-07", "2025-08-29", "2025-10-27"
FORMS = {"offline": "线下", "online": "线上", "due": "到期"}


def rows() -> Iterator[tuple[int, DatedEvent]]:
    """The events with the numbers of their rows."""
    known = {e.id: e for e in plan().calendar.events}
    for number, row in enumerate(tables()[EVENTS]):
        yield number, known[row["活动编号"]]


def dated() -> Iterator[tuple[int, DatedEvent]]:
    """The events that are held, not handed in."""
    return ((n, e) for n, e in rows() if e.mode != DUE)


def one_of_each(mode: str = "") -> Iterator[tuple[int, DatedEvent]]:
    """An event of each kind of activity, what is handed in only where the mode says so."""
    some = rows() if mode == DUE else dated()
    kinds = {(e.rule, *e.activity.split(":")[1:2], e.host): (n, e) for n, e in some}
    return iter(kinds.values())


def listed(ids: object) -> str:
    return "、".join(ids)  # type: ignore[arg-type]


def without_a_row() -> Iterator[Edit]:
    for number, event in rows():
        less = tables()
        del less[EVENTS][number]
        names = (event.name, "同步课堂（") if event.rule == "live" else (event.name,)
        yield less, names


def on_no_day_of_lessons() -> Iterator[Edit]:
    for number, _ in one_of_each():
        for day in (SUNDAY, f"{HOLIDAY}", BEFORE, AFTER):
            yield changed(EVENTS, number, 日期=day), (day,)


def in_another_window() -> Iterator[Edit]:
    for number, event in dated():
        if event.rule in ("visits", "pairs", "lead"):
            day = "2025-10-15" if event.date.month == 9 else "2025-09-17"
            yield changed(EVENTS, number, 日期=day), (event.name,)


def handed_in_too_late() -> Iterator[Edit]:
    for number, event in rows():
        if event.mode == DUE and event.rule != "test":
            yield changed(EVENTS, number, 日期="2025-12-30"), (event.name,)


def at_other_hours() -> Iterator[Edit]:
    for number, event in one_of_each():
        for start, end in (("20:00", "21:00"), ("08:00", "08:10"), ("05:00", "23:00")):
            yield changed(EVENTS, number, 开始=start, 结束=end), (f"{event.date}",)


def at_another_place() -> Iterator[Edit]:
    for number, event in one_of_each(DUE):
        for school in {"C", "M", "N", ""} - {event.host}:
            yield changed(EVENTS, number, 举办学校编号=school), (f"{event.date}",)


def in_another_form() -> Iterator[Edit]:
    for number, event in one_of_each(DUE):
        for form in {*FORMS} - {event.mode}:
            yield changed(EVENTS, number, 形式=FORMS[form]), (f"{event.date}",)


def of_another_subject() -> Iterator[Edit]:
    for number, event in one_of_each():
        for subject in {"zh", "math", "music", ""} - {event.subject}:
            yield changed(EVENTS, number, 学科编号=subject), (f"{event.date}",)


def without_somebody() -> Iterator[Edit]:
    called = community().called
    for number, event in one_of_each():
        for who in event.people:
            left = listed(t for t in event.people if t != who)
            yield changed(EVENTS, number, 参加教师编号=left), (called[who],)
        if event.people:
            yield changed(EVENTS, number, 参加教师编号=""), (f"{event.date}",)


def with_somebody_of_another_school() -> Iterator[Edit]:
    """Nobody of another school comes in the place of one's own."""
    for number, event in one_of_each():
        for who in event.people:
            for other in ("C5", "M4", "N2"):
                if other[0] != who[0] and other not in event.people:
                    some = listed(other if t == who else t for t in event.people)
                    yield changed(EVENTS, number, 参加教师编号=some), (f"{event.date}",)


def with_somebody_of_another_subject() -> Iterator[Edit]:
    """Nobody comes for somebody to talk about a subject, or to teach it, who does not know it."""
    for number, event in one_of_each():
        for who in event.people if event.subject else ():
            for other in community().teachers:
                if other.school == who[0] and event.subject not in other.subjects:
                    some = listed(other.id if t == who else t for t in event.people)
                    yield changed(EVENTS, number, 参加教师编号=some), (f"{event.date}",)


def with_somebody_who_has_a_lesson() -> Iterator[Edit]:
    """Whoever is taken along and has a lesson then, to which nobody is sent."""
    for number, event in one_of_each():
        day = frame().day_of[event.date]
        gone = {c for e in plan().calendar.events if e.date == event.date for c in e.classes}
        for who in frame().standing:
            missed = frame().missed(who, day, event.start, event.end, event.host) or ()
            own = {c.absent for c in plan().calendar.covers if c.date == event.date}
            alone = [x for x in missed if x.lesson.class_id not in gone]
            if who not in event.people and who not in own and alone:
                some = listed((*event.people, who))
                yield changed(EVENTS, number, 参加教师编号=some), (f"{event.date}",)


def with_somebody_at_another_event() -> Iterator[Edit]:
    for number, event in dated():
        for other in plan().calendar.events:
            together = other.start < event.end and event.start < other.end
            if other.date == event.date and other != event and together:
                for who in {*other.people} - {*event.people}:
                    some = listed((*event.people, who))
                    yield changed(EVENTS, number, 参加教师编号=some), (community().called[who],)


def with_somebody_who_has_no_way() -> Iterator[Edit]:
    """There is none between M and N."""
    for number, event in dated():
        for who in {"M": ("N2",), "N": ("M2",)}.get(event.host, ()):
            some = listed((*event.people, who))
            yield changed(EVENTS, number, 参加教师编号=some), (community().called[who],)


def without_a_class() -> Iterator[Edit]:
    for number, event in one_of_each():
        for group in event.classes:
            left = listed(c for c in event.classes if c != group)
            yield changed(EVENTS, number, 参加班级编号=left), (f"{event.date}",)


def with_a_further_class() -> Iterator[Edit]:
    for number, event in one_of_each():
        for group in {"C31", "M41", "N31"} - {*event.classes}:
            some = listed((*event.classes, group))
            yield changed(EVENTS, number, 参加班级编号=some), (f"{event.date}",)


def counted_elsewhere() -> Iterator[Edit]:
    for number, event in one_of_each(DUE):
        names = (event.name, "同步课堂（") if event.rule == "live" else (event.name,)
        other = "lead" if event.rule != "lead" else "charity"
        yield changed(EVENTS, number, 规则编号=other), names
        yield changed(EVENTS, number, 活动项="没有这一项"), names
        yield changed(EVENTS, number, 规则编号="没有这条", 活动项="没有这一项"), names
        yield changed(EVENTS, number, 规则编号="", 活动项=""), names


def twice() -> Iterator[Edit]:
    for number, event in one_of_each():
        more = tables()
        more[EVENTS].append(dict(more[EVENTS][number]))
        yield more, (event.id,)
        again = tables()
        again[EVENTS].append({**again[EVENTS][number], "活动编号": "再一次"})
        yield again, (f"{event.date}",)


def too_close_together() -> Iterator[Edit]:
    """Two weeks lie between research meetings, three between two of the charity; never one day."""
    for rule, weeks in (("meet", 1), ("charity", 2)):
        for activity in {e.activity for _, e in dated() if e.rule == rule}:
            (_, first), (number, _) = [(n, e) for n, e in dated() if e.activity == activity]
            for after in range(weeks + 1):
                day = first.date.toordinal() + 7 * after
                close = f"{type(first.date).fromordinal(day)}"
                cells = {"日期": close, "开始": "11:55", "结束": "13:25"}
                yield changed(EVENTS, number, **cells), (f"{first.name}（{first.date}）和",)


def in_the_wrong_order() -> Iterator[Edit]:
    at = {e.id: (n, e) for n, e in rows()}
    for month in ("0901", "1001"):
        number, report = at[f"pairs:report:M1:C1:{month}:1"]
        _, demo = at[f"pairs:demo:C1:M1:{month}:1"]
        day = demo.date.toordinal() - 1
        before = f"{type(demo.date).fromordinal(day)}"
        yield changed(EVENTS, number, 日期=before), (report.name,)
    (_, first), (number, second) = [(n, e) for n, e in rows() if e.rule == "plan"]
    before = f"{type(first.date).fromordinal(first.date.toordinal() - 1)}"
    yield changed(EVENTS, number, 日期=before), (second.name,)
    for part in ("marked", "analysis"):
        number, event = at[f"test:{part}:1:1"]
        yield changed(EVENTS, number, 日期="2025-09-03"), (event.name,)
    number, marked = at["test:marked:1:1"]
    yield changed(EVENTS, number, 日期="2025-10-24"), (marked.name,)


def at_a_place_that_is_taken() -> Iterator[Edit]:
    """The library has the other school; and at the core there are pupils of another one."""
    for rule in ("room", "trip"):
        for number, event in dated():
            for _, other in dated():
                if {event.rule, other.rule} == {rule} and event.name != other.name:
                    cells = {
                        "日期": f"{other.date}",
                        "开始": f"{other.start // 60:02}:{other.start % 60:02}",
                        "结束": f"{other.end // 60:02}:{other.end % 60:02}",
                    }
                    yield changed(EVENTS, number, **cells), (f"{other.date}同一场地",)


def too_many_away() -> Iterator[Edit]:
    """Half of M's four may be away to see lessons."""
    for month in (9, 10):
        edited = tables()
        visits = [n for n, e in dated() if (e.rule, e.date.month) == ("visits", month)]
        of_m = [n for n in visits if edited[EVENTS][n]["参加教师编号"].startswith("M")]
        day = edited[EVENTS][of_m[0]]["日期"]
        for number in of_m[1:3]:
            edited[EVENTS][number]["日期"] = day
        yield edited, (f"{day}同时有3人外出",)


def too_late_for_the_milestone() -> Iterator[Edit]:
    """Two of three for each pair, by the 26th of September, where one is done."""
    for number, event in rows():
        if event.rule == "live":
            day = f"{type(event.date).fromordinal(event.date.toordinal() + 28)}"
            yield changed(EVENTS, number, 日期=day), ("到2025年9月26日",)


def that_cannot_be_read() -> Iterator[Edit]:
    for number, event in one_of_each():
        yield changed(EVENTS, number, 开始="12:00", 结束="11:00"), ("应不早于",)
        yield changed(EVENTS, number, 日期="2025-02-30"), ("2025-02-30",)
        for key in ("举办学校编号", "学科编号", "参加教师编号", "参加班级编号"):
            yield changed(EVENTS, number, **{key: "X9"}), ("X9",)
        yield changed(EVENTS, number, 形式="随便"), ("随便",)
        if event.people:
            yield changed(EVENTS, number, 参加教师="教师X"), ("与此名称不符",)


def of_one_s_own() -> Iterator[Edit]:
    """People enter what they like, but not where a class would be left alone."""
    own = {
        **dict.fromkeys(tables()[EVENTS][0], ""),
        "形式": "线下",
        "活动": "外出",
        "活动编号": "x",
    }
    morning = {"日期": "2025-09-03", "开始": "08:30", "结束": "09:30"}
    for cells, word in (
        ({"参加教师编号": "C1"}, "没有人上"),
        ({"参加教师编号": "M1", "举办学校编号": "C"}, "没有人上"),
        ({"参加教师编号": "N2", "举办学校编号": "M"}, "教师N2往返"),
        ({"日期": SUNDAY}, "不上课"),
    ):
        more = tables()
        more[EVENTS].append({**own, **morning, **cells})
        yield more, (word,)


ILLEGAL = (
    *(without_a_row, on_no_day_of_lessons, in_another_window, handed_in_too_late, at_other_hours),
    *(at_another_place, in_another_form, of_another_subject, without_somebody),
    *(with_somebody_of_another_school, with_somebody_of_another_subject),
    *(with_somebody_who_has_a_lesson, with_somebody_at_another_event, with_somebody_who_has_no_way),
    *(without_a_class, with_a_further_class, counted_elsewhere, twice, too_close_together),
    *(in_the_wrong_order, at_a_place_that_is_taken, too_many_away, too_late_for_the_milestone),
    *(that_cannot_be_read, of_one_s_own),
)


@pytest.mark.parametrize("kind", ILLEGAL)
def test_an_illegal_edit_is_named(kind: Callable[[], Iterator[Edit]]) -> None:
    assert not unnamed(kind())
