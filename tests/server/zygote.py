"""In: a line of JSON, `["start"]`, `["reap", pid]` or `["call", "module:function"]`. Out: a line of JSON."""

import json
import os
import signal
import sys
from importlib import import_module
from typing import Any

from caseday.cli import serving, start
from caseday.cli.processes import end_with_parent


def _serve(options: Any) -> None:
    os.setsid()
    end_with_parent()
    silent = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(silent, descriptor)
    serving.run(options)


def start_server(options: Any) -> int:
    start.close_connections()
    pid = os.fork()
    if pid == 0:
        try:
            _serve(options)
        finally:
            os._exit(0)
    return pid


def answer(options: Any, words: list[str]) -> Any:
    if words[0] == "start":
        return start_server(options)
    if words[0] == "reap":
        return os.waitpid(int(words[1]), 0)[1]
    module, name = words[1].split(":")
    called = getattr(import_module(module), name)(*words[2:])
    start.close_connections()
    return called


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    options = start.make_ready()
    start.require_current_database()
    start.make_static()
    serving.load_application()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(options, json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
