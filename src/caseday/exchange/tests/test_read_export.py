"""Files of an export as they are written and read: no formulas, no damaged tables."""

from pathlib import Path

import pytest
from django.core import serializers

from caseday.directory.models import Office
from caseday.exchange.actions import agency
from caseday.exchange.actions.agency import _cell, _read_table, import_agency
from caseday.exchange.actions.sealed import Opened
from caseday.exchange.archive import file_of
from caseday.kernel.errors import Invalid
from caseday.testing.make import MONDAY_8, make_office

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@cmd", "'@cmd"),
        ("-2+3", "'-2+3"),
        ("+15125550123", "+15125550123"),
        ("plain", "plain"),
        ({"a": 1}, '{"a": 1}'),
    ],
)
def test_no_cell_is_a_formula(typed: object, written: object) -> None:
    assert _cell(typed) == written


def test_it_refuses_a_format_of_another_time(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"format": 99}')
    with pytest.raises(Invalid, match="has format 99"):
        import_agency(tmp_path, now=MONDAY_8)


def test_a_table_of_a_later_version_is_empty_and_a_damaged_one_is_refused(tmp_path: Path) -> None:
    _read_table(tmp_path, Office, 0, Opened())
    path = file_of(tmp_path, Office, "jsonl")
    path.write_text("{no json\n")
    with pytest.raises(Invalid, match="near line 1 cannot be read"):
        _read_table(tmp_path, Office, 1, Opened())
    path.write_text("")
    with pytest.raises(Invalid, match="has 0 rows, its manifest says 3"):
        _read_table(tmp_path, Office, 3, Opened())
    assert not Office.objects.exists()


@pytest.mark.parametrize("count", [4, 5])
def test_a_long_table_is_read_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(agency, "_BATCH", 2)
    offices = [make_office() for _ in range(count)]
    file_of(tmp_path, Office, "jsonl").write_text(serializers.serialize("jsonl", offices))
    Office.objects.all().delete()
    _read_table(tmp_path, Office, count, Opened())
    assert set(Office.objects.values_list("pk", flat=True)) == {office.pk for office in offices}
