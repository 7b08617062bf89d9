"""Write the table anew from the library as installed."""

from __future__ import annotations

import struct
from pathlib import Path

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


if __name__ == "__main__":
    write_postal_codes(HERE / "postal_codes.bin")
