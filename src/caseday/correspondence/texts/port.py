"""What Caseday asks of a text gateway. A provider is one module of this package with `gateway(access) -> Gateway`.

In: a text to send, or a request that the provider sent. Out: its id there, plain values, or a refusal in words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Protocol
from uuid import UUID

PROVIDERS: Mapping[str, str] = {"twilio": "caseday.correspondence.texts.twilio"}
"""Name (the option `text_gateway`, and in the webhooks' addresses) -> module; loaded when first used."""


class Refused(Exception):
    """The provider does not take it. `words` say what to do; `is_final`: no further try helps.

    `retry_after_seconds` is what the provider asks for, 0 where it says nothing. `is_opted_out`: STOP was said there.
    """

    def __init__(
        self,
        code: str,
        words: str,
        *,
        is_final: bool,
        retry_after_seconds: int = 0,
        is_opted_out: bool = False,
    ) -> None:
        super().__init__(words)
        self.code, self.words, self.is_final = code, words, is_final
        self.retry_after_seconds, self.is_opted_out = retry_after_seconds, is_opted_out


class Unsure(Exception):
    """Nobody knows whether it left (a time-out after sending). Ask with `find` before any further try."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Unreadable(Exception):
    """A request that is signed and yet makes no sense."""


@dataclass(frozen=True)
class Sent:
    """`status` is one of `rules.receipts.STATUSES`."""

    provider_id: str
    status: str = "queued"


@dataclass(frozen=True)
class Receipt:
    """What became of one text. `key` is the one it was sent with, where the provider says it back."""

    provider_id: str
    status: str
    error_code: str = ""
    key: UUID | None = None


@dataclass(frozen=True)
class MediaLink:
    """A picture or file at the provider; `name` is made up, providers tell none."""

    url: str
    media_type: str
    name: str


@dataclass(frozen=True)
class Received:
    """An incoming text. Numbers in E.164 where the provider has them so. `keyword` is STOP, START or HELP
    where the provider has already answered it itself."""

    provider_id: str
    from_: str
    to: str
    text: str
    media: tuple[MediaLink, ...] = ()
    keyword: str = ""


@dataclass(frozen=True)
class WebRequest:
    """`urls` are the addresses under which the provider may have called: public first, as seen here second."""

    urls: tuple[str, ...]
    fields: Mapping[str, Sequence[str]]
    headers: Mapping[str, str]
    """Names in lower case."""
    key: UUID | None = None

    def one(self, name: str) -> str:
        values = self.fields.get(name) or ("",)
        return values[-1]


@dataclass(frozen=True)
class Access:
    """How one account at the provider is used. `receipts_url` ends with a slash; the key of a text is put behind it."""

    provider: str
    base_url: str
    account: str
    token: str = field(repr=False)
    receipts_url: str = ""


class Gateway(Protocol):
    def send(self, *, key: UUID, to: str, from_: str, text: str, media_urls: Sequence[str] = ()) -> Sent:
        """Raises Refused or Unsure."""

    def find(
        self, *, to: str, from_: str, text: str, since: datetime, except_ids: frozenset[str] = frozenset()
    ) -> Receipt | None:
        """The text that we sent since then, if it left; `except_ids` are known to be others. Raises Refused, Unsure."""

    def ask(self, provider_id: str) -> Receipt:
        """What became of it. Raises Refused or Unsure."""

    def fetch(self, link: MediaLink, into: Path, *, most_bytes: int) -> int:
        """Bytes written. Goes to the provider's own hosts alone. Raises Refused."""

    def verify(self, request: WebRequest) -> bool:
        """Whether the provider sent it, for this account."""

    def read_incoming(self, request: WebRequest) -> Received:
        """Raises Unreadable."""

    def read_status(self, request: WebRequest) -> Receipt:
        """Raises Unreadable."""

    def words_of(self, error_code: str) -> str:
        """What an undelivered text's code means, and what to do."""

    def is_opted_out(self, error_code: str) -> bool:
        """Whether the code says that STOP was said there."""

    def answer(self, text: str) -> tuple[str, str]:
        """(content type, body) of the answer to a webhook; `text` goes back to the sender, if any."""


def gateway(access: Access) -> Gateway:
    """KeyError where there is no such provider."""
    made: Gateway = import_module(PROVIDERS[access.provider]).gateway(access)
    return made
