"""The search index is made anew when one asks for it, and after an upgrade that finds more."""

import pytest
from click.testing import CliRunner

from caseday.access.viewer import Viewer
from caseday.cli import start
from caseday.cli.upkeep import migrate
from caseday.search.models import Entry
from caseday.search.queries import find
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lost(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    make_case(cast.nora, person=make_person(given_name="Rosa", family_name="Steinbrenner"))
    Entry.objects.all().delete()
    monkeypatch.setattr(start, "make_ready", lambda: None)
    monkeypatch.setattr(start, "apply_migrations", lambda: None)


def run(monkeypatch: pytest.MonkeyPatch, missing: set[tuple[str, str]], *arguments: str) -> str:
    monkeypatch.setattr(start, "pending_migrations", lambda: missing)
    return CliRunner().invoke(migrate, list(arguments)).output


def test_it_is_made_when_asked_for(monkeypatch: pytest.MonkeyPatch, nora: Viewer) -> None:
    assert "The database is current.\nMade the search index anew: " in run(monkeypatch, set(), "--reindex")
    assert find(nora, "steinbrenner")


def test_it_is_made_where_the_upgrade_finds_more(monkeypatch: pytest.MonkeyPatch, nora: Viewer) -> None:
    said = run(monkeypatch, {("search", "0005_of_the_whole_file")})
    assert "Applied 1 migrations.\nMade the search index anew: " in said and find(nora, "steinbrenner")


def test_otherwise_it_stays(monkeypatch: pytest.MonkeyPatch, nora: Viewer) -> None:
    assert "index" not in run(monkeypatch, {("cases", "0099_more")})
    assert "index" not in run(monkeypatch, set(), "--check", "--reindex")
    monkeypatch.setattr(start, "is_empty", lambda: True)
    assert "index" not in run(monkeypatch, {("search", "0005_of_the_whole_file")})
    assert not find(nora, "steinbrenner")
