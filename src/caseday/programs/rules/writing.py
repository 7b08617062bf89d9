"""In: a pack's plain values. Out: the text of a pack file that says the same."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_DAY_OR_TIME = re.compile(r"^(\d{4}-\d\d-\d\d|\d\d:\d\d(:\d\d)?)$")
_DATED = frozenset({"effective_from", "effective_to", "dated_on", "opens", "closes", "cut_off"})
_NAME = re.compile(r"^[A-Za-z0-9_-]+$")


def write_pack(values: Mapping[str, Any]) -> str:
    """Single values first, then a table each, then the entries of lists, each value on a line of its own."""
    single = {name: one for name, one in values.items() if not _has_entries(one)}
    tables = {name: one for name, one in values.items() if isinstance(one, Mapping)}
    lists = {name: one for name, one in values.items() if isinstance(one, list) and _has_entries(one)}
    blocks = ["\n".join(_lines(single))]
    blocks += ["\n".join((f"[{name}]", *_lines(one))) for name, one in tables.items()]
    blocks += [
        "\n".join((f"[[{name}]]", *_lines(entry)))
        for name, entries in lists.items()
        for entry in entries
        if isinstance(entry, Mapping)
    ]
    return "\n\n".join(one for one in blocks if one) + "\n"


def _has_entries(value: Any) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list) and any(isinstance(one, Mapping) for one in value)
    )


def _lines(values: Mapping[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        if value is None:
            continue
        if isinstance(value, list) and _has_entries(value):
            yield f"{_key(name)} = ["
            yield from (f"  {_inline('', one)}," for one in value)
            yield "]"
        else:
            yield f"{_key(name)} = {_inline(name, value)}"


def _inline(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Mapping):
        parts = (f"{_key(key)} = {_inline(key, one)}" for key, one in value.items() if one is not None)
        return f"{{ {', '.join(parts)} }}"
    if isinstance(value, list):
        return f"[{', '.join(_inline('', one) for one in value)}]"
    text = str(value)
    if name in _DATED and _DAY_OR_TIME.match(text):
        return text if len(text) != 5 else f"{text}:00"
    return _quoted(text)


def _key(name: str) -> str:
    return name if _NAME.match(name) else _quoted(name)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
