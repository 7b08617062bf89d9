"""What came of a meeting: decisions, who does what by when, and on what people differed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from caseday.access.models import Staff
from caseday.access.viewer import Viewer
from caseday.followups.actions import drop_followup, promise_followup
from caseday.followups.models import FollowUp
from caseday.kernel.errors import Invalid, NotFound
from caseday.kernel.ids import new_id
from caseday.meetings.actions.changing import changing, line, text_of
from caseday.meetings.models import (
    ActionItem,
    Disagreement,
    MediationStep,
    MeetingDecision,
    Participant,
    Position,
    TeamMeeting,
)
from caseday.meetings.queries import get_disagreement

_FOREIGN = "This belongs to another meeting. Reload the page and try again."


def _stored(model: Any, id: UUID | None, **of: Any) -> Any:
    """What a retried request stored before; Invalid where the id is of something else."""
    found = model.objects.filter(pk=id).first() if id else None
    if found is not None and any(getattr(found, name) != value for name, value in of.items()):
        raise Invalid(_FOREIGN)
    return found


def add_decision(
    *,
    actor: Viewer,
    now: datetime,
    meeting_id: UUID,
    text: str,
    dissent: str = "",
    id: UUID | None = None,
) -> MeetingDecision:
    """The same `id` again gives the one that is there."""
    with changing(
        "meeting_decided", actor=actor, now=now, meeting_id=meeting_id, summary=line(text, 300)
    ) as (
        meeting,
        record,
    ):
        if known := _stored(MeetingDecision, id, meeting_id=meeting_id):
            return known  # type: ignore[no-any-return]
        if not text.strip():
            raise Invalid({"text": "Write down what was decided."})
        made = MeetingDecision(
            id=id or new_id(), meeting=meeting, text=line(text, 600), dissent=line(dissent, 300), made_at=now
        )
        return record.add(made)


def add_action(
    *,
    actor: Viewer,
    now: datetime,
    meeting_id: UUID,
    text: str,
    participant_id: UUID | None = None,
    owner: str = "",
    staff_id: UUID | None = None,
    due_on: date | None = None,
    id: UUID | None = None,
) -> ActionItem:
    """Who does it: somebody of the agency (`staff_id`), one of the meeting, or a name. It becomes a follow-up: of a
    colleague whom the actor covers or leads, theirs; of anybody else, the actor's own, to ask whether it is done."""
    with changing("action_agreed", actor=actor, now=now, meeting_id=meeting_id, summary=line(text, 300)) as (
        meeting,
        record,
    ):
        if known := _stored(ActionItem, id, meeting_id=meeting_id):
            return known  # type: ignore[no-any-return]
        if not text.strip():
            raise Invalid({"text": "Say what is to be done. Begin with a verb."})
        staff = Staff.objects.filter(pk=staff_id, is_active=True).first() if staff_id else None
        participant = meeting.participants.filter(pk=participant_id).first() if participant_id else None
        name = staff.name if staff else participant.name if participant else line(owner, 160)
        if not name:
            raise Invalid({"owner": "Say who does it."})
        said = line(text, 240)
        followup = _followup(actor, now, meeting, said, name, staff, participant, due_on)
        made = ActionItem(
            id=id or new_id(), meeting=meeting, text=said, owner=name, owner_staff=staff, due_on=due_on,
            followup=followup, made_at=now,
        )  # fmt: skip
        return record.add(made)


def _followup(
    actor: Viewer,
    now: datetime,
    meeting: TeamMeeting,
    text: str,
    name: str,
    staff: Staff | None,
    participant: Participant | None,
    due_on: date | None,
) -> FollowUp:
    is_given = staff is not None and (actor.is_system or staff.pk in actor.caseload_staff_ids)
    owner_id = staff.pk if staff and is_given else actor.staff_id or meeting.staff_id
    reach: dict[str, Any] = {}
    if participant is not None:
        reach = {
            "reach_role": participant.role, "office_id": participant.office_id,
            "professional_id": participant.professional_id, "person_id": participant.person_id,
        }  # fmt: skip
    return promise_followup(
        actor=actor, now=now, case_id=meeting.case_id, staff_id=owner_id, due_on=due_on,
        text=text if is_given else f"Ask {name}: {text}"[:300], **reach,
    )  # fmt: skip


_STRUCK: dict[str, Any] = {"decision": MeetingDecision, "action": ActionItem, "disagreement": Disagreement}


def strike(*, actor: Viewer, now: datetime, meeting_id: UUID, what: str, row_id: UUID) -> TeamMeeting:
    """Written by mistake; it stays in the history. An action's follow-up is dropped with it."""
    with changing("meeting_line_struck", actor=actor, now=now, meeting_id=meeting_id) as (meeting, record):
        model = _STRUCK.get(what)
        row = model.objects.filter(pk=row_id, meeting=meeting).first() if model else None
        if row is None:
            raise NotFound
        record.summary = f"Struck: {row}"[:300]
        followup = row.followup if what == "action" else None
        record.remove(row)
        if followup and followup.state == FollowUp.State.OPEN:
            reason = "Struck from the meeting"
            drop_followup(actor=actor, now=now, followup_id=followup.pk, reason=reason)
    return meeting


def raise_disagreement(
    *, actor: Viewer, now: datetime, meeting_id: UUID, topic: str, id: UUID | None = None
) -> Disagreement:
    with changing("disagreement_raised", actor=actor, now=now, meeting_id=meeting_id) as (meeting, record):
        if known := _stored(Disagreement, id, meeting_id=meeting_id):
            return known  # type: ignore[no-any-return]
        if not topic.strip():
            raise Invalid({"topic": "Say on what people differ."})
        record.summary = line(topic, 300)
        return record.add(
            Disagreement(id=id or new_id(), meeting=meeting, topic=line(topic, 300), raised_at=now)
        )


def add_position(
    *,
    actor: Viewer,
    now: datetime,
    disagreement_id: UUID,
    who: str,
    wants: str,
    because: str = "",
    id: UUID | None = None,
) -> Position:
    """What one party wants, and why, in their words."""
    meeting_id = get_disagreement(actor, disagreement_id).meeting_id
    with changing("position_noted", actor=actor, now=now, meeting_id=meeting_id) as (_, record):
        if known := _stored(Position, id, disagreement_id=disagreement_id):
            return known  # type: ignore[no-any-return]
        if problems := _missing(who=who, wants=wants):
            raise Invalid(problems)
        record.summary = line(f"{who}: {wants}", 300)
        made = Position(
            id=id or new_id(), disagreement_id=disagreement_id, who=line(who, 160), wants=text_of(wants, 4000),
            because=text_of(because, 4000), said_at=now,
        )  # fmt: skip
        return record.add(made)


def _missing(*, who: str, wants: str) -> dict[str, str]:
    asked = (("who", who, "Say who wants it."), ("wants", wants, "Write down what they want."))
    return {name: words for name, text, words in asked if not text.strip()}


def add_mediation_step(
    *,
    actor: Viewer,
    now: datetime,
    disagreement_id: UUID,
    text: str,
    result: str = "",
    id: UUID | None = None,
) -> MediationStep:
    meeting_id = get_disagreement(actor, disagreement_id).meeting_id
    with changing("mediation_tried", actor=actor, now=now, meeting_id=meeting_id) as (_, record):
        if known := _stored(MediationStep, id, disagreement_id=disagreement_id):
            return known  # type: ignore[no-any-return]
        if not text.strip():
            raise Invalid({"text": "Say what was tried."})
        record.summary = line(text, 300)
        made = MediationStep(
            id=id or new_id(), disagreement_id=disagreement_id, text=text_of(text, 4000),
            result=text_of(result, 4000), taken_at=now,
        )  # fmt: skip
        return record.add(made)


def settle_disagreement(
    *, actor: Viewer, now: datetime, disagreement_id: UUID, state: str, outcome: str = ""
) -> Disagreement:
    """`open` opens it again. Without words only where it stays open."""
    one = get_disagreement(actor, disagreement_id)
    problems = {}
    if state not in Disagreement.State.values:
        problems["state"] = "Choose how it ended."
    if state != Disagreement.State.OPEN and not outcome.strip():
        problems["outcome"] = "Write down how it ended."
    if problems:
        raise Invalid(problems)
    with changing("disagreement_settled", actor=actor, now=now, meeting_id=one.meeting_id) as (_, record):
        record.summary = one.topic
        record.update(one, state=state, outcome=text_of(outcome, 4000))
    return one
