"""What a message is called in one line."""

_PREVIEW, _SUMMARY = 200, 160
_CHANNELS = {"email": "Email", "text": "Text", "fax": "Fax", "voicemail": "Voicemail", "letter": "Letter"}


def first_words(text: str, longest: int = _PREVIEW) -> str:
    """On one line; cut at a word where it is too long."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut[longest // 2 :] else cut}…"


def summary_of(channel: str, subject: str, text: str) -> str:
    """ "Email: Work status of March 3", "Text: I can't come tomorrow" """
    said = first_words(subject or text, _SUMMARY)
    word = _CHANNELS.get(channel, "Message")
    return f"{word}: {said}" if said else word
