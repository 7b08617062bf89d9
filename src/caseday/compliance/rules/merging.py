"""Two people write in one text of several sections: what one of them changed stands, what both changed is shown."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Merged:
    """`texts` has what was typed wherever both changed a section; `clashing` names those sections."""

    texts: dict[str, str]
    clashing: tuple[str, ...] = ()


def mark_of(text: str) -> str:
    """Short, and the same for the same text: which text a page was drawn with."""
    return hashlib.sha256(plain(text).encode()).hexdigest()[:12]


def plain(text: str) -> str:
    """As it is kept: browsers send other line ends."""
    return text.replace("\r\n", "\n").replace("\0", "").strip()


def merged(
    kept: Mapping[str, str],
    typed: Mapping[str, str],
    read: Mapping[str, str],
    own: Collection[str] = (),
) -> Merged:
    """`read`: section to the mark of the text that its writer began with; without one, they have read nothing. `own`:
    sections that the same writer's page wrote last, though it may not have heard yet that they were kept."""
    texts, clashing = dict(kept), []
    for slug in kept.keys() & typed.keys():
        mine, theirs = plain(typed[slug]), plain(kept[slug])
        if mine == theirs or read.get(slug) == mark_of(mine):
            continue
        texts[slug] = mine
        if slug not in own and read.get(slug) != mark_of(theirs):
            clashing.append(slug)
    return Merged(texts, tuple(one for one in kept if one in clashing))
