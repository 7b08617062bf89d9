"""Secrets of accounts, sealed with a key drawn from the agency's own: a copy of the database alone opens nothing."""

from caseday.access.sealing import SealBroken, sealed, unsealed

__all__ = ["KEY_CHANGED", "SealBroken", "seal", "unseal"]

KEY_CHANGED = (
    "The key of this Caseday has changed since the password was kept. Type the account's password again."
)
_USE = "accounts"


def seal(secret: str) -> str:
    return sealed(secret, _USE)


def unseal(text: str) -> str:
    try:
        return unsealed(text, _USE)
    except SealBroken:
        raise SealBroken(KEY_CHANGED) from None
