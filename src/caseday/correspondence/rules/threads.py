"""What a conversation is known by: the pair of numbers for texts, the first Message-ID for mail."""

from uuid import UUID

_LONGEST = 340


def text_thread_key(account_id: UUID | None, number: str) -> str:
    """The same for what comes in and what goes out."""
    return f"{account_id.hex if account_id else 'none'} {number}"[:_LONGEST]


def thread_key(account_id: UUID | None, root: str) -> str:
    return f"{account_id.hex if account_id else 'none'} {root}"[:_LONGEST]


def message_id_for(key: UUID, sender: str) -> str:
    """Our own Message-ID, without its brackets: made before anything is sent, the same at every try."""
    domain = sender.rpartition("@")[2].strip().lower() or "caseday.invalid"
    return f"{key.hex}@{domain}"
