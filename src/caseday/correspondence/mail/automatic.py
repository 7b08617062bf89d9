"""Messages that no person wrote: auto-replies, bounces, lists (RFC 3834, RFC 3464). They ask for no answer."""

import re

from caseday.correspondence.mail.decoding import header_text, ids_in, one_line, text_of
from caseday.correspondence.mail.head import Head
from caseday.correspondence.mail.splitting import Part

_PRECEDENCES = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
_FIELDS = (
    "list-id",
    "list-unsubscribe",
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-ms-exchange-inbox-rules-loop",
)
_SENDERS = re.compile(r"^(mailer-daemon|postmaster|bounces?|no-?reply-bounces)(\+[^@]*)?@")
_SUBJECTS = re.compile(
    r"^(automatic reply|auto[- ]?reply|autoreply|out of (the )?office|undeliver(able|ed)|mail delivery failed|"
    r"delivery status notification|returned mail|respuesta automática|fuera de la oficina|automatische antwort)\b",
    re.IGNORECASE,
)


def is_automatic(head: Head, sender: str, subject: str) -> bool:
    said = one_line(head.first("auto-submitted"), 40).lower().partition(";")[0].strip()
    if said and said != "no":
        return True
    if one_line(head.first("precedence"), 40).lower() in _PRECEDENCES or any(
        head.first(name) for name in _FIELDS
    ):
        return True
    if head.first("return-path").strip() == "<>" or _SENDERS.match(sender):
        return True
    is_report = head.media_type == "multipart/report"
    return is_report or bool(_SUBJECTS.match(subject))


_STATUS = re.compile(r"^status:\s*([245]\.\d{1,3}\.\d{1,3})", re.IGNORECASE | re.MULTILINE)
_RECEIVER = re.compile(
    r"^(?:final|original)-recipient:\s*(?:rfc822;)?\s*(\S{1,254})", re.IGNORECASE | re.MULTILINE
)
_ACTION = re.compile(r"^action:\s*(\w{1,20})", re.IGNORECASE | re.MULTILINE)
_REASON = re.compile(r"^diagnostic-code:\s*(?:smtp;)?\s*(.{1,200})", re.IGNORECASE | re.MULTILINE)
_MESSAGE_ID = re.compile(r"^message-id:\s*(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE)


def bounce_in(parts: list[Part]) -> dict[str, str]:
    """Of a delivery report: whose mail did not arrive, why, and which message of ours it was. {} where it is none."""
    report = _texts(parts, "message/delivery-status")
    if not report:
        return {}
    found = {
        "Report-Action": _first(_ACTION, report).lower(),
        "Report-Status": _first(_STATUS, report),
        "Report-Receiver": _first(_RECEIVER, report).lower(),
        "Report-Reason": header_text(_first(_REASON, report), 200),
        "Report-Message-ID": _id_that_came_back(parts),
    }
    return {name: value for name, value in found.items() if value}


def _id_that_came_back(parts: list[Part]) -> str:
    heads = [one.inner.first("message-id") for one in parts if one.inner]
    heads.append(_first(_MESSAGE_ID, _texts(parts, "text/rfc822-headers")))
    return next(iter(ids_in(heads)), "")[:255]


def _texts(parts: list[Part], media_type: str) -> str:
    return "\n".join(text_of(one.data) for one in parts if one.media_type == media_type)[:50_000]


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group(1).strip() if found else ""
