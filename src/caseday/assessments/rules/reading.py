"""In: the text of an instrument's file (TOML), or plain values. Out: the instrument, or every problem with file, item
and reason."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from caseday.assessments.rules.checking import problems_of
from caseday.assessments.rules.parts import Instrument

_MOST_DEEP = 6


class InstrumentError(ValueError):
    """An instrument that cannot be used; each problem is "file, item: reason"."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def read_instrument(text: str, *, name: str) -> Instrument:
    """The instrument in a TOML file. `name` is the file's, for messages. Raises InstrumentError."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InstrumentError([f"{name}: {error}"]) from error
    return instrument_of(values, name=name)


def instrument_of(values: Mapping[str, Any], *, name: str) -> Instrument:
    """`item` may hold items (groups); `answers` are lists of answers that items name. Raises InstrumentError."""
    plain = dict(values)
    lists = plain.pop("answers", {})
    try:
        plain["items"] = list(_flat(plain.pop("item", []), lists, "", name))
        found = Instrument.model_validate(plain)
    except ValidationError as error:
        raise InstrumentError(list(_sentences(error, plain, name))) from error
    if problems := problems_of(found):
        raise InstrumentError([f"{name}, {item}: {reason}" for item, reason in problems])
    return found


def _flat(items: Any, lists: Any, within: str, name: str, depth: int = 1) -> Iterator[dict[str, Any]]:
    if not isinstance(items, list) or depth > _MOST_DEEP:
        raise InstrumentError(
            [f"{name}, {within or 'item'}: it must be a list of items, at most six levels deep"]
        )
    for one in items:
        if not isinstance(one, Mapping):
            raise InstrumentError([f"{name}, {within or 'item'}: an item must have fields"])
        item = {key: value for key, value in one.items() if key != "item"}
        item["within"] = within
        if "answers" in item:
            named = item.pop("answers")
            if not isinstance(lists, Mapping) or not isinstance(named, str) or named not in lists:
                raise InstrumentError(
                    [f"{name}, {item.get('linkId', '?')}: there are no answers named {named!r}"]
                )
            item["answerOption"] = lists[named]
        yield item
        if "item" in one:
            yield from _flat(one["item"], lists, str(one.get("linkId", "")), name, depth + 1)


def _sentences(error: ValidationError, plain: Mapping[str, Any], name: str) -> Iterator[str]:
    for detail in error.errors():
        where = list(detail["loc"])
        reason = str(detail["msg"]).removeprefix("Value error, ")
        yield f"{name}, {_place(where, plain)}: {reason}"


def _place(where: list[Any], plain: Mapping[str, Any]) -> str:
    """Items by their linkId; the rest by the path of its field."""
    if len(where) > 1 and where[0] == "items" and isinstance(where[1], int):
        item = plain["items"][where[1]]
        return " ".join(str(one) for one in (item.get("linkId", f"item {where[1] + 1}"), *where[2:]))
    return ".".join(str(one) for one in where) or "the whole"
