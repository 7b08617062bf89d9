"""What is true of a case before it enters a stage, asked of the apps that keep it: papers, visits, plan, requests.

Each is for a case in the viewer's sight, as `cases.stage_facts` asks.
"""

from datetime import datetime

from caseday.access.viewer import Viewer
from caseday.assessments.queries import is_assessment_done
from caseday.careplans import queries as careplans
from caseday.cases.models import Case
from caseday.cases.queries import pack_of
from caseday.cases.stage_facts import register_stage_fact
from caseday.documents.queries import documents_of_kind
from caseday.followups.models import Request
from caseday.followups.queries.requests import OPEN
from caseday.journal.models import Activity
from caseday.journal.rules.activities import reached_somebody
from caseday.programs.rules import CLIENT, ConsentRule, date_after


def has_consents(viewer: Viewer, case: Case, now: datetime, subject: str) -> bool:
    """Every consent that holds for the case is on file, and none is to be renewed. One query."""
    zone = viewer.time_zone
    pack, today = pack_of(case), now.astimezone(zone).date()
    wanted = [
        one
        for one in pack.consent_rules
        if one.holds(jurisdiction=case.jurisdiction, case_type=case.case_type, on=today)
    ]
    calendar = pack.calendar(zone=zone, jurisdiction=case.jurisdiction)
    kinds = {one.document_kind for one in wanted}
    signed = documents_of_kind(kinds, case.pk).values_list("kind", "received_at")
    on_file = [(kind, at.astimezone(zone).date()) for kind, at in signed]

    def is_valid(rule: ConsentRule) -> bool:
        return any(
            kind == rule.document_kind
            and (not rule.renew_every or date_after(on, rule.renew_every, rule.unit, calendar) >= today)
            for kind, on in on_file
        )

    return all(is_valid(one) for one in wanted)


def has_eligibility_proof(viewer: Viewer, case: Case, now: datetime, subject: str) -> bool:
    kinds = [one.slug for one in pack_of(case).document_kinds if one.is_eligibility_proof]
    return documents_of_kind(kinds, case.pk).exists()


def has_document(viewer: Viewer, case: Case, now: datetime, subject: str) -> bool:
    return documents_of_kind(subject, case.pk).exists()


def has_been_visited(viewer: Viewer, case: Case, now: datetime, subject: str) -> bool:
    """The client was seen; a visit at which nobody came is none."""
    visits = Activity.objects.filter(case=case, kind="visit", with_role=CLIENT, voided_at=None)
    return any(
        reached_somebody("visit", result, is_incoming=False)
        for result in visits.order_by().values_list("result", flat=True).distinct()
    )


def has_plan_goals(viewer: Viewer, case: Case, now: datetime, subject: str) -> bool:
    return careplans.goals_set(case)


def has_signed_plan(viewer: Viewer, case: Case, now: datetime, subject: str) -> bool:
    zone = viewer.time_zone
    return careplans.plan_signed(case, on=now.astimezone(zone).date(), zone=zone)


def was_assessed(viewer: Viewer, case: Case, now: datetime, subject: str) -> bool:
    return is_assessment_done(case.pk, subject)


def has_no_open_requests(viewer: Viewer, case: Case, now: datetime, subject: str) -> bool:
    return not Request.objects.filter(case=case, state__in=OPEN).exists()


def register_all() -> None:
    register_stage_fact("consent_signed", has_consents)
    register_stage_fact("eligibility_proved", has_eligibility_proof)
    register_stage_fact("document", has_document)
    register_stage_fact("visit_done", has_been_visited)
    register_stage_fact("goals_set", has_plan_goals)
    register_stage_fact("plan_signed", has_signed_plan)
    register_stage_fact("assessment_done", was_assessed)
    register_stage_fact("no_open_requests", has_no_open_requests)
