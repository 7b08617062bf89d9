import datetime as dt
import subprocess
import sys
from pathlib import Path

import holidays
import pytest

from caseday.programs.data import __main__ as build
from caseday.programs.rules import holidays_kept


@pytest.mark.parametrize("state", ["TX", "CA", "NY", "HI"])
@pytest.mark.parametrize("year", [2026, 2027])
def test_holidays_are_those_of_the_library(state: str, year: int) -> None:
    ours = holidays_kept.holidays_in(state, year)
    assert ours == dict(sorted(holidays.country_holidays("US", subdiv=state, years=year).items()))


def test_years_beyond_the_table_come_from_the_library() -> None:
    assert holidays_kept.holidays_in("TX", 2051)[dt.date(2051, 12, 25)] == "Christmas Day"
    assert holidays_kept.holidays_in("US", 2051)[dt.date(2051, 7, 4)] == "Independence Day"
    assert holidays_kept.holidays_in("ZZ", 2051) == holidays_kept.holidays_in("US", 2051)
    assert holidays_kept.holidays_in("ZZ", 2026) == holidays_kept.holidays_in("US", 2026)


def test_six_days_are_kept_nearly_everywhere() -> None:
    names = set(holidays_kept.holidays_in("common", 2027).values())
    assert {"New Year's Day", "Memorial Day", "Labor Day", "Thanksgiving Day", "Christmas Day"} <= names
    assert "Columbus Day" not in names


def test_the_table_is_that_of_the_library_installed(tmp_path: Path) -> None:
    build.write_holidays(tmp_path / "days")
    assert (tmp_path / "days").read_bytes() == holidays_kept.TABLE.read_bytes()


def test_a_clock_of_these_years_does_not_load_the_library() -> None:
    asks = (
        "import sys; from datetime import date; from zoneinfo import ZoneInfo;"
        "from caseday.programs.rules import WorkCalendar;"
        "WorkCalendar(ZoneInfo('America/Chicago'), subdivision='TX').holiday_on(date(2026, 7, 3));"
        "print('holidays' in sys.modules)"
    )
    assert subprocess.check_output([sys.executable, "-c", asks], text=True) == "False\n"
