"""Open requests as a move of their case to another version of its program sees them."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from caseday.cases.rules.moving_requests import OpenRequest
from caseday.followups.models import Request, StepClaim

_OPEN = (Request.State.OPEN, Request.State.BLOCKED)


def open_requests_by_case(case_ids: Collection[UUID]) -> dict[UUID, list[OpenRequest]]:
    """With the steps that were said to be taken, whoever asks. Two queries."""
    taken: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    claims = StepClaim.objects.filter(
        request__case__in=case_ids, request__state__in=_OPEN, withdrawn_at=None
    ).order_by("said_at", "pk")
    for request_id, step, outcome in claims.values_list("request_id", "step", "outcome"):
        taken[request_id].append((step, outcome))
    found: dict[UUID, list[OpenRequest]] = defaultdict(list)
    for one in Request.objects.filter(case__in=case_ids, state__in=_OPEN).order_by("opened_at", "pk"):
        steps = tuple(dict.fromkeys(taken[one.pk]))
        found[one.case_id].append(OpenRequest(one.pk, one.title, one.kind, steps))
    return dict(found)
