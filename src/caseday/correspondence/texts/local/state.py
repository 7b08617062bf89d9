"""What the local gateway knows: texts both ways, who said STOP, and the faults that were asked for."""

import re
import secrets
import threading
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from caseday.kernel import clock

API = "/2010-04-01/Accounts"
FAULTS = (
    "429", "500", "garbage", "timeout", "silent", "duplicates", "out_of_order", "early", "future", "undelivered",
)  # fmt: skip
"""One of these for the next text: refused (429, 500), accepted with an answer nobody can read or none at all, accepted
and never confirmed, confirmed three times each, backwards, before the answer, with dates to come, or not delivered."""
_LONGEST = 1600
# https://www.twilio.com/docs/iam/test-credentials#test-sms-messages
_MAGIC = {
    "+15005550001": 21211, "+15005550002": 21612, "+15005550003": 21408, "+15005550004": 21610,
    "+15005550009": 21614,
}  # fmt: skip
_STOP = frozenset(["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"])
_START = frozenset(("START", "UNSTOP", "YES"))


@dataclass(frozen=True)
class Picture:
    media_type: str
    content: bytes
    sid: str = field(default_factory=lambda: f"ME{secrets.token_hex(16)}")


@dataclass
class Text:
    """`direction` as Twilio names it: inbound, outbound-api, outbound-reply."""

    from_: str
    to: str
    body: str
    direction: str
    status: str
    created: datetime
    callback: str = ""
    error_code: int | None = None
    pictures: tuple[Picture, ...] = ()
    media_urls: tuple[str, ...] = ()
    sid: str = ""

    def __post_init__(self) -> None:
        kind = "MM" if self.pictures or self.media_urls else "SM"
        self.sid = self.sid or f"{kind}{secrets.token_hex(16)}"

    def plain(self, account: str) -> dict[str, Any]:
        """The Message resource; a queued text has no DateSent."""
        is_out = self.status not in ("queued", "accepted")
        return {
            "sid": self.sid, "account_sid": account, "from": self.from_, "to": self.to, "body": self.body,
            "status": self.status, "direction": self.direction, "error_code": self.error_code,
            "error_message": None, "num_media": str(len(self.pictures) + len(self.media_urls)),
            "date_created": format_datetime(self.created),
            "date_sent": format_datetime(self.created) if is_out else None,
            "uri": f"{API}/{account}/Messages/{self.sid}.json", "api_version": "2010-04-01",
        }  # fmt: skip


class State:
    """Every method may be called from any thread."""

    def __init__(self, account: str, numbers: Iterable[str]) -> None:
        self.account = account
        self.numbers = frozenset(numbers)
        self._texts: list[Text] = []
        self._stopped: set[tuple[str, str]] = set()
        self._faults: deque[str] = deque()
        self._lock = threading.Lock()

    def ask_for(self, faults: Sequence[str]) -> None:
        """For the next texts, in this order; "" is a text without a fault. Raises ValueError for unknown ones."""
        if unknown := [one for one in faults if one.partition(":")[0] not in (*FAULTS, "")]:
            raise ValueError(f"there is no fault {unknown[0]!r}")
        with self._lock:
            self._faults = deque(faults)

    def next_fault(self) -> str:
        with self._lock:
            return self._faults.popleft() if self._faults else ""

    def problem_of(self, fields: Mapping[str, Sequence[str]]) -> int:
        """Twilio's error code for a text that it would not take; 0 where it would."""
        to, from_ = _one(fields, "To"), _one(fields, "From")
        body, media = _one(fields, "Body"), fields.get("MediaUrl")
        checks = (
            (not to, 21604),
            (not from_, 21603),
            (not body and not media, 21602),
            (len(body) > _LONGEST, 21617),
            (to in _MAGIC, _MAGIC.get(to, 0)),
            (not re.fullmatch(r"\+[1-9]\d{6,14}", to), 21211),
            (from_ not in self.numbers, 21606),
            (to == from_, 21266),
            ((to, from_) in self._stopped, 21610),
        )
        return next((code for is_wrong, code in checks if is_wrong), 0)

    def take(self, fields: Mapping[str, Sequence[str]]) -> Text:
        return self.add(
            Text(
                from_=_one(fields, "From"),
                to=_one(fields, "To"),
                body=_one(fields, "Body"),
                direction="outbound-api",
                status="queued",
                created=clock.now(),
                callback=_one(fields, "StatusCallback"),
                media_urls=tuple(fields.get("MediaUrl") or ()),
            )
        )

    def hear(self, from_: str, to: str, body: str, pictures: Sequence[Picture] = ()) -> Text:
        """A phone writes to us; STOP and START count at once, as they do at Twilio."""
        text = Text(from_, to, body, "inbound", "received", clock.now(), pictures=tuple(pictures))
        word = body.strip().upper()
        with self._lock:
            if word in _STOP:
                self._stopped.add((from_, to))
            elif word in _START:
                self._stopped.discard((from_, to))
        return self.add(text)

    def reply(self, to: Text, body: str) -> Text:
        return self.add(Text(to.to, to.from_, body, "outbound-reply", "delivered", clock.now()))

    def add(self, text: Text) -> Text:
        with self._lock:
            self._texts.append(text)
        return text

    def get(self, sid: str) -> Text | None:
        with self._lock:
            return next((one for one in self._texts if one.sid == sid), None)

    def listed(self, *, to: str = "", from_: str = "", sent_from: str = "") -> list[Text]:
        """Newest first; `sent_from` is a day of UTC, and leaves out what was not sent yet."""
        with self._lock:
            found = list(reversed(self._texts))
        return [
            one
            for one in found
            if (not to or one.to == to)
            and (not from_ or one.from_ == from_)
            and (not sent_from or (one.status != "queued" and one.created.date().isoformat() >= sent_from))
        ]

    def of_phone(self, number: str) -> list[Text]:
        """The conversation as that phone shows it, oldest first."""
        with self._lock:
            return [one for one in self._texts if number in (one.from_, one.to) and not _is_lost(one)]


def _is_lost(text: Text) -> bool:
    return text.direction == "outbound-api" and text.status in ("queued", "undelivered", "failed")


def _one(fields: Mapping[str, Sequence[str]], name: str) -> str:
    return (fields.get(name) or ("",))[-1]
