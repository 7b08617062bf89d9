"""Reading a number back: what they have is kept, and whoever has it wrong is chased until they read it right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.viewer import Viewer
from caseday.casefile.queries import Suspect, open_corrections, places_of_number, suspects_of
from caseday.cases.actions import record_readback
from caseday.cases.models import Identifier, ReadBack
from caseday.cases.queries import Holder, pack_of
from caseday.followups import actions as followups
from caseday.followups.models import FollowUp
from caseday.programs.rules import word_of

_EVERY_WORKING_DAY = "daily"


@dataclass(frozen=True)
class ReadOut:
    """How a number was read back: who read it, and from whom they have it."""

    heard: str
    office_id: UUID | None = None
    professional_id: UUID | None = None
    with_name: str = ""
    source_name: str = ""
    source_office_id: UUID | None = None
    activity_id: UUID | None = None


def record_readback_and_chase(
    *, actor: Viewer, now: datetime, identifier_id: UUID, read_out: ReadOut, id: UUID | None = None
) -> tuple[ReadBack, list[FollowUp]]:
    """Keep it; where it differs, promise to have it corrected by them and by everybody who may have it wrong too.

    Nobody is chased twice. Where it is the same, the chases that waited for it end by that. Sent again with its `id`,
    nothing is promised again. Raises Invalid as `cases.actions.record_readback` does.
    """
    with transaction.atomic():
        is_again = id is not None and ReadBack.objects.filter(pk=id).exists()
        kept = record_readback(actor=actor, now=now, identifier_id=identifier_id, id=id, **vars(read_out))
        if is_again:
            return kept, []
        if kept.is_same:
            return kept, []
        return kept, _chase(actor, now, kept)


def _chase(actor: Viewer, now: datetime, kept: ReadBack) -> list[FollowUp]:
    identifier = kept.identifier
    open_now = open_corrections(identifier)
    chased = {_whom(one.office_id, one.professional_id, one.promised_to) for one in open_now}
    places = places_of_number(actor, kept.case_id, kept.heard)
    wanted = [_themselves(kept), *suspects_of(actor, kept, places)]
    texts = _texts(identifier, kept, wanted)
    return [
        _promise(actor, now, identifier, one, text)
        for one, text in zip(wanted, texts, strict=True)
        if _whom(one.office_id, one.professional_id, one.name) not in chased
    ]


def _themselves(kept: ReadBack) -> Suspect:
    holder = Holder(kept)
    return Suspect(holder.name, "", kept.office_id, kept.professional_id)


def _texts(identifier: Identifier, kept: ReadBack, wanted: Sequence[Suspect]) -> list[str]:
    word = word_of(pack_of(identifier.case).identifier_kinds, identifier.kind)
    number = f"{word} {identifier.value}"
    first = f"Have {wanted[0].name} correct the number and read it back: {number}. They have {kept.heard}"
    others = [f"Have {one.name} read back: {number}. {one.name} {one.why}" for one in wanted[1:]]
    return [text[:300] for text in (first, *others)]


def _promise(actor: Viewer, now: datetime, identifier: Identifier, one: Suspect, text: str) -> FollowUp:
    return followups.promise_followup(
        actor=actor,
        now=now,
        text=text,
        case_id=identifier.case_id,
        office_id=one.office_id,
        professional_id=one.professional_id,
        promised_to="" if one.office_id or one.professional_id else one.name,
        chase=followups.Chase(
            cadence=_EVERY_WORKING_DAY, until=FollowUp.Until.READ_BACK, until_identifier_id=identifier.pk
        ),
    )


def _whom(office_id: UUID | None, professional_id: UUID | None, name: str) -> UUID | str:
    """An office is chased once, whoever answers there."""
    return office_id or professional_id or name.casefold()
