"""Real servers for tests: `caseday serve` as an operator starts it, and a quick one that starts forked."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.postgres import free_port

_LIGHT = {"CASEDAY_LOAD_DIAGNOSIS_CODES": "no"}
"""A start under test does not read 98,000 codes beside it."""
CASEDAY = [sys.executable, "-m", "caseday.cli"]


def environment_for(data_dir: Path, **more: str) -> dict[str, str]:
    """What this test run itself was told stays out of the server's configuration."""
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("CASEDAY_", "COVERAGE_", "DJANGO_", "TEST_"))
    }
    return {**kept, "CASEDAY_DATA_DIR": str(data_dir), "CASEDAY_LOG_LEVEL": "warning", **_LIGHT, **more}


def run_caseday(data_dir: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = environment_for(data_dir, **more)
    return subprocess.run(
        [*CASEDAY, *arguments], env=environment, capture_output=True, text=True, timeout=300
    )


def wait_until_up(url: str, lives: Callable[[], bool] = lambda: True, within_seconds: float = 240.0) -> float:
    """Seconds until the first answer; an empty agency makes its tables first, on a busy machine slowly."""
    began = time.monotonic()
    while time.monotonic() - began < within_seconds and lives():
        try:
            with urllib.request.urlopen(url + "healthz", timeout=5):
                return time.monotonic() - began
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.01)
    raise TimeoutError(f"no answer at {url}")


def kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


@dataclass
class Serving:
    """`caseday serve` in a process group of its own; ends with the block."""

    data_dir: Path
    more: dict[str, str]
    command: list[str] = field(default_factory=lambda: [*CASEDAY, "serve"])

    def __enter__(self) -> "Serving":
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        environment = environment_for(self.data_dir, CASEDAY_PORT=str(self.port), **self.more)
        self.log = (self.data_dir / "serve.log").open("w+")
        self.process = subprocess.Popen(
            self.command, env=environment, start_new_session=True, stdout=self.log, stderr=self.log
        )
        try:
            self.first_answer_seconds = wait_until_up(self.url, lambda: self.process.poll() is None)
        except TimeoutError:
            self.__exit__()
            raise AssertionError(f"it did not come up: {self.said()}") from None
        return self

    def __exit__(self, *_: Any) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)
        kill_group(self.process.pid)
        self.log.close()

    def said(self) -> str:
        return Path(self.log.name).read_text()


class Zygote:
    """Loads Caseday once; each `start` forks the real server (web processes and jobs) as a group of its own."""

    def __init__(self, data_dir: Path, **more: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        environment = environment_for(data_dir, CASEDAY_PORT=str(self.port), **more)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.server.zygote"],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            cwd=Path(__file__).resolve().parents[2],
        )  # fmt: skip

    def ask(self, *words: str) -> Any:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the zygote died"
        return json.loads(answer)

    def start(self) -> int:
        """Starts the server and waits for its first answer; its process group is the answer."""
        pid: int = self.ask("start")
        wait_until_up(self.url)
        return pid

    def end(self, pid: int) -> None:
        """kill -9 of everything, at once."""
        kill_group(pid)
        self.ask("reap", str(pid))

    def close(self) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()
