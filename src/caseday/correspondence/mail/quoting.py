"""What is new in a message, and what it quotes or forwards."""

import re

import quotequail

MOST_LINES = 5_000
MOST_LINE = 2_000


def apart(text: str) -> tuple[str, str]:
    """The new part, and the rest from the line that introduces it on."""
    # The patterns look at several lines at once: what is longer than anybody types is not looked at.
    lines = [line[:MOST_LINE] for line in text.split("\n")[:MOST_LINES]]
    places = [place for place in (_quoted_from(lines), _header_block(lines)) if place is not None]
    if not places:
        return text.strip(), ""
    whole = text.split("\n")
    new, rest = whole[: min(places)], whole[min(places) :]
    return "\n".join(new).rstrip("_- \t\n").strip(), "\n".join(rest).strip("\n")


def _quoted_from(lines: list[str]) -> int | None:
    try:
        found = quotequail.quote("\n".join(lines), limit=MOST_LINES + 1, quote_intro_line=True)
    except Exception:
        # It promises nothing about text of strangers; unsplit it is all new.
        return None
    return len(lines) - found[1][1].count("\n") - 1 if len(found) > 1 else None


_FROM = re.compile(r"^[>*\s]*(From|De|Von|Van|Da)\s*:", re.IGNORECASE)
_OTHER = re.compile(
    r"^[>*\s]*(Sent|Date|To|Cc|Subject|Enviado( el)?|Fecha|Para|Asunto|Gesendet|An|Betreff|Envoyé|Objet)\s*:",
    re.IGNORECASE,
)


def _header_block(lines: list[str]) -> int | None:
    """Outlook writes the quoted message's headers, and no word of introduction."""
    for place, line in enumerate(lines):
        if _FROM.match(line) and sum(1 for one in lines[place + 1 : place + 8] if _OTHER.match(one)) >= 2:
            return place
    return None
