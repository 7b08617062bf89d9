"""The agency's list of safety phrases: added, switched off, on again. Messages that are here keep their flags."""

from datetime import datetime
from uuid import UUID

from caseday.access.permissions import require
from caseday.access.record import agency_chain, change
from caseday.access.viewer import Viewer
from caseday.correspondence.models import SafetyPhrase
from caseday.correspondence.permissions import can_edit_safety_phrases
from caseday.correspondence.queries.safety import ONLY_LEADERS, get_safety_phrase
from caseday.correspondence.rules.safety import LONGEST_PHRASE, plain, shipped_phrases
from caseday.kernel.errors import Invalid, Refused
from caseday.kernel.ids import new_id

LANGUAGES = ("en", "es")
_SHORTEST = 3


def add_safety_phrase(
    *,
    actor: Viewer,
    now: datetime,
    phrase: str,
    language: str = "en",
    about: str = "harm",
    id: UUID | None = None,
) -> SafetyPhrase:
    """One of the agency's own, or a shipped one on again. What is there already comes back unchanged.

    Raises Invalid by field.
    """
    require(can_edit_safety_phrases(actor), ONLY_LEADERS)
    if id and (there := SafetyPhrase.objects.filter(pk=id).first()):
        return there
    text = _checked(phrase, language)
    same = SafetyPhrase.objects.filter(phrase=text, language=language)
    if there := same.filter(is_off=False).first():
        return there
    if any(one.text == text and one.language == language for one in shipped_phrases()):
        raise Invalid({"phrase": "This phrase is on the list already. Switch it on there if it is off."})
    made = SafetyPhrase(
        id=id or new_id(), phrase=text, language=language, about=plain(about).replace(" ", "-")[:40] or "harm",
        staff_id=_who(actor), at=now,
    )  # fmt: skip
    with change(
        "safety_phrase_added", actor=actor, now=now, chain=agency_chain(), subject=made, summary=text
    ) as record:
        record.add(made)
    return made


def _who(actor: Viewer) -> UUID:
    if actor.staff_id is None:
        raise Refused("Say who changes the list.")
    return actor.staff_id


def _checked(phrase: str, language: str) -> str:
    text = plain(phrase)
    problems = {}
    if len(text) < _SHORTEST:
        problems["phrase"] = "Type the words to look for, e.g. chest pain."
    if len(text) > LONGEST_PHRASE:
        problems["phrase"] = f"Keep it short: at most {LONGEST_PHRASE} letters."
    if language not in LANGUAGES:
        problems["language"] = "Choose English or Spanish."
    if problems:
        raise Invalid(problems)
    return text


def remove_safety_phrase(*, actor: Viewer, now: datetime, phrase_id: UUID) -> None:
    """One of the agency's own is looked for no more."""
    found = get_safety_phrase(actor, phrase_id)
    with change(
        "safety_phrase_removed",
        actor=actor,
        now=now,
        chain=agency_chain(),
        subject=found,
        summary=found.phrase,
    ) as record:
        record.remove(found)


def switch_safety_phrase(
    *, actor: Viewer, now: datetime, phrase: str, language: str, is_off: bool
) -> SafetyPhrase | None:
    """A shipped one off or on again. Raises Invalid for one that is not shipped."""
    require(can_edit_safety_phrases(actor), ONLY_LEADERS)
    text = plain(phrase)
    if not any(one.text == text and one.language == language for one in shipped_phrases()):
        raise Invalid({"phrase": "Choose a phrase of the list."})
    there = SafetyPhrase.objects.filter(phrase=text, language=language, is_off=True).first()
    if is_off == (there is not None):
        return there
    row = there or SafetyPhrase(phrase=text, language=language, is_off=True, staff_id=_who(actor), at=now)
    verb = "safety_phrase_switched_off" if is_off else "safety_phrase_switched_on"
    with change(verb, actor=actor, now=now, chain=agency_chain(), subject=row, summary=text) as record:
        if is_off:
            record.add(row)
        else:
            record.remove(row)
    return row if is_off else None
