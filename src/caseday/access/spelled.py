"""A query that Django spells once for each kind of database, and that is only run from then on.

For lists that every page asks: spelling costs Django milliseconds each time, the database a tenth of one. The SQL
is Django's own, made from a query set with stand-ins for its values, which are put in when it is run.
"""

from collections.abc import Callable, Collection, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.db.models.sql import Query

_Value = UUID | datetime | date | str
_Given = _Value | Collection[_Value]
_FIRST_DAY, _FIRST_MOMENT = date(1801, 1, 1), datetime(1801, 1, 1, tzinfo=UTC)
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class _Sql:
    """`places`: by each parameter of the SQL either the name and number of a given value, or None for a fixed one."""

    text: str
    fixed: tuple[Any, ...]
    places: tuple[tuple[str, int] | None, ...]
    compiler: Any

    def params(self, values: dict[str, list[_Value]]) -> list[Any]:
        asked = {name: [_adapted(one, connection) for one in some] for name, some in values.items()}
        return [
            asked[place[0]][place[1]] if place else fixed
            for place, fixed in zip(self.places, self.fixed, strict=True)
        ]


class _Spelling:
    """`make` gives the query set from its values by name: a UUID, a text, a moment, a day, or a collection of one of
    these. It must not look at them, only pass them on. A collection stands for its set."""

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self.make = make
        self._known: dict[tuple[Any, ...], _Sql] = {}

    def _asked(self, given: dict[str, _Given]) -> tuple[_Sql, list[Any]] | None:
        """None where a collection is empty: nothing can be found."""
        values = {name: _as_list(value) for name, value in given.items()}
        if not all(values.values()):
            return None
        key = (connection.vendor, *((name, len(some)) for name, some in values.items()))
        if key not in self._known:
            self._known[key] = _spell(self.make, given, values)
        return self._known[key], self._known[key].params(values)


class Spelled(_Spelling):
    """Of `values_list`: rows. `is_planned_anew`: where a value decides which way through a long history is short."""

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *, is_planned_anew: bool = False) -> None:
        super().__init__(make)
        self.is_planned_anew = is_planned_anew
        self._converters: dict[int, _Converters] = {}

    def rows(self, **given: _Given) -> list[tuple[Any, ...]]:
        """One query; none where a collection is empty."""
        asked = self._asked(given)
        if asked is None:
            return []
        sql, params = asked
        with connection.cursor() if self.is_planned_anew else _prepared_cursor() as cursor:
            cursor.execute(sql.text, params)
            return _converted(cursor.fetchall(), self._converters_of(sql.compiler))

    def _converters_of(self, compiler: Any) -> "_Converters":
        if id(compiler) not in self._converters:
            found = compiler.get_converters([column for column, _, _ in compiler.select])
            self._converters[id(compiler)] = [(at, _converter(*some)) for at, some in found.items()]
        return self._converters[id(compiler)]


class SpelledObjects(_Spelling, Generic[M]):
    """Of a query set of objects, with what it selects and annotates; prefetches are not part of it."""

    def __init__(self, make: Callable[..., QuerySet[M, M]]) -> None:
        super().__init__(make)

    def objects(self, **given: _Given) -> list[M]:
        """One query; none where a collection is empty."""
        asked = self._asked(given)
        if asked is None:
            return []
        sql, params = asked
        if not isinstance(sql.compiler.get_converters, _ObjectConverters):
            sql.compiler.get_converters = _ObjectConverters(sql.compiler)
        compiler = copy(sql.compiler)
        compiler.connection = _Prepared(connection)
        compiler.as_sql = lambda *_, **__: (sql.text, tuple(params))
        return list(QuerySet(compiler.query.model, _Ready(compiler)))


def _prepared_cursor() -> Any:
    """PostgreSQL plans a query that it has been asked a few times once for all: that takes it longer than finding.

    Values are bound by the server then, not written into the text (`prepare_threshold` in config/databases.py); where
    queries are logged to be read, they are written out.
    """
    if connection.vendor != "postgresql" or connection.queries_logged:
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor

    connection.ensure_connection()
    raw = connection.connection
    usual, raw.cursor_factory = raw.cursor_factory, ServerBindingCursor
    try:
        return connection.cursor()
    finally:
        raw.cursor_factory = usual


class _Prepared:
    """A connection as a compiler needs it, with that cursor."""

    def __init__(self, wrapper: Any) -> None:
        self._wrapper = wrapper

    def __getattr__(self, name: str) -> Any:
        return getattr(self._wrapper, name)

    def cursor(self) -> Any:
        return _prepared_cursor()


class _ObjectConverters:
    """How columns become values, found when it is first asked and never again; what comes often is remembered."""

    def __init__(self, compiler: Any) -> None:
        self._find = compiler.get_converters
        self._found: dict[int, tuple[list[Callable[..., Any]], Any]] | None = None

    def __call__(self, expressions: Sequence[Any]) -> dict[int, tuple[list[Callable[..., Any]], Any]]:
        if self._found is None:
            found = self._find(expressions)
            self._found = {at: ([_apart(_converter(*some))], some[1]) for at, some in found.items()}
        return self._found


def _apart(convert: Callable[[Any], Any]) -> Callable[..., Any]:
    return lambda value, _column, _connection: convert(value)


class _Ready(Query):
    """Gives the compiler that has spelled already; a query set asks nothing else of it to be read."""

    def __init__(self, compiler: Any) -> None:
        super().__init__(compiler.query.model)
        self.ready = compiler

    def get_compiler(self, *_: Any, **__: Any) -> Any:
        return self.ready


def _is_single(value: _Given) -> bool:
    return isinstance(value, (UUID, datetime, date, str))


def _as_list(value: Any) -> list[_Value]:
    if _is_single(value):
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
    single = {name for name, value in given.items() if _is_single(value)}
    asked = {name: some[0] if name in single else some for name, some in stand_ins.items()}
    compiler = make(**asked).query.get_compiler(connection=connection)
    text, params = compiler.as_sql()
    known = tuple(places.get(_hashable(one)) for one in params)
    if lost := set(places.values()) - set(known):
        raise TypeError(f"a spelled query must pass its values on as they are: {sorted(lost)}")
    return _Sql(text, tuple(params), known, compiler)


def _stand_in(value: _Value, number: int) -> _Value:
    """Of the same type, and no value of the fixed ones."""
    if isinstance(value, UUID):
        return UUID(int=(0xCA5E << 64) + number)
    if isinstance(value, str):
        return f"\ue000{number}"
    if isinstance(value, datetime):
        return _FIRST_MOMENT + timedelta(minutes=number)
    return _FIRST_DAY + timedelta(days=number)


def _adapted(value: _Value, wrapper: BaseDatabaseWrapper) -> Any:
    if isinstance(value, UUID):
        return value if wrapper.features.has_native_uuid_field else value.hex
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return wrapper.ops.adapt_datetimefield_value(value)
    return wrapper.ops.adapt_datefield_value(value)


def _hashable(param: Any) -> Any:
    return param if isinstance(param, (str, UUID, datetime, date)) else None


_Converters = list[tuple[int, Callable[[Any], Any]]]


def _converted(rows: Sequence[Sequence[Any]], converters: _Converters) -> list[tuple[Any, ...]]:
    if not (rows and converters):
        return [tuple(row) for row in rows]
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    for at, convert in converters:
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
