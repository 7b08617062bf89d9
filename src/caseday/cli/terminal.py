"""In: long work and its results. Out: a progress bar on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

Advance = Callable[[int, int], None]
"""Called with what is done and what there is in all."""


def say(text: str = "") -> None:
    click.echo(text)


def note(text: str) -> None:
    """For people, not for pipes."""
    click.echo(text, err=True)


@contextmanager
def progress(title: str) -> Iterator[Advance]:
    """On no terminal the work is named once: a log is not filled with bars."""
    if not sys.stderr.isatty():
        note(f"{title} ...")
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
