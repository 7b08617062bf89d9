"""A message as it was sent: in a frame where nothing runs or loads, as bytes, and its files."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from caseday.correspondence.models import Attachment, Message
from caseday.correspondence.queries import originals
from caseday.correspondence.tests.made import file_on, keep_original, make_account, make_message
from caseday.documents.keeping import the_store
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"p" * 40


@pytest.fixture
def message(cast: Cast, settings: Any, tmp_path: Path) -> Message:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    made = make_message(make_account(staff=cast.nora), html="<p>Hi</p>")
    file_on(made, make_case(cast.nora))
    return made


def _with_picture(message: Message, data: bytes) -> str:
    sha256 = keep_original(message, data).sha256
    message.body.html = f'<img src="cid:{sha256}"><img src="cid:{"0" * 64}">'
    message.body.save()
    return sha256


def test_the_frame_lets_nothing_run_or_load(message: Message, nora_client: Client) -> None:
    answer = nora_client.get(f"/messages/{message.pk}/html")
    policy = answer["Content-Security-Policy"]
    assert (
        policy.startswith("default-src 'none'; img-src data:; style-src 'unsafe-inline'")
        and "sandbox" in policy
    )
    assert "script" not in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "<p>Hi</p>" in answer.content.decode()


def test_its_own_pictures_are_written_into_it_and_those_of_others_are_not(
    message: Message, nora_client: Client
) -> None:
    _with_picture(message, PNG)
    page = nora_client.get(f"/messages/{message.pk}/html").content.decode()
    assert page.count('src="data:image/png;base64,') == 1
    assert page.count('src="data:image/gif') == 1 and "cid:" not in page


@pytest.mark.parametrize("data", [b"<svg onload='x()'></svg>", b"GIF" + b"x" * 3_000_000])
def test_what_is_no_picture_of_points_or_too_large_is_left_out(
    message: Message, nora_client: Client, data: bytes
) -> None:
    _with_picture(message, data)
    page = nora_client.get(f"/messages/{message.pk}/html").content.decode()
    assert page.count('src="data:image/gif') == 2 and "svg" not in page


def test_all_pictures_together_have_a_limit(
    message: Message, nora_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(originals, "MOST_PICTURES", 10)
    _with_picture(message, PNG)
    assert "image/png" not in nora_client.get(f"/messages/{message.pk}/html").content.decode()


def test_bytes_and_files_are_saved_and_never_shown(message: Message, nora_client: Client) -> None:
    keep_original(message, b"Subject: x\n\n<script>")
    for address in ("raw", "files/0"):
        answer = nora_client.get(f"/messages/{message.pk}/{address}")
        assert b"".join(answer.streaming_content) == b"Subject: x\n\n<script>"
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Type"] == "application/octet-stream"
        assert "sandbox" in answer["Content-Security-Policy"]


def test_what_is_not_there_is_not_found(message: Message, nora_client: Client, olive_client: Client) -> None:
    assert nora_client.get(f"/messages/{message.pk}/raw").status_code == 404
    assert nora_client.get(f"/messages/{message.pk}/files/0").status_code == 404
    keep_original(message, b"x")
    for address in ("html", "raw", "files/0"):
        assert olive_client.get(f"/messages/{message.pk}/{address}").status_code == 404
    the_store().path_of(Attachment.objects.get().sha256).unlink()
    assert nora_client.get(f"/messages/{message.pk}/raw").status_code == 404
    message.body.html = ""
    message.body.save()
    assert nora_client.get(f"/messages/{message.pk}/html").status_code == 404
