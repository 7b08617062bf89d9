"""The one-time link by which a client answers: made, taken back, begun in one browser, answered, used up."""

import secrets
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import require
from caseday.access.record import ChangeRecord, case_chain, change
from caseday.access.viewer import Viewer
from caseday.assessments.actions.giving import finish, keep_answer
from caseday.assessments.models import Answer, Assessment, ClientLink
from caseday.assessments.permissions import ONLY_WORKERS, can_give
from caseday.assessments.queries import get_client_link, get_sheet
from caseday.assessments.queries.links import LinkElsewhere, OpenLink, hash_of_secret
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

CLIENT = Viewer(staff_id=None, name="The client", role="client")
"""Signs the events of what comes by a link; sees and may do nothing by itself."""


def make_client_link(
    *, actor: Viewer, now: datetime, assessment_id: UUID, days: int = 7, id: UUID | None = None
) -> tuple[ClientLink, str]:
    """The link and its secret, which is returned once and never stored. One that lived before is dead from now on."""
    require(can_give(actor), ONLY_WORKERS)
    sheet = get_sheet(actor, assessment_id)
    row = sheet.row
    if row.state != Assessment.State.OPEN:
        raise Invalid("It is not open anymore. Begin another one and send its link.")
    if not sheet.instrument.by_client:
        raise Invalid("This one is given by a worker; it has no link.")
    if not 1 <= days <= 30:
        raise Invalid({"days": "Between 1 and 30 days."})
    if actor.staff_id is None:
        raise Invalid("A link is made by somebody of the staff.")
    token = secrets.token_urlsafe(32)
    link = ClientLink(
        id=id or new_id(), assessment=row, token_hash=hash_of_secret(token), made_by_id=actor.staff_id, made_at=now,
        expires_at=now + timedelta(days=days),
    )  # fmt: skip
    with _on(row, "assessment_link_made", actor, now) as record:
        for old in row.links.select_for_update().filter(finished_at=None, ended_at=None):
            record.update(old, ended_at=now)
        if ClientLink.objects.filter(pk=link.pk).exists():
            link.pk = new_id()
        record.add(link)
        record.update(row, how=Assessment.How.CLIENT)
    return link, token


def end_client_link(*, actor: Viewer, now: datetime, link_id: UUID) -> ClientLink:
    """Taken back: its address answers nobody anymore. What was answered stays."""
    require(can_give(actor), ONLY_WORKERS)
    found = get_client_link(actor, link_id)
    with _on(found.assessment, "assessment_link_ended", actor, now) as record:
        if found.finished_at is None and found.ended_at is None:
            record.update(found, ended_at=now)
    return found


def begin_by_link(*, now: datetime, link: OpenLink, browser: str, language: str) -> ClientLink:
    """The first browser to begin is the only one that goes on. Raises LinkElsewhere for another."""
    wanted = hash_of_secret(browser)
    with transaction.atomic():
        held = ClientLink.objects.select_for_update().get(pk=link.row.pk)
        if held.browser_hash and held.browser_hash != wanted:
            raise LinkElsewhere
        row = Assessment.objects.select_for_update().get(pk=held.assessment_id)
        with _on(row, "assessment_begun_by_client", CLIENT, now) as record:
            record.update(held, browser_hash=wanted, begun_at=held.begun_at or now)
            if language in link.sheet.instrument.languages:
                record.update(row, language=language)
    return held


def answer_by_link(
    *, now: datetime, link: OpenLink, item: str, value: object = None, id: UUID | None = None
) -> Answer:
    """Raises Invalid with the item's linkId as field, in the client's language."""
    return keep_answer(link.sheet.row, actor=CLIENT, now=now, item=item, value=value, id=id)


def finish_by_link(*, now: datetime, link: OpenLink, leaves_open: bool = False) -> Assessment:
    """The client is through: the link is used up, and the worker has something to read."""
    with transaction.atomic():
        row = finish(link.sheet.row, actor=CLIENT, now=now, leaves_open=leaves_open)
        held = ClientLink.objects.select_for_update().get(pk=link.row.pk)
        with _on(row, "assessment_link_used", CLIENT, now) as record:
            record.update(held, finished_at=now)
    return row


def _on(row: Assessment, verb: str, actor: Viewer, now: datetime) -> AbstractContextManager[ChangeRecord]:
    return change(
        verb, actor=actor, now=now, chain=case_chain(row.case_id), subject=row, summary=row.instrument
    )
