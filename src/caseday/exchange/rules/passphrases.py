"""In: what is secret and a passphrase. Out: a box, plain values for JSON, that the passphrase alone opens.

scrypt draws the key from the passphrase (RFC 7914), AES-256-GCM encrypts; what stands beside is bound to the content.
"""

import base64
import json
import os
import unicodedata
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

_FORMAT = 1
_COST, _BLOCK, _LANES = 2**17, 8, 1
"""One guess takes 128 MB and about half a second."""
_COSTS = range(2**14, 2**20 + 1)
"""What a box may ask for: less would be guessed, more would fill the memory of the machine."""
_SALT, _NONCE, _KEY = 16, 12, 32


class Damaged(Exception):
    """It is no box that was made here."""


class NotOpened(Exception):
    """Another passphrase closed it, or it was changed since: a sound cipher does not tell which."""


def close_box(content: bytes, passphrase: str) -> dict[str, Any]:
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    head = {
        "format": _FORMAT, "cipher": "AES-256-GCM", "key_from": "scrypt", "n": _COST, "r": _BLOCK, "p": _LANES,
        "salt": _text(salt), "nonce": _text(nonce),
    }  # fmt: skip
    locked = AESGCM(_key(passphrase, salt, _COST)).encrypt(nonce, content, _bound(head))
    return {**head, "content": _text(locked)}


def open_box(box: Any, passphrase: str) -> bytes:
    """`box` as JSON gives it. Raises Damaged or NotOpened."""
    salt, nonce, locked, cost = _read(box)
    head = {name: value for name, value in box.items() if name != "content"}
    try:
        return AESGCM(_key(passphrase, salt, cost)).decrypt(nonce, locked, _bound(head))
    except InvalidTag:
        raise NotOpened from None


def _read(box: Any) -> tuple[bytes, bytes, bytes, int]:
    try:
        salt, nonce, locked = (
            base64.b64decode(box[name], validate=True) for name in ("salt", "nonce", "content")
        )
        cost = box["n"]
        is_ours = (box["format"], box["r"], box["p"], len(nonce)) == (_FORMAT, _BLOCK, _LANES, _NONCE)
    except (KeyError, TypeError, ValueError):
        raise Damaged from None
    if not is_ours or not isinstance(cost, int) or cost not in _COSTS or cost & (cost - 1):
        raise Damaged
    return salt, nonce, locked, cost


def _key(passphrase: str, salt: bytes, cost: int) -> bytes:
    """The same words typed on another keyboard are the same passphrase (NIST SP 800-63B asks for NFKC or NFKD)."""
    typed = unicodedata.normalize("NFKC", passphrase).encode()
    return Scrypt(salt=salt, length=_KEY, n=cost, r=_BLOCK, p=_LANES).derive(typed)


def _bound(head: dict[str, Any]) -> bytes:
    return json.dumps(head, sort_keys=True).encode()


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")
