"""What others say of a step: claimed, denied, verified, withdrawn. Nothing said is ever changed or lost."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from caseday.access.record import ChangeRecord
from caseday.access.viewer import Viewer
from caseday.directory.models import Office
from caseday.documents.models import Document
from caseday.followups.actions.clocks import follow_paper, run_clocks, undo_clocks_of
from caseday.followups.actions.requests import (
    RequestDetails,
    before_injury,
    begin_request,
    changing,
    settle,
)
from caseday.followups.models import Channel, Request, RequestPaper, StepClaim
from caseday.followups.queries.requests import Followed, claim_of, get_claim, read_again
from caseday.followups.rules import Standing, said_words, skipped_before
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.programs.rules import Step

HOW = {one[0]: one[1] for one in StepClaim._meta.get_field("verified_how").choices or ()}
_HOW_ELSE = "Say how you know it: paper, the receiving side, portal, or the person."


@dataclass(frozen=True)
class Said:
    """Who said it, when, by which channel; `happened_on` is the day of the step, as they say."""

    by: str = ""
    role: str = ""
    office_id: UUID | None = None
    channel: str = ""
    at: datetime | None = None
    happened_on: date | None = None
    activity_id: UUID | None = None
    document_id: UUID | None = None


@dataclass(frozen=True)
class FirstSaid:
    """What is said already when a request is opened: this step, and those before it."""

    step: str
    said: Said
    outcome: str = ""
    reason: str = ""


def open_request(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    kind: str,
    details: RequestDetails,
    first: FirstSaid | None = None,
    staff_id: UUID | None = None,
    source_activity_id: UUID | None = None,
    id: UUID | None = None,
) -> Request:
    """With `first`, its first steps are taken down in the same go. The same `id` again gives the one that is there.

    Raises Invalid for a kind that the program does not know, or a date before the injury.
    """
    with transaction.atomic():
        is_there = id is not None and Request.objects.filter(pk=id).exists()
        request = begin_request(
            actor=actor, now=now, case_id=case_id, kind=kind, details=details, staff_id=staff_id,
            source_activity_id=source_activity_id, id=id,
        )  # fmt: skip
        if first and not is_there:
            claim_step(
                actor=actor,
                now=now,
                request_id=request.pk,
                step=first.step,
                said=first.said,
                outcome=first.outcome,
                reason=first.reason,
                also_skipped=True,
            )
    return request


def claim_step(
    *,
    actor: Viewer,
    now: datetime,
    request_id: UUID,
    step: str,
    said: Said,
    outcome: str = "",
    reason: str = "",
    also_skipped: bool = False,
    verified_how: str = "",
    expected: int | None = None,
    id: UUID | None = None,
) -> StepClaim:
    """They say that the step was taken. With `verified_how` it is verified by the same look.

    `also_skipped` claims the mandatory steps below that nobody has named, too. `expected` is the version of the
    request (`Followed.version`) that the page showed: Invalid tells what somebody else wrote meanwhile.
    """
    with changing("step_claimed", actor=actor, now=now, request_id=request_id, happened_at=said.at) as (
        record,
        one,
    ):
        if known := _stored(one, id, step, is_denial=False):
            return known
        _check(one, said, actor, now, expected)
        rung = _rung(one, step)
        _check_outcome(rung, outcome, reason)
        for skipped in _below(one, step, also_skipped):
            good = next((ending.slug for ending in skipped.outcomes if ending.effect == "good"), "")
            record.add(_row(one, skipped.slug, replace(said, document_id=None), actor, now, outcome=good))
        claim = _row(one, step, said, actor, now, id=id, outcome=outcome, reason=reason)
        _verify(claim, verified_how, actor, now)
        record.add(claim)
        record.summary = f"{one.row.title}: {_words(rung, claim)}"
        filed = _file(record, one.row, said)
        _after(record, one, one.standing, now, claim, filed)
    return claim


def deny_step(
    *,
    actor: Viewer,
    now: datetime,
    request_id: UUID,
    step: str,
    said: Said,
    reason: str = "",
    expected: int | None = None,
    id: UUID | None = None,
) -> StepClaim:
    """They say that there is nothing there. What was claimed before stays, and both are shown."""
    with changing("step_denied", actor=actor, now=now, request_id=request_id, happened_at=said.at) as (
        record,
        one,
    ):
        if known := _stored(one, id, step, is_denial=True):
            return known
        _check(one, said, actor, now, expected)
        rung = _rung(one, step)
        claim = _row(one, step, said, actor, now, id=id, reason=reason, is_denial=True)
        record.add(claim)
        record.summary = f"{one.row.title}: not {rung.word.lower()}, they say"
        _after(record, one, one.standing, now)
    return claim


def verify_step(
    *, actor: Viewer, now: datetime, claim_id: UUID, how: str, expected: int | None = None
) -> StepClaim:
    """Somebody of the agency has seen it. A second tap changes nothing."""
    claim = get_claim(actor, claim_id)
    with changing("step_verified", actor=actor, now=now, request_id=claim.request_id) as (record, one):
        claim = _of(one, claim_id)
        if claim.verified_at is None:
            _check_version(one, expected)
            _check_live(claim)
            if how not in HOW:
                raise Invalid(
                    {"how": "Say how you know it: paper, the receiving side, portal, or the person."}
                )
            before, record.summary = one.standing, f"{one.row.title}: {step_word(one, claim.step)} verified"
            record.update(claim, verified_at=now, verified_by_id=actor.staff_id, verified_how=how)
            _after(record, one, before, now)
    return claim


def withdraw_claim(
    *, actor: Viewer, now: datetime, claim_id: UUID, reason: str, expected: int | None = None
) -> StepClaim:
    """It was entered by mistake: without effect from now on, and still readable."""
    claim = get_claim(actor, claim_id)
    with changing("claim_withdrawn", actor=actor, now=now, request_id=claim.request_id) as (record, one):
        claim = _of(one, claim_id)
        if claim.withdrawn_at is None:
            _check_version(one, expected)
            if not reason.strip():
                raise Invalid({"reason": "Say why it does not count, so that the next reader understands."})
            before = one.standing
            record.update(claim, withdrawn_at=now, withdrawn_reason=reason.strip()[:200])
            undo_clocks_of(record, claim, now)
            _after(record, one, before, now)
    return claim


def _after(
    record: ChangeRecord,
    one: Followed,
    before: Standing,
    now: datetime,
    claim: StepClaim | None = None,
    filed: Document | None = None,
) -> None:
    """Clocks and state follow from what is said now."""
    after = read_again(one.row)
    if claim is not None:
        run_clocks(record, after, claim, now)
    if filed is not None:
        follow_paper(record, after, filed, now)
    settle(record, one.row, before, after.standing, now)


def _stored(one: Followed, id: UUID | None, step: str, *, is_denial: bool) -> StepClaim | None:
    """Sent again. The same id for something else is another tap on a page that was left standing: told apart."""
    known = next((claim for claim in one.claims if id is not None and claim.pk == id), None)
    if known and (known.step, known.is_denial) != (step, is_denial):
        raise Invalid("This page is older than what you tapped last. Look again, then tap.")
    return known


def _of(one: Followed, claim_id: UUID) -> StepClaim:
    return next(claim for claim in one.claims if claim.pk == claim_id)


def _check(one: Followed, said: Said, actor: Viewer, now: datetime, expected: int | None) -> None:
    _check_version(one, expected)
    if one.row.state == Request.State.DROPPED:
        raise Invalid("This request was dropped. Open it again first.")
    problems = {**_check_dates(one, said, actor, now), **_check_known(one, said)}
    if problems:
        raise Invalid(problems)


def _check_dates(one: Followed, said: Said, actor: Viewer, now: datetime) -> dict[str, str]:
    problems, on = {}, said.happened_on
    if said.at is not None and said.at > now:
        problems["at"] = "Nobody has said it yet: choose a moment up to now."
    if early := before_injury(one.row.case, on):
        problems["happened_on"] = early
    elif on and on > now.astimezone(actor.time_zone).date():
        problems["happened_on"] = "That day has not come yet. When it is taken, claim it."
    return problems


def _check_known(one: Followed, said: Said) -> dict[str, str]:
    problems = {}
    if said.channel and said.channel not in Channel.values:
        problems["channel"] = "Choose how it was said."
    if said.office_id and not Office.objects.filter(pk=said.office_id).exists():
        problems["office"] = "This office is not in the directory. Choose again."
    papers = Document.objects.filter(case_id=one.row.case_id, voided_at=None)
    if said.document_id and not papers.filter(pk=said.document_id).exists():
        problems["document"] = "This paper is not in the case. Choose again."
    return problems


def _check_version(one: Followed, expected: int | None) -> None:
    """Two people at the same step: who comes second sees what the first wrote, and sends again."""
    if expected is None or expected == one.version or not one.claims:
        return
    last = max(one.claims, key=_touched)
    raise Invalid(f"{meanwhile(one, last)} Look at it, then send yours again if it still holds.")


def _touched(claim: StepClaim) -> tuple[datetime, UUID]:
    moments = (claim.said_at, claim.verified_at, claim.withdrawn_at)
    return max(one for one in moments if one is not None), claim.pk


def meanwhile(one: Followed, claim: StepClaim) -> str:
    """What somebody else wrote: "Meanwhile Carl Cover wrote down: Sent, said Kim (physician), phone." """
    word = step_word(one, claim.step)
    said = f"{'not ' if claim.is_denial else ''}{word}, said {said_words(claim_of(claim))}"
    if claim.withdrawn_at:
        return f"Meanwhile “{said}” was withdrawn: {claim.withdrawn_reason}."
    if claim.verified_at and claim.verified_by:
        return f"Meanwhile {claim.verified_by.name} verified: {said}."
    return f"Meanwhile {claim.staff.name} wrote down: {said}."


def _check_live(claim: StepClaim) -> None:
    if claim.withdrawn_at:
        raise Invalid("This was withdrawn. Claim the step anew.")


def step_word(one: Followed, slug: str) -> str:
    step = one.standing.step(slug)
    return step.rung.word if step else slug


def _rung(one: Followed, slug: str) -> Step:
    """Any step of the kind, also one that only an outcome brings."""
    step = one.kind.step(slug) if one.kind else None
    if step is None:
        raise Invalid({"step": "This program does not know the step. Choose one of the ladder."})
    return step


def _check_outcome(rung: Step, outcome: str, reason: str) -> None:
    if not rung.outcomes and not outcome:
        return
    ending = rung.outcome(outcome)
    if ending is None:
        words = ", ".join(one.word.lower() for one in rung.outcomes)
        raise Invalid({"outcome": f"Say how it ended: {words}." if words else "This step has no outcomes."})
    if ending.needs_reason and not reason.strip():
        raise Invalid({"reason": f"Say why: “{ending.word}” needs the reason that they gave."})


def _below(one: Followed, slug: str, also_skipped: bool) -> list[Step]:
    """The mandatory steps below that are claimed along. Raises Invalid where some are skipped without being asked."""
    skipped = [rung for rung in skipped_before(one.standing, slug) if isinstance(rung, Step)]
    if skipped and not also_skipped:
        words = " and ".join(f"“{rung.word}”" for rung in skipped)
        comes = "comes" if len(skipped) == 1 else "come"
        raise Invalid(
            {
                "also_skipped": f"{words} {comes} before, and nobody has said that. Claim it along, or ask first."
            }
        )
    return skipped


def _row(
    one: Followed,
    step: str,
    said: Said,
    actor: Viewer,
    now: datetime,
    *,
    id: UUID | None = None,
    outcome: str = "",
    reason: str = "",
    is_denial: bool = False,
) -> StepClaim:
    return StepClaim(
        id=id or new_id(),
        request=one.row,
        step=step,
        outcome=outcome,
        is_denial=is_denial,
        reason=" ".join(reason.replace("\0", "").split())[:300],
        said_by=" ".join(said.by.replace("\0", "").split())[:120],
        said_role=said.role[:40],
        office_id=said.office_id,
        channel=said.channel,
        said_at=said.at or now,
        happened_on=said.happened_on,
        activity_id=said.activity_id,
        document_id=said.document_id,
        staff_id=actor.staff_id or one.row.staff_id,
    )


def _verify(claim: StepClaim, how: str, actor: Viewer, now: datetime) -> None:
    if not how:
        return
    if how not in HOW:
        raise Invalid({"how": _HOW_ELSE})
    claim.verified_at, claim.verified_by_id, claim.verified_how = now, actor.staff_id, how


def _words(rung: Step, claim: StepClaim) -> str:
    ending = rung.outcome(claim.outcome)
    word = f"{rung.word}, {ending.word.lower()}" if ending and ending.word != rung.word else rung.word
    return f"{word}, said {said_words(claim_of(claim))}"


def _file(record: ChangeRecord, row: Request, said: Said) -> Document | None:
    """The paper that they said it with belongs to the request; None where it is there already."""
    if not said.document_id or row.papers.filter(document=said.document_id).exists():
        return None
    document = Document.objects.get(pk=said.document_id)
    record.add(RequestPaper(request=row, document=document))
    return document
