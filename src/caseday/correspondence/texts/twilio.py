"""Twilio's Programmable Messaging over HTTP: https://www.twilio.com/docs/messaging/api/message-resource

In: texts to send, webhooks as Twilio posts them. Out: what the port says. No text, number or secret reaches a log.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit
from uuid import UUID
from xml.sax.saxutils import escape

from caseday.correspondence.texts.port import (
    Access,
    MediaLink,
    Receipt,
    Received,
    Refused,
    Sent,
    Unreadable,
    Unsure,
    WebRequest,
)
from caseday.correspondence.texts.twilio_words import meaning_of

if TYPE_CHECKING:
    import httpx

API = "/2010-04-01/Accounts"
_SEND_SECONDS, _CONNECT_SECONDS, _MEDIA_SECONDS = 20.0, 5.0, 8.0
_CLOCKS_DIFFER = timedelta(minutes=2)
_PAGE, _MOST_PAGES = 50, 10
_MOST_REDIRECTS = 3
_MOST_MEDIA = 10
_SID = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}", re.ASCII)
_CHUNK = 64 * 1024

# https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
_STATUSES = {
    "accepted": "queued", "scheduled": "queued", "queued": "queued", "sending": "sending", "sent": "sent",
    "delivered": "delivered", "read": "delivered", "partially_delivered": "delivered",
    "undelivered": "failed", "failed": "failed", "canceled": "failed",
}  # fmt: skip
_EXTENSIONS = {
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/heic": "heic", "image/heif": "heif",
    "image/tiff": "tif", "image/webp": "webp", "image/bmp": "bmp", "application/pdf": "pdf", "text/vcard": "vcf",
    "text/x-vcard": "vcf", "text/plain": "txt", "audio/amr": "amr", "audio/mpeg": "mp3", "video/mp4": "mp4",
    "video/3gpp": "3gp",
}  # fmt: skip


class Twilio:
    def __init__(self, access: Access) -> None:
        self._access = access

    def send(self, *, key: UUID, to: str, from_: str, text: str, media_urls: Sequence[str] = ()) -> Sent:
        """Once. Twilio knows no idempotency key: `key` stands in the address of the receipts, which say it back."""
        fields: dict[str, Any] = {"To": to, "From": from_}
        if text or not media_urls:
            fields["Body"] = text
        if media_urls:
            fields["MediaUrl"] = list(media_urls)
        if self._access.receipts_url:
            fields["StatusCallback"] = f"{self._access.receipts_url}{key}/"
        with _client(self._access, _SEND_SECONDS) as client, _telling(is_sending=True):
            answer = client.post(self._address("Messages.json"), data=fields)
        said = _said(answer, is_sending=True)
        return Sent(_provider_id(said, Unsure), _STATUSES.get(str(said.get("status")), "queued"))

    def find(
        self, *, to: str, from_: str, text: str, since: datetime, except_ids: frozenset[str] = frozenset()
    ) -> Receipt | None:
        """First by `DateSent>`, which knows whole days (UTC) only; then the latest, for a text that Twilio still
        holds has no DateSent. The list may lag: ask a minute after the time-out, not at once."""
        earliest = since - _CLOCKS_DIFFER
        pair = {"To": to, "From": from_, "PageSize": str(_PAGE)}
        day = earliest.astimezone(UTC).date().isoformat()
        for asked, most_pages in (({**pair, "DateSent>": day}, _MOST_PAGES), (pair, 1)):
            for one in self._list(asked, most_pages):
                if one.get("sid") not in except_ids and _is_ours(one, text, earliest):
                    return _receipt(one)
        return None

    def ask(self, provider_id: str) -> Receipt:
        if not _SID.fullmatch(provider_id):
            raise Refused("20404", meaning_of("20404").words, is_final=True)
        return _receipt(self._get(self._address(f"Messages/{provider_id}.json"), {}))

    def fetch(self, link: MediaLink, into: Path, *, most_bytes: int) -> int:
        """Signed in to the gateway's own host alone; from there it leads to its store, without our secret."""
        url, with_secret = link.url, True
        if not self._is_gateway(url):
            raise Refused(
                "", "The file lies with somebody else than the gateway; it was not fetched.", is_final=True
            )
        for _ in range(_MOST_REDIRECTS + 1):
            access = self._access if with_secret else None
            with _client(access, _MEDIA_SECONDS) as client, _telling(), client.stream("GET", url) as answer:
                if not answer.is_redirect:
                    return _write(answer, into, most_bytes)
                url = urljoin(url, answer.headers.get("location", ""))
            with_secret = self._is_gateway(url)
            if not with_secret and not _is_store(url):
                break
        raise Refused("", "The gateway sent us elsewhere for the file; it was not fetched.", is_final=True)

    def verify(self, request: WebRequest) -> bool:
        """https://www.twilio.com/docs/usage/security#validating-requests, over any address it may have called."""
        from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

        signature = request.headers.get("x-twilio-signature", "")
        if not signature.isascii() or request.one("AccountSid") != self._access.account:
            return False
        validator = RequestValidator(self._access.token)
        fields = _Fields(request.fields)
        return any(bool(validator.validate(url, fields, signature)) for url in request.urls)

    def read_incoming(self, request: WebRequest) -> Received:
        sender, receiver = request.one("From").strip(), request.one("To").strip()
        if not sender or not receiver:
            raise Unreadable
        return Received(
            provider_id=_sid_of(request),
            from_=sender[:254],
            to=receiver[:254],
            text=request.one("Body"),
            media=tuple(_media(request)),
            keyword=request.one("OptOutType").upper(),
        )

    def read_status(self, request: WebRequest) -> Receipt:
        said = (request.one("MessageStatus") or request.one("SmsStatus")).lower()
        if said not in _STATUSES:
            raise Unreadable
        code = request.one("ErrorCode")
        return Receipt(_sid_of(request), _STATUSES[said], _code(code), request.key)

    def words_of(self, error_code: str) -> str:
        return meaning_of(error_code).words if error_code else meaning_of("30008").words

    def is_opted_out(self, error_code: str) -> bool:
        return meaning_of(error_code).is_opted_out

    def answer(self, text: str) -> tuple[str, str]:
        """TwiML: https://www.twilio.com/docs/messaging/twiml"""
        said = f"<Message>{escape(text)}</Message>" if text else ""
        return "text/xml; charset=utf-8", f'<?xml version="1.0" encoding="UTF-8"?><Response>{said}</Response>'

    def _address(self, rest: str) -> str:
        return f"{self._access.base_url}{API}/{self._access.account}/{rest}"

    def _get(self, url: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        with _client(self._access, _SEND_SECONDS) as client, _telling():
            # The address of a further page has its query already; an empty one would take it away.
            answer = client.get(url, params=asked or None)
        return _said(answer)

    def _list(self, asked: Mapping[str, str], most_pages: int) -> Iterator[dict[str, Any]]:
        url: str | None = self._address("Messages.json")
        for _ in range(most_pages):
            if not url:
                return
            said = self._get(url, asked)
            yield from (one for one in said.get("messages") or [] if isinstance(one, dict))
            url, asked = self._next(said), {}

    def _next(self, said: Mapping[str, Any]) -> str | None:
        path = str(said.get("next_page_uri") or "")
        return f"{self._access.base_url}{path}" if path.startswith(f"{API}/") else None

    def _is_gateway(self, url: str) -> bool:
        ours, theirs = urlsplit(self._access.base_url), _split(url)
        return (ours.scheme, ours.netloc) == (theirs.scheme, theirs.netloc)


def gateway(access: Access) -> Twilio:
    return Twilio(access)


class _Fields(dict[str, Sequence[str]]):
    """As the validator wants them: every value of a name, as Twilio signs them."""

    def getlist(self, name: str) -> list[str]:
        return list(self[name])


def _client(access: Access | None, seconds: float) -> httpx.Client:
    import httpx

    return httpx.Client(
        auth=(access.account, access.token) if access else None,
        timeout=httpx.Timeout(seconds, connect=_CONNECT_SECONDS),
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": "caseday"},
    )


@contextmanager
def _telling(is_sending: bool = False) -> Iterator[None]:
    """What never left can be tried again; what may have left must be asked for first."""
    import httpx

    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise Refused(
            "", "The text gateway can't be reached; it is tried again by itself.", is_final=False
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        if is_sending:
            raise Unsure("The gateway did not answer: it is asked whether the text left.") from error
        raise Refused(
            "", "The text gateway did not answer; it is tried again by itself.", is_final=False
        ) from error


def _said(answer: httpx.Response, *, is_sending: bool = False) -> dict[str, Any]:
    """Its JSON, or the refusal that it is. An answer that nobody can read leaves a sent text unsure."""
    try:
        said = answer.json()
    except ValueError:
        said = None
    if answer.is_success:
        if isinstance(said, dict):
            return said
        if is_sending:
            raise Unsure("The gateway's answer can't be read: it is asked whether the text left.")
        raise Refused("", "The gateway's answer can't be read; it is tried again by itself.", is_final=False)
    code = _code(str(said.get("code", ""))) if isinstance(said, dict) else ""
    if is_sending and answer.status_code >= 500:
        raise Unsure("The gateway broke off: it is asked whether the text left.")
    means = meaning_of(code, http_status=answer.status_code)
    raise Refused(
        code or str(answer.status_code),
        means.words,
        is_final=means.is_final,
        retry_after_seconds=_seconds(answer.headers.get("retry-after", "")),
        is_opted_out=means.is_opted_out,
    )


def _provider_id(said: Mapping[str, Any], missing: type[Unsure]) -> str:
    sid = str(said.get("sid") or "")
    if not _SID.fullmatch(sid):
        raise missing("The gateway's answer has no id: it is asked whether the text left.")
    return sid


def _sid_of(request: WebRequest) -> str:
    sid = request.one("MessageSid") or request.one("SmsSid") or request.one("SmsMessageSid")
    if not _SID.fullmatch(sid):
        raise Unreadable
    return sid


def _receipt(said: Mapping[str, Any]) -> Receipt:
    status = _STATUSES.get(str(said.get("status")), "queued")
    return Receipt(_provider_id(said, Unsure), status, _code(str(said.get("error_code") or "")))


def _is_ours(said: Mapping[str, Any], text: str, earliest: datetime) -> bool:
    """A trial account puts its own words before ours."""
    made = _moment(str(said.get("date_created") or ""))
    return (
        str(said.get("direction", "")).startswith("outbound-api")
        and str(said.get("body") or "").endswith(text)
        and (made is None or made >= earliest)
        and bool(_SID.fullmatch(str(said.get("sid") or "")))
    )


def _moment(text: str) -> datetime | None:
    """RFC 2822, as Twilio writes moments."""
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except ValueError:
        return None


def _code(text: str) -> str:
    return text if re.fullmatch(r"\d{1,6}", text, re.ASCII) else ""


def _seconds(text: str) -> int:
    return min(int(text), 3600) if re.fullmatch(r"\d{1,6}", text, re.ASCII) else 0


def _media(request: WebRequest) -> Iterator[MediaLink]:
    count = request.one("NumMedia")
    for n in range(min(int(count), _MOST_MEDIA) if re.fullmatch(r"\d{1,3}", count, re.ASCII) else 0):
        kind = request.one(f"MediaContentType{n}").partition(";")[0].strip().lower()[:100]
        yield MediaLink(
            request.one(f"MediaUrl{n}"), kind, f"from-text-{n + 1}.{_EXTENSIONS.get(kind, 'bin')}"
        )


def _split(url: str) -> Any:
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _is_store(url: str) -> bool:
    """Where Twilio keeps media: https://www.twilio.com/docs/messaging/api/media-resource"""
    parts = _split(url)
    host = parts.hostname or ""
    return parts.scheme == "https" and parts.netloc == host and host.endswith(".twiliocdn.com")


def _write(answer: httpx.Response, into: Path, most_bytes: int) -> int:
    if not answer.is_success:
        may_pass = answer.status_code >= 500 or answer.status_code in (404, 429)  # 404: not there yet
        raise Refused(
            str(answer.status_code), "The gateway did not hand out the file.", is_final=not may_pass
        )
    written, ends = 0, time.monotonic() + _MEDIA_SECONDS
    with into.open("xb") as file:
        for chunk in answer.iter_bytes(_CHUNK):
            written += len(chunk)
            if time.monotonic() > ends:
                raise Refused("", "The gateway was too slow with the file.", is_final=False)
            if written > most_bytes:
                raise Refused("", "The file is larger than a paper may be.", is_final=True)
            file.write(chunk)
    return written
