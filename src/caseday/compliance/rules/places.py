"""In: what an appointment and an entry say of a place. Out: the kind of place that a visit rule asks for, or ""."""

import re

_BY_APPOINTMENT = {
    "home_visit": "residence",
    "worksite_visit": "workplace",
    "physician_visit": "office",
    "therapy": "facility",
    "imaging": "facility",
    "surgery": "facility",
}
_BY_WORDS = (
    ("school", re.compile(r"\b(school|classroom|campus|daycare|day care|preschool)\b", re.I)),
    ("facility", re.compile(r"\b(hospital|nursing home|facility|clinic|shelter|rehab|group home)\b", re.I)),
    ("workplace", re.compile(r"\b(work ?place|work ?site|plant|warehouse|job site)\b", re.I)),
    ("office", re.compile(r"\b(office|practice|suite)\b", re.I)),
    ("residence", re.compile(r"\b(home|residence|house|apartment|apt|foster home|at their place)\b", re.I)),
    ("community", re.compile(r"\b(park|library|street|church|community|outreach|encampment|cafe)\b", re.I)),
)


def where_was(place: str, appointment_kind: str = "", address: str = "") -> str:
    """The planned kind of visit says it best; then the client's own address, then the words of the place."""
    if appointment_kind in _BY_APPOINTMENT:
        return _BY_APPOINTMENT[appointment_kind]
    if address and _plain(address) and _plain(address) in _plain(place):
        return "residence"
    return next((kind for kind, words in _BY_WORDS if words.search(place)), "")


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
