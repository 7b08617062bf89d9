"""Who has which of the case's numbers as what: the latest that each of them read back."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from caseday.access.spelled import SpelledObjects
from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Identifier, ReadBack
from caseday.cases.queries.one import case_item, cases_seen_by
from caseday.cases.rules import normalize_identifier


@dataclass(frozen=True)
class Holder:
    """Somebody who read a number back, by what they read last. Held against the number as it is now."""

    latest: ReadBack

    @property
    def is_right(self) -> bool:
        return normalize_identifier(self.latest.heard) == self.latest.identifier.normalized

    @property
    def name(self) -> str:
        """The office, and who answered there."""
        one = self.latest
        person = one.professional.name if one.professional else one.with_name
        return ", ".join(part for part in (one.office.name if one.office else "", person) if part)

    @property
    def office_name(self) -> str:
        return self.latest.office.name if self.latest.office else self.name

    @property
    def source(self) -> str:
        """From whom they have it, as they say; "" where nobody asked."""
        one = self.latest
        office = one.source_office.name if one.source_office else ""
        return ", ".join(dict.fromkeys(part for part in (one.source_name.strip(), office) if part))

    @property
    def key(self) -> tuple[str, str]:
        return _who(self.latest)


def get_identifier(viewer: Viewer, identifier_id: UUID) -> Identifier:
    """With its case and issuer; NotFound outside sight."""
    return case_item(viewer, Identifier, identifier_id)


def holders_of(viewer: Viewer, identifier_id: UUID) -> list[Holder]:
    """Everybody who ever read this number back, those who have it wrong first; one query."""
    seen = ReadBack.objects.filter(identifier=identifier_id, case__in=cases_seen_by(viewer))
    return sorted(_newest(_latest_first(seen)), key=lambda one: one.is_right)


def wrong_holders(case: Case) -> list[Holder]:
    """Of a case in sight: who has a number of it wrong, by what they read last; the latest first, one query."""
    return [one for one in _newest(_LIVE.objects(case_id=case.pk)) if not one.is_right]


def same_source_holders(viewer: Viewer, read_back_id: UUID) -> list[Holder]:
    """Others who say that they have the number from the same source, and may have it wrong too; two queries."""
    known = ReadBack.objects.filter(case__in=cases_seen_by(viewer)).select_related("source_office")
    asked = known.filter(pk=read_back_id).first()
    source = _source(asked) if asked else ""
    if asked is None or not source:
        return []
    others = (one for one in holders_of(viewer, asked.identifier_id) if one.key != _who(asked))
    return [one for one in others if _source(one.latest) == source]


def case_of_identifier(identifier_id: UUID) -> list[UUID]:
    """For the access log, whoever asks."""
    return list(Identifier.objects.filter(pk=identifier_id).values_list("case_id", flat=True))


def _latest_first(read_backs: QuerySet[ReadBack]) -> QuerySet[ReadBack]:
    around = ("identifier", "case__person", "office", "professional", "source_office")
    return read_backs.select_related(*around).order_by("-read_at", "-pk")


_LIVE = SpelledObjects(
    lambda case_id: _latest_first(ReadBack.objects.filter(case=case_id, identifier__is_retired=False))
)


def _newest(read_backs: Iterable[ReadBack]) -> list[Holder]:
    """Of each holder of each number. A case has few read-backs, so all of them are looked at."""
    newest: dict[tuple[UUID, tuple[str, str]], Holder] = {}
    for one in read_backs:
        newest.setdefault((one.identifier_id, _who(one)), Holder(one))
    return list(newest.values())


def _who(one: ReadBack) -> tuple[str, str]:
    return holder_key(one.office_id, one.professional_id, one.with_name)


def holder_key(office_id: UUID | None, professional_id: UUID | None, with_name: str) -> tuple[str, str]:
    """An office is one holder, whoever answers there."""
    if office_id:
        return "office", str(office_id)
    if professional_id:
        return "professional", str(professional_id)
    return "name", with_name.casefold().strip()


def _source(one: ReadBack) -> str:
    return (one.source_office.name if one.source_office else one.source_name).casefold().strip()
