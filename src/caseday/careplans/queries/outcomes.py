"""What the program measures of a case, from its start on; and how many cases of a fund stand better than at theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.access.viewer import Viewer
from caseday.assessments.queries import Score, get_instruments, scores_of
from caseday.assessments.rules import Instrument
from caseday.assessments.rules.drawing import Picture, picture_of, plain_picture
from caseday.careplans.models import OutcomeValue
from caseday.careplans.permissions import visible_to
from caseday.careplans.rules.outcomes import (
    Course,
    Tally,
    Value,
    change_within,
    ends_for,
    in_order,
    said_unit,
    tally,
    verdict,
)
from caseday.cases.models import Case, Status
from caseday.cases.queries import pack_of
from caseday.kernel.errors import NotFound
from caseday.programs.rules import OutcomeMeasure

_Key = tuple[UUID, str]


@dataclass(frozen=True)
class MeasureLine:
    """One value in a list: typed (`row`), or the score of an assessment."""

    value: Value
    row: OutcomeValue | None = None
    assessment_id: UUID | None = None


@dataclass(frozen=True)
class MeasureRow:
    """One measure of a case; `lines` oldest first. `instrument` is the version that was given last."""

    measure: OutcomeMeasure
    lines: Sequence[MeasureLine]
    instrument: Instrument | None = None

    @property
    def is_read(self) -> bool:
        """From an instrument, so never typed."""
        return bool(self.measure.instrument)

    @property
    def unit_said(self) -> str:
        return said_unit(self.measure.word, self.measure.unit)

    @cached_property
    def course(self) -> Course:
        return Course([one.value for one in self.lines])

    @property
    def verdict(self) -> str:
        return verdict(self.course.change, self.measure.better)

    @property
    def picture(self) -> Picture | None:
        """As scores are drawn; None for fewer than two values."""
        points = [(one.value.on, one.value.value) for one in self.lines]
        if len(points) < 2:
            return None
        if self.instrument is not None and (drawn := picture_of(self.instrument, points)):
            return drawn
        return plain_picture(points, *ends_for(self.measure.unit, [one for _, one in points]))


def outcomes_of(viewer: Viewer, case: Case) -> list[MeasureRow]:
    """Of a case that `get_case` has authorized, in the order of its program. Three queries at most."""
    measures = pack_of(case).outcome_measures
    if not measures:
        return []
    typed = _typed([case.pk])
    scores = _scores([case], viewer.time_zone)
    known = get_instruments({(one.instrument, one.version) for found in scores.values() for one, _ in found})
    return [_row(one, case.pk, typed, scores, known) for one in measures]


def _row(
    measure: OutcomeMeasure,
    case_id: UUID,
    typed: dict[_Key, list[OutcomeValue]],
    scores: dict[_Key, list[tuple[Score, date]]],
    known: dict[tuple[str, str], Instrument],
) -> MeasureRow:
    if not measure.instrument:
        return MeasureRow(measure, [MeasureLine(_value(one), one) for one in typed[case_id, measure.slug]])
    given = _of_one_version(scores[case_id, measure.instrument])
    lines = [MeasureLine(Value(on, one.value), None, one.assessment_id) for one, on in given]
    version = (measure.instrument, given[-1][0].version) if given else ("", "")
    return MeasureRow(measure, lines, known.get(version))


def _value(row: OutcomeValue) -> Value:
    return Value(row.on, row.value, row.point)


def _typed(case_ids: Collection[UUID], last: date | None = None) -> dict[_Key, list[OutcomeValue]]:
    rows = OutcomeValue.objects.filter(case__in=case_ids, voided_at=None)
    if last is not None:
        rows = rows.filter(on__lte=last)
    found: dict[_Key, list[OutcomeValue]] = defaultdict(list)
    for one in rows.select_related("staff").order_by("on", "recorded_at", "pk"):
        found[one.case_id, one.measure].append(one)
    for key, values in found.items():
        found[key] = sorted(values, key=lambda one: (one.on, one.point != OutcomeValue.Point.START))
    return found


def _scores(cases: Iterable[Case], zone: ZoneInfo) -> dict[_Key, list[tuple[Score, date]]]:
    """Oldest first, with the day of each."""
    asked = {case.pk: {one.instrument for one in pack_of(case).outcome_measures} - {""} for case in cases}
    found: dict[_Key, list[tuple[Score, date]]] = defaultdict(list)
    for one in scores_of(asked, set().union(*asked.values())):
        if one.instrument in asked[one.case_id]:
            found[one.case_id, one.instrument].append((one, one.at.astimezone(zone).date()))
    return found


def _of_one_version(scores: list[tuple[Score, date]]) -> list[tuple[Score, date]]:
    """Scores of another version of an instrument are not compared with those of the last."""
    return [one for one in scores if one[0].version == scores[-1][0].version]


@dataclass(frozen=True)
class MeasureCount:
    """Of how many cases a measure stands better than at their start. Sums: no names."""

    measure: OutcomeMeasure
    tally: Tally


def outcome_counts(case_ids: Collection[UUID], first: date, last: date, zone: ZoneInfo) -> list[MeasureCount]:
    """From each case's start to its last value of the period; cases without one are not counted. Three queries."""
    cases = list(Case.objects.filter(pk__in=case_ids))
    typed, scores = _typed(case_ids, last), _scores(cases, zone)
    measures: dict[tuple[str, str, str], OutcomeMeasure] = {}
    changes: dict[tuple[str, str, str], list[Decimal]] = defaultdict(list)
    for case in cases:
        for one in pack_of(case).outcome_measures:
            change = change_within(_course(one, case.pk, typed, scores), first, last)
            key = (one.word, one.unit, one.better)
            if change is not None:
                measures.setdefault(key, one)
                changes[key].append(change)
    return [MeasureCount(measures[key], tally(changes[key], key[2])) for key in sorted(measures)]


def _course(
    measure: OutcomeMeasure,
    case_id: UUID,
    typed: dict[_Key, list[OutcomeValue]],
    scores: dict[_Key, list[tuple[Score, date]]],
) -> Course:
    if not measure.instrument:
        return in_order(_value(one) for one in typed[case_id, measure.slug])
    given = _of_one_version(scores[case_id, measure.instrument])
    return Course([Value(on, one.value) for one, on in given])


def get_outcome(viewer: Viewer, outcome_id: UUID) -> OutcomeValue:
    """NotFound outside the viewer's sight."""
    seen = OutcomeValue.objects.filter(visible_to(viewer), pk=outcome_id)
    found = seen.select_related("case__person").first()
    if found is None:
        raise NotFound
    return found


def outcome_points(case: Case) -> list[tuple[str, str]]:
    """When a value may be of, as a form offers it; a closed case takes what was found at its end."""
    late = (OutcomeValue.Point.CLOSURE, OutcomeValue.Point.AFTER)
    is_closed = case.status == Status.CLOSED
    open_ones = [one for one in OutcomeValue.Point if one != OutcomeValue.Point.AFTER]
    return [(str(one.value), str(one.label)) for one in (late if is_closed else open_ones)]


def case_of_outcome(outcome_id: UUID) -> list[UUID]:
    """For the access log, whoever asks."""
    return list(OutcomeValue.objects.filter(pk=outcome_id).values_list("case_id", flat=True))
