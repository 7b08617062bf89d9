"""In: what somebody typed for a diagnosis. Out: a code in its usual spelling, or words to look for."""

import re

# ICD-10-CM Official Guidelines, section I.A.2: three to seven characters, the first a letter.
_CODE = re.compile(r"^([A-Z]\d[0-9AB])\.?([0-9A-Z]{0,4})$")


def normalize_diagnosis_code(text: str) -> str:
    """`s83241a` as `S83.241A`; "" where the text does not have the shape of an ICD-10-CM code."""
    match = _CODE.match(text.strip().upper().replace(" ", ""))
    if not match:
        return ""
    return f"{match[1]}.{match[2]}" if match[2] else match[1]


def search_words(text: str) -> list[str]:
    """At most six lower-case words, each at least two characters, in the order typed."""
    words = re.findall(r"[a-z0-9]{2,}", text.lower())
    return words[:6]
