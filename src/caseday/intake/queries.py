"""Every read of intake, viewer first."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from caseday.access.models import Staff
from caseday.access.viewer import Viewer
from caseday.cases.models import Party
from caseday.cases.queries import (
    Overlap,
    cases_of_person,
    cases_seen_by,
    cases_with_identifier,
    staff_named_like,
)
from caseday.cases.rules import normalize_identifier
from caseday.intake.models import Referral
from caseday.intake.permissions import visible_to
from caseday.kernel.errors import NotFound
from caseday.programs.queries import pack_for_new


@dataclass(frozen=True)
class Conflict:
    """What should be looked at before this referral becomes a case. `case_id` where the viewer may open it."""

    text: str
    case_id: UUID | None = None
    is_serious: bool = True


def referrals_seen_by(viewer: Viewer) -> QuerySet[Referral]:
    return Referral.objects.filter(visible_to(viewer)).select_related(
        "taken_by", "assign_to", "case", "person"
    )


def get_referral(viewer: Viewer, referral_id: UUID) -> Referral:
    found = referrals_seen_by(viewer).filter(pk=referral_id).first()
    if found is None:
        raise NotFound
    return found


def open_referrals(viewer: Viewer) -> list[Referral]:
    """Unfinished ones, the longest waiting first."""
    return list(referrals_seen_by(viewer).filter(state=Referral.State.OPEN).order_by("received_at"))


def decided_referrals(viewer: Viewer, *, before: UUID | None = None, limit: int = 30) -> list[Referral]:
    """Accepted and declined ones, the latest first; `before` is the last id of the page before."""
    decided = referrals_seen_by(viewer).exclude(state=Referral.State.OPEN)
    if before:
        decided = decided.filter(pk__lt=before)
    return list(decided.order_by("-pk")[:limit])


def last_program(viewer: Viewer) -> str:
    """Of the viewer's own newest case, else of the newest in sight: what the next referral is likely to be."""
    newest = cases_seen_by(viewer).order_by("-pk").values_list("program", flat=True)
    return newest.filter(assigned_to=viewer.staff_id).first() or newest.first() or ""


def conflicts_of(viewer: Viewer, referral: Referral) -> list[Conflict]:
    """Same number elsewhere, a case of this person already, staff by the same name, an opposing party."""
    return [
        *(_of_overlap(referral, one) for one in cases_with_identifier(viewer, referral.claim_number)),
        *_same_referral(viewer, referral),
        *_cases_of_same_person(viewer, referral),
        *(_of_staff(one) for one in staff_named_like(referral.shown_name, referral.referrer_name)),
        *_opposing(viewer, referral),
    ]


def _of_overlap(referral: Referral, overlap: Overlap) -> Conflict:
    return Conflict(f"{referral.number_word} {overlap}.", overlap.case.pk if overlap.case else None)


def _of_staff(staff: Staff) -> Conflict:
    return Conflict(
        f"{staff.name} of this agency has the same name. If it is the same person or a relative, decline."
    )


def _same_referral(viewer: Viewer, referral: Referral) -> list[Conflict]:
    number = normalize_identifier(referral.claim_number)
    if len(number) < 3:
        return []
    others = referrals_seen_by(viewer).filter(state=Referral.State.OPEN).exclude(pk=referral.pk)
    same = [one for one in others[:200] if normalize_identifier(one.claim_number) == number]
    return [
        Conflict(f"This {referral.number_word.lower()} was taken down before, by {one.taken_by.name}.")
        for one in same[:3]
    ]


def _cases_of_same_person(viewer: Viewer, referral: Referral) -> list[Conflict]:
    if referral.person_id is None:
        return []
    found = cases_of_person(viewer, referral.person_id)
    return [
        Conflict(f"This person has case {case.number} ({case.get_status_display().lower()}).", case.pk, False)
        for case in found[:3]
    ]


def _opposing(viewer: Viewer, referral: Referral) -> list[Conflict]:
    """The client or the referrer acts on the other side of a case in sight."""
    names = {name.casefold() for name in (referral.shown_name, referral.referrer_name) if " " in name.strip()}
    if not names:
        return []
    pack = pack_for_new(referral.program, on=referral.received_at.date())
    roles = [role.slug for role in pack.party_roles if role.is_opposing]
    seen = Party.objects.filter(case__in=cases_seen_by(viewer), to_on=None, role__in=roles)
    return [
        Conflict(f"{one.shown_name} is on the other side of case {one.case.number}.", one.case_id)
        for one in seen.select_related("case", "professional")[:500]
        if (one.professional.name if one.professional else one.name).casefold() in names
    ]


def case_of_referral(referral_id: UUID) -> list[UUID]:
    """For the access log, whoever asks."""
    found = Referral.objects.filter(pk=referral_id, case__isnull=False)
    return [case_id for case_id in found.values_list("case_id", flat=True) if case_id]
