"""One thread an account: fetches what came, then waits, by IDLE where the server has it; backs off while it fails."""

import logging
import random
import threading
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError, connections

from caseday.correspondence.actions.positions import note_all_well, note_trouble
from caseday.correspondence.mail.fetching import fetch_new, opened_for, position_of
from caseday.correspondence.mail.imap import Mailbox
from caseday.correspondence.mail.troubles import Trouble
from caseday.correspondence.models import Account
from caseday.kernel import clock

log = logging.getLogger("caseday.mail")

IDLE_SECONDS = 25.0
POLL_SECONDS = 60.0
LOOK_SECONDS = 5.0
FIRST_PAUSE_SECONDS = 15.0
LONGEST_PAUSE_SECONDS = 900.0

_SETUP = (
    "imap_host", "imap_port", "imap_security", "imap_folder", "user_name", "address", "sign_in", "sealed_secret",
    "token_url", "client_id", "sealed_client_secret",
)  # fmt: skip


@dataclass(frozen=True)
class Watched:
    """An account as it is set up: a change ends its thread, and begins another."""

    id: UUID
    setup: tuple[object, ...]


def watched_accounts() -> set[Watched]:
    rows = Account.objects.filter(kind=Account.Kind.EMAIL, is_off=False).exclude(imap_host="")
    return {Watched(row[0], tuple(row[1:])) for row in rows.values_list("id", *_SETUP)}


def pause_after(failures: int, *, is_lasting: bool) -> float:
    """Seconds: longer each time, at once long where trying soon helps nobody; spread, so that not all come at once."""
    pause = LONGEST_PAUSE_SECONDS if is_lasting else FIRST_PAUSE_SECONDS * 2 ** min(failures - 1, 10)
    return min(pause, LONGEST_PAUSE_SECONDS) * random.uniform(0.8, 1.0)


class Watch:
    """One account's thread."""

    def __init__(self, watched: Watched) -> None:
        self.watched = watched
        self.ending = threading.Event()
        self.thread = threading.Thread(target=self._run, name=f"mail-{watched.id}", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def _run(self) -> None:
        failures = 0
        while not self.ending.is_set():
            try:
                account = Account.objects.get(pk=self.watched.id)
                failures = 0 if self._stay(account) else failures
            except Trouble as trouble:
                failures += 1
                self._pause(failures, trouble)
            except Exception:
                # A mistake of ours, or the database is away: the account is watched on.
                failures += 1
                log.exception("fetching mail failed")
                self._pause(
                    failures, Trouble("Caseday could not take in what came, and tries again by itself.")
                )
            finally:
                connections.close_all()

    def _stay(self, account: Account) -> bool:
        with opened_for(account) as mailbox:
            while not self.ending.is_set():
                fetch_new(account, mailbox, now=clock.now, is_ending=self.ending.is_set)
                note_all_well(position_of(account), now=clock.now())
                connections.close_all()
                self._wait(mailbox)
        return True

    def _wait(self, mailbox: Mailbox) -> None:
        if mailbox.can_idle:
            mailbox.wait(IDLE_SECONDS)
        else:
            self.ending.wait(POLL_SECONDS)

    def _pause(self, failures: int, trouble: Trouble) -> None:
        try:
            account = Account.objects.get(pk=self.watched.id)
            note_trouble(position_of(account), now=clock.now(), words=trouble.words)
        except (DatabaseError, Account.DoesNotExist):
            log.warning("what keeps an account from being fetched could not be noted")
        connections.close_all()
        self.ending.wait(pause_after(failures, is_lasting=trouble.is_lasting))


def watch_all(ending: threading.Event) -> None:
    """Until `ending`: every account that is on has its thread, as it is set up now."""
    watches: dict[Watched, Watch] = {}
    while not ending.wait(0 if not watches else LOOK_SECONDS):
        try:
            wanted = watched_accounts()
        except DatabaseError:
            wanted = set(watches)
        finally:
            connections.close_all()
        for watched in set(watches) - wanted:
            watches.pop(watched).ending.set()
        for watched in wanted - set(watches):
            watches[watched] = Watch(watched)
            watches[watched].start()
        if not watches and ending.wait(LOOK_SECONDS):
            break
    for watch in watches.values():
        watch.ending.set()
