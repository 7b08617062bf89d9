"""What physicians allow at work, and what the employer offered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from caseday.access.spelled import SpelledObjects
from caseday.access.viewer import Viewer
from caseday.cases.models import Case, DutyOffer, Status, WorkStatus
from caseday.cases.queries.one import cases_seen_by, get_case, pack_of
from caseday.cases.rules.work_status import (
    Offer,
    Spell,
    Timeline,
    Trouble,
    restriction_words,
    status_on,
    timeline,
    troubles,
)
from caseday.kernel.errors import NotFound
from caseday.programs.rules import word_of


@dataclass(frozen=True)
class WorkStatusPage:
    case: Case
    present: WorkStatus | None
    statuses: list[WorkStatus]
    voided: list[WorkStatus]
    offers: list[DutyOffer]
    line: Timeline
    troubles: list[Trouble]


def work_statuses_of(viewer: Viewer, case_id: UUID) -> list[WorkStatus]:
    """Those that count, the latest first; with physician. Two queries."""
    case = get_case(viewer, case_id)
    return list(_around(case.work_statuses.filter(voided_at=None)).order_by("-from_on", "-recorded_at"))


def present_work_status(case: Case, on: date) -> WorkStatus | None:
    """Of a case in sight: what holds on a day; one query."""
    return _present(_STATUSES.objects(case_id=case.pk), on)


def work_status_on(viewer: Viewer, case_id: UUID, on: date) -> WorkStatus | None:
    """What holds on a day; None where nothing was said, or it has expired."""
    return _present(work_statuses_of(viewer, case_id), on)


def work_status_page(viewer: Viewer, case_id: UUID, *, today: date) -> WorkStatusPage:
    """Everything about work on one case, in four queries."""
    case = get_case(viewer, case_id)
    rows = list(_around(case.work_statuses.all()).order_by("-from_on", "-recorded_at"))
    statuses = [one for one in rows if one.voided_at is None]
    spells = [spell_of(one) for one in statuses]
    offers = list(case.duty_offers.select_related("work_status").order_by("-offered_on", "-pk"))
    made = [Offer(one.offered_on, one.answer, one.answered_on, one.text) for one in offers]
    return WorkStatusPage(
        case=case,
        present=_present(statuses, today),
        statuses=statuses,
        voided=[one for one in rows if one.voided_at],
        offers=offers,
        line=timeline(spells, today=today, onset_on=case.onset_on, offers=made),
        troubles=[] if case.status == Status.CLOSED else troubles(spells, today),
    )


def get_work_status(viewer: Viewer, status_id: UUID) -> WorkStatus:
    seen = WorkStatus.objects.filter(case__in=cases_seen_by(viewer)).select_related("case__person")
    found = seen.filter(pk=status_id).first()
    if found is None:
        raise NotFound
    return found


def get_duty_offer(viewer: Viewer, offer_id: UUID) -> DutyOffer:
    seen = DutyOffer.objects.filter(case__in=cases_seen_by(viewer)).select_related("case__person")
    found = seen.filter(pk=offer_id).first()
    if found is None:
        raise NotFound
    return found


def restrictions_in_words(status: WorkStatus) -> list[str]:
    """ "Lift at most 20 lb": each as it can be read out."""
    kinds = pack_of(status.case).restriction_kinds
    return [restriction_words(word_of(kinds, one["kind"]), one) for one in status.restrictions]


def work_status_kinds() -> list[tuple[str, str]]:
    return list(WorkStatus.Kind.choices)


def duty_answers() -> list[tuple[str, str]]:
    """What may become of an offer."""
    return [(value, label) for value, label in DutyOffer.Answer.choices if value]


def spell_of(status: WorkStatus) -> Spell:
    return Spell(
        id=status.pk,
        kind=status.kind,
        from_on=status.from_on,
        until_on=status.until_on,
        by=status.physician,
        recorded_at=status.recorded_at,
        document_id=status.document_id,
    )


def case_of_work_status(status_id: UUID) -> list[UUID]:
    """For the access log, whoever asks."""
    return list(WorkStatus.objects.filter(pk=status_id).values_list("case_id", flat=True))


def case_of_duty_offer(offer_id: UUID) -> list[UUID]:
    """For the access log, whoever asks."""
    return list(DutyOffer.objects.filter(pk=offer_id).values_list("case_id", flat=True))


def _present(statuses: Iterable[WorkStatus], on: date) -> WorkStatus | None:
    by_id = {one.pk: one for one in statuses}
    found = status_on([spell_of(one) for one in by_id.values()], on)
    return by_id[found.id] if found else None


def _around(rows: QuerySet[WorkStatus]) -> QuerySet[WorkStatus]:
    return rows.select_related("case", "professional", "staff")


_STATUSES = SpelledObjects(
    lambda case_id: _around(WorkStatus.objects.filter(case=case_id, voided_at=None)).order_by()
)
