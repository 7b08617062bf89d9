"""Every read of programs: packs by date, diagnosis codes by code or words. Reference data: everybody may read it."""

from datetime import date
from functools import lru_cache
from importlib.resources import files

from django.db.models import Q

from caseday.kernel.errors import NotFound
from caseday.programs.models import DiagnosisCode
from caseday.programs.rules import Pack, normalize_diagnosis_code, read_pack, search_words


@lru_cache(maxsize=1)
def all_packs() -> tuple[Pack, ...]:
    """Every version of every pack, read once per process. Raises rules.PackError."""
    folder = files("caseday.programs") / "packs"
    found = sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    return tuple(read_pack(one.read_text("utf-8"), name=one.name) for one in found)


def packs_on(on: date) -> list[Pack]:
    """What may be chosen for a referral of this date."""
    return sorted((pack for pack in all_packs() if pack.is_effective(on)), key=lambda pack: pack.word)


def get_pack(slug: str, *, on: date) -> Pack:
    """The version that applies on a date; before the first version, the first. NotFound for an unknown slug."""
    versions = sorted((p for p in all_packs() if p.slug == slug), key=lambda pack: pack.effective_from)
    if not versions:
        raise NotFound
    return next((pack for pack in reversed(versions) if pack.effective_from <= on), versions[0])


def find_diagnoses(text: str, *, limit: int = 12) -> list[DiagnosisCode]:
    """By the beginning of a code, or by words that all occur; billable codes first. One query."""
    wanted = _matching(text)
    if wanted is None:
        return []
    return list(DiagnosisCode.objects.filter(wanted).order_by("-is_billable", "code")[:limit])


def _matching(text: str) -> Q | None:
    if code := normalize_diagnosis_code(text):
        return Q(code__startswith=code.replace(".", ""))
    words = search_words(text)
    if not words:
        return None
    wanted = Q()
    for word in words:
        wanted &= Q(description__icontains=word)
    return wanted


def get_diagnosis(text: str) -> DiagnosisCode | None:
    """The code as somebody typed it, with or without its point; None where it is not in the release."""
    code = normalize_diagnosis_code(text)
    return DiagnosisCode.objects.filter(pk=code.replace(".", "")).first() if code else None


def has_diagnosis_codes() -> bool:
    return DiagnosisCode.objects.exists()
