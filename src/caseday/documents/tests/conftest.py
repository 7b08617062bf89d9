"""Each test has a store of its own, and files as people send them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from caseday.access.viewer import Viewer
from caseday.documents.actions import Arrival, put_in_document
from caseday.documents.files import apart
from caseday.documents.files.child import answer
from caseday.documents.files.store import Store
from caseday.documents.keeping import the_store
from caseday.documents.models import Document
from caseday.documents.tests.made import make_pdf
from caseday.testing.make import MONDAY_8


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Store:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    settings.PAGE_PICTURES_DIR = tmp_path / "pictures"
    return the_store()


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Files are opened here, which is quicker; the process apart has tests of its own, marked `apart`."""
    if "apart" not in request.fixturenames:
        monkeypatch.setattr(apart, "run", lambda line, megabytes, seconds: json.dumps(answer(line)))


@pytest.fixture(name="apart")
def really_apart() -> None:
    """Asked for by a test that needs the process of its own."""


def arrive(data: bytes, name: str = "report.pdf") -> Arrival:
    path = the_store().new_arrival()
    path.write_bytes(data)
    return Arrival(path, name)


@pytest.fixture
def put_in() -> Callable[..., Document]:
    """Put a paper in through the action; a one-page PDF unless said otherwise."""

    def put(actor: Viewer, *contents: bytes, name: str = "report.pdf", **more: Any) -> Document:
        files = [arrive(data, name) for data in contents or (make_pdf(),)]
        return put_in_document(**{"actor": actor, "now": MONDAY_8, "files": files, **more})

    return put
