"""Labeled messages are matched, and what is filed by itself is compared with the labels."""

import re
from collections import Counter
from dataclasses import dataclass, field

from bench.matching.generated import generate
from bench.matching.labeled import ADDRESSES, Labeled
from bench.matching.world import NOW, World, build
from bench.matching.written import WRITTEN

SPLITS = {"dev": (7, 0), "held out": (2026, 1)}
"""Name: seed, and which half of the wordings and of the hand-written messages."""


@dataclass
class Score:
    """Counts of filings (`right`, `wrong`) and of messages. `wanted` are those that may be filed by themselves."""

    messages: int = 0
    right: int = 0
    wrong: int = 0
    wanted: int = 0
    found: int = 0
    belonging: int = 0
    suggested: int = 0
    waiting: int = 0
    mistakes: list[tuple[str, Labeled, tuple[str, ...], object]] = field(default_factory=list)
    by_kind: Counter[str] = field(default_factory=Counter)
    missed_by_kind: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.found / max(1, self.wanted)

    @property
    def share_of_all(self) -> float:
        """Of all that belong on a case, also of those that have to wait."""
        return self.found / max(1, self.belonging)

    @property
    def suggestion_rate(self) -> float:
        """Of those that wait and belong somewhere: how many have their case among the three suggestions."""
        return self.suggested / max(1, self.waiting)


def labeled_set(world: World, split: str) -> list[Labeled]:
    seed, parity = SPLITS[split]
    return [*WRITTEN[parity::2], *generate(world, seed, parity)]


def score(split: str) -> Score:
    """Builds the agency in the database in hand, which should be empty."""
    world = build(SPLITS[split][0])
    total = Score()
    for place, one in enumerate(labeled_set(world, split)):
        _count(total, world, one, place)
    return total


def _count(total: Score, world: World, one: Labeled, place: int) -> None:
    from caseday.correspondence.queries.matching import match

    matched = match(incoming_of(world, one, place), file_texts=[text for _, text in one.files if text])
    filed = tuple(world.key_of[match.case_id] for match in matched.certain)
    shown = {world.key_of[match.case_id] for match in matched.matches}
    total.messages += 1
    right = set() if one.must_wait else set(filed) & set(one.on)
    total.right += len(right)
    total.wrong += len(set(filed) - right)
    if set(filed) - right:
        total.mistakes.append(("wrong", one, filed, matched))
    if not one.on:
        return
    total.belonging += 1
    if not one.must_wait:
        total.wanted += 1
        total.by_kind[one.kind] += 1
        total.found += set(filed) == set(one.on)
        if set(filed) != set(one.on):
            total.missed_by_kind[one.kind] += 1
            total.mistakes.append(("missed", one, filed, matched))
    if not filed:
        total.waiting += 1
        total.suggested += bool(shown & set(one.on))


_SENDER = re.compile(r"^(?P<name>[^<]*)<(?P<address>[^>]+)>$")


def incoming_of(world: World, one: Labeled, place: int):  # type: ignore[no-untyped-def]
    from caseday.correspondence.rules.incoming import Incoming, IncomingFile, Party

    spelled = ADDRESSES.get(one.sender, one.sender)
    found = _SENDER.match(spelled)
    sender = (
        Party(found["address"].lower(), found["name"].strip(), "from")
        if found
        else Party(spelled, "", "from")
    )
    fill = re.sub(r"\{number:(\w+)\}", lambda match: world.clients[match[1]].number, one.subject)
    if one.learned:
        _learn(world, one, sender.address)
    account = world.accounts[one.account or ("text" if one.channel == "text" else "email")]
    return Incoming(
        channel=one.channel,
        sender=sender,
        at=NOW,
        external_id=f"<m{place}@bench.example>",
        account_id=account.pk,
        recipients=tuple(Party(address, "", "cc") for address in one.copied),
        references=(_conversation(world, one.answers, place),) if one.answers else (),
        subject=fill,
        text=one.text,
        quoted=one.quoted,
        files=tuple(IncomingFile(name, "application/pdf", None) for name, _ in one.files),
        is_automatic=one.is_automatic,
    )


def _learn(world: World, one: Labeled, address: str) -> None:
    from caseday.correspondence.models import KnownSender

    KnownSender.objects.create(address=address, case_id=world.clients[one.learned].case_id, learned_at=NOW)


def _conversation(world: World, key: str, place: int) -> str:
    """What we sent before, on its case; its id."""
    from caseday.correspondence.models import Filing, Message, Thread

    external_id = f"<ours{place}@caseday-agency.example>"
    thread = Thread.objects.create(channel="email", key=external_id, last_at=NOW)
    ours = Message.objects.create(
        channel="email",
        is_incoming=False,
        thread=thread,
        external_id=external_id,
        at=NOW,
        recorded_at=NOW,
        state="sent",
    )
    Filing.objects.create(message=ours, case_id=world.clients[key].case_id, how="written", filed_at=NOW)
    return external_id
