"""HTML of strangers: made harmless for its frame, and its text. No scripts, nothing from elsewhere, no SVG.

A picture of the message itself stays as `cid:<SHA-256 of the attachment>`, which only the frame's view fills in.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape

import nh3

from caseday.correspondence.mail.decoding import clean
from caseday.correspondence.rules.pictures import NO_PICTURE

MOST = 1024 * 1024
DEEPEST = 300
MOST_TAGS = 20_000
LONGEST_TAG = 20_000


_SHOWN = (
    "a abbr address b big blockquote br caption center cite code col colgroup dd del div dl dt em font h1 "
    "h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s small span strike strong sub sup table tbody td "
    "tfoot th thead tr tt u ul"
)
_TAGS = set(_SHOWN.split())
_DROPPED = {
    "script",
    "style",
    "title",
    "svg",
    "math",
    "template",
    "noscript",
    "iframe",
    "object",
    "textarea",
    "select",
}
_ATTRIBUTES = {
    "*": {"style", "dir", "lang", "align", "valign", "bgcolor", "width", "height", "title"},
    "a": {"href"},
    "img": {"src", "alt"},
    "font": {"color", "face", "size"},
    "table": {"border", "cellpadding", "cellspacing"},
    "td": {"colspan", "rowspan", "nowrap"},
    "th": {"colspan", "rowspan", "nowrap"},
    "ol": {"start", "type"},
    "ul": {"type"},
}
_STYLED = (
    "background-color border border-bottom border-collapse border-color border-left border-right "
    "border-spacing border-style border-top border-width color direction font-family font-size font-style "
    "font-variant font-weight height letter-spacing line-height list-style-type margin margin-bottom "
    "margin-left margin-right margin-top max-width min-width padding padding-bottom padding-left padding-right "
    "padding-top text-align text-decoration text-indent text-transform vertical-align white-space width "
    "word-break word-spacing"
)
_STYLES = set(_STYLED.split())
_FETCHES = re.compile(r"url\s*\(|image-set|expression|@import|\\", re.IGNORECASE)


@dataclass(frozen=True)
class Harmless:
    html: str
    pictures_left_out: int
    was_cut: bool


def harmless(html: str, pictures: Mapping[str, str]) -> Harmless:
    """`pictures`: Content-ID to the SHA-256 of that picture of the message."""
    left_out = 0

    def keep(tag: str, attribute: str, value: str) -> str | None:
        nonlocal left_out
        if attribute == "style":
            return None if _FETCHES.search(value) else value
        if tag != "img" or attribute != "src":
            return value
        own = pictures.get(value[4:].strip("<>")) if value[:4].lower() == "cid:" else None
        if own:
            return f"cid:{own}"
        left_out += 1
        return NO_PICTURE

    kept = html[:MOST]
    if _is_too_much(kept):
        return Harmless(as_html(text_of_html(kept)), 0, True)
    cleaned = nh3.clean(
        kept,
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        attribute_filter=keep,
        filter_style_properties=_STYLES,
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        url_relative="deny",
    )
    return Harmless(_without_data_links(cleaned), left_out, len(html) > MOST)


def _without_data_links(html: str) -> str:
    return re.sub(r'href="(?:data|cid):[^"]*"', "", html)


def _is_too_much(html: str) -> bool:
    """More tags, deeper nested or longer than anybody writes: the parser's time grows with their square."""
    opened: Counter[str] = Counter()
    depth = 0
    for count, found in enumerate(_OPENS_OR_CLOSES.finditer(html)):
        name = found.group(2).lower()
        if name not in _CLOSED_BY_THEMSELVES:
            if not found.group(1):
                opened[name] += 1
                depth += 1
            elif opened[name]:
                opened[name] -= 1
                depth -= 1
        if depth > DEEPEST or count > MOST_TAGS:
            return True
    tags = (found.group(0) for found in _WHOLE_TAG.finditer(html))
    return any(len(tag) > LONGEST_TAG and ";base64," not in tag for tag in tags)


_OPENS_OR_CLOSES = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_WHOLE_TAG = re.compile(r"<[a-zA-Z][^<>]*")
_UNCLOSED = "area br col dd dt hr img input li link meta option p td th tr wbr tbody o"
_CLOSED_BY_THEMSELVES = set(_UNCLOSED.split())


def _bare(html: str) -> str:
    """The text of what is too much for a parser."""
    return unescape(re.sub(r"<[^<>]*>", " ", html))


def as_html(text: str) -> str:
    """Plain text between parts of HTML."""
    return f'<div style="white-space: pre-wrap">{escape(text)}</div>'


_BREAKING = "address blockquote center dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table tr ul"
_BLOCKS = set(_BREAKING.split())
_SEEN = _BLOCKS | {"br", "td", "th"}
_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")


def text_of_html(html: str) -> str:
    """Lines as a reader sees them; quoted ones begin with ">", so that they are known as such.

    The standard library's parser takes hours over some text of strangers; after cleaning, tags are all that has "<".
    """
    html = html[:MOST]
    if _is_too_much(html):
        return _tidy(_bare(html))
    pieces: list[str] = []
    quotes, place = 0, 0
    cleaned = nh3.clean(html, tags=_SEEN, clean_content_tags=_DROPPED, attributes={}, link_rel=None)
    for found in _TAG.finditer(cleaned):
        pieces.append(_SPACES.sub(" ", cleaned[place : found.start()]))
        place = found.end()
        if found.group(2) == "blockquote":
            quotes = max(0, quotes + (-1 if found.group(1) else 1))
        pieces.append(" " if found.group(2) in ("td", "th") else "\n> " if quotes else "\n")
    pieces.append(_SPACES.sub(" ", cleaned[place:]))
    return _tidy(unescape("".join(pieces)))


def _tidy(text: str) -> str:
    lines = (line.strip() for line in text.split("\n"))
    return _MANY_LINES.sub("\n\n", clean("\n".join(line for line in lines if line != ">"))).strip()


_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_MANY_LINES = re.compile(r"\n{3,}")
