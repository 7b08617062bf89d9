"""What is open of a generated case: requests with what was said of them, chases, papers and where they went, numbers
read back, work status. About 1.5 requests a case, one in twenty blocked; most of it is in order, as in practice."""

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


def add_open_work(world: Any, told: Any, now: datetime) -> None:
    for _ in range(1 + (world.random.random() < 0.5)):
        _request(world, told, now)
    _papers(world, told, now)
    _work_status(world, told, now)
    if world.random.random() < 0.3:
        _read_back(world, told, now)
    if world.random.random() < 0.03:
        _surgery(world, told, now)


def _request(world: Any, told: Any, now: datetime) -> None:
    from caseday.followups.models import Request, StepClaim, Told

    random, kind = world.random, world.random.choice(tuple(_LADDERS))
    opened = now - timedelta(days=random.randrange(1, 45), hours=2)
    taken = _LADDERS[kind][: random.randrange(1, len(_LADDERS[kind]) + 1)]
    is_blocked = random.random() < 0.05 and kind == "authorization"
    request = Request(
        case=told.case, staff=told.staff, kind=kind, title=_TITLES[kind], opened_at=opened,
        office=told.parties["physician"].office, state="blocked" if is_blocked else "open",
        blocked_at=opened if is_blocked else None, blocked_reason="Non-certified" if is_blocked else "",
        units_approved=12 if random.random() < 0.1 else None, units_used=11, unit_word="visits",
    )  # fmt: skip
    claims = []
    for place, step in enumerate(taken):
        at = min(opened + timedelta(days=place), now - timedelta(hours=1))
        is_verified = place < len(taken) - 1 or random.random() < 0.6
        claims.append(
            StepClaim(
                request=request, step=step, staff=told.staff, said_by="Kim", said_role="physician", channel="phone",
                said_at=at, verified_at=at + timedelta(minutes=9) if is_verified else None,
                verified_how="receiver" if is_verified else "", verified_by=told.staff if is_verified else None,
                outcome="" if step != "decided" else "non_certified" if is_blocked else "certified",
            )
        )  # fmt: skip
    shared = [
        Told(request=request, role=role, channel="phone", told_at=now - timedelta(hours=1), staff=told.staff)
        for role in ("client", "adjuster", "physician", "pharmacy", "specialist", "employer")
    ]
    _add(world, told, "request_opened", opened, request, *claims, *(shared if random.random() < 0.8 else ()))
    if random.random() < 0.5:
        _chase(world, told, request, now)


def _chase(world: Any, told: Any, request: Any, now: datetime) -> None:
    from caseday.followups.models import Attempt, FollowUp

    random, at = world.random, request.opened_at
    tries = random.randrange(0, 4)
    chase = FollowUp(
        staff=told.staff, case=told.case, text=f"Follow up: {request.title}", request=request, cadence="daily",
        until="step", until_step=_LADDERS[request.kind][-1], office=request.office, promised_at=at,
        due_on=(now + timedelta(days=random.randrange(-1, 4))).date(), attempts=tries,
        last_attempt_at=at if tries else None,
    )  # fmt: skip
    attempts = [Attempt(followup=chase, at=at, result="left_word", staff=told.staff) for _ in range(tries)]
    _add(world, told, "followup_promised", at, chase, *attempts)


def _papers(world: Any, told: Any, now: datetime) -> None:
    from caseday.documents.models import Delivery, Document

    random = world.random
    for kind in _PAPERS:
        at = now - timedelta(days=random.randrange(1, 200), hours=1)
        is_read = random.random() < 0.95
        paper = Document(
            case=told.case, staff=told.staff, kind=kind, title=kind.replace("_", " ").capitalize(), received_at=at,
            service_on=at.date(), pages=3, looked_at=at if is_read else None,
            looked_at_by=told.staff if is_read else None,
        )  # fmt: skip
        state = random.choice(("sent", "received", "in_chart", "in_chart", "in_chart"))
        is_denied = random.random() < 0.02
        sending = Delivery(
            document=paper, case=told.case, staff=told.staff, office=told.parties["physician"].office, how="fax",
            sent_at=at, state=state, said_at=at if state != "sent" else None,
            verified_at=at if state == "in_chart" else None, denied_at=now - timedelta(days=1) if is_denied else None,
        )  # fmt: skip
        _add(world, told, "document_added", at, paper, sending)


def _work_status(world: Any, told: Any, now: datetime) -> None:
    from caseday.cases.models import WorkStatus

    left = world.random.randrange(-4, 40)
    at = now - timedelta(days=20)
    status = WorkStatus(
        case=told.case, staff=told.staff, kind="modified", from_on=at.date(), by_name="Dr. Farouk",
        until_on=(now + timedelta(days=left)).date(), recorded_at=at,
    )  # fmt: skip
    _add(world, told, "work_status_recorded", at, status)


def _read_back(world: Any, told: Any, now: datetime) -> None:
    from caseday.cases.models import ReadBack

    number = next(iter(told.numbers.values()))
    is_same, at = world.random.random() < 0.8, now - timedelta(days=3)
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
