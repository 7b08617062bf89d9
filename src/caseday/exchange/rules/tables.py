"""A CSV or XLSX file as headings and rows, whatever program wrote it."""

import csv
import io
import zipfile
from contextlib import suppress
from dataclasses import dataclass

MOST_ROWS = 20_000
MOST_COLUMNS = 200


@dataclass(frozen=True)
class Table:
    """`first_row` is the number that a spreadsheet shows beside the first of `rows`."""

    headings: list[str]
    rows: list[list[object]]
    first_row: int


def read_table(name: str, data: bytes) -> Table:
    """Raises ValueError with a sentence that says what to do."""
    if not data.strip():
        raise ValueError("The file is empty.")
    if data[:4] == b"PK\x03\x04":
        return _headed(_xlsx(data))
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise ValueError("This is an old .xls file. Save it as .xlsx or CSV.")
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("This is neither CSV nor XLSX. Save the list as one of them.")
    return _headed(_csv(data))


def _xlsx(data: bytes) -> list[list[object]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows: list[list[object]] = [
            list(row[:MOST_COLUMNS]) for row in sheet.iter_rows(max_row=MOST_ROWS + 20, values_only=True)
        ]
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        IndexError,
        OSError,
        TypeError,
    ) as error:
        raise ValueError("This spreadsheet cannot be read. Save it again as .xlsx, or as CSV.") from error
    return rows


def _csv(data: bytes) -> list[list[object]]:
    text = _decoded(data)
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(text[:8192], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    try:
        return [list(row[:MOST_COLUMNS]) for row in csv.reader(io.StringIO(text, newline=""), dialect)]
    except csv.Error as error:
        raise ValueError(
            f"The file cannot be read as CSV ({error}). Save it again as CSV or XLSX."
        ) from error


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return data.decode("latin-1")


def _headed(rows: list[list[object]]) -> Table:
    """The headings are the first row with at least two filled cells, or the only one with any."""
    filled = [(place, row) for place, row in enumerate(rows) if _count(row)]
    if not filled:
        raise ValueError("The file has no rows.")
    place, headings = next(((p, r) for p, r in filled[:20] if _count(r) > 1), filled[0])
    body = rows[place + 1 :]
    if len(body) > MOST_ROWS:
        raise ValueError(f"The file has more than {MOST_ROWS:,} rows. Split it.")
    return Table([str(cell or "").strip() for cell in headings], body, place + 2)


def _count(row: list[object]) -> int:
    return sum(1 for cell in row if cell not in (None, "") and str(cell).strip())
