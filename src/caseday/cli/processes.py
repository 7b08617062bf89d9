"""The processes beside the web: background jobs and Litestream, watched and restarted by the one that starts them."""

import contextlib
import ctypes
import logging
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

log = logging.getLogger("caseday.processes")

_PR_SET_PDEATHSIG = 1
_STOP_WITHIN_SECONDS = 8.0
_LOOK_EVERY_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 30.0


def end_with_parent() -> None:
    """Linux: even if the starting process is killed outright, no orphan goes on."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Child(Protocol):
    @property
    def pid(self) -> int | None: ...
    def is_alive(self) -> bool: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...
    def join(self, timeout: float | None = None) -> None: ...


class Command:
    """A program of others, with the shape of multiprocessing's Process."""

    def __init__(self, arguments: list[str]) -> None:
        self._popen = subprocess.Popen(arguments, preexec_fn=end_with_parent, stdin=subprocess.DEVNULL)
        self.pid: int | None = self._popen.pid

    def is_alive(self) -> bool:
        return self._popen.poll() is None

    def terminate(self) -> None:
        self._popen.terminate()

    def kill(self) -> None:
        self._popen.kill()

    def join(self, timeout: float | None = None) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(timeout)


def start_jobs() -> Child:
    """Forked where the platform can, so that the loaded code is shared and not loaded again."""
    from caseday.cli.background import jobs_child

    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    process = multiprocessing.get_context(method).Process(target=jobs_child, name="caseday-jobs")  # type: ignore[attr-defined]
    process.start()
    child: Child = process
    return child


@dataclass
class _Post:
    """One child's place: how to fill it, who fills it now, and how long to wait before filling it again."""

    name: str
    fill: Callable[[], Child]
    child: Child | None = None
    pause_seconds: float = 0.5
    started_at: float = field(default_factory=time.monotonic)

    def start(self) -> None:
        self.child = self.fill()
        self.started_at = time.monotonic()

    def restart_if_dead(self) -> None:
        if self.child is None or self.child.is_alive():
            return
        if time.monotonic() - self.started_at > _LONGEST_PAUSE_SECONDS:
            self.pause_seconds = 0.5
        if time.monotonic() - self.started_at < self.pause_seconds:
            return
        log.error("%s ended unexpectedly; starting it again", self.name)
        self.pause_seconds = min(self.pause_seconds * 2, _LONGEST_PAUSE_SECONDS)
        self.start()


class Companions:
    """Starts them with the web server, keeps them running, and stops them with it."""

    def __init__(self) -> None:
        self._posts: list[_Post] = []
        self._ending = threading.Event()
        self._watch = threading.Thread(target=self._keep_running, name="companions", daemon=True)

    def add(self, name: str, fill: Callable[[], Child]) -> None:
        self._posts.append(_Post(name, fill))

    def start(self) -> None:
        """The first start is in the calling thread; a child that Linux ends with its parent ends with that thread."""
        for post in self._posts:
            post.start()
        self._watch.start()

    def _keep_running(self) -> None:
        while not self._ending.wait(_LOOK_EVERY_SECONDS):
            for post in self._posts:
                post.restart_if_dead()

    def stop(self) -> None:
        self._ending.set()
        if self._watch.is_alive():
            self._watch.join()
        children = [post.child for post in self._posts if post.child]
        for child in children:
            child.terminate()
        deadline = time.monotonic() + _STOP_WITHIN_SECONDS
        for child in children:
            child.join(max(0.05, deadline - time.monotonic()))
            if child.is_alive():
                child.kill()


def in_own_group() -> None:
    """Everything that Caseday starts shares one process group, so that one signal ends all of it."""
    with contextlib.suppress(OSError, AttributeError):
        if os.getpgrp() != os.getpid() and not os.isatty(0):
            os.setpgid(0, 0)
