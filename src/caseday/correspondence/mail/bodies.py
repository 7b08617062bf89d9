"""Which of a message's parts are what it says: the text for lists and matching, the HTML for its frame."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from caseday.correspondence.mail import html as pages
from caseday.correspondence.mail.decoding import text_of
from caseday.correspondence.mail.quoting import apart
from caseday.correspondence.mail.splitting import Part, Split

CUT = "The text is longer than is shown; the original is kept."
_READ = ("text/plain", "text/html", "text/enriched")
_CIDS = re.compile(r"[\"'(]cid:([^\"'()\s>]{1,255})", re.IGNORECASE)


@dataclass(frozen=True)
class Body:
    """`plain` and `html` of the message itself, `within` of messages that it forwards as files."""

    plain: str
    html: str
    within: str
    is_cut: bool
    content_ids: frozenset[str]


@dataclass(frozen=True)
class Shown:
    text: str
    quoted: str
    html: str
    pictures_left_out: int
    warnings: tuple[str, ...]


def body_of(split: Split) -> Body:
    own = [one for one in split.parts if one.nested == 0 and one.media_type in _READ and not one.path]
    words = {id(one): _words(one) for one in own}
    has_plain = {one.group for one in own if one.media_type == "text/plain" and words[id(one)].strip()}
    has_html = {one.group for one in own if one.media_type == "text/html" and words[id(one)].strip()}
    plain = [_as_text(one, words[id(one)]) for one in own if not _stands_for(one, "text/html", has_plain)]
    html = [_as_html(one, words[id(one)]) for one in own if not _stands_for(one, "text/plain", has_html)]
    whole = "\n".join(html) if has_html else ""
    return Body(
        plain="\n\n".join(filter(None, (one.strip("\n") for one in plain))),
        html=whole,
        within=_within(split),
        is_cut=any(one.is_cut for one in own),
        content_ids=frozenset(_CIDS.findall(whole)),
    )


def _stands_for(part: Part, media_type: str, groups: set[int]) -> bool:
    """Whether the other form of the same alternative is read instead."""
    is_other = part.media_type == media_type or (
        media_type == "text/plain" and part.media_type != "text/html"
    )
    return is_other and part.group != 0 and part.group in groups


def _words(part: Part) -> str:
    return text_of(part.data, part.head.parameter("content-type", "charset"))


def _as_text(part: Part, words: str) -> str:
    return pages.text_of_html(words) if part.media_type == "text/html" else words


def _as_html(part: Part, words: str) -> str:
    return words if part.media_type == "text/html" else pages.as_html(words)


def _within(split: Split) -> str:
    """Of forwarded messages: who wrote what when, as their readers would have seen it."""
    said: list[str] = []
    plain = {
        (one.nested, one.group)
        for one in split.parts
        if one.nested and one.media_type == "text/plain" and one.data
    }
    for part in split.parts:
        if part.inner:
            said.append(
                "\n".join(f"{name}: {part.inner.text(name.lower())}" for name in ("From", "Date", "Subject"))
            )
        elif part.nested and part.media_type in _READ and not part.path:
            if part.media_type == "text/html" and part.group and (part.nested, part.group) in plain:
                continue
            said.append(_as_text(part, _words(part)).strip("\n"))
    return "\n\n".join(filter(None, said))


def with_unwrapped(body: Body, text: str, html: str) -> Body:
    """What winmail.dat held, where the message itself says nothing."""
    if not body.plain.strip() and not body.html:
        return replace(body, plain=text or pages.text_of_html(html), html=html)
    return body


def shown(body: Body, pictures: Mapping[str, str]) -> Shown:
    """`pictures`: Content-ID to SHA-256 of the message's own."""
    text, quoted = apart(body.plain)
    harmless = pages.harmless(body.html, pictures) if body.html else pages.Harmless("", 0, False)
    return Shown(
        text=text,
        quoted="\n\n".join(filter(None, (quoted, body.within))),
        html=harmless.html,
        pictures_left_out=harmless.pictures_left_out,
        warnings=tuple(_warnings([body.is_cut, harmless.was_cut])),
    )


def _warnings(cuts: Iterable[bool]) -> list[str]:
    return [CUT] if any(cuts) else []
