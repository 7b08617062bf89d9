"""The phrases that set the safety flag: the shipped ones, less those switched off, and the agency's own."""

from dataclasses import dataclass
from uuid import UUID

from caseday.access.permissions import require
from caseday.access.viewer import Viewer
from caseday.correspondence.models import SafetyPhrase
from caseday.correspondence.permissions import can_edit_safety_phrases
from caseday.correspondence.rules.safety import Phrase, shipped_phrases
from caseday.kernel.errors import NotFound

ONLY_LEADERS = "Only supervisors and administrators change the safety phrases. Ask one of them."


@dataclass(frozen=True)
class ShownPhrase:
    """`id` of an own one; a shipped one is known by its language and text."""

    text: str
    language: str
    about: str
    is_own: bool
    is_off: bool
    id: UUID | None = None


def phrases_looked_for() -> frozenset[str]:
    """Whoever writes: one query."""
    rows = list(SafetyPhrase.objects.values_list("phrase", "language", "is_off"))
    off = {(language, phrase) for phrase, language, is_off in rows if is_off}
    shipped = {one.text for one in shipped_phrases() if (one.language, one.text) not in off}
    return frozenset(shipped | {phrase for phrase, _, is_off in rows if not is_off})


def safety_phrases(viewer: Viewer) -> list[ShownPhrase]:
    """By what they are about; Refused for who may not change them. One query."""
    require(can_edit_safety_phrases(viewer), ONLY_LEADERS)
    rows = list(SafetyPhrase.objects.all())
    off = {(one.language, one.phrase) for one in rows if one.is_off}
    shipped = {(one.language, one.text): one for one in shipped_phrases()}
    own = [
        ShownPhrase(one.phrase, one.language, one.about, True, False, one.pk)
        for one in rows
        if not one.is_off
    ]
    known = [_shown(one, key in off) for key, one in shipped.items()]
    return sorted([*own, *known], key=lambda one: (one.language, one.about, not one.is_own, one.text))


def _shown(one: Phrase, is_off: bool) -> ShownPhrase:
    return ShownPhrase(one.text, one.language, one.about, False, is_off)


def get_safety_phrase(viewer: Viewer, phrase_id: UUID) -> SafetyPhrase:
    require(can_edit_safety_phrases(viewer), ONLY_LEADERS)
    found = SafetyPhrase.objects.filter(pk=phrase_id).first()
    if found is None:
        raise NotFound
    return found


def abouts() -> list[str]:
    """What phrases may be about, as the shipped ones are."""
    return list(dict.fromkeys(one.about for one in shipped_phrases()))
