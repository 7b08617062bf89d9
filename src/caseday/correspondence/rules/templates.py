"""In: a wording with {fields} and values of the file. Out: the words to send, and which fields stayed empty.

`[[...]]` is left out where a field inside it is empty. `{write.anything}` is for the writer to fill in.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FIELDS: dict[str, tuple[str, str]] = {
    "client.first_name": ("What one calls the client", "Ana"),
    "client.full_name": ("The client's full name", "Ana Diaz"),
    "client.birth_date": ("The client's birth date", "March 3, 1980"),
    "receiver.name": ("Who gets it", "Dr. Lee"),
    "receiver.first_name": ("First name of a person who gets it", "Ana"),
    "case.number": ("Our number of the case", "C-101"),
    "claim_number": ("The claim number", "WC-100-200"),
    "injury_on": ("Date of injury or onset", "March 3"),
    "case_manager.name": ("Your name", "Kim Lee"),
    "case_manager.signature": ("Your name with credentials", "Kim Lee, RN"),
    "case_manager.phone": ("Your phone", "512 555 0100"),
    "case_manager.email": ("Your email", "kim@example.com"),
    "agency.name": ("The agency's name", "Oak Care"),
    "agency.phone": ("The agency's phone", "512 555 0100"),
    "appointment.when": ("Day and time of the appointment", "Monday, March 3 at 9:00"),
    "appointment.day": ("Day of the appointment", "Monday, March 3"),
    "appointment.time": ("Time of the appointment", "9:00"),
    "appointment.be_there_at": ("When to be there", "8:50"),
    "appointment.place": ("Where it is: office or address", "Oak Clinic"),
    "appointment.address": ("Its address", "1 Oak Street"),
    "appointment.phone": ("The office's phone", "512 555 0100"),
    "appointment.who": ("Who of us comes", "Kim Lee"),
    "appointment.arrival_note": ("Parking, entrance, floor", "Park in front"),
    "office.name": ("The office that it is about", "Oak Clinic"),
    "office.phone": ("Its phone", "512 555 0100"),
    "office.address": ("Its address", "1 Oak Street"),
    "office.hours": ("When it is open", "9:00 to 5:00"),
    "request.title": ("What was asked for", "the form"),
    "request.asked_on": ("When it was asked for", "March 3"),
    "request.days": ("For how many days it is open", "9"),
    "request.reference": ("Their number for it", "A-100"),
    "request.stands": ("How far it stands", "sent"),
    "documents": ("The papers that go along", "the report"),
    "physician.name": ("The treating physician", "Dr. Lee"),
    "employer.name": ("The employer", "Oak Works"),
    "adjuster.name": ("The adjuster", "Pat Reed"),
    "work_status": ("The present work status in words", "light work"),
    "today": ("Today's date", "March 3"),
}  # fmt: skip
"""Field to its meaning and an example: short and common words, so that a grade judges the wording alone."""

WRITE = "write."
_FIELD = re.compile(r"\{([^{}\n]{0,80})\}")
_NAME = re.compile(r"^[a-z_]+(?:\.[a-z_]+)?$")
_OPTION = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_BRACES = str.maketrans("{}", "()")


@dataclass(frozen=True)
class Filled:
    text: str
    empty: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wording:
    """One template in one channel and language; version 0 is the shipped one.

    `audience`: client, office, payer, anyone. `tells_health`: it says so of itself. `needs`: appointment, request,
    documents.
    """

    slug: str
    channel: str
    language: str
    title: str
    body: str
    subject: str = ""
    version: int = 0
    audience: str = "client"
    tells_health: bool = False
    needs: tuple[str, ...] = ()
    is_retired: bool = False

    @property
    def key(self) -> str:
        """As a message keeps it."""
        return f"{self.slug}:{self.version}"

    @property
    def is_for_clients(self) -> bool:
        return self.audience == "client"


def fields_in(text: str) -> list[str]:
    """In their order, each once."""
    return list(dict.fromkeys(_FIELD.findall(text)))


def problems_of(text: str) -> list[str]:
    """What is wrong with a wording, in words: unknown fields, and braces or brackets that do not close."""
    problems = [_unknown(name) for name in fields_in(text) if not _is_known(name)]
    rest = _FIELD.sub("", text)
    if "{" in rest or "}" in rest:
        problems.append("A brace has no partner: a field is written like {client.first_name}.")
    rest = _OPTION.sub("", text)
    if "[[" in rest or "]]" in rest:
        problems.append("Double brackets have no partner: write [[Park: {appointment.arrival_note}.]]")
    return problems


def _is_known(name: str) -> bool:
    return name in FIELDS or (name.startswith(WRITE) and bool(_NAME.match(name)))


def _unknown(name: str) -> str:
    import difflib

    near = difflib.get_close_matches(name, FIELDS, n=1, cutoff=0.6)
    hint = f" Did you mean {{{near[0]}}}?" if near else " The list beside shows what there is."
    return f"There is no field {{{name}}}.{hint}"


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """A field without a value stays as it is, in braces, so that nobody misses it."""
    known = {name: clean for name, value in values.items() if (clean := _value(value))}
    kept = _OPTION.sub(lambda match: _option(match[1], known), text)
    empty = tuple(name for name in fields_in(kept) if name not in known)
    return Filled(_tidy(_FIELD.sub(lambda match: known.get(match[1], match[0]), kept)), empty)


def _option(inside: str, known: Mapping[str, str]) -> str:
    return inside if all(name in known for name in fields_in(inside)) else ""


def _value(value: str) -> str:
    """No value may look like a field, nor break a line of a subject."""
    return " ".join(value.translate(_BRACES).split()).replace("[[", "[").replace("]]", "]")


def _tidy(text: str) -> str:
    """What was left out leaves no empty lines or double spaces."""
    lines = [re.sub(r"(?<=\S)[ \t]{2,}(?=\S)", " ", line).rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def unfilled(text: str) -> list[str]:
    """Fields that still stand in a text, as they are written there."""
    return [f"{{{name}}}" for name in fields_in(text)]


def with_examples(text: str) -> str:
    """As it may read; what the writer fills in stands for one short word."""
    examples = {name: example for name, (_, example) in FIELDS.items()}
    examples |= {name: "this" for name in fields_in(text) if name.startswith(WRITE)}
    return fill(text, examples).text


def best_wording(wordings: Iterable[Wording], *, slug: str, channel: str, language: str) -> Wording | None:
    """In their language; in English where there is none in it."""
    found = {one.language: one for one in wordings if (one.slug, one.channel) == (slug, channel)}
    return found.get(language) or found.get(language.split("-")[0]) or found.get("en")
