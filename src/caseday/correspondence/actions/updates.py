"""The referrer's update: kept while it is edited, then told once, with what it covered."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import can_work_on_cases, require
from caseday.access.record import case_chain, change
from caseday.access.viewer import Viewer
from caseday.cases.queries import get_case
from caseday.correspondence.actions.queueing import queue_message
from caseday.correspondence.models import Message, Update
from caseday.correspondence.queries.updates import DrawnUpdate, get_update, role_of_referrer, update_of
from caseday.correspondence.rules.outgoing import Outgoing
from caseday.correspondence.rules.updates import FORMS, SECTIONS, SENT_FORMS, is_empty
from caseday.followups.actions import finish_followup, tell
from caseday.journal.actions import Happened, record_activity
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

_ONLY_WORKERS = "Only case managers and supervisors write updates. Ask the case's case manager."
_MEANWHILE = (
    "This update was changed in another window. Both are here: yours below, the other one after a reload."
)
_LONGEST = 20_000


def save_update(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    drawn_at: datetime,
    sections: Mapping[str, str],
    form: str,
    base_version: int = 0,
    role: str = "",
    id: UUID | None = None,
) -> Update:
    """The draft of this worker for this case and role, there once something was typed. `drawn_at` is up to where it
    tells. Raises Invalid where another window saved since `base_version`."""
    staff_id, case = _writer(actor), get_case(actor, case_id)
    role = role or role_of_referrer(case)
    known = Update.objects.filter(
        case=case_id, role=role, staff=actor.staff_id, state=Update.State.DRAFT
    ).first()
    if known and known.version != base_version:
        raise Invalid({"version": _MEANWHILE})
    texts = _checked(sections)
    drawn_at = min(drawn_at, now)
    with change("update_drafted", actor=actor, now=now, chain=case_chain(case_id), subject=case) as record:
        if known:
            record.update(
                known, sections=texts, form=_form(form), covers_until=drawn_at, version=known.version + 1
            )
            return known
        drawn = update_of(actor, case_id, now=now, role=role)
        draft = Update(
            id=id or new_id(), case=case, party=drawn.party, role=role, staff_id=staff_id,
            form=_form(form), covers_from=drawn.since, covers_until=drawn_at, sections=texts, begun_at=now,
        )  # fmt: skip
        record.add(draft)
    return draft


def discard_update(*, actor: Viewer, now: datetime, update_id: UUID) -> Update:
    """A draft; it stays readable in the record. The next one is drawn anew."""
    update = get_update(actor, update_id)
    require(can_work_on_cases(actor), _ONLY_WORKERS)
    if update.state != Update.State.DRAFT:
        raise Invalid("This update was told already; what was told stays.")
    with change(
        "update_discarded", actor=actor, now=now, chain=case_chain(update.case_id), subject=update
    ) as record:
        record.update(update, state=Update.State.DISCARDED)
    return update


def tell_update(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    drawn_at: datetime,
    sections: Mapping[str, str],
    form: str,
    subject: str = "",
    kept: Sequence[UUID] = (),
    confirmed: frozenset[str] = frozenset(),
    role: str = "",
    id: UUID | None = None,
) -> Update:
    """Queued as a message, or written down as told by phone or pasted into their portal; all in one transaction.

    `kept` are the promises that it keeps. The same `id` again gives the one there is. Raises Invalid by field.
    """
    _writer(actor)
    if id and (known := Update.objects.filter(pk=id, state=Update.State.TOLD).first()):
        return get_update(actor, known.pk)
    texts, form = _checked(sections), _form(form)
    if is_empty(texts):
        raise Invalid({"happened": "There is nothing to tell yet. Write a line, or go back to the case."})
    with transaction.atomic():
        drawn = update_of(actor, case_id, now=min(drawn_at, now), role=role, form=form)
        message = _sent(actor, now, drawn, texts, subject, confirmed) if form in SENT_FORMS else None
        activity_id = message.activity_id if message else _said(actor, now, drawn, texts)
        update = _keep(actor, now, drawn, texts, message, activity_id, id)
        _say_to_requests(actor, now, drawn, activity_id)
        for followup_id in kept:
            finish_followup(
                actor=actor, now=now, followup_id=followup_id, activity_id=activity_id, result="Updated"
            )
    return update


def _writer(actor: Viewer) -> UUID:
    require(can_work_on_cases(actor), _ONLY_WORKERS)
    assert actor.staff_id is not None  # a person writes it
    return actor.staff_id


def _sent(
    actor: Viewer,
    now: datetime,
    drawn: DrawnUpdate,
    texts: Mapping[str, str],
    subject: str,
    confirmed: frozenset[str],
) -> Message:
    to = drawn.addressee
    if to is None:
        what = "fax number" if drawn.form == "fax" else "email address"
        raise Invalid({"form": f"The file has no {what} of {drawn.whom}. Add it, or choose another way."})
    outgoing = Outgoing(
        channel=drawn.form,
        to=(to,),
        text=drawn.text(actor, now, dict(texts)),
        subject=subject.strip() or drawn.subject,
        case_id=drawn.case.pk,
        template="adjuster_update",
        confirmed=confirmed,
    )
    return queue_message(actor=actor, now=now, outgoing=outgoing)


def _said(actor: Viewer, now: datetime, drawn: DrawnUpdate, texts: Mapping[str, str]) -> UUID:
    """Told by phone, or pasted: an entry of the journal, for nothing else proves it."""
    party = drawn.party
    happened = Happened(
        kind="call" if drawn.form == "call_notes" else "message",
        case_id=drawn.case.pk,
        with_role=drawn.role,
        with_name=drawn.whom,
        office_id=party.office_id if party else None,
        professional_id=party.professional_id if party else None,
        result="reached" if drawn.form == "call_notes" else "done",
        summary=f"Update told ({FORMS[drawn.form].lower()}). {drawn.text(actor, now, dict(texts))}"[:1000],
    )
    activity = record_activity(actor=actor, now=now, happened=happened)
    with change(
        "update_is_its_note", actor=actor, now=now, chain=case_chain(drawn.case.pk), subject=activity
    ) as record:
        record.update(activity, needs_note=False)
    return activity.pk


def _keep(
    actor: Viewer,
    now: datetime,
    drawn: DrawnUpdate,
    texts: dict[str, str],
    message: Message | None,
    activity_id: UUID | None,
    id: UUID | None,
) -> Update:
    values = {
        "sections": texts, "form": drawn.form, "covers_from": drawn.since, "covers_until": drawn.until,
        "covered": drawn.covered, "message": message, "activity_id": activity_id, "told_at": now,
        "state": Update.State.TOLD,
    }  # fmt: skip
    with change(
        "update_told", actor=actor, now=now, chain=case_chain(drawn.case.pk), subject=drawn.case,
        summary=f"Update to {drawn.whom}",
    ) as record:  # fmt: skip
        if drawn.draft:
            record.update(drawn.draft, **values)
            return drawn.draft
        update = Update(
            id=id or new_id(), case=drawn.case, party=drawn.party, role=drawn.role, staff_id=_writer(actor),
            begun_at=now, **values,
        )  # fmt: skip
        record.add(update)
    return update


def _say_to_requests(actor: Viewer, now: datetime, drawn: DrawnUpdate, activity_id: UUID | None) -> None:
    """The matrix of each request knows that they were told, and by what."""
    channel = {"call_notes": "phone", "portal_text": "portal"}.get(drawn.form, drawn.form)
    for request_id, claim_id in drawn.to_tell:
        tell(
            actor=actor, now=now, request_id=request_id, role=drawn.role, channel=channel, name=drawn.whom,
            proof="In the update", claim_id=claim_id, activity_id=activity_id,
        )  # fmt: skip


def _form(form: str) -> str:
    if form not in FORMS:
        raise Invalid({"form": "Choose how it is told."})
    return form


def _checked(sections: Mapping[str, str]) -> dict[str, str]:
    texts = {slug: sections.get(slug, "").strip() for slug in SECTIONS}
    for slug, text in texts.items():
        if len(text) > _LONGEST:
            raise Invalid({slug: f"This is too long: shorten it to {_LONGEST:,} characters."})
    return texts
