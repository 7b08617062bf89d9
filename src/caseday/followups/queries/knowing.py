"""Who may have to hear of a request: the parties that its case has now, and to whom the papers of its claims came."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Coalesce

from caseday.cases import models as cases
from caseday.documents.models import Delivery
from caseday.followups.rules import Party, Receipt
from caseday.programs.rules import CLIENT

_THERE = (Delivery.State.RECEIVED, Delivery.State.IN_CHART)


def present_parties() -> QuerySet[cases.Party]:
    """`at_office` is where a paper reaches them."""
    offices = Coalesce("office_id", "professional__office_id")
    return cases.Party.objects.filter(to_on=None).annotate(at_office=offices)


def receipts_of(requests: Any) -> QuerySet[Any, Any]:
    """Sendings of the papers of their claims that came, as somebody says or has seen, and nobody denies; one row for
    each claim. `to_role` where the client got it. `requests`: their ids, or a query of them."""
    sent = Delivery.objects.filter(
        document__claims__request__in=requests, document__voided_at=None, state__in=_THERE, denied_at=None
    )
    return sent.annotate(
        to_role=Case(When(person=F("case__person"), then=Value(CLIENT)), default=Value("")),
        came_at=Coalesce("said_at", "verified_at", "sent_at"),
    )


def parties_by_case(case_ids: Collection[UUID]) -> dict[UUID, list[Party]]:
    found: dict[UUID, list[Party]] = defaultdict(list)
    columns = ("case_id", "role", "at_office", "professional_id")
    for case_id, role, office_id, professional_id in (
        present_parties().filter(case__in=case_ids).order_by("pk").values_list(*columns)
    ):
        found[case_id].append(Party(role, office_id, professional_id))
    return found


def receipts_by_request(request_ids: Collection[UUID]) -> dict[UUID, list[Receipt]]:
    found: dict[UUID, list[Receipt]] = defaultdict(list)
    rows = receipts_of(request_ids).values_list(
        "document__claims__request_id", "document__claims__pk", "came_at", "office_id", "professional_id",
        "to_role",
    )  # fmt: skip
    for request_id, *rest in rows:
        found[request_id].append(Receipt(*rest))
    return found
