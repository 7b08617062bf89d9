"""A caseload as somebody keeps it: good rows go in, bad ones are named, a second time changes nothing."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from caseday.access.models import CaseEvent
from caseday.access.viewer import Viewer, system_viewer
from caseday.cases.models import Case, Party
from caseday.exchange.actions import CasesReport, import_cases
from caseday.exchange.rules import tables
from caseday.kernel.errors import Invalid, Refused
from caseday.people.models import Person
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case, make_office, make_person

pytestmark = pytest.mark.django_db
CASELOAD = (Path(__file__).parent / "lists" / "caseload.csv").read_bytes()


def take(actor: Viewer, data: bytes | str = CASELOAD, **options: object) -> CasesReport:
    raw = data.encode() if isinstance(data, str) else data
    return import_cases(actor=actor, now=MONDAY_8, name="caseload.csv", data=raw, **options)  # type: ignore[arg-type]


def test_good_rows_become_cases_with_everything_in_them(nora: Viewer) -> None:
    office = make_office(name="Granite Mutual Claims", kind="insurer")
    report = take(nora)
    assert report.added == [(3, "Marcus Bell"), (4, "Rosalía Núñez")]
    marcus = Case.objects.get(person__family_name="Bell")
    assert (marcus.person.birth_date, marcus.acuity, marcus.onset_on) == (
        date(1971, 7, 4),
        3,
        date(2026, 1, 15),
    )
    assert marcus.person.contact_points.get().value == "+15125550131"
    assert marcus.identifiers.get().value == "WC-88-4417"
    assert marcus.conditions.get().description == "Medial meniscus tear, left knee"
    assert marcus.last_contact_at == datetime(2026, 2, 27, 18, tzinfo=UTC)
    assert marcus.stage == "active"
    assert Party.objects.get(case=marcus, role="adjuster").office_id == office.pk
    assert Party.objects.get(case=marcus, role="employer").name == "Pedernales Distribution"


def test_first_contacts_are_asked_of_new_referrals_only(nora: Viewer) -> None:
    take(nora)
    assert not Case.objects.get(person__family_name="Bell").first_contacts.exists()
    assert Case.objects.get(person__family_name="Núñez").first_contacts.exists()


def test_each_bad_row_is_named_with_column_and_reason(nora: Viewer) -> None:
    report = take(nora)
    assert [(row, column) for row, column, _ in report.problems] == [
        (6, "DOB"),
        (7, "Phone"),
        (8, "Acuity"),
        (8, "case manager"),
    ]
    assert "Write it as 2026-03-31" in report.problems[0][2]
    assert report.rows == 5


def test_importing_twice_changes_nothing(nora: Viewer) -> None:
    take(nora)
    events = CaseEvent.objects.count()
    again = take(nora)
    assert (again.added, [name for _, name in again.known]) == ([], ["Marcus Bell", "Rosalía Núñez"])
    assert CaseEvent.objects.count() == events


def test_a_dry_run_says_the_same_and_writes_nothing(nora: Viewer) -> None:
    dry = take(nora, is_dry_run=True)
    assert (Case.objects.count(), Person.objects.count(), CaseEvent.objects.count()) == (0, 0, 0)
    real = take(nora)
    assert (dry.added, dry.problems) == (real.added, real.problems)


def test_a_row_that_is_twice_in_the_file_goes_in_once(nora: Viewer) -> None:
    report = take(
        nora, "Name,DOB\nMarcus Bell,1971-07-04\nBell\\, Marcus,1971-07-04\nMarcus Bell,1971-07-04\n"
    )
    assert [row for row, _ in report.known] == [4]


def test_a_person_who_is_surely_known_is_not_entered_again(cast: Cast, nora: Viewer) -> None:
    known = make_case(
        cast.nora, person=make_person(given_name="Marcus", family_name="Bell", birth_date=date(1971, 7, 4))
    )
    from caseday.people.actions import revise_person

    revise_person(actor=nora, now=MONDAY_8, person_id=known.person_id, fields={"given_name": "Marcus"})
    take(nora, "Name,DOB,Claim\nMarcus Bell,7/4/1971,WC-2-NEW\n")
    assert {case.person_id for case in Case.objects.all()} == {known.person_id}


def test_a_mapping_names_columns_that_nobody_could_guess(nora: Viewer) -> None:
    report = take(nora, "Kunde;Nr\nBell, Marcus;WC-9\n", mapping={"Kunde": "full_name", "Nr": "claim_number"})
    assert [name for _, name in report.added] == ["Marcus Bell"]


def test_excel_files_are_read_with_their_own_dates_and_numbers(nora: Viewer) -> None:
    book = Workbook()
    book.active.append(["Client Name", "DOB", "Claim", "ZIP", "E-mail"])
    book.active.append(["Marcus Bell", datetime(1971, 7, 4), 884417, 78745, "Marcus@Example.com"])
    stream = io.BytesIO()
    book.save(stream)
    assert take(nora, stream.getvalue()).problems == []
    case = Case.objects.get()
    assert (case.person.birth_date, case.identifiers.get().value) == (date(1971, 7, 4), "884417")
    assert case.person.addresses.get().postal_code == "78745"
    assert case.person.contact_points.get().value == "marcus@example.com"


def test_a_row_without_a_name_is_found_by_its_claim(nora: Viewer) -> None:
    take(nora, "Claim,Stage\nWC-77,Return to work\n")
    case = Case.objects.get()
    assert (case.person.family_name, case.stage) == ("(claim WC-77)", "return_to_work")


def test_what_the_program_does_not_know_is_refused_with_what_it_knows(nora: Viewer) -> None:
    report = take(nora, "Name,Stage\nMarcus Bell,Limbo\n")
    assert "Known: Referral" in report.problems[0][2]
    assert not Person.objects.exists()
    with pytest.raises(Invalid, match="Known: .*workers_compensation"):
        take(nora, program="unknown")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n \n", "empty"),
        (b",,\n,,\n", "no rows"),
        (b"Color,Shape\nred,round\n", "No column is a name"),
        (b"PK\x03\x04junk", "cannot be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "Save it as .xlsx"),
        (b"GIF89a\0\0\0", "neither CSV nor XLSX"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(nora: Viewer, data: bytes, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        take(nora, data)


def test_any_encoding_and_separator_is_read(nora: Viewer) -> None:
    for place, encoding in enumerate(("utf-8-sig", "cp1252", "utf-16")):
        report = take(nora, f"Name;Claim\nJosé Peña;WC-5{place}\nAna Ruiz;WC-6{place}\n".encode(encoding))
        assert [name for _, name in report.added] == ["José Peña", "Ana Ruiz"]


def test_an_auditor_imports_nothing(audrey: Viewer) -> None:
    with pytest.raises(Refused):
        take(audrey)


def test_a_file_with_too_much_in_it_says_what_to_do(nora: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Invalid, match="cannot be read as CSV"):
        take(nora, "Name\n" + "x" * 140_000)
    monkeypatch.setattr(tables, "MOST_ROWS", 1)
    with pytest.raises(Invalid, match="Split it"):
        take(nora, "Name,Claim\nMarcus Bell,1\nAna Ruiz,2\n")


def test_bytes_that_no_encoding_has_are_read_all_the_same(nora: Viewer) -> None:
    assert [name for _, name in take(nora, b"Name;Claim\nJos\x81;WC-1\n").added] == ["Jos"]


def test_the_command_line_says_whose_cases_these_are() -> None:
    report = take(system_viewer(), "Name,Claim\nMarcus Bell,WC-1\n")
    assert (report.added, report.problems) == ([], [(2, "", "Say whose cases these are.")])
    assert not Case.objects.exists() and not Person.objects.exists()
