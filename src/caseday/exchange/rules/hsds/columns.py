"""What each column of HSDS means and how it is read; every refusal is a sentence that says what to write instead."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from caseday.directory.rules.numbers import BadNumber, normalize_phone

Reader = Callable[[str], Any]


def text(size: int) -> Reader:
    return lambda said: said[:size]


def one_of(*known: str) -> Reader:
    def read(said: str) -> str:
        found = " ".join(said.lower().replace("_", " ").split())
        if found not in known:
            raise ValueError(f"“{said[:40]}” is none of {', '.join(known)}.")
        return found

    return read


def whole(most: int) -> Reader:
    def read(said: str) -> int:
        if not re.fullmatch(r"\d{1,9}(\.0+)?", said) or int(float(said)) > most:
            raise ValueError(f"“{said[:40]}” is no whole number up to {most}.")
        return int(float(said))

    return read


def amount(said: str) -> Decimal:
    try:
        found = Decimal(said.replace(",", "").lstrip("$"))
    except InvalidOperation:
        raise ValueError(f"“{said[:40]}” is no amount. Write it as 12.50.") from None
    if not found.is_finite() or not 0 <= found < 10_000_000:
        raise ValueError(f"“{said[:40]}” is no amount that somebody pays.")
    return found.quantize(Decimal("0.01"))


def day(said: str) -> date:
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        raise ValueError(f"“{said[:40]}” is no date. Write it as 2026-03-31.") from None


def moment(said: str) -> datetime:
    try:
        found = datetime.fromisoformat(said.replace("Z", "+00:00"))
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"“{said[:40]}” is no moment. Write it as 2026-03-31T09:00:00Z.") from None


_CLOCK = re.compile(
    r"(\d{1,2}):(\d{2})(?::\d{2})?(?:\.\d+)?\s*(am|pm)?\s*(?:z|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)


def clock(said: str) -> time:
    """The time on the clock there; an offset from UTC that stands behind it is left aside."""
    match = _CLOCK.fullmatch(said.strip())
    hour, minute = (int(match[1]), int(match[2])) if match else (99, 0)
    if match and match[3]:
        hour = hour % 12 + (12 if match[3].lower() == "pm" else 0)
    if hour == 24 and minute == 0:
        return time()
    if hour > 23 or minute > 59:
        raise ValueError(f"“{said[:40]}” is no time. Write it as 09:00.")
    return time(hour, minute)


def web(said: str) -> str:
    found = said if re.match(r"https?://", said, re.IGNORECASE) else f"https://{said}"
    if not re.fullmatch(r"https?://[^\s/@\"'<>]+\.[^\s\"'<>]+", found, re.IGNORECASE) or len(found) > 500:
        raise ValueError(f"“{said[:40]}” is no web address. Write it as https://example.org.")
    return found


def email(said: str) -> str:
    found = said.removeprefix("mailto:")
    if not re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+", found) or len(found) > 254:
        raise ValueError(f"“{said[:40]}” is no email address.")
    return found


def degrees(most: int) -> Reader:
    def read(said: str) -> float:
        try:
            found = float(said)
        except ValueError:
            found = 999.0
        if not -most <= found <= most:
            raise ValueError(f"“{said[:40]}” is no degree between -{most} and {most}.")
        return round(found, 6)

    return read


def phone(said: str) -> str:
    """E.164; short numbers like 211 and 988 as they are dialed."""
    try:
        return normalize_phone(said)[0]
    except BadNumber:
        digits = re.sub(r"\D", "", said)
        if not 3 <= len(digits) <= 6:
            raise ValueError(f"“{said[:40]}” is no phone number. Write it as 512-555-0123.") from None
        return digits


@dataclass(frozen=True)
class Columns:
    """`needed` must be there; one of `owners` says to what the row belongs; `also` are older names of columns."""

    readers: Mapping[str, Reader]
    needed: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)


_NAMED = {"name": text(200), "alternate_name": text(200), "description": text(8000)}
COLUMNS: dict[str, Columns] = {
    "organization": Columns(
        {**_NAMED, "email": email, "website": web, "legal_status": text(80)},
        needed=("name",),
        also={"url": "website"},
    ),
    "location": Columns(
        {
            **_NAMED, "location_type": one_of("physical", "postal", "virtual"), "url": web,
            "transportation": text(2000), "latitude": degrees(90), "longitude": degrees(180),
        },
    ),
    "address": Columns(
        {
            "address_1": text(200), "address_2": text(200), "city": text(80), "state_province": text(40),
            "postal_code": text(12),
        },
        owners=("location_id",),
    ),
    "service": Columns(
        {
            **_NAMED, "url": web, "email": email,
            "status": one_of("active", "inactive", "defunct", "temporarily closed"),
            "interpretation_services": text(2000), "application_process": text(4000),
            "fees_description": text(2000), "accreditations": text(2000), "eligibility_description": text(4000),
            "minimum_age": whole(130), "maximum_age": whole(130), "assured_date": day, "alert": text(2000),
        },
        needed=("name", "status"),
        owners=("organization_id",),
        also={"fees": "fees_description"},
    ),
    "service_at_location": Columns({"description": text(2000)}, owners=("service_id",)),
    "phone": Columns(
        {"number": phone, "extension": text(12), "type": text(20), "description": text(300)},
        needed=("number",),
        owners=("service_at_location_id", "service_id", "location_id", "organization_id"),
    ),
    "schedule": Columns(
        {
            "valid_from": day, "valid_to": day, "freq": one_of("weekly", "monthly"), "interval": whole(520),
            "byday": text(60), "bymonthday": text(60), "opens_at": clock, "closes_at": clock,
            "description": text(2000),
        },
        owners=("service_at_location_id", "service_id", "location_id"),
    ),
    "language": Columns(
        {"name": text(60), "code": text(12), "note": text(300)}, owners=("service_id", "location_id")
    ),
    "service_area": Columns({"name": text(300), "description": text(2000)}, owners=("service_id",)),
    "cost_option": Columns(
        {
            "option": text(120), "currency": text(3), "amount": amount, "amount_description": text(300),
        },
        owners=("service_id",),
    ),
    "service_capacity": Columns(
        {
            "unit": text(60), "available": whole(1_000_000), "maximum": whole(1_000_000),
            "description": text(300), "updated": moment,
        },
        owners=("service_id",),
    ),
    "required_document": Columns({"document": text(300)}, needed=("document",), owners=("service_id",)),
    "taxonomy_term": Columns(
        {"name": text(160), "code": text(60), "description": text(2000), "taxonomy": text(80)}, needed=("name",)
    ),
    "attribute": Columns({"link_type": text(60), "value": text(200)}, owners=("service_id",)),
}  # fmt: skip
