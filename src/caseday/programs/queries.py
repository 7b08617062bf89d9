"""Every read of programs: packs and clocks by date, diagnosis codes. Reference data: everybody may read it.

Versions of the agency never change once they are published, so a process keeps those that it has read, by id.
"""

import logging
from collections.abc import Collection
from datetime import date
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from caseday.kernel.errors import NotFound
from caseday.programs.models import DiagnosisCode, PackVersion
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
from caseday.programs.rules.versions import check_values, overlaid


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


def known_packs() -> tuple[Pack, ...]:
    """The shipped ones, and every version of the agency that this process has read; no query."""
    return (*all_packs(), *_known_versions()) if _VALUES else all_packs()


def packs_on(on: date) -> list[Pack]:
    """What may be chosen for a referral of this date: the agency's own version where there is one. One query."""
    shipped = {pack.slug: pack for pack in shipped_packs_on(on)}
    own = {one.slug: _read_version(one.pk, one.slug) for one in _in_force(on)}
    return sorted({**shipped, **own}.values(), key=lambda pack: pack.word)


def shipped_packs_on(on: date) -> list[Pack]:
    return sorted((pack for pack in all_packs() if pack.is_effective(on)), key=lambda pack: pack.word)


def get_pack(slug: str, *, on: date) -> Pack:
    """What a case referred on a date begins with. NotFound for an unknown slug. One query: of a case that there is
    already, `cases.queries.pack_of` tells without any."""
    return pack_to_begin_with(slug, on=on)[0]


def pack_to_begin_with(slug: str, *, on: date) -> tuple[Pack, UUID | None]:
    """The agency's version in force on a date, with its id; else the shipped pack. One query."""
    own = next((one for one in _in_force(on) if one.slug == slug), None)
    return (_read_version(own.pk, slug), own.pk) if own else (shipped_pack(slug, on=on), None)


def shipped_pack(slug: str, *, on: date) -> Pack:
    """As it came with Caseday: the version of a date; before the first version, the first. NotFound for another."""
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


def pack_for(
    slug: str, *, on: date, version_id: UUID | None = None, overlay_id: UUID | None = None
) -> Pack:
    """The pack of a case, by what its row says; no query, but for a version that this process has not met yet."""
    if overlay_id is not None:
        return _overlaid(slug, on, version_id, overlay_id)
    return shipped_pack(slug, on=on) if version_id is None else _read_version(version_id, slug, on=on)


# What was published, as it was read; what was read of it. Tests empty both.
_VALUES: dict[UUID, dict[str, Any]] = {}
_PACKS: dict[tuple[Any, ...], Pack] = {}
_log = logging.getLogger(__name__)


def forget_versions() -> None:
    _VALUES.clear()
    _PACKS.clear()


def overlay_to_begin_with(
    slug: str, *, on: date, office_ids: Collection[UUID], names: Collection[str]
) -> UUID | None:
    """Of whichever payer is among these offices and names (case does not matter) and words this pack on a date; the
    latest published where several are. One query."""
    called = {name.strip().casefold() for name in names if name.strip()}
    rows = _begun(on).filter(slug=slug).exclude(payer_name="").order_by("-published_at", "-number")
    latest: dict[str, PackVersion] = {}
    for one in rows.only("payer_name", "payer_office_id"):
        latest.setdefault(one.payer_name.casefold(), one)
    return next(
        (one.pk for name, one in latest.items() if name in called or one.payer_office_id in office_ids), None
    )


def _begun(on: date) -> QuerySet[PackVersion]:
    rows = PackVersion.objects.filter(state=PackVersion.State.PUBLISHED, effective_from__lte=on)
    return rows.filter(Q(effective_to=None) | Q(effective_to__gte=on))


def _in_force(on: date) -> list[PackVersion]:
    """Of each pack the version that begins last; without their values."""
    rows = _begun(on).filter(payer_name="").order_by("effective_from", "number")
    return list({one.slug: one for one in rows.only("slug", "word", "number", "effective_from")}.values())


def _values_of(version_id: UUID) -> dict[str, Any]:
    """One query for all that this process does not know yet. NotFound for none of them."""
    if version_id not in _VALUES:
        new = PackVersion.objects.exclude(pk__in=list(_VALUES))
        _VALUES.update(new.values_list("pk", "values"))
    if version_id not in _VALUES:
        raise NotFound
    return _VALUES[version_id]


def _read_version(version_id: UUID, slug: str, *, on: date = date.max) -> Pack:
    """Published values were valid; should a later release of Caseday refuse them, the shipped pack stands in."""
    key = ("version", version_id)
    if key not in _PACKS:
        pack, problems = check_values(_values_of(version_id))
        for problem in problems:
            _log.error("Version %s of %s cannot be read: %s", version_id, slug, problem)
        _PACKS[key] = pack or shipped_pack(slug, on=on)
    return _PACKS[key]


def _overlaid(slug: str, on: date, version_id: UUID | None, overlay_id: UUID) -> Pack:
    base = pack_for(slug, on=on, version_id=version_id)
    key = ("overlay", version_id or base.effective_from, slug, overlay_id)
    if key not in _PACKS:
        fitting = overlaid(base, _values_of(overlay_id))
        if fitting is None:
            _log.error("Changes %s of a payer do not fit %s", overlay_id, slug)
        _PACKS[key] = fitting or base
    return _PACKS[key]


def _known_versions() -> list[Pack]:
    return [pack for key, pack in _PACKS.items() if key[0] in ("version", "overlay")]


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
