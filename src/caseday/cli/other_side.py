"""The other side of a demonstration's texts: a gateway on this machine, and the phones of the clients behind it."""

import multiprocessing
import os
import secrets
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from caseday.cli.processes import Child, Companions, end_with_parent

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


@contextmanager
def other_side() -> Iterator[None]:
    """Runs beside the server, started again where it ends."""
    companions = Companions()
    companions.add("text gateway", _start_gateway)
    companions.start()
    try:
        yield
    finally:
        companions.stop()


def _start_gateway() -> Child:
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    process = multiprocessing.get_context(method).Process(target=_gateway_child, name="caseday-texts")  # type: ignore[attr-defined]
    process.start()
    child: Child = process
    return child


def _gateway_child() -> None:
    """Forked, so that its clock is the demonstration's."""
    from urllib.parse import urlsplit

    from caseday.config.settings import OPTIONS
    from caseday.correspondence.texts.local import run

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with_parent()
    run(
        account=OPTIONS.text_account_sid,
        token=OPTIONS.text_auth_token.get_secret_value(),
        number=OPTIONS.text_number,
        hook_url=f"{OPTIONS.public_base}/messages/hooks/twilio/incoming/",
        port=urlsplit(OPTIONS.text_gateway_url).port or 0,
        pause_seconds=0.5,
    )
