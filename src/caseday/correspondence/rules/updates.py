"""What the referrer is told, drawn from the file: sections of plain lines, to be read and changed. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from caseday.kernel.words import clock_words

HAPPENED, WORK, REQUESTS, NEXT, QUESTIONS = "happened", "work", "requests", "next", "questions"
SECTIONS = {
    HAPPENED: "What happened",
    WORK: "Work status",
    REQUESTS: "What is requested, and where it stands",
    NEXT: "Next steps",
    QUESTIONS: "Questions for you",
}
FORMS = {
    "email": "Email",
    "fax": "Fax",
    "call_notes": "Notes for a call",
    "portal_text": "Text to paste into a portal",
}
SENT_FORMS = ("email", "fax")
_LONGEST_NOTE = 1500


@dataclass(frozen=True)
class Entry:
    """Something that happened since the last update. `note` is the signed note, where there is one."""

    at: datetime
    kind: str
    whom: str = ""
    result: str = ""
    summary: str = ""
    note: str = ""


@dataclass(frozen=True)
class Work:
    kind: str
    from_on: date
    until_on: date | None = None
    by: str = ""
    restrictions: tuple[str, ...] = ()
    offer: str = ""


@dataclass(frozen=True)
class Asked:
    """A request. `step` is the highest that anybody says was taken; `said_by` is empty once it is verified."""

    title: str
    step: str = ""
    step_on: date | None = None
    said_by: str = ""
    blocked: str = ""
    contradiction: str = ""
    whom: str = ""


@dataclass(frozen=True)
class Ahead:
    words: str
    at: datetime | None = None
    on: date | None = None


@dataclass(frozen=True)
class Facts:
    entries: tuple[Entry, ...] = ()
    work: Work | None = None
    asked: tuple[Asked, ...] = ()
    ahead: tuple[Ahead, ...] = ()
    questions: tuple[str, ...] = ()


def drawn(facts: Facts, zone: ZoneInfo) -> dict[str, str]:
    """Each section as lines; empty where there is nothing to tell."""
    sections = {
        HAPPENED: [_entry(one, zone) for one in facts.entries],
        WORK: _work(facts.work),
        REQUESTS: [_asked(one) for one in facts.asked],
        NEXT: [_ahead(one, zone) for one in sorted(facts.ahead, key=lambda one: _when(one, zone))],
        QUESTIONS: list(facts.questions),
    }
    return {slug: "\n".join(lines) for slug, lines in sections.items()}


def is_empty(sections: Mapping[str, str]) -> bool:
    return not any(sections.get(slug, "").strip() for slug in SECTIONS)


def as_text(sections: Mapping[str, str], form: str, *, greeting: str = "", ending: str = "") -> str:
    """As it is sent, read out or pasted: what is empty is left out, a portal gets plain letters."""
    blocks = [_block(SECTIONS[slug], sections.get(slug, ""), form) for slug in SECTIONS]
    told = [block for block in blocks if block]
    if form in SENT_FORMS:
        told = [part for part in (greeting, *told, ending) if part]
    text = "\n\n".join(told)
    return _plain(text) if form == "portal_text" else text


def _block(title: str, text: str, form: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return ""
    mark = "" if form == "portal_text" else "- "
    heading = f"{title.upper()}:" if form == "portal_text" else title
    return "\n".join([heading, *(f"{mark}{line}" for line in lines)])


_LETTERS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "·": "-"})


def _plain(text: str) -> str:
    return text.translate(_LETTERS)


def _entry(one: Entry, zone: ZoneInfo) -> str:
    local = one.at.astimezone(zone)
    what = " with ".join(part for part in (one.kind, one.whom) if part)
    told = _one_line(one.note)[:_LONGEST_NOTE] or one.summary
    head = f"{_day(local.date())}, {clock_words(local)}: {what}"
    return ". ".join(part.rstrip(".") for part in (head, one.result, told) if part) + "."


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _work(work: Work | None) -> list[str]:
    if work is None:
        return []
    until = f" to {_day(work.until_on)}" if work.until_on else " until further notice"
    by = f", by {work.by}" if work.by else ""
    lines = [f"{work.kind} from {_day(work.from_on)}{until}{by}"]
    if work.restrictions:
        lines.append(f"Restrictions: {'; '.join(work.restrictions)}")
    return [*lines, work.offer] if work.offer else lines


def _asked(one: Asked) -> str:
    """ "Physical therapy, 12 visits: certified Nov 19, verified"; what was only said says so."""
    whom = f" ({one.whom})" if one.whom else ""
    if one.blocked:
        return f"{one.title}{whom}: blocked, {one.blocked}"
    if one.contradiction:
        return f"{one.title}{whom}: {one.contradiction}"
    if not one.step:
        return f"{one.title}{whom}: nothing heard yet"
    on = f" {_day(one.step_on)}" if one.step_on else ""
    sure = f"said by {one.said_by}, not verified" if one.said_by else "verified"
    return f"{one.title}{whom}: {one.step.lower()}{on}, {sure}"


def _ahead(one: Ahead, zone: ZoneInfo) -> str:
    if one.at:
        local = one.at.astimezone(zone)
        return f"{_day(local.date())}, {clock_words(local)}: {one.words}"
    return f"{_day(one.on)}: {one.words}" if one.on else one.words


def _when(one: Ahead, zone: ZoneInfo) -> tuple[date, float]:
    """Without a day last; within a day by the clock, what has no hour first."""
    on = one.on or (one.at.astimezone(zone).date() if one.at else date.max)
    return on, one.at.timestamp() if one.at else 0.0


def _day(on: date | None) -> str:
    return f"{on:%b} {on.day}" if on else ""
