"""What a form lets one choose from."""

from caseday.funding.models import FundUnit, HmisAnswers
from caseday.funding.queries.counting import MILEAGE, NO_SHOW
from caseday.journal.models import ActivityKind

Choices = list[tuple[str, str]]
ENTRY = HmisAnswers.Stage.ENTRY.value


def unit_kinds() -> Choices:
    return [(str(value), str(word)) for value, word in FundUnit.Kind.choices]


def limit_stretches() -> Choices:
    return [(str(value), str(word)) for value, word in FundUnit.Per.choices]


def entry_kinds() -> Choices:
    """Kinds of the journal, and what programs have codes for besides."""
    kinds = [(str(value), str(word)) for value, word in ActivityKind.choices]
    return [*kinds, (NO_SHOW, "Visits where the client was not there"), (MILEAGE, "Miles")]


def hmis_stages() -> list[tuple[int, str]]:
    return [(one.value, str(one.label)) for one in HmisAnswers.Stage]
