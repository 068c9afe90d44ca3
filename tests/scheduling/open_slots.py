"""Rules of tiny problems in which A or B has to be found for every lesson."""

from __future__ import annotations

from random_problems import ALL

from scheduling.rules.assign_resource import AssignResource
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.base import AppliesTo
from scheduling.rules.prefer_resources import PreferResources

STAFF = AppliesTo(resource_groups=("Staff",))
RULES = (
    AssignTime(id="assign", applies_to=ALL),
    AvoidClashes(id="clash", applies_to=STAFF),
    AssignResource(id="staff", applies_to=ALL, role="teacher"),
    PreferResources(id="who", applies_to=ALL, role="teacher", resources=("A", "B")),
)
