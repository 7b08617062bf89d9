"""In: a pack, and where a case stands. Out: how often the client is seen, others spoken with, and reports owed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from caseday.programs.rules.pack import Pack
from caseday.programs.rules.parts import word_of
from caseday.programs.rules.scopes import span_words


@dataclass(frozen=True)
class Expected:
    """What is expected at this point of the case, each in words."""

    visits: tuple[str, ...]
    contacts: tuple[str, ...]
    reports: tuple[str, ...]


def expected_of(pack: Pack, *, stage: str, jurisdiction: str, case_type: str, on: date) -> Expected:
    visits = [
        one
        for one in pack.visit_rules
        if one.holds_in(stage, jurisdiction=jurisdiction, case_type=case_type, on=on)
    ]
    contacts = [
        one
        for one in pack.contact_rules
        if one.holds_in(stage, jurisdiction=jurisdiction, case_type=case_type, on=on)
    ]
    return Expected(
        visits=tuple(_with_rhythm(one.word, one.every, one.unit) for one in visits),
        contacts=tuple(_with_rhythm(one.word, one.every, one.unit) for one in contacts),
        reports=tuple(_reports(pack, jurisdiction, case_type, on)),
    )


def _reports(pack: Pack, jurisdiction: str, case_type: str, on: date) -> Iterator[str]:
    for one in pack.report_types:
        if one.every and one.holds(jurisdiction=jurisdiction, case_type=case_type, on=on):
            said = span_words(one.every, one.unit)
            when = f"within {'one ' if one.every == 1 else ''}{said}" if one.is_once else f"every {said}"
            to = " and ".join(word_of(pack.party_roles, role) for role in one.to_roles)
            yield f"{one.word}, {when}{f', to {to}' if to else ''}"


def _with_rhythm(word: str, every: int, unit: str) -> str:
    return f"{word}: every {span_words(every, unit)}"
