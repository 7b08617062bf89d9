"""Social Security numbers travel under a passphrase or not at all, and are sealed anew where they arrive."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse

from caseday.access.models import AccessEntry
from caseday.access.queries import verify_chains
from caseday.access.viewer import Viewer
from caseday.cli import transfer
from caseday.exchange.actions import export_agency, import_agency
from caseday.exchange.archive import SEALED, SECRETS, tables
from caseday.exchange.rules import passphrases
from caseday.exchange.tests.test_move_messages import empty_database
from caseday.kernel.errors import Invalid
from caseday.people import actions
from caseday.people.models import Person
from caseday.people.queries import kept_ssn
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case

pytestmark = pytest.mark.django_db
# Withdrawn by the Social Security Administration; nobody has it.
PLACES = "219099999"
WORDS = "violet anchor pickle thunder"
CLEAR = (PLACES, "219-09-9999", WORDS)


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DOCUMENTS_DIR = tmp_path / "papers"
    monkeypatch.setattr(passphrases, "_COST", 2**14)
    monkeypatch.setattr("caseday.cli.start.make_ready", lambda: None)
    monkeypatch.setattr("caseday.cli.start.require_current_database", lambda: None)


@pytest.fixture
def rosa(cast: Cast, nora: Viewer) -> Person:
    """Joined from two records: her number stays with the one on which it was typed."""
    case = make_case(cast.nora, program="homeless", case_type="shelter")
    twin = actions.add_person(actor=nora, now=MONDAY_8, fields={"given_name": "Rosie"})
    make_case(cast.nora, person=twin, program="homeless", case_type="shelter")
    actions.keep_ssn(actor=nora, now=MONDAY_8, person_id=twin.pk, number=PLACES)
    actions.merge_people(actor=nora, now=MONDAY_8, keep_id=case.person_id, merge_id=twin.pk)
    return Person.objects.get(pk=case.person_id)


@pytest.fixture
def exported(rosa: Person, tmp_path: Path) -> Path:
    export_agency(tmp_path / "out", now=MONDAY_8, passphrase=WORDS)
    return tmp_path / "out"


@contextmanager
def elsewhere(settings: Any) -> Iterator[None]:
    """An empty agency with a key of its own; gone afterwards."""
    settings.SECRET_KEY = "the key of another installation"
    with transaction.atomic():
        empty_database()
        yield
        transaction.set_rollback(True)


def written(folder: Path) -> str:
    return "".join(path.read_text("utf-8", "replace") for path in folder.rglob("*") if path.is_file())


def reworked(folder: Path, change: Any) -> None:
    """What `change` makes of sealed.json, with a manifest that says so."""
    path, told = folder / "sealed.json", folder / "manifest.json"
    path.write_text(change(path.read_text()))
    manifest = json.loads(told.read_text())
    del manifest["sha256"]["sealed.json"]
    told.write_text(json.dumps(manifest))


def told_as(folder: Path, sealed: Any) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "sealed": sealed}))


def test_with_its_passphrase_the_same_number_is_readable_in_an_empty_agency(
    exported: Path, rosa: Person, settings: Any
) -> None:
    before = Person.objects.get(merged_into=rosa).sealed_ssn
    with elsewhere(settings):
        moved = import_agency(exported, now=MONDAY_8, passphrase=WORDS)
        found = Person.objects.get(merged_into=rosa)
        assert moved.sealed.inside == 1 and found.sealed_ssn not in ("", before)
        assert kept_ssn(Person.objects.get(pk=rosa.pk)) == kept_ssn(found) == PLACES
        assert not [one for one in verify_chains().problems if one.chain_id]


def test_nothing_that_is_written_shows_the_number_or_the_passphrase(exported: Path) -> None:
    everything = written(exported)
    assert [one for one in CLEAR if one in everything] == []
    assert Person.objects.exclude(sealed_ssn="").get().sealed_ssn not in everything
    assert "sealed_ssn" not in (exported / "people.person.csv").read_text().splitlines()[0]


def test_the_data_dictionary_says_where_it_is(exported: Path) -> None:
    with (exported / "data-dictionary.csv").open(newline="") as stream:
        rows = {(row["table"], row["column"]): row["meaning"] for row in csv.DictReader(stream)}
    assert "in sealed.json alone" in rows["people.person", "sealed_ssn"]
    assert ("correspondence.account", "sealed_secret") not in rows


def test_without_a_passphrase_it_stays_behind_and_is_counted(
    rosa: Person, settings: Any, tmp_path: Path
) -> None:
    moved = export_agency(tmp_path / "out", now=MONDAY_8)
    assert (moved.sealed.inside, moved.sealed.left_behind) == (0, 1)
    assert not (tmp_path / "out" / "sealed.json").exists() and PLACES not in written(tmp_path / "out")
    with elsewhere(settings):
        with pytest.raises(Invalid, match="1 Social Security number stayed behind"):
            import_agency(tmp_path / "out", now=MONDAY_8, passphrase=WORDS)
        assert not Person.objects.exists()
        assert import_agency(tmp_path / "out", now=MONDAY_8).sealed.left_behind == 1
        found = Person.objects.get(pk=rosa.pk)
        assert (found.ssn_shown, kept_ssn(found)) == ("xxx-xx-9999", "")


@pytest.mark.parametrize("nothing", [{}, None])
def test_an_agency_without_numbers_and_an_earlier_export_take_any_passphrase(
    cast: Cast, settings: Any, tmp_path: Path, nothing: Any
) -> None:
    export_agency(tmp_path / "out", now=MONDAY_8, passphrase=WORDS)
    if nothing is not None:
        told_as(tmp_path / "out", nothing)
    with elsewhere(settings):
        import_agency(tmp_path / "out", now=MONDAY_8, passphrase=WORDS)


@pytest.mark.parametrize(
    ("given", "said"),
    [("", "Give it, or say"), ("violet anchor pickle thunders", "does not open sealed.json")],
)
def test_a_missing_or_wrong_passphrase_is_refused_before_anything_is_written(
    exported: Path, settings: Any, tmp_path: Path, given: str, said: str
) -> None:
    settings.DOCUMENTS_DIR = tmp_path / "there"
    with elsewhere(settings):
        with pytest.raises(Invalid, match=said) as refused:
            import_agency(exported, now=MONDAY_8, passphrase=given)
        assert not any(one in str(refused.value) for one in (*CLEAR, given) if one)
        assert not any(model._base_manager.exists() for model in tables())
        assert not (tmp_path / "there").exists()


def test_one_may_choose_to_leave_them_behind(exported: Path, rosa: Person, settings: Any) -> None:
    with elsewhere(settings):
        moved = import_agency(exported, now=MONDAY_8, without_sealed=True)
        assert (moved.sealed.inside, moved.sealed.left_behind) == (0, 1)
        assert kept_ssn(Person.objects.get(pk=rosa.pk)) == ""


def _another_letter(text: str) -> str:
    box = json.loads(text)
    first = "B" if box["content"][0] == "A" else "A"
    return json.dumps({**box, "content": first + box["content"][1:]})


def _closed(rows: list[list[str]]) -> str:
    return json.dumps(passphrases.close_box(json.dumps(rows).encode(), WORDS))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_another_letter, "does not open"),
        (lambda text: "no json", "cannot be read"),
        (lambda text: "[]", "cannot be read"),
        (lambda text: _closed([]), "has 0 numbers, its manifest says 1"),
        (lambda text: _closed([["people.person", "sealed_ssn", "nobody", PLACES]]), "not in the export"),
    ],
)
def test_a_changed_file_is_refused_though_its_manifest_agrees(
    exported: Path, settings: Any, change: Any, said: str
) -> None:
    reworked(exported, change)
    with elsewhere(settings):
        with pytest.raises(Invalid, match=said):
            import_agency(exported, now=MONDAY_8, passphrase=WORDS)
        assert not Person.objects.exists()


def test_a_changed_file_is_refused_by_the_manifest_first(exported: Path, settings: Any) -> None:
    path = exported / "sealed.json"
    path.write_text(_another_letter(path.read_text()))
    with elsewhere(settings), pytest.raises(Invalid, match="changed since the export"):
        import_agency(exported, now=MONDAY_8, passphrase=WORDS)


@pytest.mark.parametrize(
    ("sealed", "said"),
    [({"inside": 0}, "its manifest says 0"), ([], "no readable"), ({"n": 1}, "no readable")],
)
def test_a_manifest_that_hides_them_is_refused(exported: Path, settings: Any, sealed: Any, said: str) -> None:
    told_as(exported, sealed)
    with elsewhere(settings), pytest.raises(Invalid, match=said):
        import_agency(exported, now=MONDAY_8, passphrase=WORDS)


@pytest.mark.parametrize("weak", ["short words", "password1234", "aaaaaaaaaaaaaaaa"])
def test_a_weak_passphrase_is_refused_before_anything_is_written(
    rosa: Person, tmp_path: Path, weak: str
) -> None:
    with pytest.raises(Invalid) as refused:
        export_agency(tmp_path / "out", now=MONDAY_8, passphrase=weak)
    assert "unrelated words" in refused.value.problems["passphrase"] and not (tmp_path / "out").exists()


def test_what_no_key_opens_any_more_is_counted(rosa: Person, settings: Any, tmp_path: Path) -> None:
    settings.SECRET_KEY = "a key that came later"
    moved = export_agency(tmp_path / "out", now=MONDAY_8, passphrase=WORDS)
    assert (moved.sealed.inside, moved.sealed.unreadable) == (0, 1)
    assert not (tmp_path / "out" / "sealed.json").exists()


def test_every_sealed_column_is_said_to_go_or_to_stay() -> None:
    known = {(m._meta.label_lower, f.name) for m in apps.get_models() for f in m._meta.concrete_fields}
    found = {one for one in known if one[1].startswith("sealed_")}
    go = {(label, name) for label, names in SEALED.items() for name in names}
    exported = {model._meta.label_lower for model in tables()}
    assert go <= found
    assert {name for label, name in found - go if label in exported} <= SECRETS


def run(command: Any, *words: str, typed: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(command, list(words), input=typed)
    assert not any(one in result.output for one in CLEAR)
    return result.exit_code, result.output


@pytest.fixture
def on_file(tmp_path: Path) -> str:
    (tmp_path / "words.txt").write_text(f"{WORDS}\r\n")
    return str(tmp_path / "words.txt")


def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "_is_terminal", lambda: True)


def test_the_command_line_says_what_stays_behind_and_how_to_take_it(
    rosa: Person, tmp_path: Path, settings: Any, on_file: str
) -> None:
    code, said = run(transfer.export, str(tmp_path / "without"))
    assert code == 0 and "1 Social Security number: left behind, but for the last four" in said
    assert "--with-sealed" in said
    code, said = run(transfer.export, str(tmp_path / "with"), "--passphrase-file", on_file)
    assert code == 0 and "1 Social Security number: in sealed.json" in said and "behind" not in said
    with elsewhere(settings):
        code, said = run(transfer.import_, "agency", str(tmp_path / "with"), "--passphrase-file", on_file)
        assert code == 0 and "1 Social Security number: came in" in said
        assert kept_ssn(Person.objects.get(pk=rosa.pk)) == PLACES
    with elsewhere(settings):
        code, said = run(transfer.import_, "agency", str(tmp_path / "with"), "--without-sealed")
        assert code == 0 and "left behind" in said


def test_on_a_terminal_the_passphrase_is_asked_for(
    rosa: Person, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_a_terminal(monkeypatch)
    code, said = run(transfer.export, str(tmp_path / "out"), "--with-sealed", typed=f"{WORDS}\n{WORDS}\n")
    assert code == 0 and "in sealed.json" in said
    with elsewhere(settings):
        assert run(transfer.import_, "agency", str(tmp_path / "out"), typed=f"{WORDS}\n")[0] == 0
        assert kept_ssn(Person.objects.get(pk=rosa.pk)) == PLACES


def test_without_a_terminal_it_is_said_how_to_give_it(
    exported: Path, settings: Any, tmp_path: Path, on_file: str
) -> None:
    agency = ("agency", str(exported))
    assert run(transfer.export, str(tmp_path / "more"), "--with-sealed")[0] == 2
    with elsewhere(settings):
        code, said = run(transfer.import_, *agency)
        assert code == 2 and "--passphrase-file" in said and "--without-sealed" in said
        both = run(transfer.import_, *agency, "--passphrase-file", on_file, "--without-sealed")
        assert both[0] == 2 and "not both" in both[1]
        for bad in (b"", b"one\ntwo\n", b"\xff\xfe"):
            Path(on_file).write_bytes(bad)
            assert run(transfer.import_, *agency, "--passphrase-file", on_file)[0] == 2
        assert not Person.objects.exists()


def test_a_number_sealed_with_a_lost_key_is_told(
    rosa: Person, settings: Any, tmp_path: Path, on_file: str
) -> None:
    settings.SECRET_KEY = "a key that came later"
    _, said = run(transfer.export, str(tmp_path / "out"), "--passphrase-file", on_file)
    assert "lost but for the last four" in said


@pytest.fixture
def adams(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.adam)
    return client


def test_the_page_says_what_stays_behind(adams: Client, nora_client: Client, rosa: Person) -> None:
    page = adams.get(reverse("exchange:home")).content.decode()
    assert "1 Social Security number" in page and 'type="password"' in page and "data-keep-not" in page
    assert "Social Security" not in nora_client.get(reverse("exchange:home")).content.decode()
    Person.objects.update(sealed_ssn="")
    assert "Social Security" not in adams.get(reverse("exchange:home")).content.decode()


def test_an_administrator_takes_them_out_and_each_case_has_it_in_its_access_log(
    adams: Client, rosa: Person, cast: Cast, tmp_path: Path, settings: Any
) -> None:
    make_case(cast.nora)
    url = reverse("exchange:export")
    without = adams.post(url)
    assert PLACES.encode() not in b"".join(without.streaming_content)  # type: ignore[attr-defined]
    assert not AccessEntry.objects.filter(page="exchange:sealed_numbers").exists()
    answer = adams.post(url, {"passphrase": WORDS, "again": WORDS})
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]
        archive.extractall(tmp_path / "out")
    assert not any(one in written(tmp_path / "out") for one in CLEAR)
    seen = AccessEntry.objects.filter(page="exchange:sealed_numbers", staff_id=cast.adam.pk)
    assert {one.case_id for one in seen} == {case.pk for case in rosa.cases.all()}
    assert seen.count() == 2
    with elsewhere(settings):
        import_agency(tmp_path / "out", now=MONDAY_8, passphrase=WORDS)
        assert kept_ssn(Person.objects.get(pk=rosa.pk)) == PLACES


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"passphrase": WORDS, "again": "violet"}, "not alike"),
        ({"passphrase": WORDS}, "not alike"),
        ({"passphrase": "short", "again": "short"}, "12 characters or more"),
    ],
)
def test_the_page_refuses_what_would_not_open_again(
    adams: Client, rosa: Person, typed: dict[str, str], said: str
) -> None:
    answer = adams.post(reverse("exchange:export"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and WORDS not in page
    assert not AccessEntry.objects.filter(page="exchange:sealed_numbers").exists()


def test_nobody_else_takes_them_out(nora_client: Client, rosa: Person) -> None:
    typed = {"passphrase": WORDS, "again": WORDS}
    assert nora_client.post(reverse("exchange:export"), typed).status_code == 403
