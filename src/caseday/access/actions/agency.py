"""Setting up the agency, and its settings."""

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from caseday.access.models import Agency, PaperSize
from caseday.access.permissions import can_change_agency, require
from caseday.access.record import agency_chain, change
from caseday.access.viewer import Viewer
from caseday.kernel.errors import Invalid

LONGEST_LOCK_MINUTES = 240


def set_up_agency(*, actor: Viewer, now: datetime, name: str, **settings: Any) -> Agency:
    """The one agency of this database; where there is one already, it is returned unchanged."""
    require(can_change_agency(actor), "Only an administrator sets up the agency.")
    existing = Agency.objects.first()
    if existing:
        return existing
    _check(name=name, **settings)
    agency = Agency(name=name.strip(), **settings)
    with change("agency_set_up", actor=actor, now=now, chain=agency_chain(), subject=agency) as record:
        record.add(agency)
    return agency


def change_agency(*, actor: Viewer, now: datetime, **settings: Any) -> Agency:
    require(can_change_agency(actor), "Only an administrator changes the agency's settings. Ask yours.")
    agency = Agency.objects.first()
    if agency is None:
        raise Invalid("There is no agency yet. Set it up first: caseday user add.")
    _check(**settings)
    with change("agency_changed", actor=actor, now=now, chain=agency_chain(), subject=agency) as record:
        record.update(agency, **settings)
    return agency


def _check(**settings: Any) -> None:
    problems = {}
    if "name" in settings and not settings["name"].strip():
        problems["name"] = "Write the agency's name."
    if "time_zone" in settings and settings["time_zone"] not in available_timezones():
        problems["time_zone"] = "Choose a time zone of the list, e.g. America/Chicago."
    if not 0 <= settings.get("lock_after_minutes", 0) <= LONGEST_LOCK_MINUTES:
        problems["lock_after_minutes"] = f"Write 1 to {LONGEST_LOCK_MINUTES} minutes; 0 never locks by time."
    if settings.get("paper_size", PaperSize.LETTER) not in PaperSize.values:
        problems["paper_size"] = "Choose letter or A4."
    if problems:
        raise Invalid(problems)
