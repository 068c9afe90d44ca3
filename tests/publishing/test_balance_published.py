"""Balanced development as people read it: list, chart, sentences, comparison of two plans."""

from __future__ import annotations

from published_plan import sample

from community.models import Stage
from community.standards import Indicator
from publishing.balance_lists import balance, balance_chart, balance_data, balance_lines
from publishing.comparison import variation_sentence
from publishing.view import PlanView
from rotation.solution import Roster
from scenarios.variation import Variation, variations

COMMUNITY, PLAN = sample(2, 6)
VIEW = PlanView(PLAN, COMMUNITY)


def test_the_list_has_the_standard_each_school_the_mean_and_the_variation() -> None:
    notice = balance(VIEW, "zh")
    heads = notice.headings("zh")
    assert heads == ["学段", "时间", "学校", "学生数", "骨干教师", "体育艺术教师", "达标项数"]
    times = [s.name.zh for s in VIEW.book.balance]
    parts = len(VIEW.book.balance[0].stages[Stage.PRIMARY][Indicator.BACKBONE].amounts)
    first = [r for r in notice.rows if r[0] == "小学"]
    assert len(first) == 1 + len(times) * (parts + 2)
    assert first[0][2:] == ("标准", "", 1.0, 0.9, "")
    assert first[parts + 2][2] == "校际差异系数" and first[parts + 2][-1] == "≤0.5"
    assert "没有填的指标：高于规定学历教师、教学及辅助用房" in notice.sentence
    assert balance(VIEW, "en").headings("en")[0] == "Stage"


def test_chart_sentences_and_data_say_the_same_numbers() -> None:
    charts, times = balance_chart(VIEW, "zh"), [s.name.zh for s in VIEW.book.balance]
    data = balance_data(PLAN, COMMUNITY, "zh")["balance"]
    told = "".join(line.zh for line in balance_lines(COMMUNITY, PLAN.roster))
    for chart in charts:
        assert chart["times"] == times
        for found in chart["indicators"]:
            assert len(found["levels"]) == len(chart["schools"])
            if found["name"] == "骨干教师":
                same = [d["variation"]["backbone"] for d in data if d["stage"] == "primary"]
                assert found["variation"] == [n if n is None else round(n, 3) for n in same]
                assert " → ".join(f"{n:.3f}" for n in same) in told


def test_two_plans_are_compared() -> None:
    found = variations(COMMUNITY, Roster(), COMMUNITY, PLAN.roster)
    backbone = next(v for v in found if v.indicator is Indicator.BACKBONE)
    before = VIEW.book.balance[0].stages[Stage.PRIMARY][Indicator.BACKBONE].variation
    assert backbone.before == before
    text = variation_sentence(Variation(Stage.PRIMARY, Indicator.BACKBONE, 0.61, None))
    assert text.zh == "小学骨干教师校际差异系数：0.610 → –。"
    assert text.en == "Variation between primary schools, Backbone teachers: 0.610 → –."
