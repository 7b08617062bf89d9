"""The past of a case: pain, what the client wants to do again, and mood, as the program asks for them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from caseday.access.record import case_chain
from caseday.assessments.models import Answer, Assessment
from caseday.assessments.queries import get_instrument
from caseday.assessments.rules import Value, result_of
from caseday.demo.clients import Told
from caseday.demo.history import at_hour, last_working
from caseday.demo.world import World

_WISHES = (
    "Carry groceries up the stairs",
    "Sleep on my side",
    "Pick up my daughter",
    "Work a whole shift",
    "Drive for an hour",
)
_RECENT = timedelta(days=100)
# One in so many cases is behind with it, as it is.
_BEHIND = 6

Given = tuple[str, datetime, dict[str, Value]]


def assess(world: World, told: Told, until: datetime) -> None:
    """With a chance of its own, so that the rest of the history is as it was."""
    random = Random(told.case.number)
    accepted = told.case.referred_at + timedelta(hours=2)
    latest = until - timedelta(days=40 if random.randrange(_BEHIND) == 0 else 1)
    for slug, at, answers in [*_pain(random, accepted, latest), *_wishes(random, accepted, latest)]:
        _give(world, told, slug, at, answers)
    if (at := _on(accepted + timedelta(days=20))) < latest:
        mood: dict[str, Value] = {"1": str(random.choice((0, 0, 1))), "2": str(random.choice((0, 1, 1)))}
        _give(world, told, "phq2", at, mood)


def _on(moment: datetime) -> datetime:
    return at_hour(last_working(moment), 10.5)


def _times(accepted: datetime, first: int, every: int, until: datetime) -> Iterator[datetime]:
    """The first one, and those of the last months."""
    moment = accepted + timedelta(days=first)
    begins = True
    while moment < until:
        if begins or moment > until - _RECENT:
            yield _on(moment)
        moment += timedelta(days=every)
        begins = False


def _pain(random: Random, accepted: datetime, until: datetime) -> Iterator[Given]:
    level = random.randrange(5, 9)
    for at in _times(accepted, 5, 13, until):
        level = max(1, min(9, level - random.choice((0, 0, 1, 1, -1))))
        yield "pain", at, {"now": level, "worst": min(10, level + random.randrange(1, 3)), "usual": level}


def _wishes(random: Random, accepted: datetime, until: datetime) -> Iterator[Given]:
    first, second = random.sample(_WISHES, 2)
    level = random.randrange(1, 4)
    for at in _times(accepted, 10, 28, until):
        level = min(9, level + random.choice((0, 1, 1)))
        yield (
            "patient_specific_function",
            at,
            {"a1": first, "a1_now": level, "a2": second, "a2_now": max(0, level - 1)},
        )


def _give(world: World, told: Told, slug: str, at: datetime, answers: dict[str, Value]) -> None:
    instrument = get_instrument(slug, "1")
    result = result_of(instrument, answers)
    ends = at + timedelta(minutes=4)
    row = Assessment(
        case=told.case, staff=told.staff, instrument=slug, version="1", how=Assessment.How.PHONE, begun_at=at,
        state=Assessment.State.REVIEWED, finished_at=ends, finished_by=told.viewer.name, reviewed_at=ends,
        reviewed_by=told.staff, score=result.value, band=result.band.slug if result.band else "",
        subscores={one.scale.slug: str(one.value) for one in result.subscales},
    )  # fmt: skip
    given = [
        Answer(assessment=row, item=item, value=value, answered_at=at, staff=told.staff)
        for item, value in answers.items()
    ]
    chain = case_chain(told.case.id)
    world.ledger.add(
        chain, "assessment_reviewed", told.viewer, ends, row, *given, summary=instrument.title.en
    )
