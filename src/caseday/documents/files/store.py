"""Files under their SHA-256: `ab/cd/<sha256>`. On the disk before their rows are written; they never change."""

import contextlib
import hashlib
import os
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_NAME = re.compile(r"^[0-9a-f]{64}$")
_CHUNK = 1024 * 1024
_ARRIVING = "arriving"


Advance = Callable[[int, int], None]


def _unseen(done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Kept:
    sha256: str
    size_bytes: int


class Store:
    def __init__(self, root: Path) -> None:
        self.root = root

    def path_of(self, sha256: str) -> Path:
        if not _NAME.match(sha256):
            raise ValueError("this is no SHA-256")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def has(self, sha256: str) -> bool:
        return bool(_NAME.match(sha256)) and self.path_of(sha256).is_file()

    def seal(self) -> None:
        """Leaves nothing but kept files, for a folder that is handed on."""
        (self.root / ".lock").unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            (self.root / _ARRIVING).rmdir()

    def new_arrival(self) -> Path:
        """A place for a file that is still coming; on the same disk, so that keeping it is a rename."""
        folder = self.root / _ARRIVING
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder / secrets.token_hex(16)

    def keep(self, arrival: Path) -> Kept:
        """Take an arrived file in, durably; the same content is kept once. The arrival is gone afterwards."""
        sha256, size = digest_of(arrival)
        place = self.path_of(sha256)
        make_folder(place.parent, self.root)
        arrival.chmod(0o400)
        _sync(arrival)
        with self._lock(exclusive=False):
            if place.exists():
                os.utime(place)  # wanted anew: no check takes it for forgotten
                arrival.unlink()
            else:
                os.utime(arrival)
                arrival.rename(place)
                _sync(place.parent)
        return Kept(sha256, size)

    def walk(self) -> Iterator[Path]:
        """Every kept file, in the order of names."""
        for path in sorted(self.root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
            if path.is_file():
                yield path

    def arrivals(self) -> Iterator[Path]:
        return (path for path in sorted((self.root / _ARRIVING).glob("*")) if path.is_file())

    def remove_if_old(self, path: Path, *, older_than_seconds: float) -> bool:
        """False where the file was wanted again in the meantime."""
        with self._lock(exclusive=True):
            try:
                if time.time() - path.stat().st_mtime < older_than_seconds:
                    return False
                path.unlink()
            except FileNotFoundError:
                return False
        return True

    def bring(self, digests: Iterable[str], source: "Store", advance: Advance = _unseen) -> list[str]:
        """Copy what is not here yet from another store; the ones that neither has unharmed."""
        wanted, missing = sorted(set(digests)), []
        for done, sha256 in enumerate(wanted):
            advance(done, len(wanted))
            if not self.has(sha256):
                try:
                    self.copy_missing(sha256, source.path_of(sha256))
                except (FileNotFoundError, ValueError):
                    missing.append(sha256)
        return missing

    def lacks(self, digests: Iterable[str]) -> list[str]:
        """Those of these that are not here, or are altered."""
        return [
            one for one in sorted(set(digests)) if not self.has(one) or digest_of(self.path_of(one))[0] != one
        ]

    def copy_missing(self, sha256: str, source: Path) -> None:
        """From another store's file, checked on the way. Raises ValueError where the content is another."""
        arrival = self.new_arrival()
        try:
            _copy(source, arrival)
            if digest_of(arrival)[0] != sha256:
                raise ValueError(f"{source.name} was altered")
            self.keep(arrival)
        finally:
            arrival.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _lock(self, *, exclusive: bool) -> Iterator[None]:
        """Between "it is there" and "it is wanted" nobody removes it."""
        try:
            import fcntl
        except ImportError:  # Windows
            yield
            return
        with (self.root / ".lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
            yield


def digest_of(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size


def make_folder(folder: Path, root: Path) -> None:
    """With its parents up to the root, each durable in the one above."""
    if folder.is_dir():
        return
    if folder != root:
        make_folder(folder.parent, root)
    folder.mkdir(exist_ok=True, mode=0o700, parents=folder == root)
    _sync(folder.parent)


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as reader, target.open("xb") as writer:
        while chunk := reader.read(_CHUNK):
            writer.write(chunk)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
