"""The letter that goes with a report. No name in the subject: many eyes read it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Corrects:
    """Of an amended report: the day of the one that it takes the place of, and why."""

    signed_on: str
    reason: str


def report_letter(
    name: str, word: str, period: str, number: str, signature: str, corrects: Corrects | None = None
) -> tuple[str, str]:
    """Subject and text. `number`: the one by which they know the case."""
    subject = f"{word}{', amended' if corrects else ''}, {number}"
    kind = f"{'amended ' if corrects else ''}{word[:1].lower()}{word[1:]}"
    lines = (
        f"Hello {name}," if name else "Hello,",
        f"Enclosed is the {kind} on {number}, for {period}.",
        f"It takes the place of the one signed on {corrects.signed_on}. Why: {corrects.reason}"
        if corrects
        else "",
        "Please write or call with any question.",
        signature,
    )
    return subject, "\n\n".join(line for line in lines if line)
