"""An assessment is begun, answered item by item, finished, reviewed, set aside."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import require
from caseday.access.record import ChangeRecord, case_chain, change
from caseday.access.viewer import Viewer
from caseday.assessments.models import Alert, Answer, Assessment
from caseday.assessments.permissions import ONLY_WORKERS, can_give
from caseday.assessments.queries.assessments import Sheet, get_alert, get_assessment, plain_value, sheet_of
from caseday.assessments.queries.catalog import instrument_offered
from caseday.assessments.rules import BadAnswer, Item, Value, alerts_of, result_of, taken
from caseday.cases.models import Status
from caseday.cases.queries import get_case
from caseday.kernel.errors import Invalid, Refused
from caseday.kernel.ids import new_id

_OVER = "It is finished. What has changed since is asked anew: begin another one that amends it."
MOST_EVIDENCE = 2000


def begin_assessment(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    instrument: str,
    how: str = Assessment.How.IN_PERSON,
    language: str = "",
    amends_id: UUID | None = None,
    id: UUID | None = None,
) -> Assessment:
    """Open and empty; the same one for a repeated `id`. `language` "": the client's, where the instrument speaks it.

    Raises Invalid (closed case, way of giving, what it amends), NotFound for a case or an instrument out of reach.
    """
    if id and Assessment.objects.filter(pk=id).exists():
        return get_assessment(actor, id)
    require(can_give(actor), ONLY_WORKERS)
    case = get_case(actor, case_id)
    if case.status == Status.CLOSED:
        raise Invalid("The case is closed. Reopen it before you assess anything.")
    known = instrument_offered(actor, instrument)
    if how not in Assessment.How.values or (how == Assessment.How.CLIENT and not known.by_client):
        raise Invalid({"how": "Choose how it is given; this one cannot be given in this way."})
    _check_amends(actor, amends_id, case_id, instrument)
    owner = actor.staff_id or case.assigned_to_id
    if owner is None:
        raise Refused("An assessment is begun by somebody of the staff. Assign the case first.")
    wanted = language or ("es" if case.person.language.startswith("es") else "en")
    row = Assessment(
        id=id or new_id(), case=case, staff_id=owner, instrument=known.slug,
        version=known.version, language=wanted if wanted in known.languages else "en", how=how, begun_at=now,
        amends_id=amends_id,
    )  # fmt: skip
    with _changed("assessment_begun", row, actor, now, known.title.en) as record:
        record.add(row)
    return row


def _check_amends(actor: Viewer, amends_id: UUID | None, case_id: UUID, instrument: str) -> None:
    if amends_id is None:
        return
    old = get_assessment(actor, amends_id)
    if old.case_id != case_id or old.instrument != instrument:
        raise Invalid(
            {"amends": "Only the same instrument of the same case is amended. Begin again from there."}
        )
    if old.state not in (Assessment.State.FINISHED, Assessment.State.REVIEWED):
        raise Invalid({"amends": "It is not finished: answer it itself, nothing has to be amended."})


def answer_item(
    *,
    actor: Viewer,
    now: datetime,
    assessment_id: UUID,
    item: str,
    value: object = None,
    evidence: str | None = None,
    id: UUID | None = None,
) -> Answer:
    """Kept at once. `value` None: asked, and no answer given. The same `id`, or the same answer again, changes nothing.

    Another answer replaces the present one, which stays readable with its author. Raises Invalid with the item's
    linkId as field.
    """
    require(can_give(actor), ONLY_WORKERS)
    row = get_assessment(actor, assessment_id)
    return keep_answer(row, actor=actor, now=now, item=item, value=value, evidence=evidence, id=id)


def keep_answer(
    row: Assessment,
    *,
    actor: Viewer,
    now: datetime,
    item: str,
    value: object = None,
    evidence: str | None = None,
    id: UUID | None = None,
) -> Answer:
    """Of an assessment that the caller may answer: a worker, or the client by their link."""
    known = Answer.objects.filter(pk=id, assessment=row).first() if id else None
    if known is not None:
        return known
    with transaction.atomic():
        locked = Assessment.objects.select_for_update().get(pk=row.pk)
        if locked.is_over:
            raise Invalid(_OVER)
        sheet = sheet_of(locked)
        question, kept = _checked(sheet, item, value)
        present = sheet.present.get(item)
        noted = (present.evidence if present else "") if evidence is None else _noted(evidence)
        if present is not None and present.value == kept and type(present.value) is type(kept):
            return _with_evidence(sheet, present, noted, actor, now)
        return _write(sheet, question, kept, noted, actor, now, id)


def _checked(sheet: Sheet, item: str, value: object) -> tuple[Item, bool | int | str | None]:
    question = sheet.instrument.by_link.get(item)
    if question is None or not question.is_question:
        raise Invalid({"item": "This question is not part of it. Load the page again."})
    if value is None:
        return question, None
    try:
        return question, plain_value(taken(question, value))
    except BadAnswer as error:
        raise Invalid({item: error.text.said_in(sheet.row.language)}) from error


def _noted(evidence: str) -> str:
    return evidence.replace("\0", "").strip()[:MOST_EVIDENCE]


def _with_evidence(sheet: Sheet, present: Answer, evidence: str, actor: Viewer, now: datetime) -> Answer:
    with _changed("assessment_evidence_noted", sheet.row, actor, now, present.item) as record:
        record.update(present, evidence=evidence)
    return present


def _write(
    sheet: Sheet,
    question: Item,
    kept: bool | int | str | None,
    evidence: str,
    actor: Viewer,
    now: datetime,
    id: UUID | None,
) -> Answer:
    row, present = sheet.row, sheet.present.get(question.link_id)
    answer = Answer(
        id=id or new_id(), assessment=row, item=question.link_id, value=kept, evidence=evidence, answered_at=now,
        staff_id=actor.staff_id,
    )  # fmt: skip
    with _changed("assessment_answered", row, actor, now, question.link_id) as record:
        if present is not None:
            record.update(present, replaced_at=now)
        record.add(answer)
        answers = {**sheet.answers}
        answers.pop(question.link_id, None)
        if kept is not None:
            answers[question.link_id] = taken(question, kept)
        _raise_alerts(record, sheet, answers, now)
    return answer


def _raise_alerts(record: ChangeRecord, sheet: Sheet, answers: Mapping[str, Value], now: datetime) -> None:
    """At once, not when all is answered: somebody may hang up before the end."""
    raised = {one.alert.rule for one in sheet.alerts}
    for rule in alerts_of(sheet.instrument, answers):
        if rule.slug not in raised:
            record.add(Alert(id=new_id(), assessment=sheet.row, rule=rule.slug, raised_at=now))


def finish_assessment(
    *, actor: Viewer, now: datetime, assessment_id: UUID, leaves_open: bool = False, note: str | None = None
) -> Assessment:
    """Scored. Filed at once where nothing is left to say; else it waits for its review. A second tap changes nothing.

    Raises Invalid where required questions have no answer, unless `leaves_open`.
    """
    require(can_give(actor), ONLY_WORKERS)
    row = get_assessment(actor, assessment_id)
    if row.state in (Assessment.State.FINISHED, Assessment.State.REVIEWED):
        return row
    row = finish(row, actor=actor, now=now, leaves_open=leaves_open, note=note)
    return row if objections_to_review(sheet_of(row)) else _file(row, actor, now)


def finish(
    row: Assessment, *, actor: Viewer, now: datetime, leaves_open: bool = False, note: str | None = None
) -> Assessment:
    """Of an assessment that the caller may answer."""
    with transaction.atomic():
        locked = Assessment.objects.select_for_update().get(pk=row.pk)
        if locked.state != Assessment.State.OPEN:
            raise Invalid(_OVER if locked.state != Assessment.State.SET_ASIDE else "Take it up again first.")
        sheet = sheet_of(locked)
        left = [one for one in sheet.missing if one.link_id not in sheet.skipped]
        if not sheet.answers:
            raise Invalid("Nothing is answered yet. Answer, or set it aside and say why.")
        if left and not leaves_open:
            raise Invalid(_left_words(left))
        result = result_of(sheet.instrument, sheet.answers)
        values = {
            "state": Assessment.State.FINISHED,
            "finished_at": now,
            "finished_by": actor.name[:120],
            "score": result.value,
            "score_words": result.total.words[:160] if result.total else "",
            "subscores": {
                one.scale.slug: str(one.value) for one in result.subscales if one.value is not None
            },
            "band": result.band.slug if result.band else "",
            "note": locked.note if note is None else note.replace("\0", "").strip()[:4000],
        }
        with _changed("assessment_finished", locked, actor, now, sheet.instrument.title.en) as record:
            record.update(locked, **values)
    return locked


def _left_words(left: list[Item]) -> str:
    names = ", ".join(one.prefix or one.link_id for one in left[:12])
    many = f"{len(left)} questions have" if len(left) > 1 else "1 question has"
    return f"{many} no answer: {names}. Answer them, or finish without them."


def objections_to_review(sheet: Sheet) -> list[str]:
    """What is still to be said before it is filed."""
    found = [f"{one.rule.word.en}: say what was done." for one in sheet.open_alerts]
    lacks = [one.prefix or one.link_id for one in sheet.lacks_evidence]
    if lacks:
        found.append(f"Say how you know, beside question {', '.join(lacks)}.")
    if sheet.by_client and sheet.row.state == Assessment.State.FINISHED:
        found.append("The client answered it: read it, then file it.")
    return found


def review_assessment(*, actor: Viewer, now: datetime, assessment_id: UUID) -> Assessment:
    """Read and filed. Raises Invalid while an alert has no plan, or an answer lacks its evidence."""
    require(can_give(actor), ONLY_WORKERS)
    row = get_assessment(actor, assessment_id)
    if row.state == Assessment.State.REVIEWED:
        return row
    if row.state != Assessment.State.FINISHED:
        raise Invalid("It is not finished yet. Answer what is left, and finish it.")
    sheet = sheet_of(row)
    left = [one for one in objections_to_review(sheet) if not one.startswith("The client")]
    if left:
        raise Invalid(" ".join(left))
    return _file(row, actor, now)


def _file(row: Assessment, actor: Viewer, now: datetime) -> Assessment:
    with _changed("assessment_reviewed", row, actor, now, row.instrument) as record:
        record.update(row, state=Assessment.State.REVIEWED, reviewed_at=now, reviewed_by_id=actor.staff_id)
    return row


def note_evidence(*, actor: Viewer, now: datetime, assessment_id: UUID, item: str, evidence: str) -> Answer:
    """How one knows, beside an answer that is there; also after it was finished, until it is filed."""
    require(can_give(actor), ONLY_WORKERS)
    row = get_assessment(actor, assessment_id)
    if row.state not in (Assessment.State.OPEN, Assessment.State.FINISHED):
        raise Invalid(_OVER)
    present = Answer.objects.filter(assessment=row, item=item, replaced_at=None).first()
    if present is None:
        raise Invalid({"item": "This question has no answer yet."})
    with _changed("assessment_evidence_noted", row, actor, now, item) as record:
        record.update(present, evidence=_noted(evidence))
    return present


def acknowledge_alert(*, actor: Viewer, now: datetime, alert_id: UUID, plan: str) -> Alert:
    """Says what was done and what comes next. A second tap changes nothing. Raises Invalid without a plan."""
    require(can_give(actor), ONLY_WORKERS)
    alert = get_alert(actor, alert_id)
    if alert.acknowledged_at is not None:
        return alert
    plan = plan.replace("\0", "").strip()
    if len(plan) < 10:
        raise Invalid(
            {"plan": "Say what was done, with whom, and what comes next, so that somebody else can go on."}
        )
    with _changed("assessment_alert_acknowledged", alert.assessment, actor, now, alert.rule) as record:
        record.update(alert, acknowledged_at=now, acknowledged_by_id=actor.staff_id, plan=plan[:4000])
    return alert


def set_aside_assessment(*, actor: Viewer, now: datetime, assessment_id: UUID, reason: str) -> Assessment:
    """It will not be finished; its answers stay readable. Its link dies. A second tap changes nothing."""
    require(can_give(actor), ONLY_WORKERS)
    row = get_assessment(actor, assessment_id)
    if row.state == Assessment.State.SET_ASIDE:
        return row
    if row.state != Assessment.State.OPEN:
        raise Invalid(_OVER)
    if not reason.strip():
        raise Invalid({"reason": "Say why it is not finished, so that nobody asks again."})
    with _changed("assessment_set_aside", row, actor, now, row.instrument) as record:
        record.update(row, state=Assessment.State.SET_ASIDE, set_aside_reason=reason.strip()[:300])
        for link in row.links.filter(finished_at=None, ended_at=None):
            record.update(link, ended_at=now)
    return row


def take_up_assessment(*, actor: Viewer, now: datetime, assessment_id: UUID) -> Assessment:
    """What was set aside goes on where it stopped."""
    require(can_give(actor), ONLY_WORKERS)
    row = get_assessment(actor, assessment_id)
    if row.state != Assessment.State.SET_ASIDE:
        raise Invalid("It is not set aside.")
    with _changed("assessment_taken_up", row, actor, now, row.instrument) as record:
        record.update(row, state=Assessment.State.OPEN, set_aside_reason="")
    return row


def _changed(
    verb: str, row: Assessment, actor: Viewer, now: datetime, summary: str
) -> AbstractContextManager[ChangeRecord]:
    return change(verb, actor=actor, now=now, chain=case_chain(row.case_id), subject=row, summary=summary)
