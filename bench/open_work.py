"""What is open of a generated case: requests with what was said of them, chases, papers and where they went, numbers
read back, work status. About 1.5 requests a case, one in twenty blocked. Two loads of the same size: `usual` leaves
about as many loose ends a case as the demonstration day has, `heavy` about three a case."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

_LADDERS = {
    "authorization": ("requested", "received_by_review", "decided"),
    "specialist_referral": ("ordered", "sent", "received", "authorized", "scheduled"),
    "prescription": ("prescribed", "received_by_pharmacy", "covered", "filled"),
    "records": ("visit_took_place", "dictated", "ready"),
}
_TITLES = {
    "authorization": "Physical therapy, 12 visits",
    "specialist_referral": "Referral to a spine surgeon",
    "prescription": "Meloxicam 15 mg",
    "records": "Report of the visit",
}
_PAPERS = ("imaging_report", "visit_report", "work_status", "letter")


@dataclass(frozen=True)
class Load:
    """How likely each thing is in order, and how many days back and ahead things are due."""

    verified: float
    told: float
    looked_at: float
    in_chart: float
    denied: float
    read_back_same: float
    chase_days: tuple[int, int]
    status_days: tuple[int, int]
    todo_days: tuple[int, int]
    unwritten: float
    records: float
    """Share of requests that ask for a report: each is a loose end while it is not here."""
    units: float
    is_in_touch: bool
    """First contacts were reached, and the client lately; no visit of late still wants its update."""


LOADS = {
    "usual": Load(0.9, 0.96, 0.995, 0.96, 0.002, 0.97, (-1, 20), (-1, 60), (-2, 12), 0.05, 0.08, 0.05, True),
    "heavy": Load(0.6, 0.8, 0.95, 0.6, 0.02, 0.8, (-1, 4), (-4, 40), (-2, 6), 0.1, 0.25, 0.1, False),
}


def add_open_work(world: Any, told: Any, now: datetime, load: Load) -> None:
    for _ in range(1 + (world.random.random() < 0.5)):
        _request(world, told, now, load)
    _papers(world, told, now, load)
    _work_status(world, told, now, load)
    if world.random.random() < 0.3:
        _read_back(world, told, now, load)
    if world.random.random() < 0.03:
        _surgery(world, told, now)


def _request(world: Any, told: Any, now: datetime, load: Load) -> None:
    from caseday.followups.models import Request, Told

    random = world.random
    others = [one for one in _LADDERS if one != "records"]
    kind = "records" if random.random() < load.records else random.choice(others)
    opened = now - timedelta(days=random.randrange(1, 45), hours=2)
    taken = _LADDERS[kind][: random.randrange(1, len(_LADDERS[kind]) + 1)]
    is_blocked = random.random() < 0.05 and kind == "authorization"
    request = Request(
        case=told.case, staff=told.staff, kind=kind, title=_TITLES[kind], opened_at=opened,
        office=told.parties["physician"].office, state="blocked" if is_blocked else "open",
        blocked_at=opened if is_blocked else None, blocked_reason="Non-certified" if is_blocked else "",
        units_approved=12 if random.random() < load.units else None, units_used=11, unit_word="visits",
    )  # fmt: skip
    claims = _claims(request, told, taken, now, random, load)
    shared = [
        Told(request=request, role=role, channel="phone", told_at=now - timedelta(hours=1), staff=told.staff)
        for role in ("client", "adjuster", "physician", "pharmacy", "specialist", "employer")
    ]
    _add(
        world,
        told,
        "request_opened",
        opened,
        request,
        *claims,
        *(shared if random.random() < load.told else ()),
    )
    if random.random() < 0.5:
        _chase(world, told, request, now, load)


def _claims(
    request: Any, told: Any, taken: tuple[str, ...], now: datetime, random: Any, load: Load
) -> list[Any]:
    from caseday.followups.models import StepClaim

    claims = []
    for place, step in enumerate(taken):
        at = min(request.opened_at + timedelta(days=place), now - timedelta(hours=1))
        is_verified = place < len(taken) - 1 or random.random() < load.verified
        claims.append(
            StepClaim(
                request=request, step=step, staff=told.staff, said_by="Kim", said_role="physician", channel="phone",
                said_at=at, verified_at=at + timedelta(minutes=9) if is_verified else None,
                verified_how="receiver" if is_verified else "", verified_by=told.staff if is_verified else None,
                outcome="" if step != "decided" else "non_certified" if request.state == "blocked" else "certified",
            )
        )  # fmt: skip
    return claims


def _chase(world: Any, told: Any, request: Any, now: datetime, load: Load) -> None:
    from caseday.followups.models import Attempt, FollowUp

    random, at = world.random, request.opened_at
    tries = random.randrange(0, 4)
    chase = FollowUp(
        staff=told.staff, case=told.case, text=f"Follow up: {request.title}", request=request, cadence="daily",
        until="step", until_step=_LADDERS[request.kind][-1], office=request.office, promised_at=at,
        due_on=(now + timedelta(days=random.randrange(*load.chase_days))).date(), attempts=tries,
        last_attempt_at=at if tries else None,
    )  # fmt: skip
    attempts = [Attempt(followup=chase, at=at, result="left_word", staff=told.staff) for _ in range(tries)]
    _add(world, told, "followup_promised", at, chase, *attempts)


def _papers(world: Any, told: Any, now: datetime, load: Load) -> None:
    from caseday.documents.models import Delivery, Document

    random = world.random
    for kind in _PAPERS:
        at = now - timedelta(days=random.randrange(1, 200), hours=1)
        is_read = random.random() < load.looked_at
        paper = Document(
            case=told.case, staff=told.staff, kind=kind, title=kind.replace("_", " ").capitalize(), received_at=at,
            service_on=at.date(), pages=3, looked_at=at if is_read else None,
            looked_at_by=told.staff if is_read else None,
        )  # fmt: skip
        state = "in_chart" if random.random() < load.in_chart else random.choice(("sent", "received"))
        is_denied = random.random() < load.denied
        sending = Delivery(
            document=paper, case=told.case, staff=told.staff, office=told.parties["physician"].office, how="fax",
            sent_at=at, state=state, said_at=at if state != "sent" else None,
            verified_at=at if state == "in_chart" else None, denied_at=now - timedelta(days=1) if is_denied else None,
        )  # fmt: skip
        _add(world, told, "document_added", at, paper, sending)


def _work_status(world: Any, told: Any, now: datetime, load: Load) -> None:
    from caseday.cases.models import WorkStatus

    left = world.random.randrange(*load.status_days)
    at = now - timedelta(days=20)
    status = WorkStatus(
        case=told.case, staff=told.staff, kind="modified", from_on=at.date(), by_name="Dr. Farouk",
        until_on=(now + timedelta(days=left)).date(), recorded_at=at,
    )  # fmt: skip
    _add(world, told, "work_status_recorded", at, status)


def _read_back(world: Any, told: Any, now: datetime, load: Load) -> None:
    from caseday.cases.models import ReadBack

    number = next(iter(told.numbers.values()))
    is_same, at = world.random.random() < load.read_back_same, now - timedelta(days=3)
    read = ReadBack(
        case=told.case, identifier=number, heard=number.value if is_same else f"{number.value[:-1]}X",
        is_same=is_same, office=told.parties["pharmacy"].office, staff=told.staff, read_at=at,
    )  # fmt: skip
    _add(world, told, "number_read_back", at, read)


def _surgery(world: Any, told: Any, now: datetime) -> None:
    from caseday.followups.models import ReadinessLine, Request
    from caseday.schedule.models import Appointment

    at, starts = now - timedelta(days=10), now + timedelta(days=world.random.randrange(1, 4))
    day = Appointment(
        staff=told.staff, case=told.case, kind="surgery", title="Surgery", starts_at=starts,
        ends_at=starts + timedelta(hours=2), time_zone="America/Chicago", office=told.parties["physician"].office,
    )  # fmt: skip
    request = Request(
        case=told.case, staff=told.staff, kind="surgery", title="Surgery", opened_at=at, appointment=day
    )
    lines = [
        ReadinessLine(request=request, word=f"Line {place}", position=place, confirmed_at=at if place > 3 else None)
        for place in range(10)
    ]  # fmt: skip
    _add(world, told, "request_opened", at, day, request, *lines)


def _add(world: Any, told: Any, verb: str, at: datetime, *objects: Any) -> None:
    from caseday.access.record import case_chain

    world.ledger.add(case_chain(told.case.id), verb, told.viewer, at, *objects)
