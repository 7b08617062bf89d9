"""Where cases stand: what is missing before the next stage, how it went so far, and the supervisor's board."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Goal, StageChange, Status
from caseday.cases.queries.one import cases_seen_by, get_case, pack_of
from caseday.cases.rules.stages import (
    Asked,
    Missing,
    StageStep,
    age_in_days,
    asked_for,
    line_of,
    missing_for,
)
from caseday.cases.stage_facts import asked_by_name, is_true
from caseday.programs.rules import Pack, Stage, find_kind, word_of


def stage_line(case: Case) -> list[StageStep]:
    """As it is drawn on the case's facts; no query."""
    return line_of(pack_of(case).stages, case.stage)


@dataclass(frozen=True)
class WayOn:
    """A stage that may follow, and what is missing before it. `is_barred`: not even with a reason."""

    stage: Stage
    missing: list[Missing]
    asked: tuple[Asked, ...] = ()
    """What it asks for by name, such as each consent: there, run out, or missing."""

    @property
    def is_barred(self) -> bool:
        return bool(self.missing) and self.stage.is_strict


def missing_before(viewer: Viewer, case: Case, stage: str, now: datetime) -> list[Missing]:
    """Of a case in sight. At most two queries for each condition of the stage."""
    pack = pack_of(case)
    found = find_kind(pack.stages, stage)
    if found is None:
        return []
    return missing_for(
        found,
        pack,
        lambda name, subject: is_true(name, viewer, case, now, subject),
        lambda name, subject: asked_by_name(name, viewer, case, now, subject),
    )


def ways_on(viewer: Viewer, case_id: UUID, now: datetime) -> list[WayOn]:
    """The stages that may follow the present one, in the pack's order; NotFound outside sight."""
    case = get_case(viewer, case_id)
    pack = pack_of(case)
    told = lru_cache(lambda name, subject: is_true(name, viewer, case, now, subject))
    present = find_kind(pack.stages, case.stage)
    after = present.next if present else [one.slug for one in pack.stages]
    named = lru_cache(lambda name, subject: asked_by_name(name, viewer, case, now, subject))
    return [
        WayOn(one, missing_for(one, pack, told, named), asked_for(one, named))
        for one in pack.stages
        if one.slug in after
    ]


@dataclass(frozen=True)
class Stay:
    """How long a case was in a stage; `until` None for the present one."""

    word: str
    since: datetime
    until: datetime | None
    by: str
    missing: str
    reason: str
    days: int


def stage_history(viewer: Viewer, case_id: UUID, now: datetime) -> list[Stay]:
    """The latest first; two queries. Empty for a case that never changed its stage since stages are counted."""
    case = get_case(viewer, case_id)
    stages = pack_of(case).stages
    rows = list(case.stage_changes.select_related("staff").order_by("at", "pk"))
    ends = [*(one.at for one in rows), None][1:]
    stays = [
        Stay(
            word_of(stages, one.stage),
            one.at,
            until,
            one.staff.name if one.staff else "Caseday",
            one.missing,
            one.reason,
            age_in_days(one.at, until or now),
        )
        for one, until in zip(rows, ends, strict=True)
    ]
    return stays[::-1]


@dataclass(frozen=True)
class BoardCase:
    case: Case
    days: int
    """In this stage."""


@dataclass
class BoardStage:
    slug: str
    word: str
    cases: list[BoardCase] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.cases)

    @property
    def longest_days(self) -> int:
        return max((one.days for one in self.cases), default=0)


@dataclass
class BoardProgram:
    slug: str
    word: str
    stages: list[BoardStage]

    @property
    def count(self) -> int:
        return sum(one.count for one in self.stages)


_MOST = 2_000


def stage_board(viewer: Viewer, now: datetime, *, worker_id: UUID | None = None) -> list[BoardProgram]:
    """Open and held cases in sight by program and stage, the longest there first; one query."""
    rows = cases_seen_by(viewer).exclude(status=Status.CLOSED).select_related("person", "assigned_to")
    if worker_id:
        rows = rows.filter(assigned_to=worker_id)
    programs: dict[str, BoardProgram] = {}
    for case in rows.order_by("pk")[:_MOST]:
        board = programs.setdefault(case.program, _empty(case.program, pack_of(case)))
        _stage_in(board, case).cases.append(
            BoardCase(case, age_in_days(case.stage_at or case.referred_at, now))
        )
    for program in programs.values():
        for stage in program.stages:
            stage.cases.sort(key=lambda one: -one.days)
    return sorted(programs.values(), key=lambda one: one.word)


def _empty(slug: str, pack: Pack) -> BoardProgram:
    return BoardProgram(slug, pack.word, [BoardStage(one.slug, one.word) for one in pack.stages])


def _stage_in(board: BoardProgram, case: Case) -> BoardStage:
    """A stage that only the case's own version knows is added where it comes up."""
    found = next((one for one in board.stages if one.slug == case.stage), None)
    if found is None:
        found = BoardStage(case.stage, word_of(pack_of(case).stages, case.stage))
        board.stages.append(found)
    return found


def stages_entered(case_ids: Iterable[UUID]) -> dict[UUID, dict[str, datetime]]:
    """When each of these cases first came into each stage; whoever asks has them in hand. One query."""
    entered: dict[UUID, dict[str, datetime]] = {}
    rows = StageChange.objects.filter(case__in=list(case_ids)).order_by("at")
    for case_id, stage, at in rows.values_list("case_id", "stage", "at"):
        entered.setdefault(case_id, {}).setdefault(stage, at)
    return entered


def has_made_first_contacts(viewer: Viewer, case: Case, now: datetime, subject: str) -> bool:
    return not case.first_contacts.filter(met_at=None, waived_reason="").exists()


def has_goals(viewer: Viewer, case: Case, now: datetime, subject: str) -> bool:
    return case.goals.exclude(state=Goal.State.DROPPED).exists()


def knows_work_status(viewer: Viewer, case: Case, now: datetime, subject: str) -> bool:
    return case.work_statuses.filter(voided_at=None).exists()


def has_closure_reason(viewer: Viewer, case: Case, now: datetime, subject: str) -> bool:
    return bool(case.closure_reason)
