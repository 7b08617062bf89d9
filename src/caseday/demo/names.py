"""Names, streets and numbers of synthetic people. Nobody here exists."""

import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path

_LISTS = tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))
GIVEN: list[str] = _LISTS["given"]
FAMILY: list[str] = _LISTS["family"]
STREETS: list[str] = _LISTS["streets"]
OCCUPATIONS: list[str] = _LISTS["occupations"]
STREET_KINDS = ("Lane", "Drive", "Street", "Court", "Road", "Trail")

# Town, state, postal code, latitude, longitude (centroids, to two places).
TOWNS = (
    ("Austin", "TX", "78745", 30.21, -97.80),
    ("Austin", "TX", "78704", 30.24, -97.77),
    ("Austin", "TX", "78758", 30.39, -97.71),
    ("Austin", "TX", "78753", 30.38, -97.67),
    ("Austin", "TX", "78741", 30.23, -97.71),
    ("Austin", "TX", "78731", 30.35, -97.77),
    ("Round Rock", "TX", "78664", 30.50, -97.65),
    ("Round Rock", "TX", "78681", 30.52, -97.71),
    ("Cedar Park", "TX", "78613", 30.50, -97.82),
    ("Kyle", "TX", "78640", 29.99, -97.84),
    ("Buda", "TX", "78610", 30.08, -97.84),
    ("San Marcos", "TX", "78666", 29.88, -97.94),
    ("Pflugerville", "TX", "78660", 30.44, -97.61),
)
_AREA_CODES = ("512", "737", "254", "210", "830", "361", "979", "325", "432", "806", "903", "936")


def phone_numbers(area_codes: tuple[str, ...] = _AREA_CODES) -> Iterator[str]:
    """Fictional numbers (555-0100 to 555-0199) in E.164, each once, then from the start again."""
    while True:
        for line, area in product(range(100, 200), area_codes):
            yield f"+1{area}5550{line}"
