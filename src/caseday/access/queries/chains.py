"""Events in order, and the state that they add up to."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from caseday.access.models import CaseEvent, ChainKind
from caseday.access.record import Folded, fold


def events_of_chain(chain_id: UUID, *, until: datetime | None = None) -> list[CaseEvent]:
    """A chain's events in order; the caller has authorized the chain's subject."""
    wanted = Q(chain_id=chain_id)
    if until is not None:
        wanted &= Q(recorded_at__lte=until)
    return list(CaseEvent.objects.filter(wanted).order_by("sequence"))


def get_events_of_case(case_id: UUID, *, before: int | None = None, limit: int = 50) -> list[CaseEvent]:
    """The latest events first, for paging by sequence; the caller has authorized the case."""
    events = CaseEvent.objects.filter(chain_kind=ChainKind.CASE, chain_id=case_id)
    if before is not None:
        events = events.filter(sequence__lt=before)
    return list(events.order_by("-sequence")[:limit])


def as_it_stood_on(chain_id: UUID, *, at: datetime) -> Folded:
    """Every object of the chain as it was known at `at`: {(model, id): {field: plain value}}.

    What was recorded later counts as not yet known, even where it had happened before.
    """
    return fold(events_of_chain(chain_id, until=at))
