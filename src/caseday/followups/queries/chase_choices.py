"""What the form of a chase offers: whom to reach, what ends it, what it may wait for."""

from dataclasses import dataclass
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import identifiers_of, pack_of, parties_of
from caseday.followups.models import FollowUp, Request
from caseday.followups.queries.chases import todos_to_wait_for
from caseday.followups.queries.request_choices import appointment_of_case
from caseday.followups.queries.requests import requests_seen_by
from caseday.programs.rules import CLIENT, word_of
from caseday.schedule.models import Appointment

_MOST = 20
Choices = list[tuple[str, str]]
Grouped = list[tuple[str, Choices]]


@dataclass(frozen=True)
class Whom:
    """Whom a to-do asks to reach."""

    role: str = ""
    office_id: UUID | None = None
    professional_id: UUID | None = None
    person_id: UUID | None = None


@dataclass(frozen=True)
class ChaseChoices:
    """`whom` by key; `untils` in groups, each key read by `until_of`; `waits_for` by id."""

    whom: dict[str, tuple[str, Whom]]
    untils: Grouped
    waits_for: Choices


def chase_choices(
    viewer: Viewer,
    case: Case | None,
    *,
    request: Request | None = None,
    appointment: Appointment | None = None,
    followup: FollowUp | None = None,
) -> ChaseChoices:
    """Of a case that the caller has fetched; nothing but "nobody" without one. At most seven queries."""
    if case is None:
        return ChaseChoices({}, [], [])
    others = todos_to_wait_for(viewer, case.pk, but=followup.pk if followup else None)
    return ChaseChoices(
        whom=_whom(case, request, followup),
        untils=_untils(case, request, appointment),
        waits_for=[(str(one.pk), one.text) for one in others],
    )


def request_of_case(viewer: Viewer, case_id: UUID, request_id: UUID | None) -> Request | None:
    return requests_seen_by(viewer).filter(pk=request_id, case=case_id).first() if request_id else None


def whom_key(followup: FollowUp, choices: ChaseChoices) -> str:
    """The choice that it has now; "" where nobody is named."""
    now = Whom(followup.reach_role, followup.office_id, followup.professional_id, followup.person_id)
    return next((key for key, (_, whom) in choices.whom.items() if whom == now), "")


def _whom(case: Case, request: Request | None, followup: FollowUp | None) -> dict[str, tuple[str, Whom]]:
    pack = pack_of(case)
    found = {
        CLIENT: (f"{case.person.called} · {pack.words.client}", Whom(CLIENT, person_id=case.person_id)),
    }
    if request and request.office:
        role = request.professional.role if request.professional else ""
        found["asked"] = (request.office.name, Whom(role[:40], request.office_id, request.professional_id))
    for one in parties_of(case):
        if one.to_on is None:
            label = f"{one.shown_name} · {word_of(pack.party_roles, one.role).lower()}"
            found[str(one.pk)] = (label, Whom(one.role, one.office_id, one.professional_id, one.person_id))
    return found | _present(followup, found)


def _present(followup: FollowUp | None, found: dict[str, tuple[str, Whom]]) -> dict[str, tuple[str, Whom]]:
    """Whom it names already, where that is none of the others."""
    if followup is None:
        return {}
    now = Whom(followup.reach_role, followup.office_id, followup.professional_id, followup.person_id)
    if now == Whom() or now in [whom for _, whom in found.values()]:
        return {}
    named = (
        followup.professional or followup.office or followup.person or followup.reach_role.replace("_", " ")
    )
    return {"present": (str(named), now)}


def _untils(case: Case, request: Request | None, appointment: Appointment | None) -> Grouped:
    pack = pack_of(case)
    kind = pack.request_kind(request.kind) if request else None
    steps = [(f"step:{one.slug}", one.word) for one in kind.steps] if kind else []
    about = appointment or (request.appointment if request else None)
    papers: Choices = [(f"document:{one.slug}", one.word) for one in pack.document_kinds]
    if about is not None:
        its_own = [one for one in pack.document_kinds if one.is_report_of_visit]
        papers = [
            *((f"document:{one.slug}:{about.pk}", f"{one.word} of {about.title}") for one in its_own),
            *papers,
        ]
    numbers = [
        (f"read_back:{one.pk}", f"{word_of(pack.identifier_kinds, one.kind)} {one.value}")
        for one in identifiers_of(case)
        if not one.is_retired
    ]
    groups = [
        ("A step is verified", steps),
        ("A paper is here", papers),
        ("There is a new date", _dates(case, about)),
        ("They read the number back right", numbers),
    ]
    return [(word, choices) for word, choices in groups if choices]


def _dates(case: Case, about: Appointment | None) -> Choices:
    """Appointments that wait for a new date, and the one that the chase is about."""
    waiting = list(
        case.appointments.filter(needs_new_date=True, replaced_by=None).order_by("starts_at")[:_MOST]
    )
    if about is not None and about not in waiting:
        waiting.insert(0, about)
    return [(f"new_date:{one.pk}", one.title) for one in waiting]


def about_appointment(case: Case | None, appointment_id: UUID | None) -> Appointment | None:
    return appointment_of_case(case, appointment_id) if case else None
