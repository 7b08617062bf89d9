"""What the forms offer: calendars, cases, offices, and the next working day."""

from datetime import date, timedelta
from uuid import UUID

from caseday.access.models import Staff
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import cases_seen_by
from caseday.directory.models import Office
from caseday.programs.rules.holidays_kept import holidays_in

_MOST_CASES = 300
_MOST_OFFICES = 12


def calendars_of(viewer: Viewer) -> list[Staff]:
    """Whose calendars one may look into: one's own first, then those one covers or leads."""
    staff = Staff.objects.filter(pk__in=viewer.caseload_staff_ids, is_active=True).order_by("name")
    return sorted(staff, key=lambda one: one.pk != viewer.staff_id)


def get_calendar_owner(viewer: Viewer, staff_id: UUID) -> Staff | None:
    """None outside one's calendars."""
    if staff_id not in viewer.caseload_staff_ids:
        return None
    return Staff.objects.filter(pk=staff_id, is_active=True).first()


def cases_to_choose(viewer: Viewer) -> list[Case]:
    """Open cases of one's caseload, by name, for the form's list."""
    return list(
        cases_seen_by(viewer)
        .filter(status__in=["open", "on_hold"], assigned_to__in=viewer.caseload_staff_ids)
        .select_related("person")
        .order_by("person__family_name", "person__given_name", "number")[:_MOST_CASES]
    )


def office_label(office: Office) -> str:
    """How the form names an office so that it is found again: 'Ridgeview Orthopedics (1 Main St, Austin)'."""
    address = ", ".join(part for part in (office.line1, office.city) if part)
    return f"{office.name} ({address})" if address else office.name


def offices_like(text: str, *, case_id: UUID | None = None) -> list[Office]:
    """Offices whose name contains the text; without text, those of the case. At most twelve."""
    known = Office.objects.filter(retired_at=None)
    words = text.strip()
    if not words:
        return list(known.filter(parties__case=case_id).distinct()[:_MOST_OFFICES]) if case_id else []
    starting = list(known.filter(name__istartswith=words)[:_MOST_OFFICES])
    more = known.filter(name__icontains=words).exclude(pk__in=[one.pk for one in starting])
    return [*starting, *more[: _MOST_OFFICES - len(starting)]]


def office_named(label: str) -> Office | None:
    """The one office that a label of the form stands for; None when it is none or several."""
    name = label.strip().partition(" (")[0]
    found = [
        office
        for office in Office.objects.filter(name__iexact=name, retired_at=None)[:_MOST_OFFICES]
        if label.strip().casefold() in (office_label(office).casefold(), office.name.casefold())
    ]
    return found[0] if len(found) == 1 else None


def next_working_day(after: date) -> date:
    """The next day that is neither on a weekend nor one of the six holidays that nearly everybody keeps."""
    day = after + timedelta(days=1)
    closed = {*holidays_in("common", day.year), *holidays_in("common", day.year + 1)}
    while day.weekday() >= 5 or day in closed:
        day += timedelta(days=1)
    return day
