"""Messages as one writes them, for tests of what goes out."""

from typing import Any

from caseday.cases.models import Case
from caseday.correspondence.models import Account
from caseday.correspondence.rules.outgoing import Addressee, Outgoing
from caseday.people.models import ContactPoint
from caseday.testing.make import make_contact_point

ROSA = "rosa@example.org"
MOBILE = "+15125550123"


def make_mailbox(staff: Any = None, **fields: Any) -> Account:
    given = {
        "kind": "email", "name": "Nora", "address": "nora@example.com", "staff": staff, "smtp_host": "127.0.0.1",
        "smtp_port": 1, "smtp_security": "none",
    }  # fmt: skip
    return Account.objects.create(**{**given, **fields})


def reachable(case: Case, **consents: Any) -> ContactPoint:
    """The client by email, agreed to unless said otherwise."""
    fields = {"system": "email", "email_consent": "granted", **consents}
    return make_contact_point(case.person, ROSA, **fields)


def texting(case: Case, **consents: Any) -> ContactPoint:
    return make_contact_point(case.person, MOBILE, **{"text_consent": "granted", **consents})


def to_client(case: Case, address: str = ROSA, **fields: Any) -> Addressee:
    return Addressee(
        address, case.person.full_name, **{"role": "client", "person_id": case.person_id, **fields}
    )


def email_to_client(case: Case, text: str = "How are you?", **fields: Any) -> Outgoing:
    given = {"channel": "email", "to": (to_client(case),), "subject": "Hello", "case_id": case.pk}
    return Outgoing(text=text, **{**given, **fields})


def text_to_client(case: Case, text: str = "How are you?", **fields: Any) -> Outgoing:
    given = {"channel": "text", "to": (to_client(case, MOBILE),), "case_id": case.pk}
    return Outgoing(text=text, **{**given, **fields})
