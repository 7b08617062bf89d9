"""The other side of a demonstration: a text gateway with the clients' phones behind it, a post office, and what of
the day is still to come. All of it is on this machine."""

import multiprocessing
import os
import secrets
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from caseday.cli.processes import Child, Companions, end_with_parent

if TYPE_CHECKING:
    from caseday.demo.post import Coming
    from caseday.demo.post_office import Ports

POST = "post"
"""Folder of the mailboxes, and of what is still to come."""
_BAG = "to-come.json"
_LOOK_EVERY_SECONDS = 2.0
NUMBER = "+15125550199"
_ACCOUNT = "AC" + "0" * 32


def set_up_texts(port: int) -> None:
    """In the environment, before the configuration is read: whatever gateway the agency's own people use stays out."""
    chosen = {
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "TEXT_GATEWAY": "twilio",
        "TEXT_GATEWAY_URL": f"http://127.0.0.1:{_free_port()}",
        "TEXT_ACCOUNT_SID": _ACCOUNT,
        "TEXT_AUTH_TOKEN": secrets.token_hex(16),
        "TEXT_NUMBER": NUMBER,
    }
    os.environ.update({f"CASEDAY_{key}": value for key, value in chosen.items()})


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def pack(folder: Path, coming: "list[Coming]") -> None:
    """What lies ahead of the hour at which the demonstration opens."""
    from caseday.demo.post import Bag

    Bag.pack(folder / _BAG, coming)


@contextmanager
def other_side(folder: Path, ports: "Ports") -> Iterator[None]:
    """Runs beside the server, each started again where it ends."""
    companions = Companions()
    companions.add("text gateway", lambda: _start("caseday-texts", _gateway_child))
    companions.add("post office", lambda: _start("caseday-post", partial(_post_office_child, folder, ports)))
    companions.add("post to come", lambda: _start("caseday-postman", partial(_postman_child, folder, ports)))
    companions.start()
    try:
        yield
    finally:
        companions.stop()


def _start(name: str, work: Callable[[], None]) -> Child:
    """Forked, so that its clock is the demonstration's."""
    from django.db import connections

    connections.close_all()
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    process = multiprocessing.get_context(method).Process(target=_as_child, args=(work,), name=name)  # type: ignore[attr-defined]
    process.start()
    child: Child = process
    return child


def _as_child(work: Callable[[], None]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with_parent()
    work()


def _gateway_child() -> None:
    from urllib.parse import urlsplit

    from caseday.config.settings import OPTIONS
    from caseday.correspondence.texts.local import run

    run(
        account=OPTIONS.text_account_sid,
        token=OPTIONS.text_auth_token.get_secret_value(),
        number=OPTIONS.text_number,
        hook_url=f"{OPTIONS.public_base}/messages/hooks/twilio/incoming/",
        port=urlsplit(OPTIONS.text_gateway_url).port or 0,
        pause_seconds=0.5,
    )


def _post_office_child(folder: Path, ports: "Ports") -> None:
    from caseday.demo.post_office import run
    from caseday.demo.typical_day.messages import OFFICE_MAIL

    run(folder, ports, owner=OFFICE_MAIL)


def _postman_child(folder: Path, ports: "Ports") -> None:
    """Stays when everything is delivered: what ends is started again."""
    from django.db import connections

    from caseday.correspondence.queries.text_accounts import text_access
    from caseday.demo.post import Bag, Mailbox, deliver_due
    from caseday.demo.post_office import HOST
    from caseday.demo.typical_day.messages import OFFICE_MAIL
    from caseday.kernel import clock

    bag, mailbox = Bag(folder / _BAG), Mailbox(HOST, ports.smtp, OFFICE_MAIL)
    while True:
        deliver_due(bag, clock.now(), mailbox=mailbox, texts=text_access())
        connections.close_all()
        time.sleep(_LOOK_EVERY_SECONDS)
