"""Small secrets, sealed with a key drawn from the agency's own: a copy of the database alone opens nothing."""

import base64
import hashlib
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class SealBroken(Exception):
    """The secret was sealed with another key; the message says what to do."""


def sealed(secret: str, use: str) -> str:
    return _fernet(settings.SECRET_KEY, use).encrypt(secret.encode()).decode("ascii")


def unsealed(text: str, use: str) -> str:
    try:
        return _fernet(settings.SECRET_KEY, use).decrypt(text.encode()).decode()
    except (InvalidToken, ValueError):
        raise SealBroken("The key of this Caseday has changed since this was kept. Type it again.") from None


@lru_cache(maxsize=4)
def _fernet(key: str, use: str) -> Fernet:
    """The agency's key is long and random, so that one round of hashing is enough; `use` keeps its uses apart."""
    label = f"caseday {use}\0{key}"
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(label.encode()).digest()))
