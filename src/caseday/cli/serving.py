"""The web server: the application is loaded once and forked, so that the processes share its memory."""

import contextlib
import ctypes
import gc
import logging
import multiprocessing
import shutil
import sysconfig
import time
from collections.abc import Callable
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caseday.cli import start
from caseday.cli.background import look_once
from caseday.cli.endings import fail
from caseday.cli.processes import Command, Companions, end_with_parent, start_jobs
from caseday.config.options import Options

if TYPE_CHECKING:
    from granian.server.common import AbstractServer

    Server = AbstractServer[Any]

log = logging.getLogger("caseday.serving")

Application = Callable[..., Any]

# Imported only inside functions, but by every web process sooner or later: in memory once if before the fork.
_LOADED_LATE = ("granian.server", "opening_hours", "phonenumbers.data.region_US")


def load_application() -> Application:
    """The WSGI application, and what its first page would load, before any process is forked."""
    from django.template.engine import Engine
    from django.urls import get_resolver

    from caseday.config.wsgi import application

    # Both are computed when first read, and kept: once for all processes.
    _ = get_resolver().reverse_dict
    _ = Engine.get_default().template_context_processors
    for name in _LOADED_LATE:
        import_module(name)
    return application


def litestream_program() -> str:
    """Beside this Python (the package extra), else on PATH."""
    beside = Path(sysconfig.get_path("scripts")) / "litestream"
    found = str(beside) if beside.exists() else shutil.which("litestream")
    return found or fail(
        "litestream_target is set, but there is no litestream: pip install 'caseday[litestream]'", 2
    )


def litestream_config(options: Options) -> Path:
    """Written at every start; credentials stay in the environment (LITESTREAM_ACCESS_KEY_ID, ...)."""
    path = options.data_dir / "litestream.yml"
    path.write_text(
        "# Written by caseday serve from its own configuration; changes here are lost.\n"
        f"dbs:\n  - path: {options.sqlite_path.absolute()}\n    replica:\n      url: {options.litestream_target}\n",
        "utf-8",
    )
    return path


def companions_for(options: Options, *, with_jobs: bool = True) -> Companions:
    companions = Companions()
    if with_jobs:
        companions.add("background jobs", start_jobs)
    if options.litestream_target:
        arguments = [litestream_program(), "replicate", "-config", str(litestream_config(options))]
        companions.add("litestream", lambda: Command(arguments))
    return companions


def _settle_memory() -> None:
    """What is loaded now lives on: without the collector touching it, forked processes share its pages.

    Nothing is collected first: little is there to free, and it would leave holes in pages that are shared.
    A page makes tens of thousands of objects and leaves no rings: looked for at every 700, as Python does by
    itself, they cost one page in twenty another 40 ms.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


_M_ARENA_MAX = -8


def _share_one_heap() -> None:
    """glibc gives every thread a heap of its own, each with its own holes: 5 MB a process that nobody uses."""
    with contextlib.suppress(OSError, AttributeError):  # another libc
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


_REQUESTS_BETWEEN = 25


def _giving_back(application: Application) -> Application:
    """Now and then, what pages freed goes back to the system: glibc by itself gives back the end of its heap alone."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is None:  # another libc
        return application
    answered = count(1)

    def answer(environment: Any, start_response: Any) -> Any:
        response = application(environment, start_response)
        if next(answered) % _REQUESTS_BETWEEN == 0:
            trim(0)
        return response

    return answer


def _server(options: Options) -> "Server":
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    return Server(
        "caseday.config.wsgi:application",
        address=options.address,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=options.threads,
        backpressure=max(64, options.threads * 4),
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        workers_kill_timeout=8,
        ssl_cert=options.tls_certificate,
        ssl_key=options.tls_key,
    )


def run(options: Options, *, with_jobs: bool = True, started: Callable[[], None] | None = None) -> None:
    """Serves until SIGTERM or SIGINT; Django is set up and the database current."""
    _share_one_heap()
    application = load_application()
    if with_jobs:
        look_once()
    start.close_connections()
    companions = companions_for(options, with_jobs=with_jobs)
    if "fork" in multiprocessing.get_all_start_methods():
        multiprocessing.set_start_method("fork", force=True)
    _settle_memory()
    companions.start()
    try:
        _serve(options, application, started)
    finally:
        companions.stop()


def _serve(options: Options, application: Application, started: Callable[[], None] | None) -> None:
    """Granian gives up when a process dies twice within seconds; then everything is opened again, more slowly."""

    def loaded() -> Application:
        end_with_parent()
        return _giving_back(application)

    pause_seconds = 0.2
    while True:
        server = _server(options)
        if started:
            server.on_startup(started)
        began = time.monotonic()
        with contextlib.suppress(SystemExit):
            server.serve(target_loader=loaded, wrap_loader=False)
        if server.interrupt_signal:
            return
        pause_seconds = 0.2 if time.monotonic() - began > 60 else min(2 * pause_seconds, 30)
        log.error("the web processes died repeatedly; starting again in %.1f seconds", pause_seconds)
        if _told_to_stop(server, within_seconds=pause_seconds):
            return


def _told_to_stop(server: "Server", within_seconds: float) -> bool:
    ends = time.monotonic() + within_seconds
    while time.monotonic() < ends and not server.interrupt_signal:
        time.sleep(0.05)
    return bool(server.interrupt_signal)


def require_free_port(options: Options) -> None:
    """Otherwise two Casedays would share the port and answer in turn."""
    import socket

    family = socket.AF_INET6 if ":" in options.address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((options.address.strip("[]"), options.port))
        except OSError as error:
            fail(
                f"port: {options.address}:{options.port} cannot be used ({error.strerror}); choose another", 2
            )
