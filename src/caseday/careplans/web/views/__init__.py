"""Pages of care plans."""

from caseday.careplans.web.views.goals import entry, link, measure, void_measure, work, worked
from caseday.careplans.web.views.household import household, kin
from caseday.careplans.web.views.parts import add, change, end_part, part, reopen_part
from caseday.careplans.web.views.plan import about, end, plan, start
from caseday.careplans.web.views.prints import print_plan
from caseday.careplans.web.views.signing import review, sign, version, versions

__all__ = [
    "about",
    "add",
    "change",
    "end",
    "end_part",
    "entry",
    "household",
    "kin",
    "link",
    "measure",
    "part",
    "plan",
    "print_plan",
    "reopen_part",
    "review",
    "sign",
    "start",
    "version",
    "versions",
    "void_measure",
    "work",
    "worked",
]
