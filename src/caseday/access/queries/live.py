"""Compares the state that the events add up to with the live rows of the recorded models."""

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from caseday.access.models import CaseEvent
from caseday.access.plain import empty_of, plain_value, recorded_columns

Key = tuple[str, str]
Difference = tuple[str, str, str]
_GONE = "gone"
_BATCH = 2000


def read_changes(text: str) -> list[dict[str, Any]] | None:
    """None where somebody put something else in its place."""
    try:
        changes = json.loads(text)
    except ValueError:
        return None
    return changes if isinstance(changes, list) and all(_is_change(one) for one in changes) else None


def _is_change(one: Any) -> bool:
    if not isinstance(one, dict) or not all(isinstance(one.get(name), str) for name in ("op", "model", "id")):
        return False
    fields = one.get("fields")
    return isinstance(fields, dict) and all(
        isinstance(pair, list) and len(pair) == 2 for pair in fields.values()
    )


class StateOfChain:
    """Folds one chain; knows which objects were born in it."""

    def __init__(self) -> None:
        self.state: dict[Key, dict[str, Any]] = {}
        self.born: set[Key] = set()
        self.removed: set[Key] = set()
        self.foreign: set[Key] = set()

    def apply(self, changes_json: str) -> bool:
        """False where the text is no list of changes."""
        changes = read_changes(changes_json)
        for one in changes or ():
            self._apply(one)
        return changes is not None

    def _apply(self, one: dict[str, Any]) -> None:
        key = (one["model"], one["id"])
        values = {name: pair[1] for name, pair in one["fields"].items()}
        if one["op"] == "add":
            self.born.add(key)
            self.removed.discard(key)
            self.state[key] = values
        elif key not in self.born:
            self.foreign.add(key)
        elif one["op"] == "remove":
            self.state.pop(key, None)
            self.removed.add(key)
        else:
            self.state.setdefault(key, {}).update(values)


class Comparison:
    """Takes chains one by one, and asks the database for rows in batches."""

    def __init__(self) -> None:
        self.rows = 0
        self._waiting: dict[str, dict[str, dict[str, Any] | None]] = {}
        self._held = 0
        self._found: list[Difference] = []
        self._foreign: set[Key] = set()
        self._compared: dict[str, int] = {}

    def take(self, chain: StateOfChain) -> None:
        self._foreign |= chain.foreign
        for (model, row_id), values in chain.state.items():
            self._hold(model, row_id, values)
        for model, row_id in chain.removed:
            self._hold(model, row_id, None)
        if self._held >= _BATCH:
            self._flush()

    def finish(self) -> list[Difference]:
        self._flush()
        settled = [d for d in self._found if (d[0], d[1]) not in self._foreign]
        return settled + self._compare_foreign() + self._rows_without_events()

    def _hold(self, model: str, row_id: str, values: dict[str, Any] | None) -> None:
        self._waiting.setdefault(model, {})[row_id] = values
        self._held += 1

    def _flush(self) -> None:
        for label, expected in self._waiting.items():
            self._compared[label] = self._compared.get(label, 0) + sum(
                v is not None for v in expected.values()
            )
            self._found += differences(label, expected)
        self.rows += self._held
        self._waiting, self._held = {}, 0

    def _compare_foreign(self) -> list[Difference]:
        """Objects whose history runs through several chains: folded over all of them, by the order of recording."""
        if not self._foreign:
            return []
        state: dict[str, dict[str, dict[str, Any] | None]] = {}
        for changes_json in (
            CaseEvent.objects.order_by("id").values_list("changes_json", flat=True).iterator(500)
        ):
            for one in read_changes(changes_json) or ():
                if (one["model"], one["id"]) in self._foreign:
                    _apply_to(state.setdefault(one["model"], {}), one)
        return [d for label, expected in state.items() for d in differences(label, expected)]

    def _rows_without_events(self) -> list[Difference]:
        found: list[Difference] = []
        for label, compared in self._compared.items():
            model = _model(label)
            if model is None or not getattr(model, "keeps_history", True):
                continue
            if model._base_manager.count() > compared:
                found += _strangers(label, model)
        return found


def _apply_to(rows: dict[str, dict[str, Any] | None], one: dict[str, Any]) -> None:
    values = {name: pair[1] for name, pair in one["fields"].items()}
    before = rows.get(one["id"]) or {}
    rows[one["id"]] = None if one["op"] == "remove" else {**before, **values}


def _strangers(label: str, model: type[models.Model]) -> list[Difference]:
    """Rows that no event added. Reads the events once more; happens only where there are too many rows."""
    known: set[str] = set()
    for changes_json in CaseEvent.objects.values_list("changes_json", flat=True).iterator(500):
        changes = read_changes(changes_json) or ()
        known |= {one["id"] for one in changes if one["model"] == label and one["op"] == "add"}
    ids = (str(pk) for pk in model._base_manager.values_list("pk", flat=True).iterator(5000))
    return [
        (label, row_id, "the row was inserted around the application: no event added it")
        for row_id in ids
        if row_id not in known
    ]


def differences(label: str, expected: dict[str, dict[str, Any] | None]) -> Iterator[Difference]:
    """What differs between the expected values of a model's rows (None: removed) and the database."""
    model = _model(label)
    if model is None:
        return
    columns = list(recorded_columns(model))
    rows = model._base_manager.filter(pk__in=list(expected)).values_list("pk", *(c.attname for c in columns))
    live = {str(row[0]): row[1:] for row in rows}
    for row_id, values in expected.items():
        row = live.get(row_id)
        if values is None:
            if row is not None:
                yield label, row_id, "the row was put back around the application: its last event removed it"
        elif row is None:
            yield label, row_id, "the row was deleted around the application"
        else:
            for column, value in zip(columns, row, strict=True):
                if plain_value(column, value) != values.get(column.attname, empty_of(column)):
                    yield label, row_id, f"{column.attname} was edited around the application"


def _model(label: str) -> type[models.Model] | None:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None
