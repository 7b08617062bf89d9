"""Where the database is copied continuously to a folder, the files of papers are too."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from caseday.access.viewer import Viewer
from caseday.documents.actions import not_copied
from caseday.documents.files.store import Store
from caseday.documents.jobs import ask_for_copying, copy_all_away, copy_away
from caseday.documents.models import Document, DocumentFile

pytestmark = pytest.mark.django_db
PutIn = Callable[..., Document]


@pytest.fixture
def there(settings: Any, tmp_path: Path) -> Path:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.PAPERS_COPY_DIR = tmp_path / "nas" / "agency" / "documents"
    return Path(settings.PAPERS_COPY_DIR)


def asked(task: Any) -> list[DBTaskResult]:
    found = DBTaskResult.objects.filter(task_path=task.module_path, status=TaskResultStatus.READY)
    return list(found)


def digests() -> list[str]:
    return [one.sha256 for one in DocumentFile.objects.all()]


def test_a_paper_that_is_put_in_is_copied_by_a_job(nora: Viewer, put_in: PutIn, there: Path) -> None:
    put_in(nora)
    (job,) = asked(copy_away)
    assert job.args_kwargs["args"] == [digests()]
    assert not_copied(there) == 1
    copy_away.call(digests())
    assert not_copied(there) == 0 and Store(there).lacks(digests()) == []


def test_without_a_folder_nothing_is_asked_for_or_copied(nora: Viewer, put_in: PutIn, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.PAPERS_COPY_DIR = None
    put_in(nora)
    ask_for_copying()
    copy_away.call(digests())
    assert asked(copy_away) == asked(copy_all_away) == []


def test_a_start_and_every_hour_catch_up_with_what_the_folder_lacks(
    nora: Viewer, put_in: PutIn, there: Path
) -> None:
    put_in(nora)
    ask_for_copying()
    ask_for_copying()
    (turn,) = asked(copy_all_away)
    turn.claim("worker")
    copy_all_away.call()
    assert not_copied(there) == 0
    (turn,) = asked(copy_all_away)
    assert timedelta(minutes=59) < turn.run_after - timezone.now() <= timedelta(hours=1)
    copy_all_away.call()
    assert len(asked(copy_all_away)) == 1


def test_a_folder_that_is_away_fails_the_job_and_nothing_else(
    nora: Viewer, put_in: PutIn, there: Path
) -> None:
    there.parent.parent.mkdir(parents=True)
    there.parent.write_text("a file where the folder would be")
    put_in(nora)
    with pytest.raises(OSError):
        copy_all_away.call()
    assert len(asked(copy_all_away)) == 1


def test_a_file_that_is_gone_here_is_logged_and_the_others_are_copied(
    nora: Viewer, put_in: PutIn, there: Path, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    put_in(nora)
    put_in(nora, b"Seen on Monday.", name="note.txt")
    store.path_of(digests()[0]).unlink()
    copy_away.call(digests())
    assert "1 files of papers are gone or altered" in caplog.text
    assert not_copied(there) == 1
