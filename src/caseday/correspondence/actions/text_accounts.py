"""The agency's number at the gateway has its row as soon as it is used."""

from datetime import datetime

from caseday.access.record import agency_chain, change
from caseday.access.viewer import Viewer
from caseday.correspondence.models import Account
from caseday.correspondence.queries.text_accounts import text_account
from caseday.directory.rules.numbers import show_phone


def account_of_number(*, actor: Viewer, now: datetime, number: str) -> Account:
    """The gateway vouches that the number is ours; a row that is missing is made, the agency's."""
    if known := text_account(number):
        return known
    account = Account(kind=Account.Kind.TEXT, name=f"Texts {show_phone(number)}"[:120], address=number)
    with change("account_added", actor=actor, now=now, chain=agency_chain(), subject=account) as record:
        record.add(account)
    return account
