"""The phones that the demonstration plays: those of the clients in sight."""

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from caseday.access.queries import get_agency
from caseday.access.rules import is_this_machine
from caseday.access.viewer import Viewer
from caseday.correspondence.queries.text_accounts import text_access
from caseday.correspondence.texts.port import Access
from caseday.people.models import ContactPoint
from caseday.people.queries import people

_MOST = 200


@dataclass(frozen=True)
class ClientPhone:
    id: UUID
    number: str
    name: str
    agrees: bool


def demonstration_access() -> Access | None:
    """The gateway of a demonstration on this machine; None anywhere else."""
    host = urlsplit(settings.TEXT_GATEWAY["url"]).hostname or ""
    if (
        not settings.TEXT_GATEWAY["provider"]
        or not is_this_machine(host)
        or not get_agency().is_demonstration
    ):
        return None
    return text_access()


def client_phones(viewer: Viewer) -> list[ClientPhone]:
    """By name."""
    points = ContactPoint.objects.filter(
        person__in=people(viewer).order_by().values("pk"), system=ContactPoint.System.PHONE, is_retired=False
    ).select_related("person")
    known = {
        point.value: ClientPhone(
            point.id, point.value, point.person.full_name, point.text_consent == "granted"
        )
        for point in points.order_by("-position", "-id")[:_MOST]
    }
    return sorted(known.values(), key=lambda one: (one.name, one.number))
