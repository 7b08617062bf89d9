"""Static files named by their content, the modules that scripts import included."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

_UNUSED = ("django_htmx/ext/", "django_htmx/htmx-4", "django_htmx/htmax-4")


class NamedByContent(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Leaves out what no page loads: one extension of htmx imports a file that is not shipped."""
        used = {path: place for path, place in paths.items() if not path.startswith(_UNUSED)}
        return super().post_process(used, *args, **kwargs)
