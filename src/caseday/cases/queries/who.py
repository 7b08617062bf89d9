"""Who is meant by a typed name: a professional, an office, or nobody known yet."""

from dataclasses import dataclass
from uuid import UUID

from caseday.cases.models import Party
from caseday.directory.models import Office, Professional

_BETWEEN = " · "


@dataclass(frozen=True)
class Who:
    """One choice of the type-ahead; its label, typed or chosen, leads back to it."""

    label: str
    detail: str
    office_id: UUID | None = None
    professional_id: UUID | None = None


def find_who(text: str, *, limit: int = 10) -> list[Who]:
    """Professionals and offices of the directory whose name contains the text. Two queries."""
    name = text.split(_BETWEEN)[0].strip()
    if len(name) < 2:
        return []
    people = Professional.objects.filter(name__icontains=name, retired_at=None).select_related("office")
    offices = Office.objects.filter(name__icontains=name, retired_at=None)
    return [*map(_of_professional, people[:limit]), *map(_of_office, offices[:limit])][:limit]


def resolve_who(text: str) -> list[Who]:
    """Everyone of the directory whom the typed text names exactly; empty where it is only a name so far."""
    name, _, office = (part.strip() for part in text.partition(_BETWEEN))
    if not name:
        return []
    bare = name.partition(",")[0].strip()
    people = Professional.objects.filter(name__iexact=bare, retired_at=None).select_related("office")
    if office:
        return [_of_professional(one) for one in people.filter(office__name__iexact=office)[:3]]
    offices = Office.objects.filter(name__iexact=name, retired_at=None)
    return [*map(_of_office, offices[:3]), *map(_of_professional, people[:3])]


def shown_who(party: Party) -> str:
    """What the field shows for a party that is there already."""
    if party.professional:
        return _of_professional(party.professional).label
    return party.office.name if party.office else party.name


def _of_professional(one: Professional) -> Who:
    office = one.office.name if one.office else ""
    label = f"{one}{_BETWEEN}{office}" if office else str(one)
    return Who(label=label, detail=one.role, office_id=one.office_id, professional_id=one.pk)


def _of_office(one: Office) -> Who:
    return Who(label=one.name, detail=one.city, office_id=one.pk)
