"""What it says and carries: nothing empty, nothing of other clients, the right side, no health in a text."""

import re
from collections.abc import Iterator

from caseday.correspondence.rules.checks.facts import Facts, Foreign, Reach
from caseday.correspondence.rules.outgoing import Objection, Outgoing
from caseday.correspondence.rules.templates import unfilled

MOST_BYTES = 25 * 1024 * 1024
"""Of all files together. What most mail servers take: RFC 5321 4.5.3.1.10 names no figure, large providers 25 MB."""
LONGEST_TEXT = 1600
"""Characters of a text message; Twilio refuses longer bodies (error 21617)."""
MOST_PICTURES, MOST_PICTURE_BYTES = 10, 5_000_000
"""Of one text; above, Twilio refuses it (errors 21623 and 12300)."""
_BLANK = re.compile(r"_{3,}")
_MEGABYTE = 1024 * 1024


def contents(outgoing: Outgoing, facts: Facts) -> Iterator[Objection]:
    yield from _empty(outgoing)
    yield from _papers(outgoing, facts)
    yield from (_foreign(one) for one in facts.foreign)
    yield from (
        Objection(f"other_client:{name}", f"“{name}” is another client. Take the name out, or confirm that it belongs "
                  "here.", "text", may_overrule=True)
        for name in facts.told_of
    )  # fmt: skip
    if outgoing.channel == "text":
        yield from _text(outgoing, facts)


def _empty(outgoing: Outgoing) -> Iterator[Objection]:
    if not outgoing.text.strip():
        yield Objection("empty", "There is nothing in it yet. Write what you want to say.", "text")
    if outgoing.channel in ("email", "letter", "fax") and not outgoing.subject.strip():
        yield Objection("no_subject", "Say in a few words what it is about.", "subject")
    for field, text in (("subject", outgoing.subject), ("text", outgoing.text)):
        for name in unfilled(text):
            yield Objection(
                f"unfilled:{name}",
                f"{name} is not filled: the file does not know it. Write it in, or take the sentence out.", field,
            )  # fmt: skip
        if _BLANK.search(text):
            yield Objection(
                f"blank:{field}", "There is a blank line to fill in (___). Fill it, or take it out.", field
            )


def _papers(outgoing: Outgoing, facts: Facts) -> Iterator[Objection]:
    is_text = outgoing.channel == "text"
    if is_text and outgoing.document_ids:
        yield from _pictures(outgoing, facts)
    for one in facts.papers:
        if one.problem:
            yield Objection(f"paper:{one.title}", f"“{one.title}”: {one.problem}", "documents")
    size = sum(one.size_bytes for one in facts.papers)
    if size > MOST_BYTES and not is_text:
        yield Objection(
            "too_large",
            f"The files are {size / _MEGABYTE:.0f} MB together; mail takes 25. Send fewer, or hand them over.",
            "documents",
        )
    for one in facts.papers:
        if not one.is_read and not one.problem:
            yield Objection(
                f"not_read:{one.title}",
                f"The words of “{one.title}” could not be read by the computer. Look through it: is all of it about "
                "this client?", "documents", may_overrule=True,
            )  # fmt: skip


def _pictures(outgoing: Outgoing, facts: Facts) -> Iterator[Objection]:
    """https://www.twilio.com/docs/messaging/guides/accepted-mime-types"""
    if not facts.can_fetch_pictures:
        yield Objection(
            "no_public_address",
            "The text gateway can't fetch pictures from this Caseday: it has no public https address. Send them by "
            "email, or ask an administrator to set public_url.", "documents",
        )  # fmt: skip
    if len(outgoing.document_ids) > MOST_PICTURES:
        yield Objection(
            "too_many", f"A text takes {MOST_PICTURES} pictures at most. Send fewer, or email.", "documents"
        )
    size = sum(one.size_bytes for one in facts.papers)
    if size > MOST_PICTURE_BYTES:
        yield Objection(
            "too_large",
            f"The pictures are {size / _MEGABYTE:.1f} MB together; a text takes 5. Send fewer, or email.", "documents",
        )  # fmt: skip


def _foreign(one: Foreign) -> Objection:
    words = f"{one.where}: {one.text} {one.words}" if one.where else f"{one.text} {one.words}"
    if one.is_exact:
        return Objection(f"foreign:{one.text}", f"{words} Take it out before it leaves.", one.field)
    kind = "side" if one.is_side else "near"
    return Objection(
        f"{kind}:{one.text}", f"{words}. Correct it, or confirm that it is meant so.", one.field, True
    )


def _text(outgoing: Outgoing, facts: Facts) -> Iterator[Objection]:
    if len(outgoing.text) > LONGEST_TEXT:
        yield Objection(
            "too_long",
            f"A text holds {LONGEST_TEXT} characters; this has {len(outgoing.text)}. Shorten it, or email.", "text",
        )  # fmt: skip
    if not facts.details:
        return
    for one in facts.reaches:
        if not one.details_allowed:
            yield _details(one, facts.details)


def _details(one: Reach, details: tuple[str, ...]) -> Objection:
    named = ", ".join(f"“{word}”" for word in details[:4])
    if one.is_person:
        return Objection(
            f"details:{one.address}",
            f"{named} tells of health, and {one.called} has not agreed to health details in texts. Leave it out; or "
            "ask, and note it at the contact point.", "text",
        )  # fmt: skip
    return Objection(
        f"details:{one.address}:{'|'.join(details)[:120]}",
        f"{named} tells of health, and texts are not sealed. Send it by email or fax, or confirm.", "text",
        may_overrule=True,
    )  # fmt: skip
