"""On whose chain a follow-up's events go, and what is said to whoever may not write."""

from caseday.access.record import Chain, case_chain, staff_chain
from caseday.followups.models import FollowUp

ONLY_WORKERS = "Only case managers and supervisors keep to-dos."


def chain_of(followup: FollowUp) -> Chain:
    return case_chain(followup.case_id) if followup.case_id else staff_chain(followup.staff_id)
