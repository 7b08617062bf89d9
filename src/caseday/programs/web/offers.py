"""In: a draft's values. Out: what may be chosen where a field of a pack names something else of it."""

from collections.abc import Mapping
from typing import Any

from caseday.programs.queries import all_clocks
from caseday.programs.rules.requests import CASE_MANAGER, CLIENT
from caseday.programs.rules.stages import STAGE_CONDITIONS
from caseday.programs.rules.versions import spelled_out, title_of
from caseday.programs.web.nodes import Choices, Offers, in_words

_CLIENT = (CLIENT, "The client")
_WORKER = (CASE_MANAGER, "Case manager")
_SIGNERS = (
    _CLIENT,
    ("worker", "Whoever works the case"),
    ("supervisor", "Supervisor"),
    ("guardian", "Guardian"),
)
# Field to the list that it names, and who or what may stand there besides.
_LISTS: dict[str, tuple[str, Choices]] = {
    "basis": ("citations", ()),
    "party_role": ("party_roles", (_CLIENT,)),
    "note_format": ("note_formats", ()),
    "activity_code": ("activity_codes", ()),
    "activity_kinds": ("activity_kinds", ()),
    "case_types": ("case_types", ()),
    "stages": ("stages", ()),
    "next": ("stages", ()),
    "document_kind": ("document_kinds", ()),
    "checklist": ("checklists", ()),
    "first_contact": ("first_contacts", ()),
    "must_know": ("party_roles", (_CLIENT,)),
    "answered_by": ("party_roles", (_CLIENT, _WORKER)),
    "confirmed_by": ("party_roles", (_CLIENT, _WORKER)),
    "with_roles": ("party_roles", (_CLIENT,)),
    "to_roles": ("party_roles", (_CLIENT,)),
    "to": ("party_roles", (_CLIENT,)),
    "copies": ("party_roles", (_CLIENT,)),
    "by_roles": ("party_roles", _SIGNERS),
    "signatures": ("party_roles", _SIGNERS),
}


def offers_of(values: Mapping[str, Any]) -> Offers:
    made: dict[str, Choices] = {}

    def offers(name: str) -> Choices:
        if name not in made:
            made[name] = _choices(values, name)
        return made[name]

    return offers


def _choices(values: Mapping[str, Any], name: str) -> Choices:
    if name in _LISTS:
        listed, also = _LISTS[name]
        return list({**dict(also), **dict(_entries(values, listed))}.items())
    special = {"opens_clock": _clocks, "starts": _starts, "requires": _conditions}
    return special[name](values) if name in special else ()


def _entries(values: Mapping[str, Any], listed: str) -> Choices:
    found = values.get(listed)
    entries = found if isinstance(found, list) else []
    return [
        (str(one["slug"]), title_of(one)[:80])
        for one in entries
        if isinstance(one, Mapping) and one.get("slug")
    ]


def _clocks(values: Mapping[str, Any]) -> Choices:
    return list({one.slug: one.word for one in all_clocks()}.items())


def _starts(values: Mapping[str, Any]) -> Choices:
    return [
        ("referred", "The referral came"),
        ("accepted", "The case was accepted"),
        *((f"stage:{slug}", f"It came into the stage {word}") for slug, word in _entries(values, "stages")),
        *((f"date:{slug}", f"The date: {word}") for slug, word in _entries(values, "key_date_kinds")),
    ]


def _conditions(values: Mapping[str, Any]) -> Choices:
    """One for each instrument and paper where a condition is about one."""
    found = values.get("assessments_due")
    due = found if isinstance(found, list) else []
    instruments = sorted({str(one.get("instrument", "")) for one in due if isinstance(one, Mapping)} - {""})
    plain = [
        (name, in_words(meaning).capitalize())
        for name, meaning in STAGE_CONDITIONS.items()
        if name not in ("assessment_done", "document")
    ]
    return [
        *plain,
        *((f"assessment_done:{one}", f"Assessed: {spelled_out(one)}") for one in instruments),
        *((f"document:{slug}", f"On file: {word}") for slug, word in _entries(values, "document_kinds")),
    ]
