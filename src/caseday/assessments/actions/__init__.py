"""Every write of assessments."""

from caseday.assessments.actions.giving import (
    acknowledge_alert,
    answer_item,
    begin_assessment,
    finish_assessment,
    note_evidence,
    objections_to_review,
    review_assessment,
    set_aside_assessment,
    take_up_assessment,
)
from caseday.assessments.actions.holding import confirm_terms, end_instrument, hold_instrument
from caseday.assessments.actions.links import (
    answer_by_link,
    begin_by_link,
    end_client_link,
    finish_by_link,
    make_client_link,
)

__all__ = [
    "acknowledge_alert",
    "answer_by_link",
    "answer_item",
    "begin_assessment",
    "begin_by_link",
    "confirm_terms",
    "end_client_link",
    "end_instrument",
    "finish_assessment",
    "finish_by_link",
    "hold_instrument",
    "make_client_link",
    "note_evidence",
    "objections_to_review",
    "review_assessment",
    "set_aside_assessment",
    "take_up_assessment",
]
