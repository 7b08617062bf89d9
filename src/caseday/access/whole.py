"""In: actions that are made of other actions. Out: one transaction, without a savepoint for each of them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

_open = threading.local()


@contextmanager
def whole() -> Iterator[None]:
    """All of it or nothing, also of what is inside: like `transaction.atomic()`, which a database at the other end of a
    wire pays with two more trips for every level.

    An error that comes out of an inner one may not be caught on the way: nothing can be written after it. Where an
    action goes on without a part that failed, that part is a `transaction.atomic()`.
    """
    depth = getattr(_open, "depth", 0)
    _open.depth = depth + 1
    try:
        with transaction.atomic(savepoint=depth == 0):
            yield
    finally:
        _open.depth = depth
