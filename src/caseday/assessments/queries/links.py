"""One-time links, found by their secret: the only read that knows no viewer."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.assessments.models import Assessment, ClientLink
from caseday.assessments.queries.assessments import Sheet, assessments_seen_by, sheet_of
from caseday.kernel.errors import NotFound

_LONGEST = 100


class LinkElsewhere(Exception):
    """The link lives, and was begun in another browser."""


@dataclass(frozen=True)
class OpenLink:
    row: ClientLink
    sheet: Sheet


def hash_of_secret(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def link_by_token(token: str, *, now: datetime) -> OpenLink:
    """NotFound for a guessed, expired, used or taken back one, and where the assessment is not open: all the same to
    who asks."""
    wanted = hash_of_secret(token[:_LONGEST])
    found = (
        ClientLink.objects.select_related("assessment__case__assigned_to").filter(token_hash=wanted).first()
    )
    if found is None or not compare_digest(found.token_hash, wanted) or not is_living(found, now):
        raise NotFound
    return OpenLink(found, sheet_of(found.assessment))


def is_living(link: ClientLink, now: datetime) -> bool:
    is_open = link.finished_at is None and link.ended_at is None and now < link.expires_at
    return is_open and link.assessment.state == Assessment.State.OPEN


def is_finished_by(token: str, browser: str) -> bool:
    """Whether this browser has just finished by this link: it may still be thanked."""
    wanted = hash_of_secret(token[:_LONGEST])
    found = ClientLink.objects.filter(token_hash=wanted, finished_at__isnull=False).first()
    return found is not None and compare_digest(found.browser_hash, hash_of_secret(browser))


def get_client_link(viewer: Viewer, link_id: UUID) -> ClientLink:
    """NotFound outside the viewer's sight."""
    seen = ClientLink.objects.filter(assessment__in=assessments_seen_by(viewer).values("pk"), pk=link_id)
    found = seen.select_related("assessment").first()
    if found is None:
        raise NotFound
    return found


def case_of_link(link_id: UUID) -> list[UUID]:
    """For the access log, whoever asks."""
    return list(ClientLink.objects.filter(pk=link_id).values_list("assessment__case_id", flat=True))
