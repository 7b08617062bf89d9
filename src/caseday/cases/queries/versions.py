"""Which version of its program a case has, and what a move to the one in force would change."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count

from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Party, Status
from caseday.cases.moved_requests import open_requests_of
from caseday.cases.queries.one import cases_seen_by, get_case, pack_of
from caseday.cases.queries.who import resolve_who
from caseday.cases.rules.moving import Standing, effects_on, lost_by
from caseday.cases.rules.moving_requests import OpenRequest, RequestMove, move_of_request
from caseday.programs.queries import InForce, in_force, pack_for
from caseday.programs.rules import Pack
from caseday.programs.rules.versions import Difference, differences, plain_values


@dataclass(frozen=True)
class Target:
    """What a case would have if it began today: the agency's version, and its payer's changes."""

    pack: Pack
    version_id: UUID | None
    overlay_id: UUID | None

    def is_kept_by(self, case: Case) -> bool:
        return (case.pack_version_id, case.pack_overlay_id) == (self.version_id, self.overlay_id)


@dataclass(frozen=True)
class Move:
    """What a move would change for one case. `lost`: why it cannot be moved as it stands; `requests`: its open ones
    of which something changes, or that have to become of another kind."""

    case: Case
    target: Target
    effects: list[str]
    lost: list[str]
    differences: list[Difference]
    requests: list[RequestMove] = field(default_factory=list)

    @property
    def open_problems(self) -> list[str]:
        """What has to be decided for this very case before it can be moved."""
        return [*self.lost, *(one.problem for one in self.requests if one.problem)]

    @property
    def is_needed(self) -> bool:
        return not self.target.is_kept_by(self.case)


def _target(case: Case, parties: Sequence[Party], rules: InForce) -> Target:
    offices = {one.office_id for one in parties if one.office_id}
    names = {name for one in parties for name in (one.name, one.office.name if one.office else "")}
    overlay_id, on = rules.overlay_for(offices, names), case.referred_at.date()
    pack = pack_for(case.program, on=on, version_id=rules.version_id, overlay_id=overlay_id)
    return Target(pack, rules.version_id, overlay_id)


def move_of(viewer: Viewer, case_id: UUID, on: date) -> Move:
    """NotFound outside sight. Seven queries."""
    case = get_case(viewer, case_id)
    parties = list(case.parties.filter(to_on=None).select_related("office"))
    requests = open_requests_of([case.pk]).get(case.pk, [])
    return _move(case, parties, requests, in_force(case.program, on=on))


def moves_of_program(viewer: Viewer, program: str, on: date, *, limit: int = 200) -> list[Move]:
    """The open and held cases in sight that do not have what is in force today, by client's name."""
    cases = cases_seen_by(viewer).filter(program=program).exclude(status=Status.CLOSED)
    found = list(
        cases.select_related("person", "assigned_to")
        .prefetch_related("parties__office")
        .order_by("person__family_name", "pk")[: limit * 5]
    )
    rules = in_force(program, on=on)
    requests = open_requests_of([one.pk for one in found])
    moves = (_move(one, _present(one), requests.get(one.pk, []), rules) for one in found)
    return [one for one in moves if one.is_needed][:limit]


def _present(case: Case) -> list[Party]:
    return [one for one in case.parties.all() if one.to_on is None]


def _move(case: Case, parties: Sequence[Party], requests: Sequence[OpenRequest], rules: InForce) -> Move:
    target = _target(case, parties, rules)
    before = pack_of(case)
    standing = _standing(case, parties)
    if before is target.pack:
        return Move(case, target, [], [], [])
    return Move(
        case,
        target,
        effects_on(standing, before, target.pack),
        lost_by(standing, target.pack),
        [
            one
            for one in differences(plain_values(before), plain_values(target.pack))
            if one.section not in ("effective_from", "effective_to")
        ],
        [move for one in requests if (move := move_of_request(one, before, target.pack))],
    )


def _standing(case: Case, parties: Sequence[Party]) -> Standing:
    return Standing(
        stage=case.stage,
        case_type=case.case_type,
        acuity=case.acuity,
        jurisdiction=case.jurisdiction,
        roles=frozenset(one.role for one in parties),
    )


def open_cases_of_program(slug: str) -> dict[UUID | None, int]:
    """How many open and held cases of the agency have which version of a pack; a count, so it needs no sight."""
    rows = Case.objects.filter(program=slug).exclude(status=Status.CLOSED).order_by()
    return dict(rows.values_list("pack_version_id").annotate(count=Count("pk")))


def office_of_name(name: str) -> UUID | None:
    """The one office of the directory of this name."""
    offices = {one.office_id for one in resolve_who(name) if one.office_id and not one.professional_id}
    return offices.pop() if len(offices) == 1 else None
