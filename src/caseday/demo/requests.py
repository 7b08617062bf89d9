"""The past of a case: what was asked of others, how it ended, and which papers came of it and went on."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from caseday.access.record import case_chain
from caseday.demo.clients import Told
from caseday.demo.history import at_hour, last_working
from caseday.demo.papers import Sheet
from caseday.demo.world import World
from caseday.documents.models import Delivery, Document
from caseday.followups.models import Request, StepClaim

PAPERS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "typical_day" / "papers.toml").read_text("utf-8")
)
_COMMON = {one["kind"]: one for one in PAPERS["common"]}


@dataclass(frozen=True)
class _Asked:
    """A request as it usually goes: step, outcome, who says so (a party of the case)."""

    kind: str
    title: str
    steps: tuple[tuple[str, str, str], ...]
    paper: str
    end: str


_USUAL = (
    _Asked(
        "authorization",
        "Therapy visits 1 to 12",
        (("requested", "", "therapist"), ("received_by_review", "", "adjuster"), ("decided", "certified", "adjuster")),
        "certification",
        "Certified",
    ),
    _Asked(
        "records",
        "Report of the last visit",
        (("visit_took_place", "", "physician"), ("received", "complete", "physician"), ("forwarded", "", "adjuster")),
        "visit_report",
        "Forwarded",
    ),
    _Asked(
        "records",
        "X-ray report",
        (("visit_took_place", "", "physician"), ("received", "complete", "physician"), ("forwarded", "", "adjuster")),
        "imaging_report",
        "Forwarded",
    ),
    _Asked(
        "information",
        "Restrictions in writing for the employer",
        (("asked", "", "employer"), ("answered", "answered", "employer")),
        "work_status",
        "Answered",
    ),
)  # fmt: skip
_STILL_OPEN = 0.25
"""Share of requests on which something is said and not verified; recent ones, on cases that are still alive."""


def ask_and_file(world: World, told: Told, until: datetime) -> None:
    """One request a case, and the paper that came of it. Drawn apart from everything else, by the case's number."""
    random = Random(told.case.number)
    asked = random.choice(_USUAL)
    days = (until - told.case.referred_at).days
    if days < 12:
        return
    is_open = (
        told.case.status == "open" and until > world.now - timedelta(days=4) and random.random() < _STILL_OPEN
    )
    back = random.randrange(3, 6) if is_open else random.randrange(6, days - 4) if days > 12 else 6
    begun = at_hour(last_working(until - timedelta(days=back)), random.randrange(17, 32) / 2)
    request = _open(world, told, asked, begun)
    steps = asked.steps[:-1] if is_open else asked.steps
    for place, step in enumerate(steps):
        at = begun + timedelta(days=place, minutes=40)
        _claim(world, told, request, step, at, is_verified=not is_open or place == 0)
    if not is_open:
        _end(world, told, request, asked, begun + timedelta(days=len(steps)))


def _open(world: World, told: Told, asked: _Asked, at: datetime) -> Request:
    party = told.parties[asked.steps[-1][2]]
    request = Request(
        case=told.case,
        staff=told.staff,
        kind=asked.kind,
        title=asked.title,
        opened_at=at,
        office=party.office,
    )
    world.ledger.add(
        case_chain(told.case.id), "request_opened", told.viewer, at, request, summary=asked.title
    )
    return request


def _claim(
    world: World, told: Told, request: Request, step: tuple[str, str, str], at: datetime, *, is_verified: bool
) -> None:
    slug, outcome, role = step
    party = told.parties[role]
    claim = StepClaim(
        request=request, step=slug, outcome=outcome, said_by=party.shown_name[:120], said_role=role,
        office=party.office, channel="phone", said_at=at, staff=told.staff,
    )  # fmt: skip
    if is_verified:
        claim.verified_at, claim.verified_by, claim.verified_how = at, told.staff, "receiver"
    world.ledger.add(case_chain(told.case.id), "step_claimed", told.viewer, at, claim, summary=request.title)


def _end(world: World, told: Told, request: Request, asked: _Asked, at: datetime) -> None:
    chain = case_chain(told.case.id)
    world.ledger.update(
        chain, "request_finished", told.viewer, at, request, state="done", ended_at=at, end_reason=asked.end
    )
    known, office = _COMMON[asked.paper], told.parties["physician"].office
    sheet = Sheet("Demonstration clinic", known["title"], known["lines"])
    came = at - timedelta(hours=3)
    paper = world.papers.put_in(
        sheet, viewer=told.viewer, staff=told.staff, case=told.case, at=came, kind=asked.paper, read_at=at,
        from_office=office, from_name=office.name if office else "", received_how="fax", service_on=came.date(),
    )  # fmt: skip
    _send_on(world, told, paper, at + timedelta(minutes=20))


def _send_on(world: World, told: Told, paper: Document, at: datetime) -> None:
    """To the adjuster, who has it: they said so, and it was seen."""
    insurer = told.parties["adjuster"]
    delivery = Delivery(
        document=paper, case=told.case, staff=told.staff, office=insurer.office,
        professional=insurer.professional, how="email", sent_at=at, state="in_chart",
        said_by=insurer.shown_name[:120], said_at=at, verified_at=at, verified_by=told.staff,
        verified_how="The adjuster answered with the claim number",
    )  # fmt: skip
    world.ledger.add(
        case_chain(told.case.id), "document_sent", told.viewer, at, delivery, summary=paper.title
    )
