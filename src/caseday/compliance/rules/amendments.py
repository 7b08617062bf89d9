"""In: what was signed to correct a report. Out: its hash, in one spelling."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

LONGEST_REASON = 300
HEADING = {"slug": "amendment", "word": "Amendment"}


def hash_of_amendment(parts: Mapping[str, object]) -> str:
    """SHA-256 over everything that was signed, the report that it corrects among it."""
    plain = {name: one.isoformat() if isinstance(one, datetime) else one for name, one in parts.items()}
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=str)
    return hashlib.sha256(f"caseday report amendment 1\n{text}".encode()).hexdigest()


def amendment_problems(text: str, reason: str, longest: int) -> dict[str, str]:
    """By field, what to do; empty where it can be signed."""
    found = {}
    if not text.strip():
        found["text"] = "Write what is right instead."
    elif len(text) > longest:
        found["text"] = f"This is too long: shorten it to {longest:,} characters."
    if not reason.strip():
        found["reason"] = "Say why the report is amended."
    elif len(reason) > LONGEST_REASON:
        found["reason"] = f"This is too long: shorten it to {LONGEST_REASON} characters."
    return found
