"""Versions of a plan, the signatures under them, and reviews."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from caseday.access.queries import signature_for
from caseday.access.record import ChangeRecord
from caseday.access.viewer import Viewer
from caseday.careplans.actions.changing import hold, plan_to_change, settle
from caseday.careplans.models import CarePlan, PlanReview, PlanSignature, PlanVersion
from caseday.careplans.queries import Standing, practice_of, standing_of
from caseday.careplans.rules import PlanPractice, language_of, legal_text_in, problem_of_ink, role_word
from caseday.cases.actions.changing import already, on_case
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

CHANGED = (
    "The plan was changed since this page was opened, and a signature counts only for what was read. "
    "Read it again, and sign."
)
EMPTY = "There is nothing to sign yet. Add a need and a goal first."


@dataclass(frozen=True)
class Signing:
    """Who signs and how. `path` is what was drawn; with `declined_reason` they did not want to."""

    role: str
    name: str
    method: str
    path: str = ""
    declined_reason: str = ""
    language: str = "en"


def sign_plan(
    *,
    actor: Viewer,
    now: datetime,
    care_plan_id: UUID,
    read_hash: str,
    signing: Signing,
    id: UUID | None = None,
) -> PlanSignature:
    """`read_hash` is that of the content that was shown. A version is made where this content has none yet.

    Raises Invalid where the plan was changed meanwhile, and by field.
    """
    plan = plan_to_change(actor, care_plan_id)
    if found := already(PlanSignature, id, plan.case):
        return found
    practice, language = _practice(plan, actor, now), language_of(signing.language)
    _check_signing(signing)
    legal = legal_text_in(practice.legal_text(language), language)
    word = "did not sign" if signing.method == PlanSignature.Method.DECLINED else "signed"
    summary = f"{role_word(signing.role)} {word}: {signing.name.strip()}"
    with on_case("plan_signed", plan.case, actor=actor, now=now, subject=plan, summary=summary) as record:
        hold(plan)
        standing = standing_of(plan, practice)
        if standing.hash != read_hash:
            raise Invalid(CHANGED)
        version = _version(record, plan, standing, actor, now, "signed")
        signature = PlanSignature(
            id=id or new_id(), case=plan.case, version=version, version_hash=standing.hash, role=signing.role,
            name=signing.name.strip()[:120], method=signing.method,
            path=signing.path if signing.method == PlanSignature.Method.DRAWN else "",
            legal_text=legal, language=language, declined_reason=signing.declined_reason.strip()[:300],
            signed_at=now, staff_id=actor.staff_id,
        )  # fmt: skip
        record.add(signature)
        _begin_rhythm(record, plan, practice, actor, now)
        settle(record, plan, actor, now)
    return signature


def _practice(plan: CarePlan, actor: Viewer, now: datetime) -> PlanPractice:
    return practice_of(plan.case, now.astimezone(actor.time_zone).date(), actor.time_zone)


def _check_signing(signing: Signing) -> None:
    problems: dict[str, str] = {}
    if not signing.role or len(signing.role) > 40:
        problems["role"] = "Choose in which role they sign."
    if not signing.name.strip():
        problems["name"] = "Write the name of who signs."
    if signing.method not in PlanSignature.Method.values:
        problems["method"] = "Choose how they sign."
    if signing.method == PlanSignature.Method.DRAWN and (problem := problem_of_ink(signing.path)):
        problems["path"] = problem
    if signing.method == PlanSignature.Method.DECLINED and not signing.declined_reason.strip():
        problems["declined_reason"] = "Write down why they did not want to sign."
    if problems:
        raise Invalid(problems)


def _version(
    record: ChangeRecord, plan: CarePlan, standing: Standing, actor: Viewer, now: datetime, reason: str
) -> PlanVersion:
    """The last version where it has this content; else the next one."""
    if standing.version is not None and standing.version.hash == standing.hash:
        return standing.version
    if not plan_has_something(standing):
        raise Invalid(EMPTY)
    return record.add(
        PlanVersion(
            id=new_id(), plan=plan, case=plan.case, number=(standing.version.number if standing.version else 0) + 1,
            content_json=standing.text, hash=standing.hash, made_at=now, made_by_id=actor.staff_id,
            made_by_name=signature_for(actor, now)[:180], reason=reason[:200],
        )
    )  # fmt: skip


def plan_has_something(standing: Standing) -> bool:
    return '"goals":[]' not in standing.text or '"needs":[]' not in standing.text


def _begin_rhythm(
    record: ChangeRecord, plan: CarePlan, practice: PlanPractice, actor: Viewer, now: datetime
) -> None:
    """The first signature begins the rhythm of reviews."""
    if plan.review_due_on is None and plan.reviewed_on is None:
        record.update(plan, review_due_on=practice.review_due_on(now.astimezone(actor.time_zone).date()))


def review_plan(
    *,
    actor: Viewer,
    now: datetime,
    care_plan_id: UUID,
    on: date | None = None,
    with_whom: str = "",
    finding: str = "",
    next_on: date | None = None,
    id: UUID | None = None,
) -> PlanReview:
    """Gone through on a day; the content of then is kept as a version. Without `next_on` by the program's rhythm."""
    plan = plan_to_change(actor, care_plan_id)
    if found := already(PlanReview, id, plan.case):
        return found
    today = now.astimezone(actor.time_zone).date()
    held_on = on or today
    _check_review(finding, held_on, next_on, today)
    practice = _practice(plan, actor, now)
    ahead = next_on or practice.review_due_on(held_on)
    summary = f"Plan reviewed{f' with {with_whom.strip()}' if with_whom.strip() else ''}"
    with on_case("plan_reviewed", plan.case, actor=actor, now=now, subject=plan, summary=summary) as record:
        hold(plan)
        version = _version(record, plan, standing_of(plan, practice), actor, now, "review")
        review = PlanReview(
            id=id or new_id(), case=plan.case, plan=plan, version=version, on=held_on,
            with_whom=with_whom.strip()[:200], finding=finding.replace("\0", "").strip(), next_on=ahead,
            staff_id=actor.staff_id, recorded_at=now,
        )  # fmt: skip
        record.add(review)
        if plan.reviewed_on is None or held_on >= plan.reviewed_on:
            record.update(plan, reviewed_on=held_on, review_due_on=ahead)
    return review


def _check_review(finding: str, held_on: date, next_on: date | None, today: date) -> None:
    problems: dict[str, str] = {}
    if held_on > today:
        problems["on"] = "This day is still to come. Write the review down when it was held."
    if not finding.strip():
        problems["finding"] = "Say what was found: what goes well, what changes."
    if len(finding) > 4000:
        problems["finding"] = "Shorten this to 4,000 characters."
    if next_on and next_on <= held_on:
        problems["next_on"] = "The next review must be after this one."
    if problems:
        raise Invalid(problems)
