"""Uploads stream to the disk beside the kept papers: never into memory, never past the size that is allowed."""

import contextlib
import errno
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from caseday.documents.actions import Arrival
from caseday.documents.keeping import the_store
from caseday.kernel.errors import Invalid

_MB = 1024 * 1024
_REQUESTS = 4
"""A request holds as many largest papers: sixty photos of a phone fit."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DISK_FULL = (
    "The disk of the server is full. Nothing was stored; tell your administrator, and send it again then."
)


def largest_words() -> str:
    return f"{settings.MAX_UPLOAD_BYTES // _MB} MB"


def _too_large(name: str) -> str:
    return (
        f"{name} is larger than {largest_words()}, the most that a paper may have. "
        "Scan it in black and white, or split it, and upload the parts."
    )


class TooMuch(Exception):
    """The request says at its beginning that it is too large; nothing of it is kept."""


_PIECE, _MOST_THROWN_AWAY = _MB, 1024 * _MB


def stop_reading(request: HttpRequest) -> None:
    """After TooMuch: a browser that is cut off while it sends shows its own error page instead of our sentence."""
    left = _MOST_THROWN_AWAY
    with contextlib.suppress(OSError):
        while left > 0 and (piece := request.read(_PIECE)):
            left -= len(piece)
    request._mark_post_parse_error()


class IntoStore(FileUploadHandler):
    """What arrives is `arrivals`; what did not is in `problem`. `drop_all` leaves nothing behind."""

    chunk_size = 256 * 1024

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.arrivals: list[Arrival] = []
        self.problem = ""
        self._open: tuple[Arrival, IO[bytes]] | None = None

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        if content_length > settings.MAX_UPLOAD_BYTES * _REQUESTS + _MB:
            raise TooMuch(_too_large("What you sent"))

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if not self.file_name or self.field_name != "files":
            raise SkipFile
        with self._telling():
            arrival = Arrival(the_store().new_arrival(), self.file_name)
            self._open = (arrival, arrival.path.open("xb", buffering=0))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._open is None:
            raise SkipFile
        arrival, file = self._open
        if start + len(raw_data) > settings.MAX_UPLOAD_BYTES:
            self._give_up(_too_large(arrival.name))
            raise SkipFile
        with self._telling():
            written = 0
            while written < len(raw_data):  # a disk that is nearly full takes a part
                written += file.write(raw_data[written:])

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self._open is None:
            return None
        arrival, file = self._open
        file.close()
        self._open = None
        self.arrivals.append(arrival)
        return UploadedFile(file=None, name=arrival.name, size=file_size)

    def check(self) -> list[Arrival]:
        """The files that came. Raises Invalid where one did not fit."""
        if self.problem:
            raise Invalid({"files": self.problem})
        return self.arrivals

    def drop_all(self) -> None:
        self._close()
        for one in self.arrivals:
            one.drop()

    def _give_up(self, problem: str) -> None:
        self.problem = self.problem or problem
        self._close()

    def _close(self) -> None:
        if self._open:
            arrival, file = self._open
            self._open = None
            with contextlib.suppress(OSError):
                file.close()
            arrival.drop()

    @contextlib.contextmanager
    def _telling(self) -> Any:
        try:
            yield
        except OSError as error:
            self._give_up(
                _DISK_FULL if error.errno in _FULL else "The file could not be stored. Send it again."
            )
            raise SkipFile from error
