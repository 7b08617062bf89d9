"""HUD's files about a project: what it is, who pays, where, in which systems it takes part, what it goes with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from importlib.metadata import version
from typing import Any
from uuid import UUID

from caseday.access.models import Agency, Staff
from caseday.access.queries import get_agency
from caseday.access.viewer import Viewer
from caseday.funding.models import Fund, HmisAffiliation, HmisInventory, HmisProject
from caseday.funding.rules.hmis import CE_SERVICES, Spec, allowed_text, has_affiliation, is_residential
from caseday.funding.rules.hmis.inventory import DEDICATED

Row = dict[str, Any]
Files = dict[str, list[Row]]
_OF_AN_AGENCY, _REPORTING_PERIOD, _FULL_REFRESH, _UNHASHED, _LOCAL_OR_OTHER = 2, 3, 2, 1, 46


@dataclass(frozen=True)
class Made:
    """What every row of an export carries."""

    export_id: str
    at: datetime
    user_id: str

    def signed(self, row: Row, *, created: datetime, updated: datetime | None = None) -> Row:
        return {
            **row,
            "DateCreated": created.replace(tzinfo=None),
            "DateUpdated": (updated or created).replace(tzinfo=None),
            "UserID": self.user_id,
            "ExportID": self.export_id,
        }


def project_of(fund: Fund) -> HmisProject | None:
    return HmisProject.objects.filter(fund=fund).first()


def residential_projects(fund: Fund) -> list[HmisProject]:
    """Of other funds of the agency, by name."""
    others = HmisProject.objects.exclude(fund=fund).order_by("project_name", "pk")
    return [one for one in others if is_residential(one.project_type, one.rrh_sub_type)]


def affiliations_of(project: HmisProject) -> list[HmisAffiliation]:
    rows = HmisAffiliation.objects.filter(project=project).select_related("residential__fund")
    return list(rows.order_by("residential__project_name", "pk"))


def inventory_of(project_ids: Collection[UUID]) -> list[HmisInventory]:
    """Latest first."""
    rows = HmisInventory.objects.filter(project__in=project_ids)
    return list(rows.order_by("-from_on", "household_type", "pk"))


def describe(files: Files, made: Made, viewer: Viewer, project: HmisProject) -> None:
    """The project, and the residential ones it goes with. Five queries."""
    agency, with_it = get_agency(), affiliations_of(project)
    projects = [project, *(one.residential for one in with_it)]
    created = _since(project.fund)
    organization = {
        "OrganizationID": agency.pk.hex,
        "OrganizationName": allowed_text(project.organization_name, 200),
        "VictimServiceProvider": int(project.is_victim_service_provider),
    }
    files["Organization"].append(made.signed(organization, created=created))
    files["User"].append(_user(made, viewer, created))
    for one in projects:
        _tell(files, made, agency, one, is_affiliated=bool(with_it))
    with_beds = {one.pk: one for one in projects if is_residential(one.project_type, one.rrh_sub_type)}
    for beds in inventory_of(with_beds):
        row = _beds(beds, with_beds[beds.project_id])
        files["Inventory"].append(made.signed(row, created=beds.recorded_at))
    for affiliation in with_it:
        ids = {
            "AffiliationID": affiliation.pk.hex,
            "ProjectID": project.pk.hex,
            "ResProjectID": affiliation.residential_id.hex,
        }
        files["Affiliation"].append(made.signed(ids, created=created))


def _since(fund: Fund) -> datetime:
    return datetime.combine(fund.from_on, time(12), UTC)


def _tell(files: Files, made: Made, agency: Agency, one: HmisProject, *, is_affiliated: bool) -> None:
    ids, created = {"ProjectID": one.pk.hex}, _since(one.fund)
    is_asked = has_affiliation(one.project_type, one.rrh_sub_type)
    told = {
        **ids,
        "OrganizationID": agency.pk.hex,
        "ProjectName": allowed_text(one.project_name, 200),
        "OperatingStartDate": one.operating_from,
        "ContinuumProject": int(one.is_continuum_project),
        "ProjectType": one.project_type,
        "HousingType": one.housing_type,
        "RRHSubType": one.rrh_sub_type,
        "ResidentialAffiliation": int(is_affiliated) if is_asked else None,
    }
    files["Project"].append(made.signed(told, created=created))
    files["Funder"].append(made.signed(_funder(one.fund, one), created=created))
    where = {"ProjectCoCID": one.pk.hex, **ids, "CoCCode": one.coc_code}
    files["ProjectCoC"].append(made.signed(where, created=created))
    part = {
        "HMISParticipationID": one.pk.hex,
        **ids,
        "HMISParticipationType": one.participation,
        "HMISParticipationStatusStartDate": one.participation_from or one.operating_from,
    }
    files["HMISParticipation"].append(made.signed(part, created=created))
    if one.entry_from:
        files["CEParticipation"].append(made.signed({**ids, **_entry(one)}, created=created))


def _entry(one: HmisProject) -> Row:
    """Of an access point what it does, yes or no; of others nothing."""
    does = [name for name in one.entry_services.split(",") if name]
    return {
        "CEParticipationID": one.pk.hex,
        "AccessPoint": int(bool(does)),
        **{name: int(name in does) if does else None for name in CE_SERVICES},
        "ReceivesReferrals": int(one.receives_referrals),
        "CEParticipationStatusStartDate": one.entry_from,
    }


def _beds(one: HmisInventory, project: HmisProject) -> Row:
    return {
        "InventoryID": one.pk.hex,
        "ProjectID": project.pk.hex,
        "CoCCode": project.coc_code,
        "HouseholdType": one.household_type,
        "Availability": one.availability,
        "UnitInventory": one.units,
        "BedInventory": one.beds,
        **{column: getattr(one, name) for name, column in DEDICATED.items()},
        "OtherBedInventory": one.beds - one.terms.dedicated,
        "ESBedType": one.bed_type,
        "InventoryStartDate": one.from_on,
        "InventoryEndDate": one.to_on,
    }


def export_row(made: Made, first: date, last: date, spec: Spec) -> Row:
    agency = get_agency()
    return {
        "ExportID": made.export_id,
        "SourceType": _OF_AN_AGENCY,
        "SourceName": allowed_text(agency.name, 50),
        "ExportDate": made.at.replace(tzinfo=None),
        "ExportStartDate": first,
        "ExportEndDate": last,
        "SoftwareName": "Caseday",
        "SoftwareVersion": version("caseday")[:50],
        "CSVVersion": spec.csv_version,
        "ExportPeriodType": _REPORTING_PERIOD,
        "ExportDirective": _FULL_REFRESH,
        "HashStatus": _UNHASHED,
        "ImplementationID": agency.pk.hex,
    }


def _funder(fund: Fund, project: HmisProject) -> Row:
    is_other = project.funder_code == _LOCAL_OR_OTHER
    return {
        "FunderID": fund.pk.hex,
        "ProjectID": project.pk.hex,
        "Funder": project.funder_code,
        "OtherFunder": allowed_text(fund.funder, 100) if is_other else None,
        "GrantID": allowed_text(fund.reference or fund.name, 100),
        "StartDate": fund.from_on,
        "EndDate": fund.to_on,
    }


def _user(made: Made, viewer: Viewer, created: datetime) -> Row:
    staff = Staff.objects.filter(pk=viewer.staff_id).first() if viewer.staff_id else None
    given, _, family = viewer.name.rpartition(" ")
    return made.signed(
        {
            "UserID": made.user_id,
            "UserFirstName": allowed_text(given, 50),
            "UserLastName": allowed_text(family, 50),
            "UserEmail": staff.email if staff else None,
        },
        created=created,
    )
