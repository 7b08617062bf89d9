"""In: the text of a pack file. Out: the pack, or every problem with its line, field and reason."""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from caseday.programs.rules.deadlines import ClockFile
from caseday.programs.rules.pack import Pack
from caseday.programs.rules.parts import Part

_HEADER = re.compile(r"^\[(\[)?\s*([A-Za-z0-9_]+)\s*\]?\]")
_KEY = re.compile(r"^([A-Za-z0-9_]+)\s*=")
_LIST_OPENS = re.compile(r"([A-Za-z0-9_]+)\s*=\s*\[\s*(?:#.*)?$")
_NAMED = re.compile(r"^(?:([a-z_]+(?:\[\d+\])?(?:\.[a-z_]+(?:\[\d+\])?)*): )?(.*)$", re.DOTALL)
_STEP = re.compile(r"[a-z_]+|\d+")
M = TypeVar("M", bound=Part)


class PackError(ValueError):
    """A pack file that cannot be used; each problem is "file line N, field: reason"."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


def read_pack(text: str, *, name: str, clocks: Collection[str] | None = None) -> Pack:
    """The pack in `text`. `name` is the file's name, for messages. Raises PackError.

    `clocks` are the slugs that the pack may open; None leaves them unchecked.
    """
    return _read(Pack, text, name, None if clocks is None else {"clocks": frozenset(clocks)})


def read_clocks(text: str, *, name: str) -> ClockFile:
    """The clocks of a jurisdiction. Raises PackError."""
    return _read(ClockFile, text, name, None)


def _read(model: type[M], text: str, name: str, context: dict[str, Any] | None) -> M:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackError([f"{name}: {error}"]) from error
    try:
        return model.model_validate(values, context=context)
    except ValidationError as error:
        lines = _lines_of(text)
        found = [one for detail in error.errors() for one in located(detail)]
        raise PackError([_sentence(name, lines, path, reason) for path, reason in found]) from error


Path = tuple[Any, ...]


def located(detail: Any) -> list[tuple[Path, str]]:
    """A problem's place and reason; what a part says of itself names its places in its message."""
    inside, reason = tuple(detail["loc"]), str(detail["msg"]).removeprefix("Value error, ")
    if detail["type"] != "value_error":
        return [(inside, reason)]
    return [((*inside, *path), said) for path, said in map(_named, reason.split("; "))]


def _named(part: str) -> tuple[Path, str]:
    where, reason = _NAMED.match(part).groups()  # type: ignore[union-attr]  # matches any text
    return tuple(int(step) if step.isdigit() else step for step in _STEP.findall(where or "")), reason


def _sentence(name: str, lines: dict[Path, int], path: Path, reason: str) -> str:
    field = ".".join(str(step) for step in path) or "the whole"
    return f"{name} line {_line_of(lines, path)}, {field}: {reason}"


def _line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of the deepest known part of `path`; 1 for the whole file."""
    return next((lines[path[:size]] for size in range(len(path), 0, -1) if path[:size] in lines), 1)


def _lines_of(text: str) -> dict[Path, int]:
    """The line of each table, key, and member of a list that has a line of its own."""
    lines: dict[Path, int] = {}
    seen: Counter[Path] = Counter()
    inside: Path = ()
    lists: list[Path] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            is_list, table = bool(header[1]), header[2]
            inside = (table, seen[table,]) if is_list else (table,)
            seen[table,] += 1
            lines.setdefault((table,), number)
            lines[inside] = number
        elif key := _KEY.match(line):
            lines[(*inside, key[1])] = number
        _follow_lists(line.strip(), number, inside, lists, seen, lines)
    return lines


def _follow_lists(
    line: str, number: int, inside: Path, lists: list[Path], seen: Counter[Path], lines: dict[Path, int]
) -> None:
    """Count the members of lists that go over several lines: each begins a line with "{", "]" ends the list."""
    if lists and line.startswith("]"):
        lists.pop()
        return
    if lists and line.startswith("{"):
        inside = (*lists[-1], seen[lists[-1]])
        seen[lists[-1]] += 1
        lines[inside] = number
    if opens := _LIST_OPENS.search(line):
        lists.append((*inside, opens[1]))
        lines[lists[-1]] = number
