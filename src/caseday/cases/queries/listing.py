"""The list of cases: one page by keyset, never by offset."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Identifier, SavedFilter, Status
from caseday.cases.queries.main_number import main_number_kinds
from caseday.cases.queries.one import acuity_word, cases_seen_by, stage_word
from caseday.cases.rules import CaseFilter, normalize_identifier
from caseday.kernel.ids import parse_id

Extras = Callable[[list[UUID]], Mapping[UUID, Any]]
_SHOWN = (
    "number",
    "status",
    "program",
    "stage",
    "acuity",
    "referred_at",
    "last_contact_at",
    "pack_version",
    "pack_overlay",
    "person__family_name",
    "person__given_name",
    "person__preferred_name",
    "assigned_to__name",
)
_KEYS: dict[str, tuple[str, ...]] = {
    "name": ("person__family_name", "person__given_name", "pk"),
    "contact": ("contact_or_referral", "pk"),
    "newest": ("pk",),
}


@dataclass(frozen=True)
class CaseRow:
    case: Case
    number: str
    stage: str
    acuity: str
    silent_days: int | None
    extra: Any = None


@dataclass(frozen=True)
class CasePage:
    rows: list[CaseRow]
    next_key: str = ""
    filter: CaseFilter = field(default_factory=CaseFilter)


def list_cases(
    viewer: Viewer,
    wanted: CaseFilter,
    *,
    now: datetime,
    after: str = "",
    limit: int = 50,
    extras: Extras | None = None,
) -> CasePage:
    """One page of the cases in sight, in one query. `after` is the `next_key` of the page before.

    `extras` lets a later app add a column: it gets the page's case ids and answers by id.
    """
    cases = _filtered(viewer, wanted, now)
    keys = _KEYS[wanted.sort]
    values = _read_key(after, len(keys))
    if values:
        cases = cases.filter(_beyond(keys, values, is_descending=wanted.sort == "newest"))
    order = [f"-{key}" if wanted.sort == "newest" else key for key in keys]
    found = list(cases.order_by(*order)[: limit + 1])
    page = found[:limit]
    more = extras([case.pk for case in page]) if extras and page else {}
    rows = [_row(case, now, more.get(case.pk)) for case in page]
    next_key = _write_key(page[-1], keys) if len(found) > limit else ""
    return CasePage(rows, next_key, wanted)


def _filtered(viewer: Viewer, wanted: CaseFilter, now: datetime) -> QuerySet[Case]:
    number = Identifier.objects.filter(case=OuterRef("pk"), kind__in=main_number_kinds(), is_retired=False)
    cases = (
        cases_seen_by(viewer)
        .select_related("person", "assigned_to")
        .only(*_SHOWN)
        .annotate(main_number=Subquery(number.order_by("pk").values("value")[:1]))
        .annotate(contact_or_referral=Coalesce("last_contact_at", "referred_at"))
    )
    plain = {"program": wanted.program, "stage": wanted.stage, "acuity": wanted.acuity}
    cases = cases.filter(**{name: value for name, value in plain.items() if value})
    cases = cases.filter(_by_status(wanted.status), _by_worker(wanted.worker, viewer))
    if wanted.silent_days:
        cases = cases.filter(contact_or_referral__lt=now - timedelta(days=wanted.silent_days))
    return cases.filter(_by_text(wanted.text)) if wanted.text else cases


def _by_status(status: str) -> Q:
    if status == "all":
        return Q()
    return ~Q(status=Status.CLOSED) if status == "active" else Q(status=status)


def _by_worker(worker: str, viewer: Viewer) -> Q:
    if worker == "me":
        return Q(assigned_to=viewer.staff_id)
    staff_id = parse_id(worker)
    return Q(assigned_to=staff_id) if staff_id else Q()


def _by_text(text: str) -> Q:
    """Every word begins a name or is in the case's number; or the whole is part of an identifier."""
    words = Q()
    for word in text.split()[:5]:
        words &= (
            Q(person__family_name__istartswith=word)
            | Q(person__given_name__istartswith=word)
            | Q(person__preferred_name__istartswith=word)
            | Q(number__icontains=word)
        )
    number = normalize_identifier(text)
    if len(number) < 3:
        return words
    same = Identifier.objects.filter(case=OuterRef("pk"), normalized__contains=number)
    return Q(words) | Q(Exists(same))


def _beyond(keys: tuple[str, ...], values: list[Any], *, is_descending: bool) -> Q:
    """(a, b, c) > (x, y, z), spelled out: a > x or a = x and (b > y or ...)."""
    beyond = Q()
    for place in reversed(range(len(keys))):
        step = Q(**{f"{keys[place]}__{'lt' if is_descending else 'gt'}": values[place]})
        beyond = step | (Q(**{keys[place]: values[place]}) & beyond) if beyond else step
    return beyond


def _write_key(case: Case, keys: tuple[str, ...]) -> str:
    known = {
        "person__family_name": case.person.family_name,
        "person__given_name": case.person.given_name,
        "contact_or_referral": (case.last_contact_at or case.referred_at).astimezone(UTC).isoformat(),
        "pk": str(case.pk),
    }
    text = json.dumps([known[key] for key in keys])
    return base64.urlsafe_b64encode(text.encode()).decode()


def _read_key(text: str, size: int) -> list[Any]:
    """The values of a key; none where it was tampered with, which shows the first page."""
    try:
        values = json.loads(base64.urlsafe_b64decode(text.encode()))
        good = len(values) == size and all(isinstance(one, str) and "\0" not in one for one in values)
        if not good:
            return []
        if size == 2:
            values[0] = datetime.fromisoformat(values[0]).astimezone(UTC)
        return values if parse_id(values[-1]) else []
    except (ValueError, TypeError, KeyError, OverflowError):
        return []


def _row(case: Case, now: datetime, extra: Any) -> CaseRow:
    silent = (now - case.last_contact_at).days if case.last_contact_at else None
    number: str = getattr(case, "main_number", None) or ""
    return CaseRow(case, number, stage_word(case), acuity_word(case), silent, extra)


def saved_filters(viewer: Viewer) -> list[SavedFilter]:
    return list(
        SavedFilter.objects.filter(staff__in=[viewer.staff_id] if viewer.staff_id else []).order_by(F("name"))
    )
