"""The phones' face of the local gateway, for the page that plays them."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from caseday.correspondence.texts.local.state import Picture
from caseday.correspondence.texts.port import Access

_SECONDS = 20.0
"""Longer than the gateway waits for our own webhook."""


class NotThere(Exception):
    """No local gateway answers."""


@dataclass(frozen=True)
class Shown:
    """A text as the phone shows it; `is_own`: the phone wrote it."""

    text: str
    at: datetime
    is_own: bool
    pictures: int


def conversation(access: Access, number: str) -> list[Shown]:
    """Oldest first."""
    return [
        Shown(one["text"], datetime.fromisoformat(one["at"]), one["from"] == number, one["media_count"])
        for one in _ask(access, "GET", params={"number": number})
    ]


def write(access: Access, number: str, text: str, pictures: list[Picture]) -> bool:
    """Whether Caseday's webhook took it."""
    media = [
        {"type": one.media_type, "data": base64.b64encode(one.content).decode("ascii")} for one in pictures
    ]
    said = _ask(access, "POST", json={"from": number, "text": text, "media": media})
    return bool(said["answered"] == [200])


def _ask(access: Access, method: str, **given: Any) -> Any:
    import httpx  # 4 MB that a server without texts never needs

    try:
        answer = httpx.request(
            method,
            f"{access.base_url}/phone/texts",
            auth=(access.account, access.token),
            timeout=_SECONDS,
            trust_env=False,
            **given,
        )
        answer.raise_for_status()
        return answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise NotThere from error
