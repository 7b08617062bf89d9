"""A mailbox is tried once, while somebody waits: what happens, in a sentence."""

from dataclasses import dataclass
from datetime import datetime

from caseday.correspondence.actions.positions import note_all_well, note_trouble
from caseday.correspondence.actions.tokens import ask_anew
from caseday.correspondence.mail.fetching import first_day, opened_for, position_of
from caseday.correspondence.mail.troubles import Trouble
from caseday.correspondence.models import Account

WAITS_SECONDS = 15.0


@dataclass(frozen=True)
class Checked:
    is_fine: bool
    words: str


def check_account(account: Account, *, now: datetime) -> Checked:
    """Signs in and looks into the folder; fetches nothing."""
    if not account.imap_host:
        return Checked(True, "No mail is fetched for this account: it names no server that mail comes from.")
    try:
        ask_anew(account)
        with opened_for(account, timeout=WAITS_SECONDS) as mailbox:
            waiting = len(mailbox.uids_after(position_of(account).last_uid, first_day(account)))
            idles = mailbox.can_idle
    except Trouble as trouble:
        note_trouble(position_of(account), now=now, words=trouble.words)
        return Checked(False, trouble.words)
    note_all_well(position_of(account), now=now)
    how = "New mail comes in at once." if idles else "New mail is looked for every minute."
    many = "1 message waits" if waiting == 1 else f"{waiting:,} messages wait"
    return Checked(
        True, f"It works: signed in at {account.imap_host}, {many} in {account.imap_folder}. {how}"
    )
