"""Cells that no spreadsheet takes for a formula, whatever somebody typed into them (CWE-1236)."""

_BEGINS_FORMULA = frozenset("=@\t\r\n")
_SIGNS = frozenset("+-")


def safe_cell(text: str) -> str:
    """Begins with an apostrophe where it would begin a formula; numbers with a sign stay numbers."""
    first = text[:1]
    if first in _BEGINS_FORMULA or (first in _SIGNS and not _is_number(text)):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    return text[1:].replace(".", "", 1).isdigit()
