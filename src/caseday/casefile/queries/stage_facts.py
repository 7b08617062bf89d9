"""What is true of a case before it enters a stage, asked of the apps that keep it: papers, visits, plan, requests.

Each is for a case in the viewer's sight, as `cases.stage_facts` asks.
"""

from collections.abc import Mapping
from datetime import date, datetime

from caseday.access.viewer import Viewer
from caseday.assessments.queries import is_assessment_done
from caseday.careplans import queries as careplans
from caseday.cases.models import Case
from caseday.cases.queries import pack_of, parties_of
from caseday.cases.rules.stages import Asked
from caseday.cases.stage_facts import register_stage_fact, register_stage_names
from caseday.documents.queries import documents_of_kind
from caseday.followups.models import Request
from caseday.followups.queries.requests import OPEN
from caseday.journal.models import Activity
from caseday.journal.rules.activities import reached_somebody
from caseday.programs.rules import CLIENT, Pack, date_after, find_kind


def consents_of(viewer: Viewer, case: Case, now: datetime, paper: str = "") -> tuple[Asked, ...]:
    """Every consent that holds for the case, or that which this kind of paper proves: on file, run out or missing, and
    who may give it. Three queries."""
    zone, pack = viewer.time_zone, pack_of(case)
    today = now.astimezone(zone).date()
    wanted = [
        one
        for one in pack.consent_rules
        if (not paper or one.document_kind == paper)
        and one.holds(jurisdiction=case.jurisdiction, case_type=case.case_type, on=today)
    ]
    if not wanted:
        return ()
    calendar = pack.calendar(zone=zone, jurisdiction=case.jurisdiction)
    signed = documents_of_kind({one.document_kind for one in wanted}, case.pk)
    came: dict[str, date] = {}
    for kind, at in signed.order_by("received_at").values_list("kind", "received_at"):
        came[kind] = at.astimezone(zone).date()
    names = _names_by_role(case)
    found = []
    for rule in wanted:
        on = came.get(rule.document_kind)
        until = date_after(on, rule.renew_every, rule.unit, calendar) if on and rule.renew_every else None
        who = " or ".join(dict.fromkeys(_who(pack, role, names) for role in rule.by_roles))
        found.append(
            Asked(rule.word, who, rule.document_kind, on, until, until is not None and until < today)
        )
    return tuple(found)


def _names_by_role(case: Case) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {CLIENT: [case.person.full_name]}
    for party in parties_of(case):
        if party.to_on is None:
            names.setdefault(party.role, []).append(party.shown_name)
    return names


def _who(pack: Pack, role: str, names: Mapping[str, list[str]]) -> str:
    """ "Rosa Delgado (client)"; the role alone where nobody of the case has it."""
    own = {CLIENT: pack.words.client, "guardian": pack.words.guardian}
    known = find_kind(pack.party_roles, role)
    word = known.word.lower() if known else own.get(role, role)
    return f"{', '.join(names[role])} ({word})" if role in names else word


def has_consents(viewer: Viewer, case: Case, now: datetime, subject: str) -> bool:
    """Every consent that holds for the case is on file, and none is to be renewed."""
    return all(one.state == "given" for one in consents_of(viewer, case, now))


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
    register_stage_names("consent_signed", consents_of)
    register_stage_names("document", consents_of)
    register_stage_fact("eligibility_proved", has_eligibility_proof)
    register_stage_fact("document", has_document)
    register_stage_fact("visit_done", has_been_visited)
    register_stage_fact("goals_set", has_plan_goals)
    register_stage_fact("plan_signed", has_signed_plan)
    register_stage_fact("assessment_done", was_assessed)
    register_stage_fact("no_open_requests", has_no_open_requests)
