"""The address that is printed is one at which everything works."""

from pathlib import Path

import pytest
from django.test import Client

from caseday.access.models import Agency
from caseday.cli.serve import address_of
from caseday.config.options import Options
from caseday.testing.fixtures import Cast


@pytest.mark.parametrize(
    ("address", "printed"),
    [
        ("127.0.0.1", "http://localhost:8100/"),
        ("::1", "http://localhost:8100/"),
        ("192.0.2.7", "http://192.0.2.7:8100/"),
        ("2001:db8::7", "http://[2001:db8::7]:8100/"),
    ],
)
def test_this_machine_goes_by_its_name(address: str, printed: str, tmp_path: Path) -> None:
    assert address_of(Options(data_dir=tmp_path, address=address, port=8100)) == printed


@pytest.mark.django_db
def test_one_tap_signs_in_there(cast: Cast) -> None:
    Agency.objects.update(is_demonstration=True)
    here = address_of(Options(port=8100))
    client = Client(enforce_csrf_checks=True, HTTP_HOST="localhost:8100", HTTP_ORIGIN=here.rstrip("/"))
    assert b"Nora Field" in client.get("/account/sign-in/").content
    tapped = {"staff": str(cast.nora.pk)}
    address = "/account/sign-in/demonstration/"
    assert client.post(address, tapped).status_code == 403
    token = client.cookies["csrftoken"].value
    assert client.post(address, tapped, HTTP_X_CSRFTOKEN=token).status_code == 302
    assert client.get("/access/account/").status_code == 200
