"""In: a ZIP of CSV files, a folder of them, or JSON, as it came. Out: raw rows by table.

What is a bomb, or two kinds of file in one, is refused before anything of it is unpacked.
"""

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from caseday.documents.files.sniffing import ends_as_zip
from caseday.exchange.rules.hsds.nested import tables_of_json
from caseday.exchange.rules.hsds.raw import RawRow, RawTables

Files = Mapping[str, bytes]
"""Name to content."""
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_FILES = 200
MOST_ROWS = 100_000
MOST_TIMES_SMALLER = 200
"""A file that was packed to less than a two-hundredth is made to do harm."""
_TAIL = 66 * 1024
_NAMES = {
    "organization": "organizations",
    "service": "services",
    "location": "locations",
    "service_at_location": "services_at_location services_at_locations service_at_locations",
    "address": "addresses physical_address physical_addresses",
    "phone": "phones",
    "schedule": "schedules regular_schedule regular_schedules",
    "language": "languages",
    "service_area": "service_areas",
    "cost_option": "cost_options",
    "service_capacity": "service_capacities",
    "unit": "units",
    "required_document": "required_documents",
    "taxonomy": "taxonomies",
    "taxonomy_term": "taxonomy_terms",
    "attribute": "attributes service_attributes service_attribute",
}
TABLE_OF = {name: table for table, names in _NAMES.items() for name in (table, *names.split())}
NO_HSDS = (
    "This is no HSDS file. Choose the ZIP with services.csv, organizations.csv and the others, or the JSON of "
    "services that the directory offers."
)
BOMB = "This ZIP unpacks to far more than it should, as hostile files do. Nothing of it was unpacked."
POLYGLOT = "The file is two kinds of file in one, as hostile files are. Ask for it anew where it comes from."


def raw_tables(name: str, data: bytes) -> RawTables:
    """Raises ValueError with a sentence that says what to do."""
    if not data.strip():
        raise ValueError("The file is empty.")
    if data.startswith(b"PK\x03\x04"):
        return tables_of_files(_unzipped(data))
    if ends_as_zip(data[-_TAIL:]):
        raise ValueError(POLYGLOT)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _json(name, data)
    if b"\0" in data[:4096]:
        raise ValueError(NO_HSDS)
    if name.lower().endswith(".csv"):
        raise ValueError(
            "One CSV file alone is not enough: services need their organizations. Put all CSV files of the "
            "directory into one ZIP, and choose that."
        )
    raise ValueError(NO_HSDS)


def files_in_folder(folder: Path) -> dict[str, bytes]:
    """The CSV and JSON files of a folder. Raises ValueError where they are too many or too large."""
    paths = sorted(
        one for one in folder.iterdir() if one.suffix.lower() in (".csv", ".json") and one.is_file()
    )
    if len(paths) > MOST_FILES or sum(one.stat().st_size for one in paths) > LARGEST_UNPACKED:
        raise ValueError(
            "The folder holds more than a directory of services. Name the folder of its CSV files."
        )
    return {one.name: one.read_bytes() for one in paths}


def tables_of_files(files: Files) -> RawTables:
    """CSV files are told by their names (services.csv); JSON files hold services or organizations."""
    tables = RawTables()
    for name, data in files.items():
        stem = PurePosixPath(name.replace("\\", "/")).stem.lower().strip()
        if name.lower().endswith(".csv") and stem in TABLE_OF:
            for row in _csv(name, data):
                tables.add(TABLE_OF[stem], row)
        elif name.lower().endswith(".json") and stem not in ("datapackage", "manifest"):
            _join(tables, _json(name, data))
        else:
            tables.unused.append(name)
    if not tables.of("service"):
        raise ValueError(NO_HSDS)
    return tables


def _join(tables: RawTables, more: RawTables) -> None:
    for table, rows in more.rows.items():
        tables.rows.setdefault(table, []).extend(rows)
    tables.unused += more.unused


def _json(name: str, data: bytes) -> RawTables:
    if len(data) > LARGEST_UNPACKED:
        raise ValueError(f"{name} is larger than a directory of services. Ask for it in several files.")
    try:
        return tables_of_json(name, json.loads(data.decode("utf-8-sig")))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        line = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise ValueError(
            f"{name} cannot be read as JSON{line}. Ask for it anew where it comes from."
        ) from error


def _unzipped(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            _check_archive(data, members)
            return {one.filename: _unpacked(archive, one) for one in members if _is_wanted(one.filename)}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ValueError("This ZIP cannot be read. Save it again, without a password.") from error


def _check_archive(data: bytes, members: list[zipfile.ZipInfo]) -> None:
    names = {one.filename for one in members}
    if {"[Content_Types].xml"} & names:
        raise ValueError(NO_HSDS)
    if not ends_as_zip(data[-_TAIL:]) or min((one.header_offset for one in members), default=0) != 0:
        raise ValueError(POLYGLOT)
    unpacked = sum(one.file_size for one in members)
    if len(members) > MOST_FILES or unpacked > LARGEST_UNPACKED:
        raise ValueError(BOMB)
    if any(one.file_size > MOST_TIMES_SMALLER * max(one.compress_size, 1024) for one in members):
        raise ValueError(BOMB)


def _is_wanted(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.suffix.lower() in (".csv", ".json") and not path.name.startswith((".", "_"))


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """What a member says of its size may be a lie: never more is read, and then its checksum does not hold."""
    with archive.open(member) as file:
        return file.read(member.file_size + 1)


def _csv(name: str, data: bytes) -> list[RawRow]:
    text = _decoded(data)
    try:
        lines = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise ValueError(f"{name} cannot be read as CSV ({error}). Save it again as CSV.") from error
    if len(lines) > MOST_ROWS + 1:
        raise ValueError(f"{name} has more than {MOST_ROWS:,} rows. Split the directory.")
    if not lines:
        return []
    headings = [one.strip().lower() for one in lines[0]]
    shown = PurePosixPath(name.replace("\\", "/")).name
    return [
        RawRow(f"{shown}, row {place}", dict(zip(headings, line, strict=False)))
        for place, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    ]


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
