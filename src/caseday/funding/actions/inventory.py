"""Beds and units of a residential project."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from caseday.access.permissions import require
from caseday.access.record import agency_chain, change
from caseday.access.viewer import Viewer
from caseday.funding.models import HmisInventory
from caseday.funding.permissions import ONLY_LEADS, can_set_up
from caseday.funding.queries import get_fund
from caseday.funding.queries.hmis_project import inventory_of, project_of
from caseday.funding.rules.hmis import fy2026, is_residential
from caseday.funding.rules.hmis.inventory import InventoryTerms, problems_of_inventory
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id


def keep_inventory(
    *, actor: Viewer, now: datetime, fund_id: UUID, terms: InventoryTerms, id: UUID | None = None
) -> HmisInventory:
    """New, or changed where the id is one of the project's. Raises Invalid by field."""
    fund = get_fund(fund_id)
    require(can_set_up(actor), ONLY_LEADS)
    project = project_of(fund)
    if project is None or not is_residential(project.project_type, project.rrh_sub_type):
        raise Invalid("Only projects that house people have beds. Say the type of the project first.")
    present = inventory_of([project.pk])
    found = next((one for one in present if one.pk == id), None)
    others = [one.terms for one in present if one is not found]
    problems = problems_of_inventory(
        terms, project.project_type, project.operating_from, others, fy2026().lists
    )
    if problems:
        raise Invalid(problems)
    row = found or HmisInventory(id=id or new_id(), project=project, recorded_at=now, **asdict(terms))
    with change(
        "hmis_inventory_kept", actor=actor, now=now, chain=agency_chain(), subject=row, summary=fund.name
    ) as record:
        if found is None:
            record.add(row)
        elif found.terms != terms:
            record.update(row, **asdict(terms))
    return row


def remove_inventory(*, actor: Viewer, now: datetime, fund_id: UUID, id: UUID) -> None:
    """What was never so. What was so until a day gets a last day instead. Raises Invalid where it is not there."""
    fund = get_fund(fund_id)
    require(can_set_up(actor), ONLY_LEADS)
    found = HmisInventory.objects.filter(pk=id, project__fund=fund).first()
    if found is None:
        raise Invalid("This count of beds is gone already.")
    with change(
        "hmis_inventory_removed", actor=actor, now=now, chain=agency_chain(), subject=found, summary=fund.name
    ) as record:
        record.remove(found)
