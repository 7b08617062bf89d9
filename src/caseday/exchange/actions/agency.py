"""A whole agency, written out and read in again."""

import csv
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from django.apps import apps
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, models, transaction

from caseday.access.models import Staff
from caseday.access.plain import plain
from caseday.correspondence.actions.outcomes import hold_imported
from caseday.documents.actions import copy_files_to, take_files_from
from caseday.documents.files.store import Store
from caseday.documents.keeping import Holder, holders
from caseday.exchange.actions.sealed import (
    Opened,
    SealedCount,
    check_passphrase,
    count_in,
    open_sealed,
    write_sealed,
)
from caseday.exchange.archive import FORMAT, PAPERS, columns, dictionary, file_of, tables
from caseday.kernel.errors import Invalid
from caseday.kernel.spreadsheets import safe_cell
from caseday.search.actions import rebuild_index

Progress = Callable[[str, int, int], None]
_BATCH = 1000


def _quiet(what: str, done: int, of: int) -> None:
    """Progress that nobody watches."""


class _ToTheMicrosecond(DjangoJSONEncoder):
    """Django's own cuts moments to milliseconds, which no hash of an event would forgive."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


@dataclass(frozen=True)
class Moved:
    """What went out, or came in: rows by table, and what is sealed."""

    rows: dict[str, int]
    sealed: SealedCount


def export_agency(folder: Path, *, now: datetime, passphrase: str = "", progress: Progress = _quiet) -> Moved:
    """Write every table as JSON lines and as CSV into `folder` (which must be empty).

    One read transaction: the export is the agency at one moment. Sealed numbers go along under the passphrase, or,
    without one, stay behind. Raises Invalid for a folder with something in it, and a passphrase that is weak.
    """
    if passphrase:
        check_passphrase(passphrase)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Invalid(f"{folder} is not empty. Name a new folder, so that no earlier export is overwritten.")
    models_ = tables()
    rows: dict[str, int] = {}
    with transaction.atomic():
        for done, model in enumerate(models_):
            progress(str(model._meta.verbose_name_plural), done, len(models_))
            rows[model._meta.label_lower] = _write_table(folder, model)
        _write_papers(folder)
        count = write_sealed(folder, passphrase)
    _write_dictionary(folder)
    _write_manifest(folder, Moved(rows, count), now)
    progress("done", len(models_), len(models_))
    return Moved(rows, count)


def _write_table(folder: Path, model: type[models.Model]) -> int:
    names = [f.name for f in columns(model)]
    objects = model._base_manager.order_by("pk")
    with file_of(folder, model, "jsonl").open("w", encoding="utf-8") as stream:
        serializers.serialize(
            "jsonl", objects.iterator(chunk_size=_BATCH), fields=names, stream=stream, cls=_ToTheMicrosecond
        )
    with file_of(folder, model, "csv").open("w", encoding="utf-8", newline="") as stream:
        return _write_csv(stream, model, objects.iterator(chunk_size=_BATCH))


def _write_csv(stream: TextIO, model: type[models.Model], objects: Iterator[models.Model]) -> int:
    writer = csv.writer(stream)
    attributes = [f.attname for f in columns(model)]
    writer.writerow(attributes)
    count = 0
    for obj in objects:
        writer.writerow([_cell(getattr(obj, name)) for name in attributes])
        count += 1
    return count


def _cell(value: Any) -> Any:
    value = plain(value)
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return safe_cell(value) if isinstance(value, str) else value


def _write_dictionary(folder: Path) -> None:
    rows = list(dictionary())
    with (folder / "data-dictionary.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _write_papers(folder: Path) -> None:
    """What a row names is never removed, so the files may be written after the rows."""
    missing = copy_files_to(folder / PAPERS)
    Store(folder / PAPERS).seal()
    if missing:
        raise Invalid(
            f"{len(missing)} files of papers are gone from this server, so the export would lack them. "
            "`caseday verify` names them; restore them from a backup."
        )


def _write_manifest(folder: Path, moved: Moved, now: datetime) -> None:
    digests = {path.name: _digest(path) for path in sorted(folder.iterdir()) if path.is_file()}
    manifest = {"format": FORMAT, "exported_at": now.isoformat(), **asdict(moved), "sha256": digests}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2), encoding="utf-8")


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def import_agency(
    folder: Path, *, now: datetime, passphrase: str = "", without_sealed: bool = False,
    progress: Progress = _quiet,
) -> Moved:  # fmt: skip
    """Read an export into this empty database, all or nothing. Raises Invalid with what is wrong and where.

    Sealed numbers need the passphrase of the export, unless they are to stay behind. Messages that wait to be sent
    there are held here. Nobody can sign in afterwards until they get a new one-time link: passwords are never exported.
    """
    manifest = _checked_manifest(folder)
    if Staff.objects.exists():
        raise Invalid(
            "This database already has people in it. Import an agency into an empty one (name a new data folder)."
        )
    count = count_in(folder)
    opened = open_sealed(folder, count, passphrase, without=without_sealed)
    models_ = tables()
    take_files_from(folder / PAPERS, _papers_in(folder))
    with transaction.atomic():
        for done, model in enumerate(models_):
            progress(str(model._meta.verbose_name_plural), done, len(models_))
            _read_table(folder, model, manifest["rows"].get(model._meta.label_lower, 0), opened)
        opened.expect_none_left()
        rebuild_index()
        hold_imported(now)
    progress("done", len(models_), len(models_))
    return Moved(manifest["rows"], _left_behind(count) if without_sealed else count)


def _left_behind(count: SealedCount) -> SealedCount:
    return replace(count, inside=0, left_behind=count.inside + count.left_behind)


def _papers_in(folder: Path) -> set[str]:
    """Digests of every file that a row of the export names; tables that were not there yet name none."""
    return {sha256 for holder in holders() for sha256 in _named_in(folder, holder) if sha256}


def _named_in(folder: Path, holder: Holder) -> set[str]:
    path = file_of(folder, apps.get_model(holder.model), "jsonl")
    if not path.exists():
        return set()
    try:
        with path.open(encoding="utf-8") as stream:
            return {str(json.loads(line)["fields"][holder.column]) for line in stream if line.strip()}
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid(f"{path.name} cannot be read. Use an untouched copy.") from error


def _checked_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Invalid(
            f"{folder} has no readable manifest.json. Name the folder that `caseday export` wrote."
        ) from error
    if manifest.get("format") != FORMAT:
        raise Invalid(f"This export has format {manifest.get('format')}; this Caseday reads format {FORMAT}.")
    for name, digest in manifest.get("sha256", {}).items():
        path = folder / Path(name).name
        if not path.is_file() or _digest(path) != digest:
            raise Invalid(f"{path.name} is missing or was changed since the export. Use an untouched copy.")
    return manifest


def _read_table(folder: Path, model: type[models.Model], expected: int, opened: Opened) -> None:
    path = file_of(folder, model, "jsonl")
    if not path.exists():
        return
    count = 0
    with path.open(encoding="utf-8") as stream:
        try:
            for batch in _batches(serializers.deserialize("jsonl", stream)):
                model._base_manager.bulk_create([_with_secrets(obj, opened) for obj in batch])
                count += len(batch)
        except (serializers.base.DeserializationError, DatabaseError) as error:
            raise Invalid(f"{path.name}: a row near line {count + 1} cannot be read.") from error
    if count != expected:
        raise Invalid(f"{path.name} has {count} rows, its manifest says {expected}. Use an untouched copy.")


def _batches(objects: Iterator[Any]) -> Iterator[list[models.Model]]:
    batch: list[models.Model] = []
    for one in objects:
        batch.append(one.object)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _with_secrets(obj: models.Model, opened: Opened) -> models.Model:
    """Those of clients are sealed with the key of this place; those of sign-in are nobody's."""
    if isinstance(obj, Staff):
        obj.set_unusable_password()
        obj.last_login = None
    opened.seal_into(obj)
    return obj
