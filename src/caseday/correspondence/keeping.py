"""Secrets of accounts, sealed with a key drawn from the agency's own: a copy of the database alone opens nothing."""

import base64
import hashlib
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

KEY_CHANGED = (
    "The key of this Caseday has changed since the password was kept. Type the account's password again."
)


class SealBroken(Exception):
    """The secret was sealed with another key; the message says what to do."""


def seal(secret: str) -> str:
    return _fernet(settings.SECRET_KEY).encrypt(secret.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    try:
        return _fernet(settings.SECRET_KEY).decrypt(sealed.encode()).decode()
    except (InvalidToken, ValueError):
        raise SealBroken(KEY_CHANGED) from None


@lru_cache(maxsize=2)
def _fernet(key: str) -> Fernet:
    """The agency's key is long and random, so that one round of hashing is enough; the label keeps its uses apart."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"caseday accounts\0" + key.encode()).digest()))
