"""The words of what is published of a roster: notices, histories, shares, pairs, money."""

from __future__ import annotations

from community.text import Text

ROSTERS: dict[str, Text] = {
    # titles
    "rotation": Text("轮岗", "Rotation"),
    "school_changes": Text("各校进出表", "Arrivals and departures"),
    "own_changes": Text("本校教师进出", "Arrivals and departures here"),
    "own_placements": Text("本校轮岗名单", "Placements of this school"),
    "service_record": Text("交流经历与服务年限", "Service and credit"),
    "fairness": Text("公平表", "Turns and burdens"),
    "class_teachers": Text("班主任接任表", "Class teachers"),
    "mentor_pairs": Text("师徒结对表", "Mentor pairs"),
    "budget": Text("交流经费表", "Budget"),
    # the notice
    "from_when": Text("起", "From"),
    "to_when": Text("止", "To"),
    "length": Text("时长", "Length"),
    "approval": Text("审批", "Approval"),
    "approved": Text("已批准", "approved"),
    "to_approve": Text("待批准", "awaits approval"),
    "no_approval": Text("不需审批", "not needed"),
    "payroll_home": Text(
        "交流期间人事、工资关系留在派出学校。", "Posts and pay stay with the home school."
    ),
    "payroll_pooled": Text(
        "交流期间人事、工资由共同体统筹。", "Posts and pay are pooled in the community."
    ),
    "lead_days": Text("安排须提前 {n} 天公布。", "Placements are announced {n} days ahead."),
    "class_stays": Text("班级不随教师调动。", "Classes stay where they are."),
    "class_moves": Text("班级可随教师调动。", "Classes may move with their teachers."),
    "allowance_home": Text("交流补助由派出学校发放。", "The home school pays allowances."),
    "allowance_host": Text("交流补助由接收学校发放。", "The host school pays allowances."),
    "mentor_ratio": Text("师徒比 {ratio}。", "Mentors to mentees: {ratio}."),
    # class teachers
    "class_teachers_sentence": Text(
        "班主任外派后由在该班任课最多的教师接任，每人一班；没有课表的学期，能教该班的教师为拟任。",
        "Whoever has most lessons in a class takes it over, each one class; in terms without a "
        "timetable somebody who can teach it is proposed.",
    ),
    "successor": Text("接任教师", "Successor"),
    "periods_there": Text("在该班课时", "Periods there"),
    "handed_over": Text("班主任接任", "Class handed over to"),
    "to_be_named": Text("另定", "to be named"),
    "proposed": Text("{name}（拟）", "{name} (proposed)"),
    # arrivals and departures
    "when": Text("时间", "When"),
    "arrivals": Text("来校", "Come"),
    "departures": Text("派出", "Go"),
    "returns": Text("返校", "Return"),
    "ended": Text("期满离校", "Leave again"),
    "own_present": Text("本校在岗", "Own staff there"),
    "guests": Text("交流来校", "Guests"),
    "visiting": Text("走教来校", "Itinerant"),
    "going_on": Text("，续", ", goes on"),
    "changes_sentence": Text(
        "人数为该时段开始时的在校教师；走教教师仍在本校任课，另列。“续”为方案之前已开始的安排。",
        "Numbers are of teachers there when the time begins; itinerant ones still teach at home and"
        " are counted apart. What goes on began before the plan.",
    ),
    # service and credit
    "earlier": Text("以往交流", "Earlier placements"),
    "planned": Text("本方案安排", "In this plan"),
    "terms_before": Text("以往学期", "Terms before"),
    "terms_planned": Text("本方案学期", "Terms planned"),
    "credit_years": Text("折算年限", "Credit (years)"),
    "threshold": Text("所需年限", "Years asked"),
    "reached": Text("何时达到", "Reached"),
    "priority": Text("同等优先", "Priority"),
    "yes": Text("是", "yes"),
    "not_yet": Text("未达到", "not yet"),
    "record_sentence": Text(
        "只列有交流经历或本方案中有安排的教师；本方案结束之后的学期不计。",
        "Teachers who have been placed or are in this plan; terms behind the plan do not count.",
    ),
    "record_by_rule": Text("年限按“{title}”折算。", 'Years are counted by "{title}".'),
    "past_line": Text(
        "{start}起{terms}个学期 {host} {kind}", "{start}, {terms} terms: {host}, {kind}"
    ),
    # turns and burdens
    "services_before": Text("以往次数", "Times before"),
    "services_planned": Text("本方案次数", "Times planned"),
    "terms_away": Text("离校学期", "Terms away"),
    "hours_before": Text("以往路程（小时）", "Hours on the way before"),
    "hours_planned": Text("本方案路程（小时）", "Hours on the way planned"),
    "volunteer": Text("自愿", "Volunteer"),
    "exemption": Text("免于交流", "Exempt"),
    "turn": Text("下次轮序", "Next turn"),
    "fairness_sentence": Text(
        "路程为往返时间乘以天数；下次轮序是方案结束后本校的派出顺序，空白为届时不在派出之列。",
        "Hours are the way there and back times days; the next turn is the order in which the"
        " school's teachers go when the plan is over, empty for those who may not go then.",
    ),
    # balanced development
    "balance": Text("优质均衡指标表", "Balanced development"),
    "stage": Text("学段", "Stage"),
    "pupils": Text("学生数", "Pupils"),
    "indicator": Text("指标", "Indicator"),
    "indicator_above_norm": Text("高于规定学历教师", "Degree above the norm"),
    "indicator_backbone": Text("骨干教师", "Backbone"),
    "indicator_pe_arts": Text("体育艺术教师", "PE and arts"),
    "indicator_teaching_area_m2": Text("教学及辅助用房", "Teaching rooms"),
    "indicator_sports_area_m2": Text("体育运动场馆", "Sports grounds"),
    "indicator_equipment_cny": Text("教学仪器设备", "Equipment"),
    "indicator_multimedia_rooms": Text("网络多媒体教室", "Multimedia rooms"),
    "standards_reached": Text("达标项数", "Reached"),
    "the_standard": Text("标准", "Standard"),
    "all_schools": Text("全部学校", "All schools"),
    "variation": Text("校际差异系数", "Variation"),
    "not_given": Text("未填", "not given"),
    "before_roster": Text("派出前", "before"),
    "after_roster": Text("派出后", "after"),
    "off_standard": Text("未达标", "not reached"),
    "balance_sentence": Text(
        "教师、网络多媒体教室为每百名学生的数，其余为生均；教师在哪里任教算在哪里，跟岗、挂职、走教和"
        "不满一学期的算在本校，不足50人的教学点不算。▽为未达标准或超过限值，▼为低于标准的85%；"
        "每校至少六项达标，余下一项不低于85%，否则达标项数后有▼。",
        "Teachers and multimedia rooms for each 100 pupils, the others for each pupil; people count"
        " where they teach, those who shadow, lead, travel or stay for less than a term at home,"
        " points of fewer than 50 pupils not at all. ▽ misses the standard or the limit, ▼ is below"
        " 85% of it; behind a number of standards it says that a school misses more than one.",
    ),
    "balance_lacking": Text("没有填的指标：{names}。", "Not given: {names}."),
    # mentor pairs
    "common_subjects": Text("共同学科", "Subjects in common"),
    "way_between": Text("单程（分钟）", "Way (min)"),
    "pairs_sentence": Text(
        "指导教师与结对教师在所列学期内结对。", "Mentors and mentees, in the terms listed."
    ),
    # money
    "window": Text("年度", "Window"),
    "total_cost": Text("合计（元）", "Total (CNY)"),
    "fund": Text("经费（元）", "Fund (CNY)"),
    "left": Text("余额（元）", "Left (CNY)"),
    "budget_sentence": Text(
        "每公里 {km} 元，每人每月 {month} 元；离校教师每周往返一次，走教教师每个到校日往返一次，"
        "一学期按20周、5个月计。",
        "{km} yuan a kilometre and {month} yuan a month; who has left home travels once a week,"
        " itinerant teachers on each of their days; a term is 20 weeks and 5 months.",
    ),
    "no_rates": Text(
        "政策未给出费率，只列经费。", "The policy gives no rates: only the fund is listed."
    ),
}
