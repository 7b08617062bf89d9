"""What a form lets one choose from."""

from caseday.funding.models import FundUnit, HmisAnswers, Per
from caseday.funding.queries.counting import MILEAGE, NO_SHOW, OpenEntry, codes_offered
from caseday.journal.models import ActivityKind

Choices = list[tuple[str, str]]
ENTRY = HmisAnswers.Stage.ENTRY.value


def unit_kinds() -> Choices:
    return [(str(value), str(word)) for value, word in FundUnit.Kind.choices]


def limit_stretches() -> Choices:
    return [(str(value), str(word)) for value, word in Per.choices]


def entry_kinds() -> Choices:
    """Kinds of the journal, and what programs have codes for besides."""
    kinds = [(str(value), str(word)) for value, word in ActivityKind.choices]
    return [*kinds, (NO_SHOW, "Visits where the client was not there"), (MILEAGE, "Miles")]


def code_choices(entry: OpenEntry, *, is_chosen: bool = False) -> Choices:
    """Codes of the program, those for such an entry first; before them what counts where none is chosen."""
    nothing = not (is_chosen or entry.code or entry.activity_code)
    first = "Nothing is proposed: choose a code" if nothing else "As is proposed for this entry"
    codes = codes_offered(entry.activity, entry.on, entry.part)
    return [("", first), *((one.slug, f"{one.word} ({one.code})" if one.code else one.word) for one in codes)]


def hmis_stages() -> list[tuple[int, str]]:
    return [(one.value, str(one.label)) for one in HmisAnswers.Stage]
