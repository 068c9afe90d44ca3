"""What lessons that classes have in common lack: periods, rooms, assistants, common time."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from community.families import parameters
from community.text import Text
from scheduling.lacking import Shortage
from scheduling.week.courses import course_id
from scheduling.wording import moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import ClassGroup, SyncSeries
    from scheduling.instance import Time
    from scheduling.week.frame import Frame

_OVERLAP = parameters("sync_lesson_link")["min_overlap_minutes"]


def series_shortages(frame: Frame) -> Iterator[Shortage]:
    """Yield what each series lacks, in the order of the series."""
    for series in frame.series:
        label = _called(frame, series)
        yield from _ends(frame, series, label)
        if frame.link_is_hard or series.together:
            yield from _bells(frame, series, label)
        count, most = len(series.receiving_classes), frame.link.max_receivers
        if count > most and not series.together and frame.link_is_hard:
            zh = f"{label.zh}有{count}个接收班，最多{most}个。"
            en = f"{label.en}: {count} receiving classes, at most {most}."
            yield Shortage("receivers", series.id, count - most, Text(zh, en))


def _called(frame: Frame, series: SyncSeries) -> Text:
    """Return what people call a series: by its classes and its subject."""
    groups = frame.community.class_by_id
    host, *others = (
        frame.class_name(groups[c]) for c in (series.host_class, *series.receiving_classes)
    )
    subject = frame.community.subject_by_id[series.subject].name
    if series.together:
        zh, en = "、".join([host, *others]), ", ".join([host, *others])
        return Text(f"{zh}合上的{subject}", f"{subject} of {en} together")
    return Text(f"{host}主讲的{subject}同步课堂", f"Synchronous {subject} of {host}")


def _ends(frame: Frame, series: SyncSeries, label: Text) -> Iterator[Shortage]:
    """Find what each class of a series lacks: periods, a room, an assistant."""
    link, live = frame.link, not series.together
    for class_id in (series.host_class, *series.receiving_classes):
        group = frame.community.class_by_id[class_id]
        name, point = frame.class_name(group), f"{series.id}/{class_id}"
        course = frame.course_by_id.get(course_id(class_id, series.subject))
        have, want = (course.periods, course.synchronous) if course else (0, series.periods)
        twice = course.length * course.own_doubles if course else 0
        if want > have - twice:
            zh = f"{label.zh}：{name}该学科每周{have}节，其中连堂{twice}节，同步课堂共需{want}节。"
            en = f"{label.en}: {name} has {have} periods of the subject, {twice} of them "
            en += f"in doubles; {want} needed."
            yield Shortage("series_periods", point, want - have + twice, Text(zh, en))
        if live and link.equipped_rooms and not frame.rooms.live(group.school).rooms:
            zh = f"{label.zh}：{name}所在学校没有同步教室。"
            en = f"{label.en}: the school of {name} has no live room."
            yield Shortage("live_room", point, 1, Text(zh, en))
        assisted = live and link.assistant and class_id != series.host_class
        if assisted and not frame.people.local(group.school):
            zh = f"{label.zh}：{name}所在学校没有可以辅助的本校教师。"
            en = f"{label.en}: the school of {name} has no local teacher to assist."
            yield Shortage("assistant", point, 1, Text(zh, en))


def _bells(frame: Frame, series: SyncSeries, label: Text) -> Iterator[Shortage]:
    """Find receiving classes whose bells meet the host's too seldom, or not all at once."""
    groups = frame.community.class_by_id
    host, periods, lacking = groups[series.host_class], series.periods, False
    for group in (groups[c] for c in series.receiving_classes):
        pair = series.model_copy(update={"receiving_classes": (group.id,)})
        meets = min(len(frame.meeting(pair, end)) for end in (host, group))
        if meets < periods:
            lacking = True
            here, there = frame.class_name(host), frame.class_name(group)
            least = frame.least_shared(series)
            zh = f"{label.zh}每周{periods}节：{here}与{there}的作息"
            zh += f"只有{meets}节能同时上{least}分钟。"
            en = f"{label.en}, {periods} a week: {here} and {there} have {meets} slots that share "
            en += f"{least} min."
            near = _nearest(frame, series, host, group)
            said = Text(zh + near.zh, en + near.en)
            yield Shortage("overlap", f"{series.id}/{group.id}", periods - meets, said)
    meets = len(frame.meeting(series, host))
    if meets < periods and not lacking:
        least = frame.least_shared(series)
        zh = f"{label.zh}每周{periods}节：只有{meets}节能与所有接收班同时上{least}分钟；"
        en = f"{label.en}, {periods} a week: {meets} slots share {least} min with all receiving "
        said = Text(f"{zh}请分成两组同步课堂。", f"{en}classes. Make two series of it.")
        yield Shortage("overlap", f"{series.id}/{host.id}", periods - meets, said)


def _nearest(frame: Frame, series: SyncSeries, host: ClassGroup, group: ClassGroup) -> Text:
    """Return which lessons of two classes come nearest to sharing enough, and what may help."""
    least, schools = frame.least_shared(series), frame.community.school_by_id

    def shared(pair: tuple[Time, Time]) -> int:
        return frame.shared(*pair)

    pairs = product(frame.usable(host), frame.usable(group))
    same = [p for p in pairs if p[0].weekday == p[1].weekday and shared(p) < least]
    if not same or series.together:
        return Text("请核对两班不可排课的时间。", " Check when the classes can have no lesson.")
    one, other = best = max(same, key=shared)
    minutes, here, there = shared(best), schools[host.school].name, schools[group.school].name
    apart = minutes <= 0
    zh = f"最接近的是{here}{moment(one).zh}与{there}{moment(other).zh}，"
    zh += f"相隔{-minutes}分钟。" if apart else f"同时{minutes}分钟，差{least - minutes}分钟。"
    en = f" Nearest are {moment(one).en} of {here} and {moment(other).en} of {there}: "
    en += f"{-minutes} min apart." if apart else f"{minutes} min shared, {least - minutes} short."
    zh += f"请把其中一校的上课时间移动{least - minutes}分钟"
    en += f" Move the bells of one school by {least - minutes} min"
    if not apart:
        zh += f"，或把规则的“{_OVERLAP.word}”改为{minutes}"
        en += f", or set {_OVERLAP.key} of the rule to {minutes}"
    return Text(f"{zh}。", f"{en}.")
