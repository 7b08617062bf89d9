"""OSRM and Valhalla themselves, each on a free loopback port with the map of a made-up town."""

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.postgres import free_port

PACKAGES = Path(__file__).parents[2] / ".venv" / "roads"
"""What `make test` installs from requirements/roads.txt."""
_ANSWERS_WITHIN_SECONDS = 60.0


@contextlib.contextmanager
def osrm(extract: Path) -> Iterator[str]:
    programs, graph = PACKAGES / "osrm" / "bin", extract.with_name("town.osrm")
    profile = PACKAGES / "osrm" / "share" / "profiles" / "car.lua"
    _run([programs / "osrm-extract", "-p", profile, "-o", graph, extract])
    _run([programs / "osrm-contract", graph])
    port = free_port()
    with _served([programs / "osrm-routed", "-i", "127.0.0.1", "-p", port, graph], port) as url:
        yield url


@contextlib.contextmanager
def valhalla(extract: Path) -> Iterator[str]:
    """Its settings are those that it writes itself."""
    from caseday.dayplan.travel.prepared import program

    port, folder = free_port(), extract.parent
    describe, service = program("valhalla_build_config"), program("valhalla_service")
    assert describe
    assert service
    listening = ["--httpd-service-listen", f"tcp://127.0.0.1:{port}"]
    config = folder / "server.json"
    config.write_bytes(_run([*describe, "--mjolnir-tile-dir", folder / "server-tiles", *listening]))
    _run([PACKAGES / "valhalla" / "bin" / "valhalla_build_tiles", "-c", config, extract])
    with _served([*service, config, "1"], port) as url:
        yield url


def _run(command: list[object]) -> bytes:
    done = subprocess.run([str(part) for part in command], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr[-500:] + done.stdout[-500:]
    return done.stdout


@contextlib.contextmanager
def _served(command: list[object], port: int) -> Iterator[str]:
    server = subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(server, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + _ANSWERS_WITHIN_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended by itself"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError("the server does not answer")
