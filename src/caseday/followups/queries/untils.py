"""When the until of a chase holds: computed in the database, for the follow-ups that are looked at and no others."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import NullIf

from caseday.cases.models import ReadBack
from caseday.documents.models import Document
from caseday.followups.models import FollowUp, StepClaim
from caseday.schedule.models import Appointment, State

_CALLED_OFF = (State.CANCELLED, State.NO_SHOW, State.AWAITING_NEW_DATE)
_Until = FollowUp.Until


def until_holds() -> Q:
    """Of follow-ups, wherever they are asked for; a part costs only where the until is of its kind."""
    return (
        Q(until=_Until.STEP) & Exists(_verified())
        | Q(until=_Until.DOCUMENT) & _received()
        | Q(until=_Until.NEW_DATE) & _has_new_date()
        | Q(until=_Until.READ_BACK) & _read_right()
    )


def _verified() -> QuerySet[StepClaim]:
    return StepClaim.objects.filter(
        request=OuterRef("request"),
        step=OuterRef("until_step"),
        verified_at__isnull=False,
        withdrawn_at=None,
        is_denial=False,
    )


def _received() -> Q:
    """Since the promise. Where the chase names an appointment: its own, or one filed under the request."""
    papers = Document.objects.filter(
        case=OuterRef("case"),
        kind=OuterRef("until_document_kind"),
        received_at__gte=OuterRef("promised_at"),
        voided_at=None,
    )
    its_own = Q(appointment=OuterRef("until_appointment")) | Q(filed_under__request=OuterRef("request"))
    return Q(until_appointment=None) & Exists(papers) | Exists(papers.filter(its_own))


def _has_new_date() -> Q:
    """The appointment that is named, else the one of the request: it has a new date, or none is wanted any more."""
    settled = Q(replaced_by__isnull=False) | Q(state__in=_CALLED_OFF, needs_new_date=False)
    moved = Appointment.objects.filter(settled)
    named = Exists(moved.filter(pk=OuterRef("until_appointment")))
    return named | Q(until_appointment=None) & Exists(moved.filter(requests=OuterRef("request")))


def _read_right() -> Q:
    """By whom the chase names: office (whoever answers there), professional, client, or whoever has that name.

    By whomever, where it names nobody, or a role alone.
    """
    right = ReadBack.objects.filter(
        identifier=OuterRef("until_identifier"), is_same=True, read_at__gte=OuterRef("promised_at")
    )
    named = right.filter(_named("person__given_name") | _named("person__preferred_name"))
    so_called = right.filter(with_name__iexact=OuterRef("promised_to"))
    without, nobody = Q(office=None, professional=None), Q(office=None, professional=None, person=None)
    return (
        Q(Exists(right.filter(office=OuterRef("office"))))
        | Q(Exists(right.filter(professional=OuterRef("professional"))), office=None)
        | Q(Exists(named)) & without
        | Q(Exists(so_called), ~Q(promised_to=""), reach_role="") & nobody
        | Q(Exists(right), Q(promised_to="") | ~Q(reach_role="")) & nobody
    )


def _named(first: str) -> Q:
    """First and family name stand in the name of whoever read it; a person without one of them is not so named."""
    family = "person__family_name"
    return Q(with_name__icontains=OuterRef(family)) & Q(
        with_name__icontains=NullIf(OuterRef(first), Value(""))
    )


def _reader(followup: FollowUp) -> Q:
    """Of one chase, who ended it by reading right: as `_read_right` has it."""
    if followup.office_id:
        return Q(office=followup.office_id)
    if followup.professional_id:
        return Q(professional=followup.professional_id)
    if followup.person:
        first = {followup.person.given_name, followup.person.preferred_name} - {""}
        called = Q(*(("with_name__icontains", name) for name in sorted(first)), _connector=Q.OR)
        return called & Q(with_name__icontains=followup.person.family_name)
    if followup.reach_role or not followup.promised_to:
        return Q()
    return Q(with_name__iexact=followup.promised_to)


def still_open() -> Q:
    """Open, and its until does not hold."""
    return Q(state=FollowUp.State.OPEN) & ~until_holds()


def waiting() -> Exists:
    """For another follow-up that is still open."""
    return Exists(FollowUp.objects.filter(still_open(), pk=OuterRef("waits_for")))


def held_since(followup: FollowUp, now: datetime) -> datetime:
    """When the until began to hold, of a chase whose until holds; a query or two. `now` where no moment tells."""
    found: datetime | None = None
    if followup.until == _Until.STEP:
        verified = StepClaim.objects.filter(
            request=followup.request_id, step=followup.until_step, withdrawn_at=None, is_denial=False
        )
        found = verified.exclude(verified_at=None).values_list("verified_at", flat=True).first()
    elif followup.until == _Until.DOCUMENT:
        papers = Document.objects.filter(case=followup.case_id, kind=followup.until_document_kind)
        came = papers.filter(voided_at=None, received_at__gte=followup.promised_at)
        found = came.order_by("received_at").values_list("received_at", flat=True).first()
    elif followup.until == _Until.READ_BACK:
        right = ReadBack.objects.filter(identifier=followup.until_identifier_id, is_same=True)
        read = right.filter(_reader(followup), read_at__gte=followup.promised_at).order_by("read_at")
        found = read.values_list("read_at", flat=True).first()
    return found or now
