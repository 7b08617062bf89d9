"""What the agency may use: its own licensed copies, and its word on the terms of a shipped one."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from caseday.access.permissions import require
from caseday.access.record import agency_chain, change
from caseday.access.viewer import Viewer
from caseday.assessments.models import HeldInstrument
from caseday.assessments.permissions import ONLY_ADMINISTRATORS, can_hold_instruments
from caseday.assessments.queries.catalog import is_shipped, shipped
from caseday.assessments.rules import InstrumentError, instrument_of
from caseday.assessments.rules.questionnaire import plain_of_questionnaire
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id

MOST_BYTES = 500_000


def hold_instrument(
    *,
    actor: Viewer,
    now: datetime,
    text: str,
    license_holder: str,
    license_text: str,
    confirmed: bool,
    id: UUID | None = None,
) -> HeldInstrument:
    """The agency's copy of a FHIR R4 Questionnaire. Raises Invalid; problems of the file name item and reason."""
    require(can_hold_instruments(actor), ONLY_ADMINISTRATORS)
    if id and (known := HeldInstrument.objects.filter(pk=id).first()):
        return known
    _check_license(license_holder, license_text, confirmed)
    values = _values(text)
    holder, words = license_holder.strip()[:300], license_text.strip()
    values["license"] = {
        "status": "licensed",
        "holder": holder,
        "permission": words[:2000],
        "source": f"Confirmed by {actor.name}"[:600],
    }
    try:
        found = instrument_of(values, name="the file")
    except InstrumentError as error:
        raise Invalid({"file": " ".join(error.problems[:12])}) from error
    if is_shipped(found.slug):
        raise Invalid({"file": f"There is a shipped instrument {found.slug!r}. Give yours another name."})
    if HeldInstrument.objects.filter(slug=found.slug, version=found.version).exists():
        raise Invalid(
            {"file": f"Version {found.version} is here already. Give the changed one another version."}
        )
    content = json.dumps(values, ensure_ascii=True, sort_keys=True)
    held = HeldInstrument(
        id=id or new_id(), slug=found.slug, version=found.version, title=found.title.en[:200], content=content,
        license_holder=holder, license_text=words[:8000], confirmed_by_id=_who(actor), confirmed_at=now,
    )  # fmt: skip
    return _keep("instrument_held", held, actor, now)


def _check_license(holder: str, text: str, confirmed: bool) -> None:
    problems = {}
    if not holder.strip():
        problems["license_holder"] = "Say who owns the instrument."
    if len(text.strip()) < 20:
        problems["license_text"] = (
            "Paste the words of the license or the letter that allows your agency to use it."
        )
    if not confirmed:
        problems["confirmed"] = "Confirm that the license covers this use."
    if problems:
        raise Invalid(problems)


def _values(text: str) -> dict[str, Any]:
    if not text.strip():
        raise Invalid({"file": "Choose the file of the Questionnaire."})
    if len(text) > MOST_BYTES:
        raise Invalid({"file": "The file is larger than any questionnaire. Choose the right one."})
    try:
        return plain_of_questionnaire(json.loads(text), name="the file")
    except InstrumentError as error:
        raise Invalid({"file": " ".join(error.problems[:12])}) from error
    except (ValueError, RecursionError) as error:
        raise Invalid({"file": "This is no JSON. Export the Questionnaire as FHIR R4 JSON."}) from error


def confirm_terms(
    *, actor: Viewer, now: datetime, slug: str, license_text: str, confirmed: bool, id: UUID | None = None
) -> HeldInstrument:
    """A shipped instrument with conditions may be given from now on. Raises NotFound where nothing is to confirm."""
    require(can_hold_instruments(actor), ONLY_ADMINISTRATORS)
    wanted = [one for one in shipped().values() if one.slug == slug and one.license.needs_confirmation]
    if not wanted:
        raise NotFound
    newest = wanted[-1]
    known = HeldInstrument.objects.filter(slug=slug, version=newest.version, ended_at=None).first()
    if known is not None:
        return known
    _check_license(newest.license.holder, license_text, confirmed)
    held = HeldInstrument(
        id=id or new_id(), slug=slug, version=newest.version, title=newest.title.en[:200],
        license_holder=newest.license.holder, license_text=license_text.strip()[:8000],
        confirmed_by_id=_who(actor), confirmed_at=now,
    )  # fmt: skip
    return _keep("instrument_terms_confirmed", held, actor, now)


def end_instrument(*, actor: Viewer, now: datetime, held_id: UUID) -> HeldInstrument:
    """Not offered anymore; what was given with it stays readable. A second tap changes nothing."""
    require(can_hold_instruments(actor), ONLY_ADMINISTRATORS)
    held = HeldInstrument.objects.filter(pk=held_id).first()
    if held is None:
        raise NotFound
    if held.ended_at is None:
        with change(
            "instrument_ended", actor=actor, now=now, chain=agency_chain(), subject=held, summary=held.title
        ) as record:
            record.update(held, ended_at=now)
    return held


def _who(actor: Viewer) -> UUID:
    if actor.staff_id is None:
        raise Refused("Somebody of the staff confirms it.")
    return actor.staff_id


def _keep(verb: str, held: HeldInstrument, actor: Viewer, now: datetime) -> HeldInstrument:
    with change(verb, actor=actor, now=now, chain=agency_chain(), subject=held, summary=held.title) as record:
        record.add(held)
    return held
