"""The closed loop of a community resource: offered, answered by the client, referred, connected, what came of it.

What the agency says is said; what the client tells us of themselves is verified by that.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import require
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import get_case, pack_of
from caseday.directory.actions import learn_of_resource
from caseday.directory.models import Service
from caseday.directory.queries import get_service
from caseday.followups.actions.claims import Said, claim_step
from caseday.followups.actions.requests import ONLY_WORKERS, RequestDetails, begin_request
from caseday.followups.models import Request, StepClaim
from caseday.followups.permissions import can_promise
from caseday.followups.queries.requests import OPEN, Followed, get_followed
from caseday.followups.rules.resources import (
    AGENCY_ROLE,
    ANSWERED,
    COMMUNITY_RESOURCE,
    OFFERED,
    WHO,
    learned_by,
)
from caseday.kernel.errors import Invalid, NotFound
from caseday.programs.rules.requests import CASE_MANAGER, CLIENT

_HAS_IT = "has_it"
NOT_IN_PROGRAM = (
    "This program has no ladder for community resources yet. An administrator adds the request kind "
    "community_resource to it."
)


@dataclass(frozen=True)
class Answer:
    """What the client said when it was offered; empty where they think about it."""

    outcome: str = ""
    reason: str = ""
    channel: str = ""


def offer_resource(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    service_id: UUID,
    answer: Answer | None = None,
    id: UUID | None = None,
) -> Request:
    """The client was told of it. Offered to them already and still open, that offer is given back.

    Raises Invalid for an answer without its reason or a program without the ladder, NotFound outside sight.
    """
    require(can_promise(actor), ONLY_WORKERS)
    case, service, said = get_case(actor, case_id), get_service(actor, service_id), answer or Answer()
    if pack_of(case).request_kind(COMMUNITY_RESOURCE) is None:
        raise Invalid(NOT_IN_PROGRAM)
    if known := _offered_already(case, service, id):
        return known
    with transaction.atomic():
        request = _begin(actor, now, case, service, id)
        _claim(
            actor, now, request, OFFERED, Said(actor.name, CASE_MANAGER, channel=said.channel), how=_HAS_IT
        )
        if said.outcome:
            by = Said(case.person.called, CLIENT, channel=said.channel)
            _claim(actor, now, request, ANSWERED, by, outcome=said.outcome, reason=said.reason, how=_HAS_IT)
    request.refresh_from_db()
    return request


def _offered_already(case: Case, service: Service, id: UUID | None) -> Request | None:
    offers = Request.objects.filter(case=case, service=service)
    return (
        offers.filter(pk=id).first()
        if id and offers.filter(pk=id).exists()
        else offers.filter(state__in=OPEN).first()
    )


def _begin(actor: Viewer, now: datetime, case: Case, service: Service, id: UUID | None) -> Request:
    details = RequestDetails(
        title=f"{service.name}, {service.organization.name}"[:200],
        office_id=service.organization.office_id,
        service_id=service.pk,
    )
    return begin_request(
        actor=actor, now=now, case_id=case.pk, kind=COMMUNITY_RESOURCE, details=details, id=id
    )


def _claim(
    actor: Viewer,
    now: datetime,
    request: Request,
    step: str,
    said: Said,
    *,
    outcome: str = "",
    reason: str = "",
    how: str = "",
) -> StepClaim:
    return claim_step(
        actor=actor, now=now, request_id=request.pk, step=step, said=said, outcome=outcome, reason=reason,
        also_skipped=True, verified_how=how,
    )  # fmt: skip


def note_resource_step(
    *,
    actor: Viewer,
    now: datetime,
    request_id: UUID,
    step: str,
    who: str,
    outcome: str = "",
    reason: str = "",
    channel: str = "",
    expected: int | None = None,
    id: UUID | None = None,
) -> StepClaim:
    """`who` says it: `client` (verified by that), `agency` (said) or `worker` (of what they did themselves: said).

    What the agency says of itself (full, closed) is kept on the resource, for colleagues. Raises Invalid.
    """
    require(can_promise(actor), ONLY_WORKERS)
    one = get_followed(actor, request_id)
    service = _service_of(one)
    if who not in WHO:
        raise Invalid({"who": "Choose who says it."})
    by = {
        "client": Said(one.row.case.person.called, CLIENT, channel=channel),
        "agency": Said(service.organization.name, AGENCY_ROLE, one.row.office_id, channel),
        "worker": Said(actor.name, CASE_MANAGER, channel=channel),
    }[who]
    with transaction.atomic():
        claim = claim_step(
            actor=actor, now=now, request_id=request_id, step=step, said=by, outcome=outcome, reason=reason,
            also_skipped=True, verified_how=_HAS_IT if who == "client" else "", expected=expected, id=id,
        )  # fmt: skip
        if (kind := learned_by(step, outcome, who)) and not _is_known(service, kind):
            learn_of_resource(actor=actor, now=now, service_id=service.pk, kind=kind, text=reason[:400])
    return claim


def _service_of(one: Followed) -> Service:
    if one.row.kind != COMMUNITY_RESOURCE or one.row.service is None:
        raise NotFound
    return one.row.service


def _is_known(service: Service, kind: str) -> bool:
    return service.notes.filter(kind=kind, settled_at=None).exists()
