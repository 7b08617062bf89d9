"""The facts of a community resource that change and are corrected by hand: read from what one types, said in text.

Rows are plain values as a record keeps them (times as "09:00:00"), named by the columns of HSDS.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from caseday.directory.rules.heard import hear
from caseday.directory.rules.numbers import BadNumber, normalize_phone, show_phone
from caseday.directory.rules.resource_hours import Slot, hours_of
from caseday.directory.rules.week import MIDNIGHT, WeekHours, from_text, to_text

Row = Mapping[str, Any]
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ROOM = re.compile(r"(\d{1,6})(?: of (\d{1,6}))?(?:\s+(.{1,60}))?")
_MOST_ROWS = 20


@dataclass(frozen=True)
class Parts:
    """What a fact is made of: columns of the service, and rows of one table beside it."""

    columns: dict[str, str] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Fact:
    """`column` of the service and `table` beside it, either of which may be none. `read` raises ValueError, saying
    what to write; `say` is the text that, read again, gives the same."""

    slug: str
    word: str
    help: str
    column: str = ""
    table: str = ""
    longest: int = 2000
    read: Callable[[str, dt.date], tuple[Row, ...]] = lambda text, today: ()
    say: Callable[[Sequence[Row], dt.date], str] = lambda rows, today: ""


def parts_of(fact: Fact, text: str, today: dt.date) -> Parts:
    """Raises ValueError with what to write."""
    if len(text) > fact.longest:
        raise ValueError(f"Say it in {fact.longest} letters.")
    if text and fact.slug == "email" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise ValueError("An email address, as help@example.org.")
    if text and fact.slug == "website" and not re.fullmatch(r"https?://\S+\.\S+", text):
        raise ValueError("A web address, as https://example.org.")
    return Parts({fact.column: text} if fact.column else {}, fact.read(text, today))


def text_of(fact: Fact, parts: Parts, today: dt.date) -> str:
    said = [parts.columns.get(fact.column, "") if fact.column else "", fact.say(parts.rows, today)]
    return "\n".join(one for one in said if one).strip()


def tidy(text: str) -> str:
    """Line ends and blanks as they are kept; empty lines go."""
    lines = (" ".join(line.split()) for line in text.replace("\0", "").splitlines())
    return "\n".join(line for line in lines if line)


def _lines(text: str) -> list[str]:
    found = [one.strip() for one in text.split("\n") if one.strip()]
    if len(found) > _MOST_ROWS:
        raise ValueError(f"At most {_MOST_ROWS} lines.")
    return found


def _read_hours(text: str, today: dt.date) -> tuple[Row, ...]:
    """Days and times where all of it is understood; else the words, as they are."""
    week = _week(text, today) if text else None
    if week is not None:
        return tuple(_of_week(week))
    return ({"description": text},) if text else ()


def _week(text: str, today: dt.date) -> WeekHours | None:
    line = "; ".join(_lines(text))
    week = from_text(line)
    if week is None or week.is_empty:
        heard = hear(line, None, today)
        week = heard.week if heard.is_understood and not heard.ignored else None
    has_more = week is not None and (week.special or week.on_holidays is not None)
    return None if week is None or week.is_empty or has_more else week


def _of_week(week: WeekHours) -> Iterable[Row]:
    days: dict[tuple[int, int], list[str]] = {}
    for code, spans in zip(_DAYS, week.days, strict=True):
        for span in spans or ():
            days.setdefault(span, []).append(code)
    for (opens, closes), codes in days.items():
        yield {"freq": "WEEKLY", "byday": ",".join(codes), "opens_at": _at(opens), "closes_at": _at(closes)}


def _at(minutes: int) -> str:
    return dt.time(minutes % MIDNIGHT // 60, minutes % 60).isoformat()


def _say_hours(rows: Sequence[Row], today: dt.date) -> str:
    slots = [
        Slot(
            row.get("freq") or "", int(row.get("interval") or 1), row.get("byday") or "",
            _time(row.get("opens_at")), _time(row.get("closes_at")), _date(row.get("valid_from")),
            _date(row.get("valid_to")), has_other_days=bool(row.get("bymonthday")),
        )
        for row in rows
    ]  # fmt: skip
    words = [str(row["description"]) for row in rows if row.get("description")]
    return "\n".join(one for one in (_shortly(hours_of(slots, today)), *words) if one)


def _shortly(hours: str) -> str:
    """Mo-Th instead of Mo,Tu,We,Th, where a week can say it; what is not said is closed anyway."""
    week = from_text(hours)
    if week is None or week.is_empty:
        return hours
    return "; ".join(rule for rule in to_text(week).split("; ") if not rule.endswith(" off"))


def _time(value: Any) -> dt.time | None:
    return dt.time.fromisoformat(value) if value else None


def _date(value: Any) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _read_area(text: str, _: dt.date) -> tuple[Row, ...]:
    if any(len(line) > 300 for line in _lines(text)):
        raise ValueError("Say each area in 300 letters, one a line.")
    return tuple({"name": line} for line in _lines(text))


def _say_area(rows: Sequence[Row], _: dt.date) -> str:
    return "\n".join(str(row.get("name") or row.get("description") or "") for row in rows)


def _read_languages(text: str, _: dt.date) -> tuple[Row, ...]:
    names = [name.strip() for name in text.replace("\n", ",").split(",") if name.strip()]
    if any(len(name) > 60 for name in names) or len(names) > _MOST_ROWS:
        raise ValueError("Write the languages with commas between them: English, Spanish.")
    return tuple({"name": name} for name in dict.fromkeys(names))


def _say_languages(rows: Sequence[Row], _: dt.date) -> str:
    return ", ".join(dict.fromkeys(str(row["name"]) for row in rows))


def _say_costs(rows: Sequence[Row], _: dt.date) -> str:
    columns = ("option", "amount", "currency", "amount_description")
    return "\n".join(" ".join(str(row[name]) for name in columns if row.get(name)) for row in rows)


def _read_capacity(text: str, _: dt.date) -> tuple[Row, ...]:
    return tuple(_room(line) for line in _lines(text))


def _room(line: str) -> Row:
    found = _ROOM.fullmatch(line)
    if found is None:
        return {"description": line[:300]}
    row: dict[str, Any] = {"available": int(found[1]), "unit": (found[3] or "").strip()}
    return row | ({"maximum": int(found[2])} if found[2] else {})


def _say_capacity(rows: Sequence[Row], _: dt.date) -> str:
    return "\n".join(_say_room(row) for row in rows)


def _say_room(row: Row) -> str:
    free, most = row.get("available"), row.get("maximum")
    number = "" if free is None else f"{free} of {most}" if most else f"{free}"
    parts = (number, row.get("unit") if number else "", row.get("description"))
    return " ".join(str(part) for part in parts if part)


def _read_phones(text: str, _: dt.date) -> tuple[Row, ...]:
    return tuple({**_phone(line), "position": place} for place, line in enumerate(_lines(text)))


def _phone(line: str) -> dict[str, Any]:
    """ "512 555 0123 ext. 4, front desk"; "fax" in the words makes it one; 988 and 211 stand as they are."""
    number, _, words = (part.strip() for part in line.partition(","))
    kind = "fax" if re.search(r"\bfax\b", words, re.IGNORECASE) else "voice"
    said = "" if words.casefold() == "fax" else words[:300]
    short = re.sub(r"\D", "", number)
    if 3 <= len(short) <= 6:
        return {"number": short, "type": kind, "description": said}
    try:
        e164, extension = normalize_phone(number)
    except BadNumber as error:
        raise ValueError(f"{number}: {error}") from error
    return {"number": e164, "extension": extension[:12], "type": kind, "description": said}


def _say_phones(rows: Sequence[Row], _: dt.date) -> str:
    return "\n".join(map(_say_phone, sorted(rows, key=lambda row: int(row.get("position") or 0))))


def _say_phone(row: Row) -> str:
    number = show_phone(str(row["number"]), str(row.get("extension") or ""))
    kind = "fax" if row.get("type") == "fax" and not row.get("description") else ""
    return ", ".join(part for part in (number, str(row.get("description") or ""), kind) if part)


FACTS: tuple[Fact, ...] = (
    Fact("phone", "Phones", "One a line: 512 555 0123 ext. 4, front desk", table="phone", longest=1000,
         read=_read_phones, say=_say_phones),
    Fact("hours", "Hours", "Mo-Fr 09:00-17:00, or in words: weekdays 9 to 5", table="schedule", longest=1000,
         read=_read_hours, say=_say_hours),
    Fact("eligibility", "Who may use it", "", column="eligibility_description"),
    Fact("area", "Area", "Where clients may live, one a line", table="service_area", read=_read_area,
         say=_say_area),
    Fact("languages", "Languages", "English, Spanish", table="language", longest=300, read=_read_languages,
         say=_say_languages),
    Fact("cost", "Cost", "", column="fees_description", table="cost_option", say=_say_costs),
    Fact("capacity", "Room", "3 of 12 beds", table="service_capacity", longest=300, read=_read_capacity,
         say=_say_capacity),
    Fact("how_to_begin", "How to begin", "", column="application_process"),
    Fact("email", "Email", "", column="email", longest=254),
    Fact("website", "Website", "https://example.org", column="url", longest=500),
)  # fmt: skip
FACT_OF = {one.slug: one for one in FACTS}
