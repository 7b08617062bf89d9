"""What assessments say for the plan and for the stages of a case."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.assessments.models import Answer, Assessment
from caseday.assessments.queries.assessments import Line, assessments_of_case, value_of
from caseday.assessments.rules import needs_of


@dataclass(frozen=True)
class Finding:
    """What a filed or finished assessment says that the plan may take up; `needs` are (domain, words)."""

    assessment_id: UUID
    case_id: UUID
    instrument: str
    title: str
    score: Decimal
    band: str
    word: str
    meaning: str
    needs: tuple[tuple[str, str], ...]
    found_at: datetime


def findings_of(viewer: Viewer, case_id: UUID, *, language: str = "en") -> list[Finding]:
    """Of the newest scored assessment of each instrument, where its band or an answer suggests a need. One query beside
    those of `assessments_of_case`. NotFound outside sight."""
    page = assessments_of_case(viewer, case_id)
    newest = [lines[-1] for lines in page.scored.values()]
    given = _answers_of([one.row for one in newest])
    found = [_finding(one, given.get(one.row.pk, {}), language) for one in newest]
    return sorted((one for one in found if one.needs), key=lambda one: one.found_at, reverse=True)


def _answers_of(rows: Collection[Assessment]) -> dict[UUID, dict[str, object]]:
    found: dict[UUID, dict[str, object]] = {}
    for one in Answer.objects.filter(assessment__in=rows, replaced_at=None) if rows else ():
        found.setdefault(one.assessment_id, {})[one.item] = one.value
    return found


def _finding(line: Line, given: Mapping[str, object], language: str) -> Finding:
    row, band, by_link = line.row, line.band, line.instrument.by_link
    assert row.score is not None
    held = {link: value_of(by_link[link], value) for link, value in given.items() if link in by_link}
    answers = {link: value for link, value in held.items() if value is not None}
    return Finding(
        assessment_id=row.pk,
        case_id=row.case_id,
        instrument=row.instrument,
        title=line.instrument.title.said_in(language),
        score=row.score,
        band=row.band,
        word=band.word.said_in(language) if band else "",
        meaning=band.meaning.said_in(language) if band else "",
        needs=tuple(
            (need.domain, need.text.said_in(language)) for need in needs_of(line.instrument, answers, band)
        ),
        found_at=line.at,
    )


def is_assessment_done(case_id: UUID, instrument: str, *, since: datetime | None = None) -> bool:
    """Whether a case that the caller has authorized has this instrument filed (since a moment): the stage condition
    `assessment_done:<instrument>`. One query."""
    done = Assessment.objects.filter(case=case_id, instrument=instrument, state=Assessment.State.REVIEWED)
    return (done.filter(finished_at__gte=since) if since else done).exists()


def instruments_done(case_ids: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """The same for many cases at once; one query."""
    found: dict[UUID, set[str]] = {}
    done = Assessment.objects.filter(case__in=case_ids, state=Assessment.State.REVIEWED).order_by()
    for case_id, instrument in done.values_list("case_id", "instrument").distinct():
        found.setdefault(case_id, set()).add(instrument)
    return {case_id: frozenset(slugs) for case_id, slugs in found.items()}
