"""Education that was given, case by case."""

from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import cases_seen_by, get_case
from caseday.correspondence.models import HandOut
from caseday.kernel.errors import NotFound


def hand_outs_of(viewer: Viewer, case_id: UUID, limit: int = 100) -> tuple[Case, list[HandOut]]:
    """The latest first, with their papers. NotFound outside sight."""
    case = get_case(viewer, case_id)
    rows = HandOut.objects.filter(case=case_id).select_related("staff", "document")
    return case, list(rows.order_by("-given_at", "-pk")[:limit])


def get_hand_out(viewer: Viewer, hand_out_id: UUID) -> HandOut:
    found = HandOut.objects.filter(pk=hand_out_id, case__in=cases_seen_by(viewer)).first()
    if found is None:
        raise NotFound
    return found


def case_of_hand_out(hand_out_id: UUID) -> list[UUID]:
    """For the access log, whoever asks."""
    return list(HandOut.objects.filter(pk=hand_out_id).values_list("case_id", flat=True))
