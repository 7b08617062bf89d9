"""Where the files of this agency are: one folder, in the data directory."""

from pathlib import Path

from django.conf import settings

from caseday.documents.files.store import Store


def the_store() -> Store:
    return Store(Path(settings.DOCUMENTS_DIR))
