"""What is sealed with this installation's key travels under a passphrase, and is sealed anew where it is read in."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models

from caseday.access.rules import weakness_of
from caseday.access.sealing import SealBroken, sealed, unsealed
from caseday.exchange.archive import SEALED, SEALED_FILE
from caseday.exchange.queries import sealed_rows
from caseday.exchange.rules.passphrases import Damaged, NotOpened, close_box, open_box
from caseday.kernel.errors import Invalid

_LEAST = 12
Key = tuple[str, str, str]
"""Table, column and id of the row."""


@dataclass(frozen=True)
class SealedCount:
    """`inside` went along under the passphrase; `left_behind` would with one; `unreadable` no key here opens."""

    inside: int = 0
    left_behind: int = 0
    unreadable: int = 0


def check_passphrase(passphrase: str) -> None:
    """Whoever has the file may guess as long as they like, so it must be as strong as a password."""
    if len(passphrase) < _LEAST:
        raise Invalid(
            {"passphrase": f"Use {_LEAST} characters or more: four or five unrelated words do well."}
        )
    if weakness_of(passphrase, known=["caseday"]):
        raise Invalid({"passphrase": "This would be guessed soon. Use four or five unrelated words."})


def write_sealed(folder: Path, passphrase: str) -> SealedCount:
    """Without a passphrase nothing is opened, only counted."""
    if not passphrase:
        return SealedCount(left_behind=sum(1 for _ in sealed_rows()))
    found: list[tuple[str, str, str, str]] = []
    unreadable = 0
    for label, column, row_id, text in sealed_rows():
        try:
            found.append((label, column, row_id, unsealed(text, SEALED[label][column])))
        except SealBroken:
            unreadable += 1
    if found:
        box = close_box(json.dumps(found).encode(), passphrase)
        (folder / SEALED_FILE).write_text(json.dumps(box, indent=2), encoding="utf-8")
    return SealedCount(inside=len(found), unreadable=unreadable)


def count_in(folder: Path) -> SealedCount:
    """As the manifest says; one of an earlier Caseday says nothing. Raises Invalid where it cannot be read."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return SealedCount(**{name: int(count) for name, count in manifest.get("sealed", {}).items()})
    except (OSError, AttributeError, TypeError, ValueError) as error:
        raise Invalid(
            f"{folder} has no readable manifest.json. Name the folder that `caseday export` wrote."
        ) from error


class Opened:
    """What an export had sealed, to be given to its rows; `expect_none_left` when all rows are read."""

    def __init__(self, secrets: dict[Key, str] | None = None) -> None:
        self._secrets = secrets or {}

    def seal_into(self, obj: models.Model) -> None:
        label = obj._meta.label_lower
        for column, use in SEALED.get(label, {}).items():
            secret = self._secrets.pop((label, column, str(obj.pk)), "")
            setattr(obj, column, sealed(secret, use) if secret else "")

    def expect_none_left(self) -> None:
        if self._secrets:
            raise Invalid(
                f"{SEALED_FILE} has numbers of people who are not in the export. Use an untouched copy."
            )


def open_sealed(folder: Path, count: SealedCount, passphrase: str, *, without: bool) -> Opened:
    """Raises Invalid where a passphrase is missing, is wrong, or opens nothing. `without` leaves them behind."""
    if without:
        return Opened()
    path = folder / SEALED_FILE
    if not count.inside and not path.exists():
        if passphrase and count.left_behind:
            raise Invalid(
                f"No passphrase was given when this was exported: {numbers(count.left_behind)} stayed behind. "
                "Import it without a passphrase, or export it again with one."
            )
        return Opened()
    if not passphrase:
        raise Invalid(
            f"{numbers(count.inside)} in this export open with its passphrase alone. Give it, "
            "or say that they are to stay behind."
        )
    return Opened(dict(_rows_in(path, count.inside, passphrase)))


def _rows_in(path: Path, expected: int, passphrase: str) -> Iterator[tuple[Key, str]]:
    try:
        rows: list[Any] = json.loads(open_box(json.loads(path.read_text("utf-8")), passphrase))
    except NotOpened:
        raise Invalid(
            f"This passphrase does not open {path.name}. Nothing was imported. Type it as it was when this was "
            "exported, or say that the numbers are to stay behind."
        ) from None
    except (OSError, ValueError, Damaged):
        raise Invalid(f"{path.name} cannot be read. Use an untouched copy.") from None
    if len(rows) != expected:
        raise Invalid(
            f"{path.name} has {len(rows)} numbers, its manifest says {expected}. Use an untouched copy."
        )
    yield from (((label, column, row_id), secret) for label, column, row_id, secret in rows)


def numbers(count: int) -> str:
    return f"{count} Social Security number{'' if count == 1 else 's'}"
