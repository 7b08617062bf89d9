"""Money that waits for approval. Read with plans and assessments, in one union."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from caseday.funding.permissions import can_approve
from caseday.funding.queries.open_work import WAITING_KIND
from caseday.looseends.queries.gather.care import CareRow, care_rows
from caseday.looseends.queries.gather.frame import Gather, Known
from caseday.looseends.rules import LooseEnd, spending_to_approve


def _waiting(rows: Sequence[CareRow], known: Known) -> list[LooseEnd]:
    viewer = known.asked.viewer
    facts = [
        spending_to_approve.Facts(
            spending_id=row.subject_id,
            case_id=row.case_id,
            client=known.client(row.case_id),
            amount=Decimal(amount),
            fund=fund,
            recorded_at=row.since,
            is_mine=can_approve(viewer, UUID(who) if who else None),
        )
        for row in rows
        if row.kind == WAITING_KIND and row.case_id and row.since
        for amount, who, fund in [row.text.split("|", 2)]
    ]
    return spending_to_approve.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


SPENDING = Gather("Funds", care_rows, _waiting)
