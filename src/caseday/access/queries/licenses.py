"""Licenses and continuing education of staff, and with which credentials somebody signs today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.access.models import ContinuingEducation, License, Staff
from caseday.access.permissions import can_see_licenses, sees_licenses_of_all
from caseday.access.queries.staff import get_staff
from caseday.access.rules.licenses import (
    REMIND_DAYS,
    Held,
    LicenseKind,
    Requirement,
    Standing,
    Taken,
    days_left,
    expiry_words,
    license_kind,
    requirement_of,
    signature_on,
    standing_of,
)
from caseday.access.spelled import SpelledObjects
from caseday.access.viewer import Viewer
from caseday.kernel.errors import NotFound
from caseday.kernel.words import date_in_short


@dataclass(frozen=True)
class LicenseLine:
    """A license with where it stands today."""

    license: License
    kind: LicenseKind
    requirement: Requirement | None
    standing: Standing
    words: str
    days: int | None

    @property
    def is_expired(self) -> bool:
        return self.days is not None and self.days < 0

    @property
    def is_near(self) -> bool:
        return self.days is not None and self.days <= REMIND_DAYS[0]

    @property
    def chip(self) -> str:
        """stop: expired, or within 30 days; said: within 90; ver: good."""
        if self.license.ended_on:
            return "muted"
        if self.days is not None and self.days <= REMIND_DAYS[-1]:
            return "stop"
        return "said" if self.is_near else "ver"


@dataclass(frozen=True)
class Ledger:
    """Everything of one person."""

    staff: Staff
    lines: list[LicenseLine]
    past: list[LicenseLine]
    education: list[ContinuingEducation]
    signature: str
    """As a note is signed today."""


def held_of(one: License) -> Held:
    return Held(one.kind, one.state, one.issued_on, one.expires_on, one.ended_on)


def today_of(staff: Staff, now: datetime) -> date:
    return now.astimezone(ZoneInfo(staff.time_zone)).date()


def signature_at(staff_id: UUID, now: datetime) -> str:
    """Name and the credentials that hold on this day, in the zone of the person. Two queries."""
    (staff,) = _SIGNER.objects(staff_id=staff_id)
    held = [held_of(one) for one in _LICENSES.objects(staff_id=staff_id)]
    return signature_on(staff.name, staff.credentials, held, today_of(staff, now))


_SIGNER = SpelledObjects(lambda staff_id: Staff.objects.filter(pk=staff_id))
_LICENSES = SpelledObjects(lambda staff_id: License.objects.filter(staff=staff_id))


def signature_for(viewer: Viewer, now: datetime) -> str:
    """How what this viewer writes is signed at this moment; the mere name where it is not one of the staff."""
    return signature_at(viewer.staff_id, now) if viewer.staff_id else viewer.name


def signature_of_day(staff: Staff, on: date) -> str:
    """As it was, or will be, signed on that day. One query."""
    held = [held_of(one) for one in staff.licenses.all()]
    return signature_on(staff.name, staff.credentials, held, on)


def _signature(staff: Staff, now: datetime) -> str:
    return signature_of_day(staff, today_of(staff, now))


def license_ledger(viewer: Viewer, staff_id: UUID, *, now: datetime) -> Ledger:
    """Oneself, one's team, or anybody for administrators and auditors. NotFound otherwise. Three queries."""
    if not can_see_licenses(viewer, staff_id):
        raise NotFound
    staff = Staff.objects.prefetch_related("licenses").filter(pk=staff_id).first()
    if staff is None:
        raise NotFound
    education = list(
        ContinuingEducation.objects.filter(staff=staff, voided_at=None).select_related("license")
    )
    lines = [_line(one, education, today_of(staff, now)) for one in staff.licenses.all()]
    return Ledger(
        staff,
        sorted((one for one in lines if one.license.ended_on is None), key=_by_end),
        [one for one in lines if one.license.ended_on],
        education,
        _signature(staff, now),
    )


def _by_end(line: LicenseLine) -> tuple[bool, int]:
    return line.days is None, line.days or 0


def _line(one: License, education: Iterable[ContinuingEducation], today: date) -> LicenseLine:
    counted = (Taken(e.taken_on, e.hours, e.category) for e in education if e.license_id in (None, one.pk))
    standing = standing_of(
        held_of(one), counted, period_from_on=one.period_from_on, required_hours=one.required_hours
    )
    days = days_left(one.expires_on, today) if one.expires_on else None
    ended = f"ended {date_in_short(one.ended_on)}" if one.ended_on else ""
    return LicenseLine(
        one,
        license_kind(one.kind),
        requirement_of(one.kind, one.state),
        standing,
        ended or expiry_words(one.expires_on, today),
        days,
    )


@dataclass(frozen=True)
class StaffLicenses:
    staff: Staff
    lines: list[LicenseLine]

    @property
    def worst(self) -> int:
        return min((one.days for one in self.lines if one.days is not None), default=99_999)


def team_licenses(viewer: Viewer, *, now: datetime) -> list[StaffLicenses]:
    """Whoever the viewer sees, what ends first before the others. Three queries."""
    staff = Staff.objects.filter(is_active=True)
    if not sees_licenses_of_all(viewer):
        staff = staff.filter(pk__in=viewer.caseload_staff_ids if viewer.is_supervisor else [viewer.staff_id])
    rows = list(staff.prefetch_related("licenses").order_by("name"))
    education: dict[UUID, list[ContinuingEducation]] = {}
    for one in ContinuingEducation.objects.filter(staff__in=rows, voided_at=None):
        education.setdefault(one.staff_id, []).append(one)
    found = [
        StaffLicenses(
            one,
            sorted(
                (
                    _line(held, education.get(one.pk, ()), today_of(one, now))
                    for held in one.licenses.all()
                    if held.ended_on is None
                ),
                key=_by_end,
            ),
        )
        for one in rows
    ]
    return sorted(found, key=lambda one: (one.worst, one.staff.name))


def get_license(viewer: Viewer, license_id: UUID) -> License:
    found = License.objects.select_related("staff").filter(pk=license_id).first()
    if found is None or not can_see_licenses(viewer, found.staff_id):
        raise NotFound
    return found


def get_education(viewer: Viewer, education_id: UUID) -> ContinuingEducation:
    found = ContinuingEducation.objects.select_related("staff").filter(pk=education_id).first()
    if found is None or not can_see_licenses(viewer, found.staff_id):
        raise NotFound
    return found


def staff_of_licenses(viewer: Viewer, staff_id: UUID) -> Staff:
    if not can_see_licenses(viewer, staff_id):
        raise NotFound
    return get_staff(viewer, staff_id)


LOOSE_KIND = "license_expiring"
"""What an ending one is called among what is open."""
