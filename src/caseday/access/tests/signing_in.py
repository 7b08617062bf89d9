"""What the tests of signing in share: a person with a real password."""

from typing import Any

from django.test import Client

from caseday.access.models import Staff

PASSWORD = "plum ladder forty swims"


def with_password(staff: Staff, password: str = PASSWORD) -> Staff:
    staff.set_password(password)
    staff.save(update_fields=["password"])
    return staff


def sign_in(staff: Staff, password: str = PASSWORD, client: Client | None = None, **headers: Any) -> Client:
    client = client or Client()
    client.post("/account/sign-in/", {"login": staff.email, "password": password}, **headers)
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/access/account/").status_code == 200
