"""What each page shows of a case, for the access log ("fields by page"; 45 CFR 164.528 asks what was disclosed)."""

from collections.abc import Mapping

# URL name -> groups of fields. A page that shows a case and is not listed counts as showing everything.
FIELD_GROUPS: Mapping[str, tuple[str, ...]] = {
    "access:glass": ("identifiers",),
    "access:log": ("identifiers",),
    "cases:list": ("identifiers", "stage", "key dates"),
    "casefile:case": (
        "identifiers",
        "people",
        "key dates",
        "condition",
        "appointments",
        "notes",
        "open work",
    ),
    "casefile:call_sheet": ("identifiers", "people", "key dates", "condition", "appointments", "open work"),
    "casefile:visit_sheet": ("identifiers", "people", "key dates", "condition", "appointments", "open work"),
    "casefile:journal": ("identifiers", "notes"),
    "cases:workers": ("identifiers", "who works on it"),
    "schedule:confirmations": ("identifiers", "appointments", "contact points"),
    "today:calls": ("identifiers", "people", "open work", "contact points"),
    "people:show_ssn": ("identifiers", "Social Security number"),
    "exchange:sealed_numbers": ("identifiers", "Social Security number"),
    "search:search": ("identifiers", "extracts of notes", "extracts of papers"),
}
EVERYTHING = ("everything on the case",)


def fields_shown_on(page: str) -> tuple[str, ...]:
    if page in FIELD_GROUPS:
        return FIELD_GROUPS[page]
    return _BY_APP.get(page.partition(":")[0], EVERYTHING)


_BY_APP: Mapping[str, tuple[str, ...]] = {
    "people": ("person", "contact points", "household", "consents"),
    "cases": ("identifiers", "parties", "key dates", "condition", "goals"),
    "schedule": ("identifiers", "appointments"),
    "documents": ("identifiers", "papers"),
    "followups": ("identifiers", "open work"),
    "journal": ("identifiers", "notes"),
    "intake": ("identifiers", "referral"),
    "assessments": ("identifiers", "answers and scores"),
    "looseends": ("identifiers", "open work"),
    "today": ("identifiers", "appointments", "open work"),
    "exchange": EVERYTHING,
    "casefile": EVERYTHING,
}
