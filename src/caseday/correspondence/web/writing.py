"""A message while it is being written: what was asked for in the address, what was typed, and what it becomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, QueryDict

from caseday.access.viewer import Viewer
from caseday.correspondence.queries.compose import Around, around_of
from caseday.correspondence.queries.drawing import About, values_for
from caseday.correspondence.queries.ways import Receiver, Way
from caseday.correspondence.queries.wordings import all_wordings, wordings_for
from caseday.correspondence.rules.outgoing import Addressee, Outgoing
from caseday.correspondence.rules.templates import Wording, fill
from caseday.directory.rules.numbers import BadNumber, normalize_phone
from caseday.kernel.ids import new_id, parse_id
from caseday.schedule.queries import Appointment
from caseday.schedule.rules.zones import resolve_local

SEPARATOR = "|"
OTHER = "other"
CHANNELS = (("text", "Text"), ("email", "Email"), ("fax", "Fax"), ("letter", "Letter"))


@dataclass(frozen=True)
class Asked:
    """What it is about; every id is looked up for the viewer, so that nothing outside sight is drawn."""

    case_id: UUID | None = None
    appointment_id: UUID | None = None
    request_id: UUID | None = None
    reply_to_id: UUID | None = None


@dataclass
class Writing:
    """`drawn` is the text as the template gave it: where it was not touched, another choice draws it anew."""

    viewer: Viewer
    now: datetime
    around: Around
    to: str = ""
    other: str = ""
    other_channel: str = "email"
    other_name: str = ""
    copies: Sequence[str] = ()
    template: str = ""
    subject: str = ""
    text: str = ""
    drawn: str = ""
    document_ids: Sequence[UUID] = ()
    account_id: UUID | None = None
    at: str = ""
    confirmed: frozenset[str] = frozenset()
    reason: str = ""
    id: UUID | None = field(default_factory=new_id)

    @cached_property
    def chosen(self) -> tuple[Receiver | None, Way | None]:
        key, channel, address = (*self.to.split(SEPARATOR, 2), "", "")[:3]
        receiver = next((one for one in self.around.receivers if one.key == key), None)
        ways = receiver.by(channel) if receiver else []
        return receiver, next((one for one in ways if one.address == address), None)

    @property
    def receiver(self) -> Receiver | None:
        return self.chosen[0]

    @property
    def channel(self) -> str:
        if self.to == OTHER:
            return self.other_channel
        return self.chosen[1].channel if self.chosen[1] else ""

    @property
    def language(self) -> str:
        receiver = self.receiver
        return "es" if receiver and receiver.language.startswith("es") else "en"

    @cached_property
    def wordings(self) -> list[Wording]:
        return wordings_for(self.channel, self.language, all_wordings()) if self.channel else []

    @property
    def wording(self) -> Wording | None:
        return next((one for one in self.wordings if one.slug == self.template), None)

    @property
    def addressees(self) -> tuple[Addressee, ...]:
        if self.to == OTHER:
            first = Addressee(typed_address(self.other, self.other_channel), self.other_name.strip()[:160])
        elif self.receiver and self.chosen[1]:
            first = self.receiver.addressee(self.chosen[1].address)
        else:
            return ()
        return (first, *self._copied())

    def _copied(self) -> list[Addressee]:
        return [
            one.addressee(way.address, "cc")
            for one, way in self.copy_choices
            if f"{one.key}{SEPARATOR}{way.address}" in self.copies
        ]

    @property
    def copy_choices(self) -> list[tuple[Receiver, Way]]:
        """Everybody else who is reached the same way. A text goes to one number."""
        if self.channel not in ("email", "fax", "letter"):
            return []
        mine = self.chosen[1].address if self.chosen[1] else ""
        return [
            (one, way) for one in self.around.receivers for way in one.by(self.channel) if way.address != mine
        ]

    def outgoing(self) -> Outgoing:
        wording = self.wording
        return Outgoing(
            channel=self.channel,
            to=self.addressees,
            text=self.text,
            subject=self.subject if self.channel != "text" else "",
            case_id=self.around.case.pk if self.around.case else None,
            account_id=self.account_id,
            document_ids=tuple(self.document_ids),
            reply_to_id=self.around.reply_to.pk if self.around.reply_to else None,
            template=wording.key if wording else "",
            language=self.language,
            not_before=self.planned_at,
            confirmed=self.confirmed,
            reason=self.reason,
            appointment_id=self.appointment.pk if self.appointment else None,
            request_id=self.around.request_id,
        )

    @property
    def planned_at(self) -> datetime | None:
        try:
            local = datetime.fromisoformat(self.at)
        except ValueError:
            return None
        return resolve_local(local.replace(tzinfo=None), ZoneInfo(self.viewer.zone_name))

    def draw(self) -> None:
        """The template's words, in the receiver's language; what was typed besides stays below them."""
        wording = self.wording
        is_untouched = _same(self.text, self.drawn)
        if wording is None:
            self.text = "" if is_untouched and self.drawn else self.text
            self.drawn = ""
            return
        values = self.values
        body = fill(wording.body, values).text
        typed = "" if is_untouched or not self.text.strip() else self.text.strip()
        if _same(typed, body):
            typed = ""
        self.text = f"{body}\n\n{typed}" if typed and not self.drawn else typed or body
        self.drawn = body
        if wording.subject and (is_untouched or not self.subject.strip()):
            self.subject = fill(wording.subject, values).text

    @cached_property
    def appointment(self) -> Appointment | None:
        """What is written about; for a template that needs one, else the case's next."""
        if self.around.appointment is not None or self.around.case is None:
            return self.around.appointment
        wording = self.wording
        return self.around.next_appointment if wording and "appointment" in wording.needs else None

    @property
    def values(self) -> Mapping[str, str]:
        around = self.around
        about = About(around.case, self.appointment, around.request_id, self.receiver, self.document_ids)
        return values_for(self.viewer, about, now=self.now, language=self.language)


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


def typed_address(text: str, channel: str) -> str:
    """As the file keeps it: E.164, or email in lower case; what is neither stays for the check to refuse."""
    text = text.strip()
    if channel == "email":
        return text.lower()[:254]
    if channel in ("text", "fax"):
        try:
            return normalize_phone(text)[0]
        except BadNumber:
            return text[:254]
    return " ".join(text.split())[:254]


def asked_of(query: QueryDict) -> Asked:
    names = ("case", "appointment", "request", "reply_to")
    return Asked(*(parse_id(query.get(name)) for name in names))


def begun(request: HttpRequest, now: datetime) -> Writing:
    """As the address asks: whom, which way, by which template; else as the file prefers."""
    query, viewer = request.GET, request.viewer
    around = around_of(viewer, asked_of(query), now)
    one = Writing(viewer, now, around, template=query.get("template", "")[:60])
    one.document_ids = tuple(pk for text in query.getlist("document") if (pk := parse_id(text)))
    one.to = _first_to(around, query.get("to", ""), query.get("channel", ""))
    one.subject = around.reply_subject
    one.draw()
    return one


def _first_to(around: Around, key: str, channel: str) -> str:
    wanted = key or around.reply_key or (around.receivers[0].key if around.receivers else "")
    receiver = next((one for one in around.receivers if one.key == wanted), None)
    if receiver is None:
        return ""
    channel = channel or around.reply_channel or receiver.first_channel
    ways = receiver.by(channel) or list(receiver.ways)
    mine = next((one for one in ways if one.address == around.reply_address), ways[0] if ways else None)
    return SEPARATOR.join((receiver.key, mine.channel, mine.address)) if mine else ""


def typed(request: HttpRequest, now: datetime) -> Writing:
    """Everything that stands in the form, whether it is right or not."""
    post, viewer = request.POST, request.viewer
    one = Writing(viewer, now, around_of(viewer, asked_of(post), now))
    given: dict[str, Any] = {
        name: post.get(name, "")
        for name in ("to", "other", "other_name", "template", "subject", "at", "reason")
    }
    texts: dict[str, Any] = {name: _lines(post.get(name, "")) for name in ("text", "drawn")}
    return replace(
        one,
        **{name: value[:600] for name, value in given.items()},
        **texts,
        other_channel=post.get("other_channel", "") or "email",
        copies=tuple(post.getlist("copies")),
        document_ids=tuple(pk for text in post.getlist("documents") if (pk := parse_id(text))),
        account_id=parse_id(post.get("account")),
        confirmed=frozenset(post.getlist("confirmed")),
        id=parse_id(post.get("id")) or new_id(),
    )


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\0", "")[:100_000]
