"""Titles of rule families, for rules that no policy names."""

from __future__ import annotations

from community.text import Text

FAMILIES: dict[str, Text] = {
    "AssignResource": Text("每门课都有人和教室", "every course has its people and rooms"),
    "AssignTime": Text("每节课都有时间", "every lesson has a time"),
    "AvoidClashes": Text("同一时刻只在一处", "nobody is in two places at once"),
    "AvoidSplitAssignments": Text("一门课一位教师", "one teacher for a course"),
    "AvoidUnavailableTimes": Text("不可排课的时间", "unavailable times"),
    "ClusterBusyTimes": Text("集中到校天数", "days at school"),
    "CommonFreeTime": Text("共同教研时间", "common free time"),
    "DistributeSplitEvents": Text("连堂与单节", "doubles and single lessons"),
    "Duties": Text("值班", "duties"),
    "FixedDays": Text("走教按固定的星期", "fixed days of itinerant teachers"),
    "KeepResources": Text("保留原任课教师", "keep the teachers of a plan"),
    "LimitBusyTimes": Text("每日节数", "lessons a day"),
    "LimitConsecutive": Text("连续上课节数", "lessons in a row"),
    "LimitIdleTimes": Text("空节", "gaps between lessons"),
    "LimitSites": Text("每日、每周到校数", "sites a day and a week"),
    "LimitWorkload": Text("周课时", "periods a week"),
    "LinkEvents": Text("同时上课", "lessons at the same time"),
    "OrderEvents": Text("课程先后", "order of lessons"),
    "OwnClass": Text("班主任教本班", "class teachers teach their class"),
    "PreferResources": Text("合适的教师和教室", "suitable people and rooms"),
    "PreferTimes": Text("合适的时间", "suitable times"),
    "SplitEvents": Text("课时划分", "how a course is split"),
    "SpreadEvents": Text("课程均匀分布", "lessons spread over the week"),
    "StayClose": Text("少动已公布的课表", "few moves from the plan before"),
    "SyncLink": Text("同步课堂各端同时在课", "synchronous lessons overlap"),
    "SyncQuota": Text("同步课堂次数", "number of synchronous lessons"),
    "TravelTime": Text("路上的时间", "time to travel"),
    "another_roster": Text("与给出的名单不同", "another roster than the given one"),
    "few_placements": Text("少调动人员", "few placements"),
    "one_place": Text("一人同时只在一校", "one place at a time"),
    "pair_form": Text("师徒结对有效", "valid mentor pairs"),
    "placement_form": Text("轮岗登记无误", "placements are well formed"),
    "stay_close": Text("少动已公布的名单", "few changes to the roster before"),
}
