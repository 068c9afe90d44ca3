"""The files of OneRoster 1.2 (CSV binding) and their columns, in the order of the specification."""

from __future__ import annotations

_RECORD = ("sourcedId", "status", "dateLastModified")

COLUMNS: dict[str, tuple[str, ...]] = {
    "orgs": (*_RECORD, "name", "type", "identifier", "parentSourcedId"),
    "academicSessions": (
        *_RECORD,
        *("title", "type", "startDate", "endDate", "parentSourcedId", "schoolYear"),
    ),
    "courses": (
        *_RECORD,
        *("schoolYearSourcedId", "title", "courseCode", "grades", "orgSourcedId", "subjects"),
        "subjectCodes",
    ),
    "classes": (
        *_RECORD,
        *("title", "grades", "courseSourcedId", "classCode", "classType", "location"),
        *("schoolSourcedId", "termSourcedIds", "subjects", "subjectCodes", "periods"),
    ),
    "users": (
        *_RECORD,
        *("enabledUser", "username", "userIds", "givenName", "familyName", "middleName"),
        *("identifier", "email", "sms", "phone", "agentSourcedIds", "grades", "password"),
        *("userMasterIdentifier", "preferredGivenName", "preferredMiddleName"),
        *("preferredFamilyName", "primaryOrgSourcedId", "pronouns"),
    ),
    "roles": (
        *_RECORD,
        *("userSourcedId", "roleType", "role", "beginDate", "endDate", "orgSourcedId"),
        "userProfileSourcedId",
    ),
    "enrollments": (
        *_RECORD,
        *("classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary", "beginDate"),
        "endDate",
    ),
}
# Extensions of ours: periods a week of a class's subject; the classes (scheduled ones) that have
# some of these together in one room, by sourcedId, the one that leads first: "a,b=2;a,c=1".
WEEKLY, JOINT = "metadata.weeklyPeriods", "metadata.jointClasses"
NAME = "metadata.name"  # a person's whole name
EXTENSIONS = {"classes": (WEEKLY, JOINT), "users": (NAME,)}
ALL_FILES = (
    *("academicSessions", "categories", "classes", "classResources", "courses"),
    *("courseResources", "demographics", "enrollments", "lineItemLearningObjectiveIds"),
    *("lineItems", "lineItemScoreScales", "orgs", "resources", "resultLearningObjectiveIds"),
    *("results", "resultScoreScales", "roles", "scoreScales", "userProfiles", "userResources"),
    "users",
)
