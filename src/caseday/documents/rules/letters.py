"""Letters beyond those that every packet can print, and what stands on the sheet in place of one that it cannot."""

import re
from collections.abc import Iterable
from itertools import chain
from unicodedata import category

# The Latin of Europe and the punctuation that people type: the fonts inside have all of it.
_USUAL = "\\s\u0020-\u017f\u2010\u2013\u2014\u2018-\u201d\u2022\u2026\u20ac"
_UNUSUAL = re.compile(f"[^{_USUAL}]")


def unusual_letters(texts: Iterable[str]) -> str:
    """Each once, in the order of their first appearance. What shows nothing by itself is no letter."""
    found = chain.from_iterable(_UNUSUAL.findall(text) for text in texts)
    return "".join(one for one in dict.fromkeys(found) if category(one) not in ("Cc", "Cf", "Cs"))


def with_codes_for(text: str, missing: str) -> str:
    """ "[U+738B U+5C0F]" where nothing can be drawn: the reader sees which letters, never a row of boxes."""
    if not missing:
        return text
    return re.sub(f"[{re.escape(missing)}]+", _codes, text)


def _codes(found: re.Match[str]) -> str:
    return "[" + " ".join(f"U+{ord(one):04X}" for one in found[0]) + "]"


def missing_words(missing: str) -> str:
    """What the page says before anybody prints; empty where everything can be printed."""
    if not missing:
        return ""
    shown = " ".join(missing[:40]) + (" …" if len(missing) > 40 else "")
    return (
        f"These letters cannot be printed here: {shown} On paper their Unicode numbers stand instead. "
        "Ask whoever runs Caseday to install a font that has them (fonts-noto-cjk for Chinese, Japanese and Korean, "
        "fonts-noto-core for other scripts)."
    )
