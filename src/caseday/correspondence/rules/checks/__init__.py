"""In: a message as written, and what the file knows. Out: everything that speaks against it, with what to do."""

from collections.abc import Iterator

from caseday.correspondence.rules.checks.contents import LONGEST_TEXT, MOST_BYTES, contents
from caseday.correspondence.rules.checks.facts import CopyWanted, Facts, Foreign, Paper, Reach
from caseday.correspondence.rules.checks.receivers import receivers
from caseday.correspondence.rules.outgoing import Objection, Outgoing

__all__ = [
    "LONGEST_TEXT",
    "MOST_BYTES",
    "CopyWanted",
    "Facts",
    "Foreign",
    "Paper",
    "Reach",
    "all_objections",
    "still_standing",
]


def all_objections(outgoing: Outgoing, facts: Facts) -> list[Objection]:
    """Each once, in the order of the form: who, way, what, papers."""
    found: dict[str, Objection] = {}
    for one in _every(outgoing, facts):
        found.setdefault(one.slug, one)
    return list(found.values())


def still_standing(outgoing: Outgoing, objections: list[Objection]) -> list[Objection]:
    """Without those that the writer has looked at and may overrule, with a reason where one is asked for."""
    return [one for one in objections if not _is_overruled(outgoing, one)]


def _is_overruled(outgoing: Outgoing, one: Objection) -> bool:
    if not one.may_overrule or one.slug not in outgoing.confirmed:
        return False
    return bool(outgoing.reason.strip()) or not one.needs_reason


def _every(outgoing: Outgoing, facts: Facts) -> Iterator[Objection]:
    yield from receivers(outgoing, facts.reaches)
    if not facts.has_account:
        words = {
            "text": "No number is set up to send texts from. An administrator adds one under Settings.",
            "fax": "No account sends faxes yet. An administrator sets a fax gateway at a mailbox under Settings.",
        }
        otherwise = "No mailbox is set up to send from. An administrator adds one under Settings."
        yield Objection("no_account", words.get(outgoing.channel, otherwise), "channel")
    yield from _copies(outgoing, facts)
    yield from contents(outgoing, facts)


def _copies(outgoing: Outgoing, facts: Facts) -> Iterator[Objection]:
    going = {one.address.casefold() for one in outgoing.to}
    for one in facts.copies:
        if one.address and one.address.casefold() in going:
            continue
        named = f"{one.name} ({one.role_word})"
        if outgoing.channel == "text":
            how = "A text takes no copies: send it by email, fax or letter"
        elif one.address:
            how = "Add them as a copy"
        else:
            how = "No address is known for this way: add it to their page, or choose a way that reaches both"
        yield Objection(
            f"copy:{named}", f"{named} must get the same at the same time: {one.why}. {how}.", "to"
        )
