"""Which column of somebody's list is which fact."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

FACTS: dict[str, tuple[str, ...]] = {
    "case_number": (
        "case number",
        "case no",
        "case #",
        "case id",
        "file number",
        "file no",
        "our file",
        "referral number",
    ),
    "full_name": (
        "name",
        "client",
        "client name",
        "claimant",
        "claimant name",
        "patient",
        "patient name",
        "injured worker",
        "iw name",
        "employee",
        "employee name",
        "worker",
        "member name",
    ),
    "given_name": (
        "first name",
        "first",
        "given name",
        "fname",
        "claimant first name",
        "employee first name",
    ),
    "family_name": (
        "last name",
        "last",
        "family name",
        "surname",
        "lname",
        "claimant last name",
        "employee last name",
    ),
    "preferred_name": ("preferred name", "goes by", "nickname"),
    "birth_date": ("birth date", "date of birth", "dob", "d.o.b.", "birthdate", "born"),
    "phone": (
        "phone",
        "phone number",
        "telephone",
        "cell",
        "mobile",
        "home phone",
        "cell phone",
        "contact number",
        "claimant phone",
    ),
    "email": ("email", "e-mail", "email address", "claimant email"),
    "language": ("language", "primary language", "preferred language", "lang"),
    "interpreter": ("interpreter", "interpreter needed", "needs interpreter"),
    "street": (
        "address",
        "street",
        "address 1",
        "address line 1",
        "street address",
        "home address",
        "mailing address",
    ),
    "city": ("city", "town"),
    "state": ("state", "st", "home state"),
    "postal_code": ("zip", "zip code", "postal code", "zipcode"),
    "claim_number": (
        "claim number",
        "claim no",
        "claim #",
        "claim",
        "claim id",
        "wc claim",
        "wc claim #",
        "clm",
    ),
    "jurisdiction": ("jurisdiction", "jurisdiction state", "jur", "state of jurisdiction", "benefit state"),
    "onset_on": (
        "date of injury",
        "doi",
        "injury date",
        "date of loss",
        "dol",
        "onset",
        "loss date",
        "accident date",
    ),
    "condition": (
        "injury",
        "diagnosis",
        "condition",
        "injury description",
        "nature of injury",
        "dx",
        "description of injury",
    ),
    "icd10": ("icd", "icd-10", "icd10", "icd code", "diagnosis code", "dx code", "icd-10-cm"),
    "body_part": ("body part", "part of body", "bodypart"),
    "side": ("side", "laterality"),
    "adjuster": (
        "adjuster",
        "adjuster name",
        "claims adjuster",
        "claim adjuster",
        "claims examiner",
        "examiner",
        "referred by",
        "referral source",
    ),
    "adjuster_phone": ("adjuster phone", "adjuster phone number", "examiner phone"),
    "adjuster_email": ("adjuster email", "adjuster e-mail", "examiner email"),
    "carrier": (
        "carrier",
        "insurer",
        "insurance",
        "insurance company",
        "tpa",
        "payer",
        "payor",
        "administrator",
        "client company",
    ),
    "employer": ("employer", "employer name", "company", "insured"),
    "physician": (
        "physician",
        "treating physician",
        "doctor",
        "provider",
        "treating provider",
        "treating doctor",
        "atp",
        "pcp",
    ),
    "clinic": ("clinic", "facility", "practice", "physician office", "provider office"),
    "occupation": ("occupation", "job", "job title", "position"),
    "case_type": ("case type", "service type", "type of service"),
    "stage": ("stage", "phase", "case stage"),
    "acuity": ("acuity", "priority", "level", "severity"),
    "referred_on": (
        "referral date",
        "date referred",
        "referred",
        "date of referral",
        "open date",
        "opened",
        "date opened",
        "start date",
        "received",
    ),
    "last_contact_on": ("last contact", "last contact date", "date of last contact", "last activity"),
    "worker": (
        "case manager",
        "assigned to",
        "assigned",
        "cm",
        "ncm",
        "nurse",
        "nurse case manager",
        "fcm",
        "owner",
    ),
    "goals": ("goal", "goals", "case goal", "case goals"),
    "note": ("note", "notes", "comments", "comment", "remarks", "summary", "case summary"),
}
"""Fact to the headings that people give it. The first is what the template calls it."""

_CLOSE_ENOUGH = 88


@dataclass(frozen=True)
class Column:
    place: int
    heading: str
    fact: str
    """Empty where the column is not used."""
    how: str
    """mapping file, name, alike, repeated, or nothing."""


def match_columns(headings: Sequence[str], mapping: Mapping[str, str] | None = None) -> list[Column]:
    """Each column with the fact that it holds: by the mapping file, by name, else by likeness; a fact is used once.

    A mapping of a heading to "" leaves that column out. Raises ValueError with a sentence for an unknown fact.
    """
    wanted = {_plain(heading): fact for heading, fact in (mapping or {}).items()}
    _check(wanted.values())
    taken: set[str] = set()
    found: list[Column] = []
    for place, heading in enumerate(headings):
        fact, how = _fact_of(heading, wanted)
        if fact in taken:
            fact, how = "", "repeated"
        if fact:
            taken.add(fact)
        found.append(Column(place, heading, fact, how))
    return _alike(found, taken, wanted)


def _fact_of(heading: str, wanted: Mapping[str, str]) -> tuple[str, str]:
    plain = _plain(heading)
    if plain in wanted:
        return wanted[plain], "mapping file"
    fact = _BY_NAME.get(plain, "")
    return fact, "name" if fact else ""


def _alike(columns: list[Column], taken: set[str], wanted: Mapping[str, str]) -> list[Column]:
    done: list[Column] = []
    for column in columns:
        if not column.fact and not column.how and _plain(column.heading) not in wanted:
            fact = _most_alike(_plain(column.heading), taken)
            if fact:
                taken.add(fact)
                column = Column(column.place, column.heading, fact, "alike")
        done.append(column)
    return done


def _most_alike(heading: str, taken: set[str]) -> str:
    scored = [(fuzz.ratio(heading, name), fact) for name, fact in _BY_NAME.items() if fact not in taken]
    score, fact = max(scored, default=(0.0, ""))
    return fact if score >= _CLOSE_ENOUGH and len(heading) > 3 else ""


def _check(facts: object) -> None:
    unknown = sorted({f for f in facts if f and f not in FACTS})  # type: ignore[attr-defined]
    if unknown:
        raise ValueError(
            f"The mapping names {', '.join(unknown)}, which is no fact. Known: {', '.join(FACTS)}."
        )


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9# ]", " ", str(heading).casefold().replace("_", " ")).split())


_BY_NAME = {_plain(name): fact for fact, names in FACTS.items() for name in (*names, fact)}
