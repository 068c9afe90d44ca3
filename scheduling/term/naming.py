"""What people call the things that plans name by a code."""

from __future__ import annotations

import re

from community.text import Text

NAMES = {
    "visit": Text("到校指导", "visit to the school"),
    "joint_meeting": Text("联席会议", "joint meeting"),
    "progress_report": Text("进展汇报", "progress report"),
    "analysis": Text("工作分析会", "analysis of the work"),
    "teaching_meeting": Text("教学工作会", "teaching meeting"),
    "class_teacher_meeting": Text("班主任工作会", "meeting of class teachers"),
    "theme_meeting": Text("主题班队会观摩", "class meeting shown to others"),
    "moral_event": Text("德育活动观摩", "moral education event"),
    "moral_seminar": Text("德育工作研讨会", "seminar on moral education"),
    "moral_problem": Text("德育问题研究", "a problem of moral education"),
    "party_exchange": Text("党建交流研讨", "exchange of party work"),
    "union_delegates": Text("互派教代会代表", "delegates to the staff assembly"),
    "open_week": Text("开放周", "open week"),
    "open_day": Text("开放日", "open day"),
    "arts_festival": Text("艺术节", "arts festival"),
    "sports_meet": Text("运动会", "sports meet"),
    "charity": Text("献爱心活动", "charity"),
    "study_trip": Text("外出学习", "study trip"),
    "family_day": Text("亲子活动日", "family day"),
    "case_contest": Text("教育案例评比", "contest of cases"),
    "teaching_contest": Text("教学比武", "teaching contest"),
    "training": Text("专项培训", "training"),
    "star_teacher_event": Text("名师交流活动", "event of star teachers"),
    "moral_experience_meeting": Text("德育经验交流会", "exchange on moral education"),
    "class_meeting_lesson": Text("班会观摩课", "model class meeting"),
    "class_teacher_forum": Text("班主任论坛", "forum of class teachers"),
    "district_training": Text("区级培训", "training of the district"),
    "group_training": Text("集团培训", "training of the group"),
    "school_training": Text("校本培训", "training of the school"),
    "district_event": Text("区级推介活动", "event of the district"),
    "pairing": Text("学生结对", "pupils in pairs"),
    "labour_day": Text("劳动实践", "labour day"),
    "joint_event": Text("集体活动邀请", "invitation to events"),
    "trip": Text("生活体验", "life experience"),
    "plan": Text("工作计划", "plan of work"),
    "summary": Text("工作总结", "summary of the work"),
    "membership": Text("成员校名单", "list of the members"),
    "roster": Text("教师交流名单", "list of those exchanged"),
    "list": Text("名单", "list"),
    "appraisal_scheme": Text("考核办法", "scheme of appraisal"),
    "coverage_requirement": Text("交流教师到岗", "exchanged teachers at work"),
    "rotation_quota": Text("交流教师到岗", "exchanged teachers at work"),
    "development_plan": Text("发展规划", "plan of development"),
    "annual_plan": Text("年度计划", "plan of the year"),
    "form": Text("组建共同体", "forming the community"),
    "publicity": Text("宣传发动", "publicity"),
    "bodies": Text("成立机构", "setting up bodies"),
    "agreement": Text("签订协议", "agreement"),
    "charter": Text("章程", "charter"),
    "survey": Text("专题调研", "survey"),
    "run": Text("组织实施", "carrying it out"),
    "product": Text("成果展示", "showing the results"),
    "evaluate": Text("评估", "evaluation"),
    "reflect": Text("总结反思", "looking back"),
    "evidence": Text("佐证材料", "evidence"),
    "photo": Text("照片", "photo"),
    "record": Text("活动记录", "record"),
    "text": Text("文本材料", "text"),
    "essay": Text("学习体会", "essay"),
    "reflection": Text("听课体会", "reflection"),
    "activity_file": Text("活动档案", "file of the activities"),
    "bulletin": Text("活动简报", "bulletin"),
    "report": Text("总结报告", "report"),
    "log": Text("学习日志", "log"),
    "guidance_record": Text("指导记录", "record of guidance"),
    "opinion": Text("评估意见", "opinion"),
    "case": Text("典型案例", "typical case"),
    "lesson_log": Text("听课记录", "log of lessons"),
    "lesson_design": Text("教学设计", "lesson designs"),
    "review": Text("评课记录", "reviews"),
    "online_lesson": Text("线上教学数据", "data of online lessons"),
    "research_meeting": Text("教研活动数据", "data of research meetings"),
    "exchange": Text("教师交流数据", "data of the exchange"),
}
_CHINESE = re.compile("[\u4e00-\u9fff]")


def called(code: str, otherwise: Text) -> Text:
    """Return the name of a thing; words of the planner stand for themselves."""
    if _CHINESE.search(code):
        return Text(code, code)
    return NAMES.get(code, otherwise)
