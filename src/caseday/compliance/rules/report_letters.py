"""The letter that goes with a report. No name in the subject: many eyes read it."""


def report_letter(name: str, word: str, period: str, number: str, signature: str) -> tuple[str, str]:
    """Subject and text. `number`: the one by which they know the case."""
    subject = f"{word}, {number}"
    lines = (
        f"Hello {name}," if name else "Hello,",
        f"Enclosed is the {word[:1].lower()}{word[1:]} on {number}, for {period}.",
        "Please write or call with any question.",
        signature,
    )
    return subject, "\n\n".join(lines)
