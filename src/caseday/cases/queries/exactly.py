"""What access may ask about cases outside anybody's sight: numbers for its log, and the case behind an exact number."""

from collections.abc import Iterable
from uuid import UUID

from caseday.cases.models import Assignment, Case, Identifier
from caseday.cases.rules import normalize_identifier


def case_numbers(case_ids: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Case.objects.filter(pk__in=set(case_ids)).values_list("pk", "number"))


def case_behind(text: str) -> UUID | None:
    """The one case of exactly this case number or identifier; None for no case, and for more than one."""
    by_number = Case.objects.filter(number__iexact=text.strip()).values_list("pk", flat=True).first()
    if by_number:
        return by_number
    same = Identifier.objects.filter(normalized=normalize_identifier(text), is_retired=False).exclude(
        normalized=""
    )
    cases = set(same.values_list("case_id", flat=True).distinct()[:2])
    return cases.pop() if len(cases) == 1 else None


def cases_of_client(person_id: UUID) -> list[UUID]:
    """For the access log, whoever asks: a page of a person shows something of each of their cases."""
    return list(Case.objects.filter(person=person_id).values_list("pk", flat=True))


def case_of_assignment(assignment_id: UUID) -> list[UUID]:
    return list(Assignment.objects.filter(pk=assignment_id).values_list("case_id", flat=True))
