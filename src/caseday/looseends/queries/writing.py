"""Whom a loose end is about, where they can be written to: a tap that begins the message, for lists that are shown."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models import Q

from caseday.access.permissions import can_work_on_cases
from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.cases.models import Party
from caseday.looseends.rules import LooseEnd, Reach, Tap
from caseday.people.models import ContactPoint

_CLIENT = "client"
_DECLINED = ContactPoint.Consent.DECLINED


@dataclass
class _Known:
    """Keys of receivers, as the page for writing knows them, by case and role or office; of clients by case."""

    clients: dict[UUID, str] = field(default_factory=dict)
    roles: dict[tuple[UUID, str], str] = field(default_factory=dict)
    offices: dict[tuple[UUID, UUID], str] = field(default_factory=dict)


def with_writing(viewer: Viewer, ends: Sequence[LooseEnd]) -> list[LooseEnd]:
    """Each that can be written about has a tap for it; two queries."""
    asked = [one for one in ends if one.case_id and one.reach and not _is_written(one)]
    if not asked or not can_work_on_cases(viewer):
        return list(ends)
    known = _known_of({one.case_id for one in asked if one.case_id})
    return [_with_tap(one, known) for one in ends]


def _is_written(end: LooseEnd) -> bool:
    return any(tap.url_name.startswith("correspondence:") for tap in end.taps)


def _with_tap(end: LooseEnd, known: _Known) -> LooseEnd:
    if end.case_id is None or end.reach is None or _is_written(end):
        return end
    key = _key_of(end.case_id, end.reach, known)
    if not key:
        return end
    about = (("case", str(end.case_id)), ("to", key))
    request = (("request", str(end.request_id)),) if end.request_id else ()
    return replace(end, taps=(*end.taps, Tap("Write", "correspondence:compose", query=(*about, *request))))


def _key_of(case_id: UUID, reach: Reach, known: _Known) -> str:
    """As a call goes: to the office that is named, else to who has the role; nobody named is the client."""
    of_office = known.offices.get((case_id, reach.office_id), "") if reach.office_id else ""
    of_role = known.roles.get((case_id, reach.role), "")
    if reach.role == _CLIENT and (reach.is_role_first or not reach.office_id):
        return known.clients.get(case_id, "")
    found = (of_role or of_office) if reach.is_role_first else (of_office or of_role)
    is_nobody = not reach.role and not reach.office_id
    return found or (known.clients.get(case_id, "") if is_nobody else "")


def _known_of(case_ids: Collection[UUID]) -> _Known:
    known = _Known()
    for case_id, person_id in _CLIENTS.rows(case_ids=case_ids):
        known.clients[case_id] = f"person:{person_id}"
    _note_parties(known, _PARTIES.rows(case_ids=case_ids))
    return known


def _note_parties(known: _Known, rows: Iterable[tuple[object, ...]]) -> None:
    """The one who came last stands for a role."""
    for case_id, role, pk, professional_id, person_id, office_id, their_office_id in rows:
        key = (
            f"professional:{professional_id}" if professional_id
            else f"person:{person_id}" if person_id
            else f"office:{office_id}" if office_id else f"party:{pk}"
        )  # fmt: skip
        known.roles[case_id, str(role)] = key  # type: ignore[index]
        for one in (office_id, their_office_id):
            if one:
                known.offices.setdefault((case_id, one), key)  # type: ignore[arg-type]


_CLIENTS = Spelled(
    lambda case_ids: (
        ContactPoint.objects.filter(
            Q(system="email") & ~Q(email_consent=_DECLINED) | Q(system="phone") & ~Q(text_consent=_DECLINED),
            person__cases__in=case_ids,
            is_retired=False,
        )
        .order_by()
        .values_list("person__cases", "person_id")
        .distinct()
    )
)
_REACHED = (
    Q(email__gt="") | Q(professional__email__gt="") | Q(professional__fax__gt="") | Q(office__email__gt="")
    | Q(office__fax__gt="") | Q(professional__office__fax__gt="")
    | Q(person__contact_points__system="email", person__contact_points__is_retired=False)
)  # fmt: skip
_PARTIES = Spelled(
    lambda case_ids: (
        Party.objects.filter(_REACHED, case__in=case_ids, to_on=None)
        .order_by("pk")
        .values_list(
            "case_id", "role", "pk", "professional_id", "person_id", "office_id", "professional__office_id"
        )
        .distinct()
    )
)
