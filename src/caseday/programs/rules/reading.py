"""In: the text of a pack file. Out: the pack, or every problem with its line, field and reason."""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from caseday.programs.rules.pack import Pack

_HEADER = re.compile(r"^\[(\[)?\s*([A-Za-z0-9_]+)\s*\]?\]")
_KEY = re.compile(r"^([A-Za-z0-9_]+)\s*=")
_NAMED = re.compile(r"^(?:([a-z_]+)(?:\[(\d+)\])?(?:\.([a-z_]+))?: )?(.*)$", re.DOTALL)


class PackError(ValueError):
    """A pack file that cannot be used; each problem is "file line N, field: reason"."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


def read_pack(text: str, *, name: str) -> Pack:
    """The pack in `text`. `name` is the file's name, for messages. Raises PackError."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackError([f"{name}: {error}"]) from error
    try:
        return Pack.model_validate(values)
    except ValidationError as error:
        lines = _lines_of(text)
        found = [one for detail in error.errors() for one in _located(detail)]
        raise PackError([_sentence(name, lines, path, reason) for path, reason in found]) from error


Path = tuple[Any, ...]


def _located(detail: Any) -> list[tuple[Path, str]]:
    """A problem's place and reason; what `Pack` itself says names its places in its message."""
    path, reason = tuple(detail["loc"]), str(detail["msg"]).removeprefix("Value error, ")
    if path:
        return [(path, reason)]
    return [_named(part) for part in reason.split("; ")]


def _named(part: str) -> tuple[Path, str]:
    top, place, key, reason = _NAMED.match(part).groups()  # type: ignore[union-attr]  # matches any text
    path = [top, int(place) if place else None, key]
    return tuple(step for step in path if step is not None), reason


def _sentence(name: str, lines: dict[Path, int], path: Path, reason: str) -> str:
    field = ".".join(str(step) for step in path) or "the whole"
    return f"{name} line {_line_of(lines, path)}, {field}: {reason}"


def _line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of the deepest known part of `path`; 1 for the whole file."""
    return next((lines[path[:size]] for size in range(len(path), 0, -1) if path[:size] in lines), 1)


def _lines_of(text: str) -> dict[Path, int]:
    lines: dict[Path, int] = {}
    seen: Counter[str] = Counter()
    inside: Path = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            is_list, table = bool(header[1]), header[2]
            inside = (table, seen[table]) if is_list else (table,)
            seen[table] += 1
            lines.setdefault((table,), number)
            lines[inside] = number
        elif key := _KEY.match(line):
            lines[(*inside, key[1])] = number
    return lines
