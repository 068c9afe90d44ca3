"""Changes: what a planner types, what the community becomes, and what is refused with a reason."""

from __future__ import annotations

import pytest
from support import tiny_community

from community.errors import InputError
from community.models import PastPlacement, PlacementKind, Unavailable
from community.profile import resolve
from scenarios.changes.base import replaced
from scenarios.changes.registry import apply_changes, commands, parse_changes


def applied(*texts: str):
    return apply_changes(tiny_community(), parse_changes(texts))


def refused(*texts: str) -> str:
    with pytest.raises(InputError) as caught:
        applied(*texts)
    return "\n".join(p.to("en") for p in caught.value.problems)


def test_every_kind_of_change_is_found():
    words = ["class-added", "增加班级", "class-closed", "撤销班级", "quota", "改规则"]
    assert list(commands()) == [
        *(*words, "room-closed", "教室停用", "teacher-away", "教师请假"),
        *("teacher-leaves", "教师离开"),
    ]


def test_a_change_may_be_written_in_chinese():
    for zh, en in [
        ("教师离开 教师C5", "teacher-leaves C5"),
        ("增加班级 M 三年级(2)班 41", "class-added M 3.2 41"),
    ]:
        assert applied(zh) == applied(en)
    with pytest.raises(InputError) as caught:
        applied("教师调走 教师C5", "增加班级 M")
    told = "".join(p.to("zh") for p in caught.value.problems)
    assert "增加班级 学校 班级或年级 [班号] [人数]；撤销班级 编号，或学校加班级名称" in told
    assert "也许是 教师请假、教师离开" in told and "class-added" not in told


def test_a_teacher_who_leaves_is_gone_from_every_table():
    before = replaced(
        tiny_community(),
        unavailable=(
            Unavailable(teacher="M1", weekday=1),
            Unavailable(teacher="M2", weekday=2),
        ),
        history=(
            PastPlacement(
                teacher="M1", host="C", kind=PlacementKind.SHADOWING, start_year=2020, terms=1
            ),
        ),
    )
    after, (sentence,) = apply_changes(before, parse_changes(["teacher-leaves M1"]))
    assert "M1" not in after.teacher_by_id
    assert [u.teacher for u in after.unavailable] == ["M2"]
    assert after.history == ()
    # M1 was class teacher of M31: the planner is told to name another one.
    assert "三年级(1)班需另定班主任" in sentence.zh
    assert "M1" in before.teacher_by_id  # the community before it is untouched


def test_a_teacher_on_leave_stays_known_and_is_there_on_no_day():
    after, (sentence,) = applied("教师请假 M1 病假")
    assert after.teacher_by_id["M1"].exemption == "病假"
    assert [u.weekday for u in after.unavailable if u.teacher == "M1"] == [1, 2, 3, 4, 5]
    assert after.class_teacher.get("M31") is None
    assert sentence.zh.startswith("东山小学教师M1这学期病假") and "三年级(1)班需另定" in sentence.zh


def test_a_teacher_can_be_named_by_a_name_that_is_unique():
    after, _ = applied("teacher-leaves 教师C5")
    assert "C5" not in after.teacher_by_id


def test_lookups_are_made_anew():
    before = tiny_community()
    assert "M1" in before.teacher_by_id  # makes and keeps the lookup
    after, _ = apply_changes(before, parse_changes(["teacher-leaves M1"]))
    assert "M1" not in after.teacher_by_id


@pytest.mark.parametrize(
    ("words", "name", "pupils"),
    [
        ("class-added M 三年级(2)班", "三年级(2)班", 30),  # pupils as in M31
        ("class-added M 三（2）班 35", "三年级(2)班", 35),
        ("class-added M 302", "三年级(2)班", 30),
        ("class-added M 3.2 36人", "三年级(2)班", 36),
        ("class-added M 3", "三年级(2)班", 30),  # the next number after M31
        ("class-added M 三年级", "三年级(2)班", 30),
        ("class-added M 三 4 33", "三年级(4)班", 33),
        ("class-added 东山小学 3 2", "三年级(2)班", 30),
        ("class-added M 三年级 40人", "三年级(2)班", 40),
        ("class-added M 三年级(40)班", "三年级(40)班", 30),
        ("class-added M 3 4", "三年级(4)班", 30),
    ],
)
def test_a_class_is_named_in_any_usual_way(words, name, pupils):
    after, (sentence,) = applied(words)
    added = set(after.class_by_id) - {"C31", "C41", "M31", "M41"}
    group = after.class_by_id[added.pop()]
    assert (group.school, group.name, group.pupils) == ("M", name, pupils)
    # zh 6 + math 5 + music 2, as every class of grade 3
    assert sum(p for (c, _), p in after.demand.items() if c == group.id) == 13
    assert "13" in sentence.en


def test_a_new_class_stands_behind_its_mates():
    after, _ = applied("class-added C 3")
    assert [c.name for c in after.classes if c.school == "C"] == [
        "三年级(1)班",
        "三年级(2)班",
        "四年级(1)班",
    ]


def quota_community():
    return replaced(tiny_community(), policy=resolve("libo"))


def test_a_quota_becomes_an_override():
    before = quota_community()
    after, (sentence,) = apply_changes(before, parse_changes(["quota core_out 4"]))
    assert after.policy.overrides == {"core_out": {"min": 4}}
    rule = next(r for r in after.policy.rules if r.id == "core_out")
    assert rule.params["min"] == 4
    assert "3 -> 4" in sentence.en


def test_a_parameter_can_be_named_and_a_share_written_in_percent():
    before = quota_community()
    words = ["quota home_protection max_absent_share 20%"]
    after, _ = apply_changes(before, parse_changes(words))
    rule = next(r for r in after.policy.rules if r.id == "home_protection")
    assert rule.params["max_absent_share"] == pytest.approx(0.2)


def test_a_rule_and_its_parameter_can_be_named_in_chinese():
    words = "quota 派出学校保住各学科开课，同时离校不超过20% 离校比例上限 40%"
    after, (sentence,) = apply_changes(quota_community(), parse_changes([words]))
    assert after.policy.overrides == {"home_protection": {"max_absent_share": 0.4}}
    assert sentence.zh == (
        "规则“派出学校保住各学科开课，同时离校不超过30%”的离校比例上限：30% → 40%。"
    )
    rule = next(r for r in after.policy.rules if r.id == "home_protection")
    assert rule.title.zh == "派出学校保住各学科开课，同时离校不超过40%"


def test_changes_are_applied_in_order():
    after, sentences = applied("class-added M 3", "class-added M 3", "teacher-leaves C5")
    assert [c.number for c in after.classes if (c.school, c.grade) == ("M", 3)] == [1, 2, 3]
    assert len(sentences) == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("teacher-leaves M11", "Maybe M1"),
        ("teacher-leaves", "expected teacher-leaves ID"),
        ("teacher-leave M1", "Maybe teacher-leaves"),
        ("", "no such change"),
        ('teacher-leaves "M1', "quotes"),
        ("class-added N 3", "there is no school N"),
        ("class-added M 三年级(1)班", "already has 三年级(1)班"),
        ("class-added M 七年级(1)班", "no grade 7"),
        ("class-added M 5", "no periods for grade 5"),
        ("class-added M 三十二", "could be"),
        ("class-added M 3 2 900", "0 to 200"),
        ("class-added M 3 0", "1 to 60"),
        ("class-added M 三年级 40", "may be the number of the class or of its pupils"),
        ("class-added M 一二年级复式班", "a class of one grade"),
        ("class-added M 3.2 30 1", "expected class-added"),
        ("class-added M", "expected class-added"),
        ("quota core_out 3", "no rule core_out"),
        ("quota core_out -3", "from 0 to 9999999"),
        ("quota core_out many", "from 0 to 9999999"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason(words, said):
    assert said in refused(words)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("quota core_uot 3", 'Maybe you meant "core_out"'),
        ("quota core_out 最少人 2", 'Maybe you meant "最少人数"'),
        ("quota core_out weight 2", "has these numbers"),
        ("quota core_out 99999", "from 0 to 10000"),
        ("quota core_out max 1", "min 3 is above max 1"),
        ("quota core_out 2.5", "whole number"),
        ("quota core_out 99999999999999999999", "from 0 to 9999999"),
        ("quota home_protection max_absent_share 1e999", "from 0 to 9999999"),
        ("quota core_out minimum 2", "has these numbers: min"),
    ],
)
def test_a_quota_that_cannot_be_set(words, said):
    with pytest.raises(InputError) as caught:
        apply_changes(quota_community(), parse_changes([words]))
    assert said in caught.value.problems[0].to("en")


def test_all_bad_changes_are_told_at_once():
    assert len(refused("teacher-leaves", "class-added M", "teacher-leaves M1").splitlines()) == 2


def test_a_share_above_one_is_refused_where_it_was_written():
    given = replaced(tiny_community(), policy=resolve("national_base"))
    with pytest.raises(InputError) as caught:
        apply_changes(given, parse_changes(["quota home_protection max_absent_share 40"]))
    (problem,) = caught.value.problems
    told = problem.to("en")
    assert (
        told.startswith('"quota home_protection')
        and "40: expected a share from 0 to 1" in told
        and "0.3 or 30%" in told
    )


def test_all_changes_that_cannot_be_made_are_told():
    told = refused("teacher-leaves T999", "quota nope 3")
    assert "T999" in told and "nope" in told and "onebell check --rules" in told
