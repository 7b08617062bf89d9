"""Static files named by their content, the modules that scripts import included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class NamedByContent(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
