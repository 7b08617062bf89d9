"""Words offered while typing: what a phone is for, what a professional does; and which offices keep which holidays."""

from __future__ import annotations

import re

from .compiled import split_rules

DATED = re.compile(r"\d{4} ")

PHONE_PURPOSES: tuple[str, ...] = (
    "front desk",
    "scheduling",
    "surgery coordinator",
    "nurse line",
    "medical records",
    "referrals and authorizations",
    "billing",
    "pharmacy counter",
    "claims",
    "direct line",
    "mobile",
    "after hours",
)

PROFESSIONAL_ROLES: tuple[str, ...] = (
    "orthopedic surgeon",
    "physician",
    "nurse practitioner",
    "physician assistant",
    "surgery coordinator",
    "scheduler",
    "nurse",
    "physical therapist",
    "occupational therapist",
    "psychologist",
    "pharmacist",
    "claims adjuster",
    "utilization reviewer",
    "employer contact",
    "attorney",
    "paralegal",
    "school counselor",
    "social worker",
    "probation officer",
    "interpreter",
)

# Courts, agencies and schools keep their state's whole calendar; private offices the days nearly all employers keep.
PUBLIC_KINDS = frozenset({"court", "government", "school"})
COMMON = "common"
CALENDARS: dict[str, str] = {
    "": "As offices of this kind do",
    "common": "The six that nearly every office keeps",
    "federal": "Federal holidays",
    "state": "Holidays of the state",
}


def holiday_region(calendar: str, kind: str, state: str) -> str:
    """What `holidays_in` takes: `common`, `US`, or a state."""
    chosen = calendar or ("state" if kind in PUBLIC_KINDS else COMMON)
    if chosen == "state":
        return state.strip().upper() or "US"
    return "US" if chosen == "federal" else COMMON


def hours_in_full(opening_hours: str, closes_on_holidays: bool) -> str:
    """The stored text with holidays closed where the office keeps them and the text does not say otherwise.

    They come before special days, for what comes later wins.
    """
    text = opening_hours.strip().rstrip(";")
    if not text or not closes_on_holidays or "PH" in text or text == "24/7":
        return text
    rules = split_rules(text)
    dated = next((index for index, rule in enumerate(rules) if DATED.match(rule)), len(rules))
    return "; ".join([*rules[:dated], "PH off", *rules[dated:]])
