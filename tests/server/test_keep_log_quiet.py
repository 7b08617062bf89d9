"""The log of a real server names nobody: not what is typed, searched for, or fails to sign in."""

import http.client
import json
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.server.running import Serving, environment_for
from tests.server.writers import TOKEN

pytestmark = pytest.mark.server
TYPED = "called Quillfeather about his hernia 10 min"
SECRETS = ("Quillfeather", "hernia", "zebrafinch", "wrong-password-1")
PREPARE = (
    "import json; from caseday.cli import start; start.make_ready(); "
    "from tests.server.prepared import sessions; print(json.dumps(sessions('1')))"
)


@pytest.fixture
def made(tmp_path: Path, migrated_database: Path) -> dict[str, object]:
    shutil.copy(migrated_database, tmp_path)
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", PREPARE],
        env=environment_for(tmp_path),
        capture_output=True,
        text=True,
        cwd=root,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def send(
    server: Serving, session: object, method: str, path: str, fields: dict[str, str] | None = None
) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
    }
    connection.request(method, path, urlencode(fields or {}), headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def test_nothing_that_people_type_reaches_the_log(made: dict[str, object], tmp_path: Path) -> None:
    session = made["sessions"][0]  # type: ignore[index]
    with Serving(tmp_path, {"CASEDAY_LOG_LEVEL": "info"}) as server:
        assert (
            send(server, session, "POST", "/journal/capture", {"line": TYPED, "case": "Quillfeather"}) < 500
        )
        assert send(server, session, "GET", f"/search/?{urlencode({'q': 'Quillfeather hernia'})}") < 500
        assert send(server, session, "GET", "/no/such/page/Quillfeather-hernia") == 404
        assert (
            send(
                server,
                session,
                "POST",
                "/people/new/",
                {"family_name": "Quillfeather", "birth_date": "hernia"},
            )
            < 500
        )
        wrong = {"login": "zebrafinch@example.com", "password": "wrong-password-1"}
        for _ in range(10):
            assert send(server, "", "POST", "/account/sign-in/", wrong) < 500
        forged = send(
            server, session, "POST", "/journal/capture?Quillfeather", {"csrfmiddlewaretoken": "hernia"}
        )
        assert forged < 500
    said = server.said()
    assert "Caseday answers at" in said
    assert [secret for secret in SECRETS if secret in said] == []
    assert (tmp_path / "secret_key").read_text() not in said
    assert str(session) not in said
