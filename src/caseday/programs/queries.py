"""Every read of programs: packs and clocks by date, diagnosis codes. Reference data: everybody may read it.

Versions of the agency never change once they are published, so a process keeps those that it has read, by id.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from caseday.access.permissions import require
from caseday.access.viewer import Viewer
from caseday.kernel.errors import NotFound
from caseday.programs.models import DiagnosisCode, PackVersion
from caseday.programs.models import PackDraft as PackDraft
from caseday.programs.permissions import can_read_drafts
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
from caseday.programs.rules.versions import (
    Difference,
    Problem,
    check_values,
    differences,
    overlaid,
    overlaid_values,
    plain_values,
    too_wide,
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


def pack_for_new(slug: str, *, on: date) -> Pack:
    """What a case referred on a date begins with. One query. NotFound for an unknown slug."""
    return pack_to_begin_with(slug, on=on)[0]


def pack_to_begin_with(slug: str, *, on: date) -> tuple[Pack, UUID | None]:
    """The agency's version in force on a date, with its id; else the shipped pack. One query. NotFound for neither."""
    own = next((one for one in _in_force(on) if one.slug == slug), None)
    return (_read_version(own.pk, slug), own.pk) if own else (get_pack(slug, on=on), None)


def get_pack(slug: str, *, on: date) -> Pack:
    """As it came with Caseday: the version of a date; before the first version, the first. NotFound for another.

    Of a case, `cases.queries.pack_of` tells what holds; of a case that begins, `pack_for_new`. No query.
    """
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


def pack_for(slug: str, *, on: date, version_id: UUID | None = None, overlay_id: UUID | None = None) -> Pack:
    """The pack of a case, by what its row says; no query, but for a version that this process has not met yet."""
    if overlay_id is not None:
        return _overlaid(slug, on, version_id, overlay_id)
    return get_pack(slug, on=on) if version_id is None else _read_version(version_id, slug, on=on)


# What was published, as it was read; what was read of it. Tests empty both.
_VALUES: dict[UUID, dict[str, Any]] = {}
_PACKS: dict[tuple[Any, ...], Pack] = {}
_log = logging.getLogger(__name__)


def forget_versions() -> None:
    _VALUES.clear()
    _PACKS.clear()


@dataclass(frozen=True)
class InForce:
    """What cases of one program begin with on a day. `overlays`: payer, its office, its latest version."""

    version_id: UUID | None
    overlays: tuple[tuple[str, UUID | None, UUID], ...]

    def overlay_for(self, office_ids: Collection[UUID], names: Collection[str]) -> UUID | None:
        """Of whichever payer is among these offices and names; case does not matter."""
        called = {name.strip().casefold() for name in names if name.strip()}
        found = (
            pk for name, office, pk in self.overlays if name.casefold() in called or office in office_ids
        )
        return next(found, None)


def in_force(slug: str, *, on: date) -> InForce:
    """Two queries. NotFound for an unknown slug."""
    _, version_id = pack_to_begin_with(slug, on=on)
    rows = _begun(on).filter(slug=slug).exclude(payer_name="").order_by("-number")
    latest: dict[str, tuple[str, UUID | None, UUID]] = {}
    for one in rows.values_list("payer_name", "payer_office_id", "pk"):
        latest.setdefault(one[0].casefold(), one)
    return InForce(version_id, tuple(latest.values()))


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
        _PACKS[key] = pack or get_pack(slug, on=on)
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


@dataclass(frozen=True)
class Base:
    """What a draft begins with, and what it is called there."""

    pack: Pack
    name: str


def base_of(slug: str, *, on: date) -> Base:
    pack, version_id = pack_to_begin_with(slug, on=on)
    found = PackVersion.objects.filter(pk=version_id).first() if version_id else None
    return Base(pack, str(found) if found else f"{pack.word}, as shipped")


@dataclass(frozen=True)
class Checked:
    """A draft as it would be in force; `pack` None while there are problems. Of a payer: over the pack of today."""

    values: dict[str, Any]
    pack: Pack | None
    problems: list[Problem]
    before: dict[str, Any]
    """What is in force now, with what this payer has changed so far; empty for a program that is new."""

    @property
    def differences(self) -> list[Difference]:
        return differences(self.before, self.values)


def checked_draft(draft: PackDraft, *, on: date) -> Checked:
    """Two or three queries."""
    is_known = draft.is_overlay or pack_exists(draft.slug, with_drafts=False)
    before = plain_values(base_of(draft.slug, on=on).pack) if is_known else {}
    values = draft.values
    if draft.is_overlay:
        values = overlaid_values(before, draft.values)
        last = latest_version(draft.slug, payer_name=draft.payer_name)
        before = overlaid_values(before, last.values) if last else before
    clocks = {one.slug for one in all_clocks()}
    pack, problems = check_values(values, clocks=clocks)
    return Checked(values, pack, problems + (too_wide(pack) if pack else []), before)


def pack_exists(slug: str, *, with_drafts: bool = True) -> bool:
    """Shipped, published, or (with drafts) being written."""
    return (
        any(pack.slug == slug for pack in all_packs())
        or PackVersion.objects.filter(slug=slug, payer_name="").exists()
        or (with_drafts and PackDraft.objects.filter(slug=slug).exists())
    )


def get_draft(viewer: Viewer, draft_id: UUID) -> PackDraft:
    """For those who may read drafts. Raises NotFound, Refused."""
    require(can_read_drafts(viewer), "Drafts of programs are for supervisors, administrators and auditors.")
    found = PackDraft.objects.select_related("created_by", "changed_by").filter(pk=draft_id).first()
    if found is None:
        raise NotFound
    return found


def drafts(viewer: Viewer, slug: str = "") -> list[PackDraft]:
    """None for those who may not read them."""
    if not can_read_drafts(viewer):
        return []
    found = PackDraft.objects.filter(slug=slug) if slug else PackDraft.objects.all()
    return list(found.select_related("changed_by").defer("values").order_by("word", "payer_name"))


def get_version(viewer: Viewer, version_id: UUID) -> PackVersion:
    """What is published, everybody reads."""
    found = PackVersion.objects.select_related("published_by").filter(pk=version_id).first()
    if found is None:
        raise NotFound
    return found


def versions_of(viewer: Viewer, slug: str) -> list[PackVersion]:
    """Of the agency and of each payer, the latest first; without their values."""
    found = PackVersion.objects.filter(slug=slug).select_related("published_by").defer("values")
    return list(found.order_by("payer_name", "-number"))


def latest_version(slug: str, *, payer_name: str) -> PackVersion | None:
    """The last of this payer that is not withdrawn."""
    found = PackVersion.objects.filter(slug=slug, payer_name__iexact=payer_name)
    return found.filter(state=PackVersion.State.PUBLISHED).order_by("-number").first()


def pack_of_version(viewer: Viewer, version_id: UUID, *, on: date) -> Pack:
    """As it reads; a payer's changes over what is in force on the date."""
    version = get_version(viewer, version_id)
    if version.is_overlay:
        _, base_id = pack_to_begin_with(version.slug, on=on)
        return pack_for(version.slug, on=on, version_id=base_id, overlay_id=version.pk)
    return pack_for(version.slug, on=on, version_id=version.pk)


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
