"""Community resources that were offered: of one case, and what came of each resource for all."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import get_case
from caseday.directory.models import Service
from caseday.directory.queries import point_of_postal_code, services_by_id
from caseday.directory.queries.resources import Point
from caseday.followups.models import Request, StepClaim
from caseday.followups.queries.requests import Followed, belongings, followed, requests_seen_by
from caseday.followups.rules.resources import (
    ANSWERED,
    COMMUNITY_RESOURCE,
    CONNECTED,
    OFFERED,
    OUTCOME,
    REFERRED,
    who_may_say,
)
from caseday.people.models import Address
from caseday.programs.rules import Step

_ORDER = [Request.State.BLOCKED, Request.State.OPEN, Request.State.DONE, Request.State.DROPPED]


@dataclass(frozen=True)
class Offer:
    """An offered resource with where it stands and what may be said next."""

    followed: Followed
    service: Service

    @property
    def row(self) -> Request:
        return self.followed.row

    @property
    def next_step(self) -> Step | None:
        """What is to be said next; None when it is over."""
        if not self.followed.is_open or self.followed.standing.next is None:
            return None
        rung = self.followed.standing.next.rung
        return rung if isinstance(rung, Step) else None

    @property
    def who(self) -> tuple[str, ...]:
        return who_may_say(self.next_step.slug) if self.next_step else ()


def offers_of_case(viewer: Viewer, case_id: UUID) -> list[Offer]:
    """Blocked ones first, then open ones, then those that ended. At most 16 queries; NotFound outside sight."""
    case = get_case(viewer, case_id)
    rows = requests_seen_by(viewer).filter(case=case, kind=COMMUNITY_RESOURCE, service__isnull=False)
    found = followed(rows.order_by("-opened_at", "-pk"))
    services = services_by_id(viewer, [one.row.service_id for one in found if one.row.service_id])
    offers = [Offer(one, services[one.row.service_id]) for one in found if one.row.service_id]
    return sorted(offers, key=lambda one: _ORDER.index(Request.State(one.row.state)))


def offers_of_resource(viewer: Viewer, service_id: UUID, most: int = 20) -> list[Followed]:
    """To whom of the cases in sight it was offered, the latest first."""
    rows = requests_seen_by(viewer).filter(service=service_id).order_by("-opened_at", "-pk")[:most]
    return followed(list(rows.prefetch_related(*belongings())))


def home_of(case: Case) -> tuple[Point | None, str]:
    """Where the client lives, as a point and in a few words; the middle of the ZIP code where it is not placed."""
    homes = Address.objects.filter(person=case.person_id, to_on=None).order_by("-use", "id")
    home = next((one for one in homes if one.use == "home"), None) or homes.first()
    if home is None:
        return None, ""
    words = " ".join(part for part in (home.city, home.postal_code) if part)
    if home.latitude is not None and home.longitude is not None:
        return (home.latitude, home.longitude), words
    return point_of_postal_code(home.postal_code), words


@dataclass
class ResourceCounts:
    """Offers by how far they came; `connected` are said and verified, `connected_verified` by the clients."""

    service: Service | None = None
    offered: int = 0
    accepted: int = 0
    declined: int = 0
    referred: int = 0
    connected: int = 0
    connected_verified: int = 0
    need_met: int = 0
    not_connected: dict[str, int] = field(default_factory=dict)

    def count(self, step: str, outcome: str, requests: int, verified: int) -> None:
        if step in (OFFERED, REFERRED):
            setattr(self, step, getattr(self, step) + requests)
        elif step == ANSWERED:
            name = "declined" if outcome == "declined" else "accepted"
            setattr(self, name, getattr(self, name) + requests)
        elif step == CONNECTED and outcome == "connected":
            self.connected += requests
            self.connected_verified += verified
        elif step == CONNECTED:
            self.not_connected[outcome] = self.not_connected.get(outcome, 0) + requests
        elif step == OUTCOME and outcome in ("need_met", "partly_met"):
            self.need_met += requests


def resource_counts(
    viewer: Viewer, *, since: datetime | None = None, service_ids: Iterable[UUID] | None = None
) -> dict[UUID, ResourceCounts]:
    """What came of the resources for all clients of the agency, in numbers alone: nobody's case can be read off.

    `since` counts offers made from then on. One query.
    """
    wanted = Q(request__kind=COMMUNITY_RESOURCE, request__service__isnull=False, withdrawn_at=None)
    if service_ids is not None:
        wanted &= Q(request__service__in=set(service_ids))
    if since is not None:
        wanted &= Q(request__opened_at__gte=since)
    rows = (
        StepClaim.objects.filter(wanted, is_denial=False)
        .order_by()
        .values_list("request__service", "step", "outcome")
        .annotate(
            requests=Count("request", distinct=True),
            verified=Count("request", distinct=True, filter=Q(verified_at__isnull=False)),
        )
    )
    found: dict[UUID, ResourceCounts] = {}
    for service_id, step, outcome, requests, verified in rows:
        found.setdefault(service_id, ResourceCounts()).count(step, outcome, requests, verified)
    return found


def counted_resources(viewer: Viewer, *, since: datetime | None = None) -> list[ResourceCounts]:
    """With their names, those that connected most clients first."""
    counts = resource_counts(viewer, since=since)
    services = Service.objects.select_related("organization").in_bulk(list(counts))
    for pk, one in counts.items():
        one.service = services[pk]
    return sorted(counts.values(), key=lambda one: (-one.connected, -one.offered, str(one.service)))
