"""Licenses and continuing education: noted by the person, or by who answers for them."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from caseday.access.models import Certified, ContinuingEducation, License, Staff
from caseday.access.permissions import can_keep_licenses, require
from caseday.access.queries.licenses import get_education, get_license, staff_of_licenses, today_of
from caseday.access.record import change, staff_chain
from caseday.access.rules.licenses import CATEGORIES, license_kind, license_kinds
from caseday.access.viewer import Viewer
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

OTHERS_ASK = (
    "People keep their own licenses; their supervisor and an administrator may, too. Ask one of them."
)
MOST_HOURS = Decimal(400)


@dataclass(frozen=True)
class LicenseDetails:
    kind: str = ""
    number: str = ""
    state: str = ""
    issued_on: date | None = None
    period_from_on: date | None = None
    expires_on: date | None = None
    required_hours: Decimal | None = None


@dataclass(frozen=True)
class EducationDetails:
    taken_on: date | None = None
    hours: Decimal | None = None
    category: str = "general"
    title: str = ""
    provider: str = ""
    license_id: UUID | None = None


@dataclass(frozen=True)
class Certificate:
    """A file that is kept already, named by its content."""

    sha256: str
    name: str
    media_type: str
    size_bytes: int


def add_license(
    *, actor: Viewer, now: datetime, staff_id: UUID, details: LicenseDetails, id: UUID | None = None
) -> License:
    """The same `id` again gives the one that is there. Raises Invalid, NotFound, Refused."""
    staff = _keeps(actor, staff_id)
    if id and (known := License.objects.filter(pk=id).first()):
        return known
    license_ = License(id=id or new_id(), staff=staff, **_checked(details, staff, now))
    with change(
        "license_added",
        actor=actor,
        now=now,
        chain=staff_chain(staff.pk),
        subject=license_,
        summary=f"{staff.name}: {license_kind(license_.kind).word}",
    ) as record:
        record.add(license_)
    return license_


def change_license(*, actor: Viewer, now: datetime, license_id: UUID, details: LicenseDetails) -> License:
    """A renewal is a new last day: its period begins the day after the old one, unless it is said otherwise."""
    license_ = get_license(actor, license_id)
    staff = _keeps(actor, license_.staff_id)
    values = _checked(details, staff, now)
    old, new = license_.expires_on, values["expires_on"]
    if old and new and new > old and values["period_from_on"] in (None, license_.period_from_on):
        values["period_from_on"] = date.fromordinal(old.toordinal() + 1)
    with change(
        "license_changed",
        actor=actor,
        now=now,
        chain=staff_chain(staff.pk),
        subject=license_,
        summary=f"{staff.name}: {license_kind(license_.kind).word}",
    ) as record:
        record.update(license_, **values)
    return license_


def end_license(*, actor: Viewer, now: datetime, license_id: UUID, reason: str) -> License:
    """Given up, withdrawn, or noted by mistake: it is signed with no more. A second tap changes nothing."""
    license_ = get_license(actor, license_id)
    staff = _keeps(actor, license_.staff_id)
    said = _line(reason, 200)
    if not said:
        raise Invalid({"reason": "Say why it ends, e.g. given up, or noted by mistake."})
    with change(
        "license_ended",
        actor=actor,
        now=now,
        chain=staff_chain(staff.pk),
        subject=license_,
        summary=f"{staff.name}: {license_kind(license_.kind).word} ended: {said}",
    ) as record:
        if license_.ended_on is None:
            record.update(license_, ended_on=today_of(staff, now), end_reason=said)
    return license_


def note_education(
    *, actor: Viewer, now: datetime, staff_id: UUID, details: EducationDetails, id: UUID | None = None
) -> ContinuingEducation:
    """Hours of learning. The same `id` again gives the one that is there. Raises Invalid, NotFound, Refused."""
    staff = _keeps(actor, staff_id)
    if id and (known := ContinuingEducation.objects.filter(pk=id).first()):
        return known
    entry = ContinuingEducation(id=id or new_id(), staff=staff, **_checked_education(details, staff, now))
    with change(
        "education_noted",
        actor=actor,
        now=now,
        chain=staff_chain(staff.pk),
        subject=entry,
        summary=f"{staff.name}: {entry}",
    ) as record:
        record.add(entry)
    return entry


def void_education(
    *, actor: Viewer, now: datetime, education_id: UUID, reason: str = ""
) -> ContinuingEducation:
    """Noted by mistake: it counts no more. A second tap changes nothing."""
    entry = get_education(actor, education_id)
    staff = _keeps(actor, entry.staff_id)
    with change(
        "education_voided",
        actor=actor,
        now=now,
        chain=staff_chain(staff.pk),
        subject=entry,
        summary=f"{staff.name}: {entry} does not count",
    ) as record:
        if entry.voided_at is None:
            record.update(entry, voided_at=now, void_reason=_line(reason, 200) or "noted by mistake")
    return entry


def attach_certificate(
    *, actor: Viewer, now: datetime, of: License | ContinuingEducation, certificate: Certificate
) -> None:
    """The file is kept already (see documents, which keep files); a newer one takes the place of the old."""
    staff = _keeps(actor, of.staff_id)
    with change(
        "certificate_attached",
        actor=actor,
        now=now,
        chain=staff_chain(staff.pk),
        subject=of,
        summary=f"{staff.name}: {certificate.name}",
    ) as record:
        record.update(of, **_columns(certificate))


def _columns(certificate: Certificate) -> dict[str, Any]:
    names = {one.name for one in Certified._meta.get_fields()}
    values = {
        "certificate_sha256": certificate.sha256,
        "certificate_name": certificate.name[:200],
        "certificate_type": certificate.media_type[:80],
        "certificate_bytes": certificate.size_bytes,
    }
    assert set(values) <= names
    return values


def _keeps(actor: Viewer, staff_id: UUID) -> Staff:
    staff = staff_of_licenses(actor, staff_id)
    require(can_keep_licenses(actor, staff_id), OTHERS_ASK)
    return staff


def _line(text: str, size: int) -> str:
    return " ".join(text.replace("\0", "").split())[:size]


def _checked(details: LicenseDetails, staff: Staff, now: datetime) -> dict[str, Any]:
    values = {one.name: getattr(details, one.name) for one in fields(details)}
    values["number"], values["state"] = _line(details.number, 60), details.state.strip().upper()
    problems = {**_problems_of_kind(details), **_problems_of_days(details, today_of(staff, now))}
    hours = details.required_hours
    if hours is not None and not 0 <= hours <= MOST_HOURS:
        problems["required_hours"] = f"Write the hours of a whole period, up to {MOST_HOURS}."
    if problems:
        raise Invalid(problems)
    return values


def _problems_of_kind(details: LicenseDetails) -> dict[str, str]:
    known = {one.slug: one for one in license_kinds()}
    if details.kind not in known:
        return {"kind": "Choose the license from the list."}
    state = details.state.strip()
    if known[details.kind].has_state and not (len(state) == 2 and state.isascii() and state.isalpha()):
        return {"state": "Which state issued it? Two letters, as TX."}
    if state and not (len(state) == 2 and state.isascii() and state.isalpha()):
        return {"state": "Write the two letters of the state, as TX, or leave it empty."}
    return {}


def _problems_of_days(details: LicenseDetails, today: date) -> dict[str, str]:
    problems = {}
    if details.issued_on and details.issued_on > today:
        problems["issued_on"] = "It was issued already: choose a day until today."
    begin = max(filter(None, (details.issued_on, details.period_from_on)), default=None)
    if details.expires_on and begin and details.expires_on < begin:
        problems["expires_on"] = "It ends before it begins. Check the year."
    for name in ("issued_on", "period_from_on", "expires_on"):
        day = getattr(details, name)
        if day and not 1950 <= day.year <= 2100:
            problems[name] = "Check the year."
    return problems


def _checked_education(details: EducationDetails, staff: Staff, now: datetime) -> dict[str, Any]:
    problems = {}
    if not _line(details.title, 200):
        problems["title"] = "What was it about?"
    if details.taken_on is None or not 1950 <= details.taken_on.year <= today_of(staff, now).year:
        problems["taken_on"] = "On which day was it?"
    elif details.taken_on > today_of(staff, now):
        problems["taken_on"] = "That day has not come yet. Note it when it was."
    if details.hours is None or not 0 < details.hours <= MOST_HOURS:
        problems["hours"] = "How many hours does the certificate say? Write 1.5 for an hour and a half."
    if details.category not in CATEGORIES:
        problems["category"] = "Choose the category from the list."
    if details.license_id and not staff.licenses.filter(pk=details.license_id).exists():
        problems["license_id"] = "This license is not there any more. Choose again."
    if problems:
        raise Invalid(problems)
    values = {one.name: getattr(details, one.name) for one in fields(details)}
    return values | {"title": _line(details.title, 200), "provider": _line(details.provider, 160)}
