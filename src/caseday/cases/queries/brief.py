"""Cases as lists of open work need them: few columns, no objects, one query for any number."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, Value

from caseday.access.viewer import Viewer
from caseday.cases.models import Case, FirstContact, Status
from caseday.cases.permissions import visible_to
from caseday.people.rules.names import called
from caseday.programs.queries import get_pack
from caseday.programs.rules import Pack


class CaseBrief(NamedTuple):
    case_id: UUID
    number: str
    client: str
    program: str
    jurisdiction: str
    acuity: int
    is_open: bool
    assigned_to_id: UUID | None
    referred_at: datetime
    last_contact_at: datetime | None
    is_in_sight: bool

    @property
    def pack(self) -> Pack:
        """The pack as it was when the case was referred."""
        return get_pack(self.program, on=self.referred_at.date())


_COLUMNS = (
    "pk",
    "number",
    "person__given_name",
    "person__preferred_name",
    "person__family_name",
    "program",
    "jurisdiction",
    "acuity",
    "status",
    "assigned_to_id",
    "referred_at",
    "last_contact_at",
    "seen",
)


def briefs_of(
    viewer: Viewer, staff_ids: Collection[UUID], case_ids: Collection[UUID] = ()
) -> dict[UUID, CaseBrief]:
    """The open cases of these workers, and those named besides; each says whether it is in the viewer's sight.

    Whoever asks has authorized the workers, and shows nothing of a case that is not in sight.
    """
    wanted = Q(assigned_to__in=staff_ids, status=Status.OPEN)
    if case_ids:
        wanted |= Q(pk__in=case_ids)
    sight = Value(True) if viewer.sees_every_case else visible_to(viewer)
    seen = ExpressionWrapper(sight, output_field=BooleanField())
    rows = Case.objects.filter(wanted).annotate(seen=seen).values_list(*_COLUMNS)
    return {row[0]: _brief(*row) for row in rows}


def _brief(
    case_id: UUID,
    number: str,
    given: str,
    preferred: str,
    family: str,
    program: str,
    jurisdiction: str,
    acuity: int,
    status: str,
    assigned_to_id: UUID | None,
    referred_at: datetime,
    last_contact_at: datetime | None,
    seen: bool,
) -> CaseBrief:
    return CaseBrief(
        case_id,
        number,
        called(given, preferred, family) or "Name not known",
        program,
        jurisdiction,
        acuity,
        status == Status.OPEN,
        assigned_to_id,
        referred_at,
        last_contact_at,
        bool(seen),
    )


class UnmetContact(NamedTuple):
    id: UUID
    case_id: UUID
    role: str
    due_at: datetime
    rule: str


def unmet_first_contacts(
    viewer: Viewer, staff_ids: Collection[UUID] | None = None, *, limit: int = 200
) -> list[UnmetContact]:
    """Open first contacts of open cases on the caseload, or of these workers of it; earliest due first."""
    whose = viewer.caseload_staff_ids
    rows = FirstContact.objects.filter(
        met_at=None,
        waived_reason="",
        case__status=Status.OPEN,
        case__assigned_to__in=whose if staff_ids is None else whose & frozenset(staff_ids),
    )
    columns = rows.order_by("due_at").values_list("pk", "case_id", "role", "due_at", "rule")
    return [UnmetContact(*row) for row in columns[:limit]]
