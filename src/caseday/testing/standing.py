"""What stands for all tests of a module: each finds it as it was made, whatever the test before did."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

Made = TypeVar("Made")


@contextmanager
def standing(blocker: DjangoDbBlocker, make: Callable[[], Made]) -> Iterator[Made]:
    """In a transaction around those of the tests. For fixtures of scope "module" that ask for `django_db_setup`.

    Only for modules whose tests all want it there, and none with real transactions.
    """
    with blocker.unblock(), transaction.atomic():
        yield make()
        transaction.set_rollback(True)
