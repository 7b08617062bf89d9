"""Cases as lists of open work need them: few columns, no objects, one query for any number."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.cases.models import Case, FirstContact, Status
from caseday.cases.permissions import SeenCases
from caseday.people.rules.names import called
from caseday.programs.queries import pack_for
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
    pack_version_id: UUID | None
    pack_overlay_id: UUID | None
    is_in_sight: bool

    @property
    def pack(self) -> Pack:
        """As `pack_of` the case."""
        return pack_for(
            self.program,
            on=self.referred_at.date(),
            version_id=self.pack_version_id,
            overlay_id=self.pack_overlay_id,
        )


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
    "pack_version_id",
    "pack_overlay_id",
    "seen",
)


def _briefs(
    staff_ids: Collection[UUID],
    case_ids: Collection[UUID],
    caseload: Collection[UUID],
    opened: Collection[UUID],
) -> QuerySet[Case, tuple[Any, ...]]:
    sight = Q(pk__in=SeenCases(tuple(caseload), tuple(opened)))
    wanted = Q(assigned_to__in=staff_ids, status=Status.OPEN) | Q(pk__in=case_ids)
    seen = ExpressionWrapper(sight, output_field=BooleanField())
    return Case.objects.filter(wanted).annotate(seen=seen).order_by().values_list(*_COLUMNS)


_BRIEFS = Spelled(_briefs)
_NOBODY = (UUID(int=0),)


def briefs_of(
    viewer: Viewer, staff_ids: Collection[UUID], case_ids: Collection[UUID] = ()
) -> dict[UUID, CaseBrief]:
    """The open cases of these workers, and those named besides; each says whether it is in the viewer's sight.

    Whoever asks has authorized the workers, and shows nothing of a case that is not in sight.
    """
    rows = _BRIEFS.rows(
        staff_ids=staff_ids or _NOBODY,
        case_ids=case_ids or _NOBODY,
        caseload=viewer.caseload_staff_ids or _NOBODY,
        opened=viewer.opened_case_ids or _NOBODY,
    )
    everything = viewer.sees_every_case
    return {row[0]: _brief(row[:-1], is_seen=everything or bool(row[-1])) for row in rows}


def _brief(row: tuple[Any, ...], *, is_seen: bool) -> CaseBrief:
    (
        case_id, number, given, preferred, family, program, jurisdiction, acuity, status, assigned_to_id, referred_at,
        last_contact_at, version_id, overlay_id,
    ) = row  # fmt: skip
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
        version_id,
        overlay_id,
        is_seen,
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
    asked = whose if staff_ids is None else whose & frozenset(staff_ids)
    return [UnmetContact(*row) for row in _UNMET.rows(staff_ids=asked)[:limit]]


def _unmet(staff_ids: Collection[UUID]) -> QuerySet[FirstContact, tuple[Any, ...]]:
    rows = FirstContact.objects.filter(
        met_at=None, waived_reason="", case__status=Status.OPEN, case__assigned_to__in=staff_ids
    )
    return rows.order_by("due_at").values_list("pk", "case_id", "role", "due_at", "rule")


_UNMET = Spelled(_unmet)
