"""Views of cases."""

from caseday.cases.web.views.entries import add_entry, change_entry, end_entry, part_card
from caseday.cases.web.views.facts import change_facts, change_status, facts
from caseday.cases.web.views.listing import case_list, forget_filter, same_number, save_filter, who
from caseday.cases.web.views.stages import stage, stages, version, versions
from caseday.cases.web.views.work import (
    answer_duty,
    offer_duty,
    void_work_status,
    work_status,
)
from caseday.cases.web.views.workers import answer_offer, change_workers, end_support, workers

__all__ = [
    "stage",
    "stages",
    "version",
    "versions",
    "answer_duty",
    "offer_duty",
    "void_work_status",
    "work_status",
    "add_entry",
    "answer_offer",
    "case_list",
    "change_entry",
    "change_facts",
    "change_status",
    "change_workers",
    "end_entry",
    "end_support",
    "facts",
    "forget_filter",
    "part_card",
    "same_number",
    "save_filter",
    "who",
    "workers",
]
