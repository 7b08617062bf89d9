"""In: what was written down in the room. Out: the minutes, as plain values and as text."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from caseday.kernel.words import date_in_short
from caseday.meetings.rules.words import MINUTES


@dataclass(frozen=True)
class Came:
    name: str
    role: str = ""
    presence: str = ""
    """present, remote, missing; empty where nobody noted it."""
    note: str = ""
    language: str = "en"

    @property
    def words(self) -> str:
        how = MINUTES[self.language]["remote"] if self.presence == "remote" else ""
        told = ", ".join(one for one in (self.role, how, self.note) if one)
        return f"{self.name} ({told})" if told else self.name


@dataclass(frozen=True)
class Point:
    text: str
    notes: str = ""
    is_done: bool = False


@dataclass(frozen=True)
class Disputed:
    """`positions` as (who, wants, because); `steps` as (what was tried, what came of it)."""

    topic: str
    positions: tuple[tuple[str, str, str], ...] = ()
    steps: tuple[tuple[str, str], ...] = ()
    state: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class Action:
    text: str
    owner: str
    due_on: date | None = None
    is_done: bool = False


@dataclass(frozen=True)
class Minutes:
    """`when` and `next_when` in words; `client` as the agency calls them."""

    title: str
    agency: str
    client: str
    case_number: str
    when: str
    where: str = ""
    purpose: str = ""
    led_by: str = ""
    came: tuple[Came, ...] = ()
    points: tuple[Point, ...] = ()
    notes: str = ""
    disputed: tuple[Disputed, ...] = ()
    decisions: tuple[tuple[str, str], ...] = ()
    """As (what, who did not agree)."""
    actions: tuple[Action, ...] = ()
    next_when: str = ""
    language: str = "en"

    @property
    def fixed(self) -> dict[str, str]:
        """Headings and labels."""
        return MINUTES[self.language]

    @property
    def present(self) -> list[Came]:
        return [one for one in self.came if one.presence in ("present", "remote")]

    @property
    def missing(self) -> list[Came]:
        """Also those of whom nobody noted that they came."""
        return [one for one in self.came if one.presence not in ("present", "remote")]

    @property
    def is_empty(self) -> bool:
        said = any(one.notes.strip() for one in self.points)
        return not (said or self.notes.strip() or self.decisions or self.actions or self.disputed)


def digest_of_minutes(minutes: Minutes) -> str:
    """The same minutes are kept once. What became of the actions later is not of the meeting, nor is the language."""
    told = asdict(minutes)
    for one in (told, *told["came"]):
        del one["language"]
    told["actions"] = [[one.text, one.owner, str(one.due_on)] for one in minutes.actions]
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def summary_of(minutes: Minutes, most: int = 1000) -> str:
    """Its line in the journal."""
    parts = [f"{minutes.title}{': ' + minutes.purpose if minutes.purpose else ''}."]
    if minutes.present:
        parts.append(f"There: {', '.join(one.name for one in minutes.present)}.")
    if minutes.missing:
        parts.append(f"Missing: {', '.join(one.name for one in minutes.missing)}.")
    if minutes.decisions:
        parts.append(f"Decided: {'; '.join(text for text, _ in minutes.decisions)}.")
    if minutes.actions:
        parts.append(f"To do: {'; '.join(f'{one.owner}: {one.text}' for one in minutes.actions)}.")
    text = " ".join(parts)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def as_text(minutes: Minutes) -> str:
    """The whole of it as plain text."""
    return "\n".join(_lines(minutes)).strip() + "\n"


def _lines(minutes: Minutes) -> Iterator[str]:
    yield f"{minutes.title}, {minutes.when}"
    yield f"{minutes.client}, {minutes.case_number}"
    for label, text in (("Where", minutes.where), ("What for", minutes.purpose), ("Led by", minutes.led_by)):
        if text:
            yield f"{label}: {text}"
    yield from _section("There", [one.words for one in minutes.present])
    yield from _section("Missing", [one.words for one in minutes.missing])
    yield from _section("Agenda", [_point(one) for one in minutes.points])
    yield from _section("What was said", [minutes.notes] if minutes.notes.strip() else [])
    for one in minutes.disputed:
        yield from _disputed(one)
    decided = [f"{text} (not agreed: {dissent})" if dissent else text for text, dissent in minutes.decisions]
    yield from _section("Decided", decided)
    yield from _section("To do", [_action(one) for one in minutes.actions])
    yield from _section("Next meeting", [minutes.next_when] if minutes.next_when else [])


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"- {line}" for line in lines)


def _point(one: Point) -> str:
    return f"{one.text}: {one.notes}" if one.notes.strip() else one.text


def _disputed(one: Disputed) -> Iterator[str]:
    said = [
        f"{who}: {wants}{f', because {because}' if because else ''}" for who, wants, because in one.positions
    ]
    tried = [f"Tried: {text}{f' ({result})' if result else ''}" for text, result in one.steps]
    ended = [f"{one.state}{f': {one.outcome}' if one.outcome else ''}"] if one.state else []
    yield from _section(f"Different views: {one.topic}", [*said, *tried, *ended])


def _action(one: Action) -> str:
    due = f", by {date_in_short(one.due_on)}" if one.due_on else ""
    return f"{one.owner}: {one.text}{due}"
