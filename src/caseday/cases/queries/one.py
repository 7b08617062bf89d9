"""Reads of one case and its parts. The lists take a case that `get_case` has authorized."""

from datetime import date
from typing import TypeVar, cast
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery, Value, prefetch_related_objects
from django.db.models.functions import Coalesce

from caseday.access.models import Staff
from caseday.access.spelled import SpelledObjects
from caseday.access.viewer import Viewer
from caseday.cases.models import (
    Assignment,
    Case,
    Condition,
    FirstContact,
    Goal,
    Identifier,
    KeyDate,
    Party,
    Status,
)
from caseday.cases.permissions import visible_to
from caseday.cases.spelled import SeenObjects
from caseday.directory.models import IdentifierMask
from caseday.kernel.errors import NotFound
from caseday.programs.queries import pack_for
from caseday.programs.rules import Pack, referral_fields, word_of

Item = TypeVar("Item", bound=Party | Identifier | Condition | KeyDate | Goal | FirstContact | Assignment)


def cases_seen_by(viewer: Viewer) -> QuerySet[Case]:
    return Case.objects.filter(visible_to(viewer))


def get_case(viewer: Viewer, case_id: UUID) -> Case:
    """The case with its person and worker, in one query; NotFound outside the viewer's sight."""
    case = _CASE.first(viewer, case_id=case_id)
    if case is None:
        raise NotFound
    return case


_CASE = SeenObjects(
    lambda case_id: Case.objects.select_related("person", "assigned_to").filter(pk=case_id), case="pk"
)


def case_item(viewer: Viewer, model: type[Item], item_id: UUID) -> Item:
    """A part of a case, with the case; NotFound where the viewer does not see the case."""
    items = model._default_manager.select_related("case", "case__person", "case__assigned_to")
    found = cast("Item | None", items.filter(pk=item_id, case__in=cases_seen_by(viewer)).first())
    if found is None:
        raise NotFound
    return found


def cases_of_person(viewer: Viewer, person_id: UUID) -> list[Case]:
    """Newest first, only those in sight."""
    return list(cases_seen_by(viewer).filter(person_id=person_id).order_by("-pk"))


def cases_by_number(viewer: Viewer, number: str) -> list[Case]:
    return list(cases_seen_by(viewer).select_related("person").filter(number__iexact=number.strip())[:2])


def pack_of(case: Case) -> Pack:
    """The rules with which the case began, or to which it was moved, with its payer's changes; no query."""
    return pack_for(
        case.program,
        on=case.referred_at.date(),
        version_id=case.pack_version_id,
        overlay_id=case.pack_overlay_id,
    )


def injured_on(case: Case) -> date | None:
    """The day before which nothing of the case happened; None where it did not begin with an injury."""
    return case.onset_on if referral_fields(pack_of(case)).begins_with_injury else None


def stage_word(case: Case) -> str:
    return word_of(pack_of(case).stages, case.stage)


def acuity_word(case: Case) -> str:
    found = pack_of(case).acuity(case.acuity)
    return found.word if found else str(case.acuity)


def status_word(case: Case) -> str:
    return Status(case.status).label


def parties_of(case: Case) -> list[Party]:
    """Present ones first, then former ones by how lately they left; with office, professional and phones."""
    parties = _PARTIES.objects(case_id=case.pk)
    prefetch_related_objects(parties, "office__phones")
    return parties


_PARTIES = SpelledObjects(
    lambda case_id: (
        Party.objects.filter(case=case_id)
        .select_related("office", "professional", "professional__office", "person")
        .order_by(F("to_on").desc(nulls_first=True), "role", "pk")
    )
)


def identifiers_of(case: Case) -> list[Identifier]:
    """With their issuers and the shapes that these are known for; one query."""
    return _IDENTIFIERS.objects(case_id=case.pk)


_MASK = IdentifierMask.objects.filter(office=OuterRef("issuer"), kind=OuterRef("kind")).values("mask")[:1]
_IDENTIFIERS: SpelledObjects[Identifier] = SpelledObjects(
    lambda case_id: (
        Identifier.objects.filter(case=case_id)
        .select_related("issuer")
        .annotate(mask_as_read=Coalesce(Subquery(_MASK), Value("")))
        .order_by("is_retired", "pk")
    )
)


def conditions_of(case: Case) -> list[Condition]:
    return list(case.conditions.order_by("-is_primary", F("ended_on").desc(nulls_first=True), "pk"))


def key_dates_of(case: Case) -> list[KeyDate]:
    return list(case.key_dates.order_by("on", "pk"))


def goals_of(case: Case) -> list[Goal]:
    """Open ones first."""
    return sorted(case.goals.order_by("pk"), key=lambda goal: goal.state != Goal.State.OPEN)


def first_contacts_of(case: Case) -> list[FirstContact]:
    found = _FIRST_CONTACTS.objects(case_id=case.pk)
    for one in found:
        one.case = case
    return found


_FIRST_CONTACTS = SpelledObjects(
    lambda case_id: FirstContact.objects.filter(case=case_id).order_by("due_at", "pk")
)


def workers_of(case: Case) -> list[Assignment]:
    """Who works on the case now, then who did; the latest first."""
    order = F("to_at").desc(nulls_first=True)
    return list(case.assignments.select_related("staff").order_by(order, "-from_at"))


Entry = Party | Identifier | Condition | KeyDate | Goal | FirstContact
_PARTS: dict[str, type[Entry]] = {
    "parties": Party,
    "identifiers": Identifier,
    "conditions": Condition,
    "key_dates": KeyDate,
    "goals": Goal,
    "first_contacts": FirstContact,
}


def get_part(viewer: Viewer, part: str, item_id: UUID) -> Entry:
    """One entry of a part of the case file, named as its page is; NotFound outside sight."""
    if part not in _PARTS:
        raise NotFound
    return case_item(viewer, _PARTS[part], item_id)


def get_assignment(viewer: Viewer, assignment_id: UUID) -> Assignment:
    return case_item(viewer, Assignment, assignment_id)


def possible_workers() -> list[Staff]:
    """Who may be given a case."""
    return list(
        Staff.objects.filter(is_active=True, role__in=("case_manager", "supervisor")).order_by("name")
    )


def _self(viewer: Viewer) -> list[UUID]:
    return [viewer.staff_id] if viewer.staff_id else []


def offers_to(viewer: Viewer) -> list[Assignment]:
    """Hand-offs and direct assignments that the viewer has not answered yet."""
    waiting = Assignment.objects.filter(staff__in=_self(viewer), to_at=None, accepted_at=None)
    waiting = waiting.exclude(kind=Assignment.Kind.SUPPORT).exclude(case__status=Status.CLOSED)
    return list(waiting.select_related("case", "case__person", "case__assigned_to").order_by("from_at"))
