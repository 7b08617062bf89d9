"""Every read of programs: packs and clocks by date, diagnosis codes. Reference data: everybody may read it."""

from datetime import date
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from zoneinfo import ZoneInfo

from django.db.models import Q

from caseday.kernel.errors import NotFound
from caseday.programs.models import DiagnosisCode
from caseday.programs.rules import (
    Clock,
    ClockFile,
    Pack,
    WorkCalendar,
    find_kind,
    normalize_diagnosis_code,
    read_clocks,
    read_pack,
    search_words,
)


@lru_cache(maxsize=1)
def all_packs() -> tuple[Pack, ...]:
    """Every version of every pack, read once per process. Raises rules.PackError."""
    clocks = frozenset(clock.slug for clock in all_clocks())
    return tuple(
        read_pack(one.read_text("utf-8"), name=one.name, clocks=clocks) for one in _toml_files("packs")
    )


@lru_cache(maxsize=1)
def clock_files() -> tuple[ClockFile, ...]:
    """The clocks of each jurisdiction, read once per process. Raises rules.PackError."""
    return tuple(read_clocks(one.read_text("utf-8"), name=one.name) for one in _toml_files("packs/clocks"))


def _toml_files(folder: str) -> list[Traversable]:
    found = files("caseday.programs").joinpath(*folder.split("/")).iterdir()
    return sorted((one for one in found if one.name.endswith(".toml")), key=lambda one: one.name)


def get_clock_file(jurisdiction: str) -> ClockFile:
    """NotFound where no file names the jurisdiction."""
    found = next((one for one in clock_files() if one.jurisdiction == jurisdiction), None)
    if found is None:
        raise NotFound
    return found


def all_clocks() -> tuple[Clock, ...]:
    """Every clock of every jurisdiction, in all periods."""
    return tuple(clock for one in clock_files() for clock in one.clocks)


def clocks_in(jurisdiction: str, on: date) -> list[Clock]:
    """The clocks that hold in a jurisdiction ("TX") on a date; none where no file names it."""
    return [one for one in all_clocks() if one.jurisdiction == jurisdiction and one.is_effective(on)]


def find_clock(slug: str, jurisdiction: str, on: date) -> Clock | None:
    """`on` is the date on which the clock starts."""
    return find_kind(clocks_in(jurisdiction, on), slug)


def clocks_started_by(step: str, *, request_kind: str, jurisdiction: str, on: date) -> list[Clock]:
    """The clocks that a step of a request starts, the usual one first; those that an outcome opens are not here."""
    found = [
        one
        for one in clocks_in(jurisdiction, on)
        if one.starts == step and request_kind in one.for_request_kinds
    ]
    return sorted(found, key=lambda one: not one.is_usual)


def calendar_for(jurisdiction: str, zone: ZoneInfo) -> WorkCalendar:
    """The days that a jurisdiction's clocks count; Monday to Friday and federal holidays where no file names it."""
    known = next((one for one in clock_files() if one.jurisdiction == jurisdiction), None)
    if known is None:
        return WorkCalendar(zone=zone)
    return known.working_time.calendar(zone=zone, jurisdiction=jurisdiction)


def packs_on(on: date) -> list[Pack]:
    """What may be chosen for a referral of this date."""
    return sorted((pack for pack in all_packs() if pack.is_effective(on)), key=lambda pack: pack.word)


def get_pack(slug: str, *, on: date) -> Pack:
    """The version that applies on a date; before the first version, the first. NotFound for an unknown slug."""
    found = None
    for pack in all_packs():
        if pack.slug == slug and (found is None or _applies_rather(pack, found, on)):
            found = pack
    if found is None:
        raise NotFound
    return found


def _applies_rather(pack: Pack, other: Pack, on: date) -> bool:
    if other.effective_from > on:
        return pack.effective_from < other.effective_from
    return other.effective_from < pack.effective_from <= on


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
