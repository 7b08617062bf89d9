"""Where it goes: a right address, in the file, not retired, not opted out, agreed to."""

import re
from collections.abc import Iterator

from caseday.correspondence.rules.checks.facts import DECLINED, UNKNOWN, Reach
from caseday.correspondence.rules.outgoing import Objection, Outgoing

EMAIL, TEXT, FAX, LETTER = "email", "text", "fax", "letter"
CHANNELS = (EMAIL, TEXT, FAX, LETTER)
_NUMBER = re.compile(r"^\+[1-9]\d{7,14}$")
_EMAIL = re.compile(
    r"^[^@\s<>,;:\"()\[\]\\]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$"
)
_BY = {EMAIL: "by email", TEXT: "by text", FAX: "by fax", LETTER: "by letter"}


def receivers(outgoing: Outgoing, reaches: tuple[Reach, ...]) -> Iterator[Objection]:
    if outgoing.channel not in CHANNELS:
        yield Objection("channel", "Choose email, text, fax or letter.", "channel")
        return
    if not any(one.kind == "to" for one in outgoing.to):
        yield Objection("no_receiver", "Choose who gets it.", "to")
    if outgoing.channel == TEXT and len(outgoing.to) > 1:
        yield Objection("one_at_a_time", "A text goes to one number. Send each their own.", "to")
    for one in reaches:
        yield from _of_receiver(outgoing, one)


def _of_receiver(outgoing: Outgoing, one: Reach) -> Iterator[Objection]:
    if problem := address_problem(outgoing.channel, one):
        yield problem
        return
    if one.retired:
        yield Objection(
            f"retired:{one.address}",
            f"{one.called} is not reached at {one.shown} anymore: {one.retired}. Choose another address.", "to",
        )  # fmt: skip
    elif not one.is_known:
        yield Objection(
            f"not_in_file:{one.address}",
            f"{one.shown} is not in the file of {one.name or 'anybody on this case'}. Compare it with your source, "
            "then confirm; or choose an address of the file.",
            "to", may_overrule=True,
        )  # fmt: skip
    yield from _of_consent(outgoing, one)


def address_problem(channel: str, one: Reach) -> Objection | None:
    """No address, or one that cannot be."""
    if not one.address.strip():
        words = f"No address for {one.called} {_BY[channel]}. Add it to their page, or choose another way."
        return Objection(f"no_address:{one.name}", words, "to")
    if channel == EMAIL and not _EMAIL.match(one.address):
        words = f"“{one.address}” is no email address. Correct it, like name@example.com."
        return Objection(f"bad_address:{one.address}", words, "to")
    if channel in (TEXT, FAX) and not _NUMBER.match(one.address):
        words = f"“{one.address}” is no number that can be reached. Give ten digits with area code."
        return Objection(f"bad_address:{one.address}", words, "to")
    return None


def _of_consent(outgoing: Outgoing, one: Reach) -> Iterator[Objection]:
    channel = outgoing.channel
    if one.opted_out:
        yield Objection(
            f"opted_out:{one.address}",
            f"{one.called} wrote STOP from {one.shown}. Only they can undo it, by writing START. Call, or choose "
            "another way.", "to",
        )  # fmt: skip
    elif one.consent == DECLINED:
        yield Objection(
            f"declined:{one.address}",
            f"{one.called} does not want to be reached {_BY[channel]} at {one.shown}. Choose another way; if they "
            "have changed their mind, note it at their contact points first.", "to",
        )  # fmt: skip
    elif one.consent == UNKNOWN and channel == TEXT:
        yield Objection(
            f"not_asked:{one.address}",
            f"{one.called} was not asked whether texts to {one.shown} are all right. Ask, and note it at their "
            "contact points.", "to",
        )  # fmt: skip
    elif one.consent == UNKNOWN and channel == EMAIL:
        yield Objection(
            f"not_asked:{one.address}",
            f"{one.called} was not asked whether email to {one.shown} is all right. Ask and note it; or say why it "
            "goes all the same.", "to", may_overrule=True, needs_reason=True,
        )  # fmt: skip
    if not one.may_be_told:
        yield Objection(
            f"not_to_be_told:{one.name}",
            f"The client has not agreed that {one.called} is told anything. Ask the client, and note it with the "
            "people around them.", "to",
        )  # fmt: skip
