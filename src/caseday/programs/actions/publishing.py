"""A draft comes into force, and a version goes out of it. Both are on the agency's record."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from caseday.access.permissions import require
from caseday.access.record import agency_chain, change
from caseday.access.viewer import Viewer
from caseday.kernel.errors import Invalid
from caseday.programs.models import PackDraft, PackVersion
from caseday.programs.permissions import can_publish_packs
from caseday.programs.queries import checked_draft, get_draft, get_version

ONLY_ADMINISTRATORS = "Only an administrator puts a program in force. Ask yours."


def publish_version(
    *,
    actor: Viewer,
    now: datetime,
    draft_id: UUID,
    effective_from: date,
    effective_to: date | None = None,
    note: str = "",
) -> PackVersion:
    """For cases referred from that day on; those that are open keep their version until they are moved.

    Raises Invalid with every problem of the draft; what is in force stays so. A second request publishes nothing.
    """
    require(can_publish_packs(actor), ONLY_ADMINISTRATORS)
    if found := PackVersion.objects.filter(pk=draft_id).first():
        return found
    draft = get_draft(actor, draft_id)
    _check(draft, now, effective_from, effective_to)
    version = _version(draft, actor, now, effective_from, effective_to, note)
    with change(
        "pack_published",
        actor=actor,
        now=now,
        chain=agency_chain(),
        subject=version,
        summary=f"In force: {version}",
    ) as record:
        record.add(version)
        draft.delete()
    return version


def _check(draft: PackDraft, now: datetime, effective_from: date, effective_to: date | None) -> None:
    if effective_to and effective_to < effective_from:
        raise Invalid({"effective_to": "The last day cannot be before the first."})
    if draft.is_overlay and not draft.values:
        raise Invalid("Nothing is changed yet: add a section that this payer words differently.")
    problems = checked_draft(draft, on=now.date()).problems
    if problems:
        more = f" And {len(problems) - 12} more." if len(problems) > 12 else ""
        raise Invalid("Not in force yet. " + " ".join(f"{one}." for one in problems[:12]) + more)


def _version(
    draft: PackDraft, actor: Viewer, now: datetime, begins: date, ends: date | None, note: str
) -> PackVersion:
    same = PackVersion.objects.filter(slug=draft.slug, payer_name=draft.payer_name)
    last = same.aggregate(last=Max("number"))["last"] or 0
    values = dict(draft.values)
    if not draft.is_overlay:
        values["effective_from"] = begins.isoformat()
        values.pop("effective_to", None)
        values |= {"effective_to": ends.isoformat()} if ends else {}
    return PackVersion(
        id=draft.pk,
        slug=draft.slug,
        payer_name=draft.payer_name,
        payer_office_id=draft.payer_office_id,
        word=draft.word,
        values=values,
        based_on=draft.based_on,
        note=note.strip()[:300] or draft.note,
        number=last + 1,
        effective_from=begins,
        effective_to=ends,
        published_by_id=actor.staff_id,
        published_at=now,
    )


def withdraw_version(*, actor: Viewer, now: datetime, version_id: UUID, reason: str) -> PackVersion:
    """No case begins with it any more; those that have it keep it until they are moved."""
    require(can_publish_packs(actor), ONLY_ADMINISTRATORS)
    version = get_version(actor, version_id)
    if not reason.strip():
        raise Invalid({"reason": "Say why it is taken out of force."})
    with change(
        "pack_withdrawn", actor=actor, now=now, chain=agency_chain(), subject=version,
        summary=f"Out of force: {version}",
    ) as record:  # fmt: skip
        record.update(
            version,
            state=PackVersion.State.WITHDRAWN,
            withdrawn_at=now,
            withdrawn_reason=reason.strip()[:300],
        )
    return version
