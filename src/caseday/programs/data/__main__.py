"""Write the table anew from the library as installed."""

from __future__ import annotations

from pathlib import Path

FIRST_YEAR, LAST_YEAR = 2020, 2045


def holiday_line(region: str, year: int) -> str:
    """One line: `TX 2026 0101=New Year's Day|...`; the nation itself is `US`."""
    import holidays

    subdivision = None if region == "US" else region
    days = holidays.country_holidays("US", subdiv=subdivision, years=year)
    named = [(day, name) for day, name in sorted(days.items()) if day.year == year]
    return f"{region} {year} " + "|".join(f"{day:%m%d}={name.replace('|', ' ')}" for day, name in named)


def write_holidays(path: Path) -> None:
    import holidays

    regions = ["US", *sorted(holidays.country_holidays("US").subdivisions)]
    lines = [holiday_line(region, year) for region in regions for year in range(FIRST_YEAR, LAST_YEAR + 1)]
    path.write_text("\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_holidays(Path(__file__).parent / "holidays.txt")
