"""What a rule about mentors says: who lacks a mentor, who has too many mentees, who is away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.text import Text
from rotation.pairs import who

if TYPE_CHECKING:
    from community.models import Term
    from rotation.mentoring import Demand
    from rotation.move import Move
    from rotation.pairs import Bond
    from rotation.setting import Setting
    from rotation.solution import MentorPair

MENTEES = {
    "any": Text("教师", "teachers"),
    "low_result": Text("教学成绩靠后的教师", "teachers with low results"),
    "young": Text("青年教师", "young teachers"),
    "leading": Text("骨干教师或教研组长", "backbone teachers or group heads"),
    "arrivals": Text("到校交流的教师", "teachers who arrive"),
}
# By whether a rule pairs those who arrive.
UNTIMELY = {
    True: Text("没有与此同期的到校交流", "but nobody is sent to the other's school for that time"),
    False: Text("起止时间不合要求", "but not at a time that is asked for"),
}


def lacking_text(instance: Setting, demand: Demand, count: int, sort: Text) -> Text:
    """Return that a school, a mentor or a mentee has fewer pairs than asked for."""
    target, when, least = demand.target, demand.span.name, demand.least
    if target.mentee:
        mentee = who(instance, target.mentee)
        low = instance.community.teacher_by_id[target.mentee].low_result
        low_zh, low_en = ("（教学成绩靠后）", " (low results)") if low else ("", "")
        return Text(
            f"{when.zh}{mentee.zh}{low_zh}没有师傅。",
            f"{mentee.en}{low_en} has no mentor in {when.en}.",
        )
    school = instance.community.school_by_id[target.school].name
    if target.mentor:
        mentor = who(instance, target.mentor)
        return Text(
            f"{when.zh}{mentor.zh}应与{school}不少于{least}名{sort.zh}结对，实有{count}名。",
            f"{mentor.en} should guide at least {least} {sort.en} of {school} in {when.en} "
            f"and guides {count}.",
        )
    return Text(
        f"{when.zh}{school}应有不少于{least}名{sort.zh}结对，实有{count}名。",
        f"at least {least} {sort.en} of {school} need a mentor in {when.en}, {count} have one.",
    )


def crowded_text(instance: Setting, term: Term, pairs: list[Bond], most: int) -> Text:
    """Return that a mentor has more mentees than places."""
    mentor, names = instance.who(pairs[0].mentor), _mentees(instance, pairs)
    return Text(
        f"{term.name}{mentor.zh}带{len(pairs)}人（{names}），最多{most}人。",
        f"{mentor.en} guides {len(pairs)} in {term.name} ({names}), at most {most}.",
    )


def absent_text(instance: Setting, term: Term, pairs: list[Bond], away: Move) -> Text:
    """Return that a mentor is elsewhere when people arrive."""
    mentor, names = instance.who(pairs[0].mentor), _mentees(instance, pairs)
    return Text(
        f"{term.name}{mentor.zh}外派到{away.host.name}，不能与到校的{names}结对。",
        f"{mentor.en} is away at {away.host.name} in {term.name} and cannot guide {names}.",
    )


def unpaired_text(instance: Setting, move: Move, partners: list[MentorPair]) -> Text:
    """Return that somebody arrives and is paired with nobody."""
    what = instance.what(move)
    names = "、".join(who(instance, pair.mentor).zh for pair in partners[:8])
    return Text(
        f"{what.zh}，未与该校同学科教师结对（可选：{names}）。",
        f"{what.en}, without a partner there (possible: {names}).",
    )


def _mentees(instance: Setting, pairs: list[Bond]) -> str:
    return "、".join(instance.called(bond.mentee) for bond in pairs)
