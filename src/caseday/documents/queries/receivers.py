"""To whom a paper of a case may go: who is on the case, and the offices of its appointments."""

from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import parties_of
from caseday.documents.models import Delivery, Packet
from caseday.schedule.queries import appointments_seen_by

Ids = dict[str, UUID]
_KINDS = ("professional", "office", "person")


def receivers_for(viewer: Viewer, case: Case) -> list[tuple[str, str]]:
    """(key, label), each once: "office:<id>" and so on, for `receiver_ids`. Three queries."""
    found: dict[str, str] = {}
    for party in parties_of(case):
        if party.to_on is not None:
            continue
        if party.professional_id and party.professional:
            office = party.professional.office
            found[f"professional:{party.professional_id}"] = (
                f"{party.professional}{f' · {office}' if office else ''}"
            )
            if office:
                found[f"office:{office.pk}"] = office.name
        elif party.office_id and party.office:
            found[f"office:{party.office_id}"] = party.office.name
        elif party.person_id:
            found[f"person:{party.person_id}"] = party.shown_name
    offices = appointments_seen_by(viewer).filter(case=case).exclude(office=None)
    for office_id, name in (
        offices.values_list("office_id", "office__name").distinct().order_by("office__name")
    ):
        found.setdefault(f"office:{office_id}", name)
    found[f"person:{case.person_id}"] = f"{case.person.full_name} (client)"
    return list(found.items())


def receiver_ids(key: str) -> Ids:
    """What the actions take for a key; empty for no or an unknown key."""
    kind, _, text = key.partition(":")
    try:
        return {f"{kind}_id": UUID(text)} if kind in _KINDS else {}
    except ValueError:
        return {}


def receiver_key(one: Delivery | Packet) -> tuple[str, str]:
    """The key and name with which it went out: to offer the same again."""
    for kind in _KINDS:
        if found := getattr(one, f"{kind}_id", None):
            return f"{kind}:{found}", str(getattr(one, kind))
    return "", one.to_name
