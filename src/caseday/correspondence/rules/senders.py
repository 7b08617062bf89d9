"""Whose an address may be: a person's own, or one that an organization shares."""

import re

# Mail for everybody. The last three are reserved for examples (RFC 2606): they are no organization's.
_FOR_EVERYBODY = frozenset((
    "gmail.com", "googlemail.com", "yahoo.com", "ymail.com", "hotmail.com", "outlook.com", "live.com", "msn.com",
    "icloud.com", "me.com", "mac.com", "aol.com", "comcast.net", "att.net", "verizon.net", "sbcglobal.net",
    "bellsouth.net", "cox.net", "charter.net", "protonmail.com", "proton.me", "gmx.com", "mail.com", "zoho.com",
    "hotmail.es", "yahoo.es", "yahoo.com.mx", "example.com", "example.org", "example.net",
))  # fmt: skip
_MACHINES = re.compile(
    r"^(no-?reply|do-?not-?reply|mailer-daemon|postmaster|notifications?|news(letter)?)\b", re.IGNORECASE
)


def domain_of(address: str) -> str:
    """ "ridgeview.example.org"; "" for a number, and for the domains where anybody has an address."""
    _, at, domain = address.lower().rpartition("@")
    return domain if at and domain not in _FOR_EVERYBODY else ""


def is_personal(address: str) -> bool:
    """A number, or an address where anybody has one: whoever writes from it is likely to write for one case."""
    return bool(address) and not domain_of(address) and not is_machine(address)


def is_machine(address: str) -> bool:
    """Nobody writes from it, whatever it sends."""
    return bool(_MACHINES.match(address))
