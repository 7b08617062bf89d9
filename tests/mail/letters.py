"""Mail for tests, as bytes."""

from email.message import EmailMessage
from email.utils import format_datetime

from caseday.kernel import clock


def letter(
    number: int = 1, *, text: str = "How is he?", files: dict[str, bytes] | None = None, **headers: str
) -> bytes:
    message = EmailMessage()
    given = {
        "From": "Dana Adjuster <dana@example.org>",
        "To": "office@example.com",
        "Subject": f"Letter {number}",
        "Message-ID": f"<{number}@example.org>",
        "Date": format_datetime(clock.now()),
    }
    for name, value in {**given, **{key.replace("_", "-"): value for key, value in headers.items()}}.items():
        if value:
            message[name] = value
    message.set_content(text)
    for name, data in (files or {}).items():
        message.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()
