"""A request's checklist: where each line stands, who is to be called next, and what stands out before the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects

from caseday.access.viewer import Viewer
from caseday.cases.queries import pack_of
from caseday.followups.models import ReadinessLine, Request
from caseday.followups.queries.chases import Reach, desk_of, has_desk_for, reaches_in_case
from caseday.followups.queries.requests import requests_seen_by
from caseday.followups.rules import (
    LineFact,
    LineState,
    Readiness,
    Setting,
    days_left,
    moved_words,
    readiness,
    state_of,
)
from caseday.kernel.errors import NotFound
from caseday.programs.rules import CASE_MANAGER, CLIENT, Checklist, Pack, word_of
from caseday.schedule.models import State

_MOST = 200
LONGEST_DAYS_BEFORE = 60
"""What a pack and a line of one's own may ask for at most."""
OFF = (State.CANCELLED, State.NO_SHOW, State.AWAITING_NEW_DATE, State.DONE)


@dataclass(frozen=True)
class ShownLine:
    """`asked` are the roles that may confirm it, as the program calls them, the usual one first."""

    row: ReadinessLine
    state: LineState
    meaning: str
    asked: tuple[tuple[str, str], ...]
    said_role: str = ""
    """Of whoever confirmed it."""
    moved: str = ""
    """`confirmed for Tue, Mar 3, moved to Thu, Mar 5: ask again`"""


@dataclass(frozen=True)
class NextCall:
    """One call, and every line that it settles; `stands_out` where one of them is pressing."""

    role: str
    role_word: str
    reach: Reach
    lines: tuple[str, ...]
    stands_out: bool


@dataclass(frozen=True)
class ReadinessSheet:
    request: Request
    lines: list[ShownLine]
    left: int | None
    counts: Readiness
    calls: list[NextCall]
    zone: ZoneInfo
    has_checklist: bool
    """Whether the program has one for this kind of request."""


def readiness_sheet(viewer: Viewer, request_id: UUID, *, now: datetime) -> ReadinessSheet:
    """The page, in at most eight queries; NotFound outside the viewer's sight."""
    request = get_request_row(viewer, request_id)
    pack, zone = pack_of(request.case), zone_of(request, viewer.time_zone)
    left = days_left(request.appointment.starts_at if request.appointment else None, now, zone)
    checklist = checklist_of(pack, request)
    lines = [_shown(one, request, left, zone) for one in request.readiness.all()]
    return ReadinessSheet(
        request=request,
        lines=lines,
        left=left,
        counts=readiness([fact_of(one.row, one.moved) for one in lines], left),
        calls=_calls(request, lines, pack),
        zone=zone,
        has_checklist=checklist is not None,
    )


def get_request_row(viewer: Viewer, request_id: UUID) -> Request:
    found = requests_seen_by(viewer).filter(pk=request_id).first()
    if found is None:
        raise NotFound
    return found


def get_line(viewer: Viewer, line_id: UUID) -> ReadinessLine:
    """With its request, case and day; NotFound outside the viewer's sight."""
    seen = ReadinessLine.objects.filter(pk=line_id, request__in=requests_seen_by(viewer).values("pk"))
    found = seen.select_related("request__case", "request__appointment__office").first()
    if found is None:
        raise NotFound
    return found


def case_of_line(line_id: UUID) -> list[UUID]:
    """For the access log, whoever asks."""
    return list(ReadinessLine.objects.filter(pk=line_id).values_list("request__case_id", flat=True))


def checklist_of(pack: Pack, request: Request) -> Checklist | None:
    kind = pack.request_kind(request.kind)
    return pack.checklist(kind.checklist) if kind and kind.checklist else None


def zone_of(request: Request, otherwise: ZoneInfo) -> ZoneInfo:
    """Of the place of the day; days are counted there."""
    return ZoneInfo(request.appointment.time_zone) if request.appointment else otherwise


def setting_of(request: Request) -> Setting:
    """When and where its day is to be, as it is set now."""
    day = request.appointment
    if day is None:
        return Setting(None)
    return Setting(day.starts_at, day.office.name if day.office else day.place)


def moved_since(row: ReadinessLine, request: Request, zone: ZoneInfo) -> str:
    """Of a line that depends on the day: for which other one it was confirmed; "" where it stands."""
    checklist = checklist_of(pack_of(request.case), request)
    known = checklist.line(row.slug) if checklist else None
    if row.confirmed_at is None or (known is not None and not known.depends_on_day):
        return ""
    was = Setting(row.confirmed_for_at, row.confirmed_for_place)
    return moved_words(was, setting_of(request), zone)


def fact_of(row: ReadinessLine, moved: str) -> LineFact:
    return LineFact(row.is_needed, row.confirmed_at, row.verified_at, row.stands_out_days_before, bool(moved))


def _shown(row: ReadinessLine, request: Request, left: int | None, zone: ZoneInfo) -> ShownLine:
    pack = pack_of(request.case)
    checklist = checklist_of(pack, request)
    known = checklist.line(row.slug) if checklist else None
    roles = known.confirmed_by if known else ()
    moved = moved_since(row, request, zone)
    return ShownLine(
        row=row,
        moved=moved,
        state=state_of(fact_of(row, moved), left),
        meaning=known.meaning if known else "",
        asked=tuple((role, role_word(pack, role)) for role in roles),
        said_role=role_word(pack, row.confirmed_role) if row.confirmed_role else "",
    )


def role_word(pack: Pack, role: str) -> str:
    if role == CLIENT:
        return pack.words.client.capitalize()
    return "Case manager" if role == CASE_MANAGER else word_of(pack.party_roles, role)


def _calls(request: Request, lines: Sequence[ShownLine], pack: Pack) -> list[NextCall]:
    """Each unconfirmed line with the first of its people who has a number: a party, or a desk of the office asked.

    What stands out comes first.
    """
    asked = [one for one in lines if one.state in (LineState.OPEN, LineState.STANDS_OUT) and one.asked]
    roles = {role for one in asked for role, _ in one.asked}
    prefetch_related_objects([request.office] if request.office else [], "phones")
    reaches = reaches_in_case(request.case_id, roles) if roles else {}
    if office := request.office:
        reaches |= {
            role: desk_of(office, role) for role in roles - set(reaches) if has_desk_for(office, role)
        }
    by_role: dict[str, list[ShownLine]] = {}
    for one in asked:
        by_role.setdefault(_first_reached(one, reaches), []).append(one)
    calls = [_call(role, some, reaches.get(role, Reach("")), pack) for role, some in by_role.items()]
    return sorted(calls, key=lambda call: (not call.stands_out, -len(call.lines)))


def _first_reached(line: ShownLine, reaches: dict[str, Reach]) -> str:
    roles = [role for role, _ in line.asked]
    return next((role for role in roles if role in reaches and reaches[role].number), roles[0])


def _call(role: str, lines: list[ShownLine], reach: Reach, pack: Pack) -> NextCall:
    return NextCall(
        role=role,
        role_word=role_word(pack, role),
        reach=reach,
        lines=tuple(one.row.word for one in lines),
        stands_out=any(one.state is LineState.STANDS_OUT for one in lines),
    )
