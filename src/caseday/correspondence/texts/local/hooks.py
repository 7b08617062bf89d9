"""What the local gateway calls by itself: the webhook of an incoming text, and receipts, signed as Twilio signs."""

import threading
import time
from xml.etree import ElementTree

from caseday.correspondence.texts.local.state import API, Text

_SECONDS = 15.0
"""So long Twilio waits for a webhook."""


class Caller:
    def __init__(self, account: str, token: str, hook_url: str, pause_seconds: float) -> None:
        self.account, self.token, self.hook_url, self.pause_seconds = account, token, hook_url, pause_seconds
        self._telling: list[threading.Thread] = []

    def wait(self) -> None:
        """Until every receipt is out."""
        for thread in list(self._telling):
            thread.join()

    def hand_over(self, text: Text, base_url: str) -> tuple[int, list[str]]:
        """(status, texts to send back) of one call of the webhook; status 0 where nobody answered."""
        fields = {
            "MessageSid": text.sid, "SmsSid": text.sid, "SmsMessageSid": text.sid, "AccountSid": self.account,
            "From": text.from_, "To": text.to, "Body": text.body, "NumSegments": "1", "SmsStatus": "received",
            "NumMedia": str(len(text.pictures)), "ApiVersion": "2010-04-01", "FromCountry": "US",
        }  # fmt: skip
        for n, one in enumerate(text.pictures):
            fields[f"MediaUrl{n}"] = f"{base_url}{API}/{self.account}/Messages/{text.sid}/Media/{one.sid}"
            fields[f"MediaContentType{n}"] = one.media_type
        status, body = self.call(self.hook_url, fields)
        return status, _said(body) if status == 200 else []

    def tell(self, text: Text, fault: str) -> None:
        """Receipts come by themselves, in their own time."""
        self._telling = [one for one in self._telling if one.is_alive()]
        thread = threading.Thread(target=self.tell_now, args=(text, fault), daemon=True)
        self._telling.append(thread)
        thread.start()

    def tell_now(self, text: Text, fault: str) -> None:
        kind, _, code = fault.partition(":")
        if kind == "silent":
            text.status = "sent"
            return
        statuses = ["sent", "undelivered" if kind == "undelivered" else "delivered"]
        for status in reversed(statuses) if kind == "out_of_order" else statuses:
            time.sleep(self.pause_seconds)
            text.error_code = int(code or 30003) if status == "undelivered" else None
            text.status = status
            for _ in range(3 if kind == "duplicates" else 1):
                self._receipt(text, is_from_future=kind == "future")
        text.status = statuses[-1]

    def _receipt(self, text: Text, *, is_from_future: bool) -> None:
        if not text.callback:
            return
        fields = {
            "MessageSid": text.sid, "SmsSid": text.sid, "MessageStatus": text.status, "SmsStatus": text.status,
            "AccountSid": self.account, "From": text.from_, "To": text.to, "ApiVersion": "2010-04-01",
        }  # fmt: skip
        if text.error_code:
            fields["ErrorCode"] = str(text.error_code)
        if is_from_future:
            fields["RawDlrDoneDate"] = "9912312359"
        self.call(text.callback, fields)

    def call(self, url: str, fields: dict[str, str], *, signature: str | None = None) -> tuple[int, str]:
        """(status, body); 0 where nobody answered. `signature` of one's own: to forge."""
        import httpx
        from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

        signed = (
            RequestValidator(self.token).compute_signature(url, fields) if signature is None else signature
        )
        try:
            answer = httpx.post(
                url, data=fields, headers={"X-Twilio-Signature": signed}, timeout=_SECONDS, trust_env=False
            )
        except httpx.HTTPError:
            return 0, ""
        return answer.status_code, answer.text


def _said(twiml: str) -> list[str]:
    try:
        root = ElementTree.fromstring(twiml)  # noqa: S314 - our own answer, on this machine
    except ElementTree.ParseError:
        return []
    return ["".join(one.itertext()) for one in root.iter("Message")]
