"""A query that Django spells once for each kind of database, and that is only run from then on.

For lists that every page asks: spelling costs Django milliseconds each time, the database a tenth of one. The SQL
is Django's own, made from a query set with stand-ins for its values, which are put in when it is run.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

_Value = UUID | datetime | date
_Given = _Value | Collection[UUID]
_FIRST_DAY, _FIRST_MOMENT = date(1801, 1, 1), datetime(1801, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class _Sql:
    """`places`: by each parameter of the SQL either the name and number of a given value, or None for a fixed one."""

    text: str
    fixed: tuple[Any, ...]
    places: tuple[tuple[str, int] | None, ...]
    converters: tuple[tuple[int, Callable[[Any], Any]], ...]


class Spelled:
    """`make` gives the query set, of `values_list`, from its values by name: a UUID, a moment, a day, or a collection
    of UUIDs. It must not look at them, only pass them on. A collection stands for its set."""

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self.make = make
        self._known: dict[tuple[Any, ...], _Sql] = {}

    def rows(self, **given: _Given) -> list[tuple[Any, ...]]:
        """One query; none where a collection is empty."""
        values = {name: _as_list(value) for name, value in given.items()}
        if not all(values.values()):
            return []
        key = (connection.vendor, *((name, len(some)) for name, some in values.items()))
        if key not in self._known:
            self._known[key] = _spell(self.make, given, values)
        sql = self._known[key]
        asked = {name: [_adapted(one, connection) for one in some] for name, some in values.items()}
        params = [
            asked[place[0]][place[1]] if place else fixed
            for place, fixed in zip(sql.places, sql.fixed, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql.text, params)
            return _converted(cursor.fetchall(), sql)


def _as_list(value: _Given) -> list[_Value]:
    if isinstance(value, (UUID, datetime, date)):
        return [value]
    some: list[_Value] = list(dict.fromkeys(value))
    return some + some[-1:] * (_room(len(some)) - len(some))


def _room(count: int) -> int:
    """Up to four as they are, more in powers of two: few lengths, so that few are spelled."""
    return count if count <= 4 else 1 << (count - 1).bit_length()


def _spell(
    make: Callable[..., QuerySet[Any, Any]], given: dict[str, _Given], values: dict[str, list[_Value]]
) -> _Sql:
    stand_ins: dict[str, list[_Value]] = {}
    places: dict[Any, tuple[str, int]] = {}
    number = 0
    for name, some in values.items():
        stand_ins[name] = []
        for place, one in enumerate(some):
            number += 1
            stand_in = _stand_in(one, number)
            stand_ins[name].append(stand_in)
            places[_adapted(stand_in, connection)] = (name, place)
    single = {name for name, value in given.items() if isinstance(value, (UUID, datetime, date))}
    asked = {name: some[0] if name in single else some for name, some in stand_ins.items()}
    compiler = make(**asked).query.get_compiler(connection=connection)
    text, params = compiler.as_sql()
    found = compiler.get_converters([column for column, _, _ in compiler.select])
    converters = tuple((at, _converter(some, column)) for at, (some, column) in found.items())
    known = tuple(places.get(_hashable(one)) for one in params)
    return _Sql(text, tuple(params), known, converters)


def _stand_in(value: _Value, number: int) -> _Value:
    """Of the same type, and no value of the fixed ones."""
    if isinstance(value, UUID):
        return UUID(int=(0xCA5E << 64) + number)
    if isinstance(value, datetime):
        return _FIRST_MOMENT + timedelta(minutes=number)
    return _FIRST_DAY + timedelta(days=number)


def _adapted(value: _Value, wrapper: BaseDatabaseWrapper) -> Any:
    if isinstance(value, UUID):
        return value if wrapper.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return wrapper.ops.adapt_datetimefield_value(value)
    return wrapper.ops.adapt_datefield_value(value)


def _hashable(param: Any) -> Any:
    return param if isinstance(param, (str, UUID, datetime, date)) else None


def _converted(rows: Sequence[Sequence[Any]], sql: _Sql) -> list[tuple[Any, ...]]:
    if not (rows and sql.converters):
        return [tuple(row) for row in rows]
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    for at, convert in sql.converters:
        columns[at] = [convert(value) for value in columns[at]]
    return list(zip(*columns, strict=True))


def _converter(convert: Sequence[Callable[..., Any]], column: Any) -> Callable[[Any], Any]:
    def made(value: Any) -> Any:
        for one in convert:
            value = one(value, column, connection)
        return value

    kind = column.output_field.get_internal_type()
    is_plain = kind in _SAME_EVERYWHERE and len(convert) == 1
    return _REMEMBERED.setdefault(kind, lru_cache(_KEPT)(made)) if is_plain else made


_SAME_EVERYWHERE = ("UUIDField", "DateTimeField", "DateField")
"""What a value of these means does not depend on the column; page after page asks for the same ids and moments."""
_KEPT = 8_192
_REMEMBERED: dict[str, Callable[[Any], Any]] = {}
