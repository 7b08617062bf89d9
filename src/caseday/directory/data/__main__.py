"""Write the two tables anew from the libraries as installed."""

from __future__ import annotations

import struct
from pathlib import Path

FIRST_YEAR, LAST_YEAR = 2020, 2045
HERE = Path(__file__).parent


def postal_rows() -> list[tuple[int, int, int, str, str]]:
    import zipcodes

    rows = []
    for place in zipcodes.list_all():  # type: ignore[no-untyped-call]
        if place["lat"] and place["long"]:
            at = (round(float(place["lat"]) * 10_000), round(float(place["long"]) * 10_000))
            rows.append((int(place["zip_code"]), *at, place["timezone"] or "", place["state"] or ""))
    return sorted(rows)


def write_postal_codes(path: Path) -> None:
    """A line of zone names, then 14 bytes per code: code, latitude and longitude (1/10,000 degree), zone, state."""
    rows = postal_rows()
    zones = sorted({row[3] for row in rows})
    states = sorted({row[4] for row in rows})
    head = ("|".join(zones) + ";" + "|".join(states) + "\n").encode()
    packed = b"".join(
        struct.pack(">IiiBB", code, lat, lon, zones.index(zone), states.index(state))
        for code, lat, lon, zone, state in rows
    )
    path.write_bytes(head + packed)


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
    write_postal_codes(HERE / "postal_codes.bin")
    write_holidays(HERE / "holidays.txt")
