"""Mail and texts of the day: what came in by the present moment, what was answered, and what is still to come."""

import tomllib
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from email.utils import parseaddr
from functools import partial
from pathlib import Path
from typing import Any

from caseday.access.viewer import system_viewer
from caseday.correspondence.actions import account_of_number, queue_message, take_in
from caseday.correspondence.actions.accounts import AccountDetails, add_account
from caseday.correspondence.actions.outcomes import claim_next, note_sent
from caseday.correspondence.actions.reminding import remind
from caseday.correspondence.actions.updates import tell_update
from caseday.correspondence.models import Account
from caseday.correspondence.queries.open_work import UNTOLD, open_messages
from caseday.correspondence.queries.text_accounts import text_number
from caseday.correspondence.queries.updates import update_of
from caseday.correspondence.rules.incoming import Incoming, IncomingFile
from caseday.correspondence.rules.incoming import Party as Sender
from caseday.correspondence.rules.outgoing import Addressee, Outgoing
from caseday.demo.clients import Told
from caseday.demo.post import Coming
from caseday.demo.post_office import HOST, PASSWORD, Ports
from caseday.demo.typical_day.day import Day
from caseday.demo.typical_day.filing import moment, one_digit_off
from caseday.demo.typical_day.scenes import Timed
from caseday.documents.keeping import the_store
from caseday.kernel.errors import Invalid
from caseday.people.actions import add_contact_point, revise_contact_point
from caseday.people.models import ContactPoint

POST = tomllib.loads((Path(__file__).parent / "messages.toml").read_text("utf-8"))
OFFICE_MAIL = "office@hillcountry.example"


def mailbox_at(ports: Ports) -> AccountDetails:
    return AccountDetails(
        name="Office mailbox", address=OFFICE_MAIL, imap_host=HOST, imap_port=ports.imap, imap_security="none",
        smtp_host=HOST, smtp_port=ports.smtp, smtp_security="none",
    )  # fmt: skip


class Messages:
    """Played like the scenes of a person, each at its moment."""

    def __init__(self, day: Day) -> None:
        self.day = day

    def scenes(self) -> Iterator[Timed]:
        yield moment(self.day, -30, 9), self.mailbox_is_set_up
        yield moment(self.day, -20, 9), self.they_agree
        yield self.day.yesterday.replace(hour=16, minute=50), self.adjusters_are_told
        for one in self.coming():
            yield one.at, partial(self.comes_in, one)
        for said in POST["answers"]:
            yield self.day.at(said["hour"]), partial(self.is_answered, said)
        yield self.day.at(10.1), self.asked_to_confirm

    def coming(self) -> Iterator[Coming]:
        for told_of in POST["messages"]:
            yield self._coming(told_of)

    def still_to_come(self) -> list[Coming]:
        return [one for one in self.coming() if one.at > self.day.world.now]

    def mailbox_is_set_up(self, now: datetime) -> None:
        world = self.day.world
        add_account(actor=world.viewers["priya"], now=now, details=mailbox_at(world.ports), secret=PASSWORD)

    def they_agree(self, now: datetime) -> None:
        """To texts and mail, health details included: it is what they asked for."""
        if text_number():
            account_of_number(actor=system_viewer(), now=now, number=text_number())
        agreed = {"details_allowed": True, "call_consent": "granted"}
        for told in self.day.told.values():
            by: dict[str, Any] = {"actor": told.viewer, "now": now}
            point = ContactPoint.objects.filter(person=told.person, system="phone").first()
            if point:
                fields = {**agreed, "text_consent": "granted"}
                revise_contact_point(**by, contact_point_id=point.pk, fields=fields)
            mail = {**agreed, "system": "email", "value": _mail_of(told), "email_consent": "granted"}
            add_contact_point(**by, person_id=told.person.pk, fields=mail)

    def comes_in(self, one: Coming, now: datetime) -> None:
        take_in(actor=system_viewer(), now=now, incoming=self._incoming(one))

    def is_answered(self, said: dict[str, Any], now: datetime) -> None:
        told = self.day.told[said["person"]]
        to = Addressee(_phone_of(told), told.person.full_name, role="client", person_id=told.person.pk)
        text = said["text"].format(**self._known(told))
        outgoing = Outgoing(channel="text", to=(to,), text=text, case_id=told.case.pk)
        with suppress(Invalid):  # without a gateway nothing can be sent: an agency that tests build
            queue_message(actor=told.viewer, now=now, outgoing=outgoing)
        _leaves(now)

    def asked_to_confirm(self, now: datetime) -> None:
        remind(now=now)
        _leaves(now)

    def adjusters_are_told(self, now: datetime) -> None:
        """Of every visit of the last days but Sofia's: hers is still owed."""
        told = self.day.told["sofia"]
        owed = {
            one.case_id for one in open_messages(told.viewer, [told.staff.pk], now=now) if one.what == UNTOLD
        }
        others = {one for one in owed if one} | {self.day.told["marcus"].case.pk}
        for case_id in sorted(others - {told.case.pk}):
            drawn = update_of(told.viewer, case_id, now=now, form="call_notes")
            tell_update(
                actor=told.viewer, now=now, case_id=case_id, drawn_at=now, sections=drawn.sections,
                form="call_notes",
            )  # fmt: skip

    def _coming(self, told_of: dict[str, Any]) -> Coming:
        told = self.day.told.get(told_of["person"])
        known = self._known(told) if told else {}
        return Coming(
            at=moment(self.day, told_of.get("days", 0), told_of["hour"]),
            channel=told_of["channel"],
            sender=self._sender(told_of["from"], told_of["channel"], told),
            subject=told_of.get("subject", "").format(**known),
            text=told_of["text"].strip().format(**known),
            attachment=told_of.get("attachment", ""),
            is_automatic=told_of.get("is_automatic", False),
        )

    def _sender(self, who: str, channel: str, told: Told | None) -> Sender:
        if told is None or who not in ("client", "adjuster", *_DESKS):
            name, address = parseaddr(who)
            return Sender(address or who, name, "from")
        if who == "client":
            by_phone = channel in ("text", "voicemail")
            address = _phone_of(told) if by_phone else _mail_of(told)
            return Sender(address, "" if by_phone else told.person.full_name, "from")
        if who == "adjuster":
            party = told.parties["adjuster"]
            return Sender(party.office.email if party.office else "", party.shown_name, "from")
        name, office = _DESKS[who]
        return Sender(self.day.world.offices[office].email, name, "from")

    def _known(self, told: Told) -> dict[str, str]:
        claim = told.numbers["claim_number"].value
        return {
            "claim": claim,
            "claim_wrong": one_digit_off(claim),
            "client": told.person.full_name,
            "first": told.person.given_name,
            "adjuster": told.parties["adjuster"].shown_name,
            "manager": told.staff.name.split()[0],
        }

    def _incoming(self, one: Coming) -> Incoming:
        account = _account(one.channel)
        return Incoming(
            channel=one.channel,
            sender=one.sender,
            at=one.at,
            external_id=one.external_id,
            account_id=account.pk if account else None,
            recipients=(Sender(account.address, account.name),) if account else (),
            subject=one.subject,
            text=one.text,
            files=(_attached(one),) if one.attachment else (),
            is_automatic=one.is_automatic,
        )


_DESKS = {
    "coordinator": ("Joan Pruitt", "Balcones Shoulder and Sports"),
    "front desk": ("Front desk", "Colorado River Spine Clinic"),
}


def _phone_of(told: Told) -> str:
    points = ContactPoint.objects.filter(person=told.person, system="phone", is_retired=False)
    return points.values_list("value", flat=True).first() or ""


def _mail_of(told: Told) -> str:
    return f"{told.person.given_name}.{told.person.family_name}@mail.example".lower()


def _account(channel: str) -> Account | None:
    kind = Account.Kind.TEXT if channel == "text" else Account.Kind.EMAIL
    return Account.objects.filter(kind=kind, is_off=False).order_by("pk").first()


def _attached(one: Coming) -> IncomingFile:
    arrival = the_store().new_arrival()
    arrival.write_bytes(one.paper)
    return IncomingFile(f"{one.attachment}.pdf", "application/pdf", arrival, arrival.stat().st_size)


def _leaves(now: datetime) -> None:
    """What was queued in the past left in the past."""
    while sending := claim_next(now):
        note_sent(sending, now, provider_id=f"SM{sending.key.hex}", proof="Taken by the gateway")
