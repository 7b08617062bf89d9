"""In: an empty database. Out: the tables of this version, made in one go from the models, in one transaction.

The same as every migration one after the other makes them (a test compares both, on both engines), in two seconds
instead of half a minute. See docs/adr/tables-made-at-once.md.
"""

from collections.abc import Iterator
from typing import Any, cast

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import StateApps
from django.db.models import Model

_OURS = "caseday."


def make_tables(verbosity: int = 0) -> None:
    """Every migration counts as applied afterwards; one that is killed on its way has made nothing."""
    told: dict[str, Any] = {"verbosity": verbosity, "interactive": False, "db": connection.alias}
    emit_pre_migrate_signal(**told)
    steps = _in_order()
    with connection.schema_editor(atomic=True) as editor:
        models: list[type[Model]] = [*apps.get_models(), MigrationRecorder.Migration]
        for model in models:
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for step in steps:
            _do_by_hand(step, editor)
        noted = MigrationRecorder(connection).migration_qs
        noted.bulk_create(noted.model(app=step.app_label, name=step.name) for step in steps)
    emit_post_migrate_signal(**told)


def _in_order() -> list[Migration]:
    graph = MigrationLoader(None).graph
    keys: dict[tuple[str, str], None] = {}
    for leaf in sorted(graph.leaf_nodes()):
        keys.update(dict.fromkeys(graph.forwards_plan(leaf)))
    return [graph.nodes[key] for key in keys]


def _do_by_hand(step: Migration, editor: BaseDatabaseSchemaEditor) -> None:
    """What a migration of ours does beside tables: triggers, text indexes. An *elidable* step has nothing to do in
    an empty database; others' packages keep only such."""
    for operation in _steps_by_hand(step):
        if not operation.elidable:
            operation.code(cast(StateApps, apps), editor)


def _steps_by_hand(step: Migration) -> Iterator[RunPython]:
    if type(step).__module__.startswith(_OURS):
        yield from (one for one in step.operations if isinstance(one, RunPython))
