from typing import Any, ClassVar

from django.db import migrations

from caseday.access import append_only


def install(apps: Any, schema_editor: Any) -> None:
    append_only.install(schema_editor.connection)


def uninstall(apps: Any, schema_editor: Any) -> None:
    append_only.uninstall(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(install, uninstall, elidable=False)]
