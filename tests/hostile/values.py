"""What nobody means to type, and what somebody will send."""

from uuid import UUID

NOBODY = UUID("01890000-0000-7000-8000-000000000000")

TEXTS = [
    "",
    " ",
    "x" * 70_000,
    "nul \x00 inside",
    "\x01\x02\x1b[31m\x7f\x85",
    "👩🏽‍⚕️🧑‍🦽🏳️‍🌈" * 40,
    "\u202eמחר בבוקר\u202c \u2066שלום\u2069",
    "'; DROP TABLE access_staff; --",
    '"><script>alert(1)</script>{{ 7|add:7 }}{% csrf_token %}',
    "%s %(x)s {0} {} \\N{DIGIT ONE} ../../etc/passwd",
    "line\r\nSet-Cookie: a=b\r\n\r\nx",
    "\ufeffe\u0301\u0323\u00a0\u2028\u2029\ufffe\uffff",
]
NUMBERS = [
    "-1", "0", "2147483648", "9223372036854775808", "1" + "0" * 400, "9" * 5000, "1e400", "1e999999999",
    "NaN", "Infinity", "-0.0000000000000000001", "0x1F", "１２", "1,000", "½",
]  # fmt: skip
MOMENTS = [
    "0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30", "9999-12-31T23:59", "0001-01-01T00:00", "2026-03-08T02:30",
    "2026-03-02T25:61", "99999-01-01", "24:00", "-1:30", "yesterday", "2026-W10-1", "12/31/9999 11:59 PM",
]  # fmt: skip
IDS = [
    str(NOBODY),
    "0",
    "null",
    "undefined",
    "00000000-0000-0000-0000-000000000000",
    "{" + str(NOBODY) + "}",
    "[]",
]
SHAPES = [
    "{}",
    "[1,2",
    '{"a": {"b": [null]}}',
    "true",
    "on",
    "javascript:alert(1)",
    "BYSETPOS=0;FREQ=SECONDLY",
]
FAMILIES = [TEXTS, NUMBERS, MOMENTS, IDS, SHAPES]
EVERYTHING = [value for family in FAMILIES for value in family]
RAW_BYTES = [b"a=%ED%A0%80", b"%00=%00", b"a=%FF%FE", b"&&==&;", b"a[]=1&a[b]=2", b"a=" + b"%41" * 5000]
