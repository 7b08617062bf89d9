"""Which password is good enough, without asking anybody outside (NIST SP 800-63B, 5.1.1.2)."""

from collections.abc import Iterable
from dataclasses import dataclass

ENOUGH = 3
# The estimator's time grows with the square of the length; what follows cannot make a password weaker.
_READ_AT_MOST = 72


@dataclass(frozen=True)
class WeakPassword:
    """Why it is guessed soon, and what to do about it."""

    why: str
    advice: str

    def __str__(self) -> str:
        return f"{self.why} {self.advice}".strip()


def weakness_of(password: str, *, known: Iterable[str] = ()) -> WeakPassword | None:
    """None where it would take more than about 10^8 guesses; `known` is what an attacker knows (name, email)."""
    # Imported here: its word lists take memory that a server needs only while somebody sets a password.
    from zxcvbn import zxcvbn

    words = [part for text in known for part in _parts(text)]
    result = zxcvbn(password[:_READ_AT_MOST], user_inputs=words)
    if result["score"] >= ENOUGH:
        return None
    feedback = result["feedback"]
    why = feedback["warning"] or "This password would be guessed soon."
    return WeakPassword(why=_sentence(why), advice="Use four or five unrelated words, or a password manager.")


def _parts(text: str) -> list[str]:
    return [text, *text.replace("@", " ").replace(".", " ").split()]


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
