"""In: nothing. Out: how fast the machine is just now; one lent by others is twice as slow at one hour as at another."""

import time


def plain_loop() -> float:
    """Processor seconds of ten million steps of a plain Python loop."""
    began, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return time.process_time() - began
