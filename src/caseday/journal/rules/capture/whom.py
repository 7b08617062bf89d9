"""With whom, and about whose case: role words and names of a line put in their places."""

import re
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from caseday.journal.rules.capture.names import Named, find_identifier, find_names
from caseday.journal.rules.capture.result import Candidates, Contact, Found, Whom

_ROLES: tuple[tuple[str, str], ...] = (
    (
        "surgery_coordinator",
        r"(?:surgery|surgical|or)\s(?:coordinator|scheduler|scheduling|desk)"
        r"|surgeon'?s?\sscheduler|scheduler",
    ),
    ("hospital", r"(?:hospital\s)?(?:d/c|discharge)\splanner|hospital(?!\svisit)|inpatient\sunit"),
    (
        "transport",
        r"(?:transport(?:ation)?|ride|taxi|van)(?:\s(?:company|vendor|service|co))?(?=\s(?:co"
        r"|called|vendor|service|company|did))"
        r"|(?:transport(?:ation)?|ride|van|taxi)\s(?:company|vendor|service|co)"
        r"|transport(?:ation)?\sdispatch|driver",
    ),
    ("equipment", r"dme(?:\s(?:vendor|company|supplier|rep))?|equipment\s(?:vendor|company|supplier)"),
    ("social_worker", r"social\sworker|lcsw|msw|caseworker|sw(?=\s(?:at|from))"),
    (
        "physician",
        r"(?:dr|doctor|doc|md|pcp|physician|provider)(?:'s|s)?\s(?:office|ofc|off|nurse|ma|pa"
        r"|front\sdesk)"
        r"|physician|doctor|doc|pcp|provider(?!\sportal)|psychiatrist|neurologist"
        r"|orthop[a]?edist|cardiologist|specialist|pain\smgmt",
    ),
    ("surgeon", r"surgeon(?:'s)?(?:\soffice)?"),
    (
        "client",
        r"patient|pt|pts|client|clt|cl|injured\sworker|iw|claimant|clmt|clmnt|ee|employee|worker"
        r"|member|consumer|student|veteran",
    ),
    (
        "family",
        r"wife|husband|spouse|mother|mom|mum|dad|father|son|daughter|brother|sister|aunt|uncle"
        r"|niece|nephew|parents?|grand\w+"
        r"|family|caregiver|hija|hijo|esposa|esposo|girlfriend|boyfriend|partner|guardian",
    ),
    ("pharmacy", r"pharmacy|pharmacist|pharm|rx\sdesk"),
    ("adjuster", r"adjuster|adjustor|adj|claims?\srep(?:resentative)?|claims\sexaminer|examiner"),
    ("insurer", r"insurer|insurance(?:\sco(?:mpany)?)?|carrier|tpa|payer|payor|health\splan"),
    ("employer", r"employer(?:'s)?(?:\shr)?|er\sc(?:on)?tact|hr|boss|foreman|plant\smanager"),
    ("attorney", r"attorney|atty|attny|lawyer|counsel|paralegal"),
    ("therapist", r"physical\stherapist|therapist|ot\b|(?<!school\s)counsel+or|(?<!school\s)psychologist"),
    ("imaging", r"imaging(?:\scenter)?|radiology|mri\s(?:center|facility)"),
    ("interpreter", r"interpreter|translator"),
    ("school", r"school(?:'s)?(?:\s(?:counsel+or|nurse|principal|psychologist|office))?|teacher|principal"),
    ("shelter", r"shelter"),
    ("court", r"court(?:\sclerk)?|judge|probation(?:\sofficer)?|parole\sofficer|magistrate|bailiff"),
    ("landlord", r"landlord|property\smanager"),
    ("colleague", r"supervisor|colleague|coworker|co-worker|my\sboss|team\slead|manager"),
    ("nurse", r"nurse|rn|ma(?=\s(?:at|from))|pa(?=\s(?:at|from))"),
    ("office", r"front\sdesk|front\soffice|receptionist|office|ofc|clinic"),
)
_ROLE_PATTERNS = tuple((role, re.compile(rf"(?<![\w/])(?:{pattern})(?![\w/])")) for role, pattern in _ROLES)
_MISTYPED = {
    "pharmacy": "pharmacy",
    "patient": "client",
    "adjuster": "adjuster",
    "employer": "employer",
    "attorney": "attorney",
    "therapist": "therapist",
    "surgeon": "surgeon",
    "physician": "physician",
    "interpreter": "interpreter",
    "hospital": "hospital",
}
_TYPED = re.compile(r"[a-z]{6,}")
_CHECKED_ON = re.compile(r"\bchecked (?:in )?on\s+(?:the |mr\.? |mrs\.? |ms\.? )?$")
_TOPIC = re.compile(
    r"(?:\bre:?|\bregarding|\babout|\bon|\bof|\bref|\breferring to|\bc/o|\bprior to"
    r"|\bbefore|\bafter)\s+(?:the |her |his |their )?(?:mr|mrs|ms)?\.?\s*$"
)
_FOR = re.compile(r"(?:\bfor)\s+(?:the )?(?:mr|mrs|ms)?\.?\s*$")
_WORD_FOR = re.compile(r"\b(?:lvm|lm|message|msg|vm|voice\s?mail|word|msgs?)\s+for\s")
_SAYS = re.compile(r"\s+(?:says|said|states|reports|wants|needs)\b")
_PLACE = re.compile(r"\b(?:at|@|in|to|from|near)\s+(?:the )?$")
_PER = re.compile(r"\bper\s+(?:the )?(?:mr|mrs|ms|dr)?\.?\s*$")
_POSSESSIVE = re.compile(r"(?:'s|s'|s)?\s+$")
_OF = re.compile(r"^\s+(?:of|for|at|from|with|w/?|@)\s+(?:the )?(?:mr|mrs|ms|dr|dra)?\.?\s*$")
_GENERIC = frozenset(
    (
        "office",
        "nurse",
        "physician",
        "surgeon",
        "therapist",
        "adjuster",
        "attorney",
        "employer",
        "insurer",
        "imaging",
        "pharmacy",
        "hospital",
        "surgery_coordinator",
        "school",
        "shelter",
        "court",
        "transport",
        "equipment",
    )
)
_MISSPELLING_ALLOWED = 2


@dataclass(frozen=True)
class Mention:
    start: int
    end: int
    role: str
    named: Named | None = None
    weak: bool = False

    @property
    def contact(self) -> Contact | None:
        return self.named.contact if self.named else None

    @property
    def is_client(self) -> bool:
        return self.role == "client"


@dataclass(frozen=True)
class People:
    mentions: tuple[Mention, ...]
    identifier: Named | None


def find_people(line: str, text: str, candidates: Candidates) -> People:
    """Everybody whom the line mentions, left to right, by role word or by name."""
    names = find_names(text, candidates)
    mentions = [_of_name(named) for named in names]
    taken = [(named.start, named.end) for named in names]
    identifier = find_identifier(line, candidates)
    if identifier:
        mentions = [m for m in mentions if not (identifier.start <= m.start < identifier.end)]
        taken.append((identifier.start, identifier.end))
    for role, start, end in _role_words(line, text, taken):
        mentions.append(Mention(start, end, role))
    mentions.sort(key=lambda mention: mention.start)
    return People(tuple(_merged(mentions, text)), identifier)


def _of_name(named: Named) -> Mention:
    if named.case or named.case_choices:
        return Mention(named.start, named.end, "client", named)
    contact = named.contact
    return Mention(named.start, named.end, (contact.role or contact.sort) if contact else "", named)


def _role_words(line: str, text: str, taken: list[tuple[int, int]]) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    for role, pattern in _ROLE_PATTERNS:
        for match in pattern.finditer(text):
            if _overlaps(match.start(), match.end(), taken) or _is_therapy(line, match):
                continue
            found.append((role, match.start(), match.end()))
            taken.append((match.start(), match.end()))
    for match in _TYPED.finditer(text):
        if not _overlaps(match.start(), match.end(), taken):
            role = _mistyped(match.group())
            if role:
                found.append((role, match.start(), match.end()))
    return found


def _is_therapy(line: str, match: re.Match[str]) -> bool:
    """ "PT" in capitals is physical therapy, "pt" the patient."""
    return line[match.start() : match.end()] in ("PT", "ER", "OT", "EE", "hr", "Hr", "or", "Or")


def _mistyped(word: str) -> str:
    for right, role in _MISTYPED.items():
        if word[0] == right[0] and sorted(word) == sorted(right):
            return role
        if DamerauLevenshtein.distance(word, right, score_cutoff=1) <= 1:
            return role
    return ""


def _overlaps(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in taken)


def _merged(mentions: list[Mention], text: str) -> list[Mention]:
    """ "adjuster Bloom", "nurse at Dr. Lee", "Peña's wife" are one mention each."""
    merged: list[Mention] = []
    for mention in mentions:
        last = merged[-1] if merged else None
        joined = _joined(last, mention, text) if last else None
        if joined:
            merged[-1] = joined
        else:
            merged.append(mention)
    return merged


def _joined(last: Mention, mention: Mention, text: str) -> Mention | None:
    gap = text[last.end : mention.start]
    if mention.role == "family" and last.is_client and _POSSESSIVE.fullmatch(gap):
        return Mention(last.start, mention.end, "family", last.named)
    if last.role == "family" and mention.is_client and _OF.match(gap):
        return Mention(last.start, mention.end, "family", mention.named)
    if (
        mention.named
        and not last.named
        and last.role in _GENERIC
        and not mention.is_client
        and re.fullmatch(r"\s+(?:dr\.?\s+)?", gap)
    ):
        return Mention(last.start, mention.end, mention.role, mention.named)
    if (
        mention.named
        and not last.named
        and last.role in ("nurse", "office", "attorney", "surgery_coordinator")
        and mention.contact
        and _OF.match(gap)
    ):
        return Mention(last.start, mention.end, mention.role, mention.named)
    if (
        last.contact
        and not mention.named
        and mention.role in (*_GENERIC, "nurse")
        and _POSSESSIVE.fullmatch(gap)
    ):
        return Mention(last.start, mention.end, last.role, last.named)
    if last.is_client and not mention.named and mention.role in _GENERIC and re.fullmatch(r"'s\s+", gap):
        return mention
    if (
        not last.named
        and not mention.named
        and re.fullmatch(r"'s\s+", gap)
        and mention.role in ("nurse", "office", "family", "employer")
    ):
        return Mention(last.start, mention.end, mention.role if mention.role == "family" else last.role)
    return None


def find_whom(
    text: str, people: People, kind: str | None, until: int, verb_at: int = 0
) -> Found[Whom] | None:
    """The first party that is neither the topic nor the place, up to where the follow-ups begin.

    `verb_at` is where the verb of what we did stands: who is named after it in its clause comes first.
    """
    mentions = [mention for mention in people.mentions if mention.start < until]
    per = [mention for mention in mentions if _PER.search(text, 0, mention.start)]
    fitting = per or [mention for mention in mentions if not _is_topic(mention, text, kind)]
    if not kind:
        fitting = [one for one in fitting if one.named or one.role != "office" or _SAYS.match(text, one.end)]
    if not fitting:
        return None
    clause_end = next((at for at in range(verb_at, len(text)) if text[at] in ",.;"), len(text))
    chosen = next((one for one in fitting if verb_at <= one.start < clause_end), fitting[0])
    if _is_place(chosen, text) and kind in ("visit", "meeting"):
        chosen = next((m for m in fitting if not _is_place(m, text)), chosen)
    if chosen.role == "office" and not chosen.named:
        chosen = next((mention for mention in fitting if mention.named and mention.contact), chosen)
    return Found(_whom(chosen), chosen.start, chosen.end, chosen.named.confidence if chosen.named else 0.85)


def _whom(mention: Mention) -> Whom:
    contact = mention.contact
    if contact and mention.role != "family":
        return Whom(mention.role, contact.id, contact.name)
    if contact and contact.role == "family":
        return Whom("family", contact.id, contact.name)
    choices = mention.named.choices if mention.named else ()
    return Whom(
        mention.role,
        None,
        mention.named.case.name if mention.named and mention.named.case and mention.is_client else "",
        choices,
    )


def _is_topic(mention: Mention, text: str, kind: str | None) -> bool:
    if kind == "travel" and mention.is_client:
        return True
    before = text[: mention.start]
    if _CHECKED_ON.search(before):
        return False
    if _TOPIC.search(before) and mention.role != "family":
        return mention.is_client or kind != "call" or not _names_a_party(mention)
    if _FOR.search(before):
        word_for = re.search(
            r"\b(?:lvm|lm|message|msg|vm|voice\s?mail|word)\s+for\s+(?:the )?(?:mr|mrs"
            r"|ms)?\.?\s*$",
            before,
        )
        return mention.is_client and not word_for
    return (
        kind in ("paperwork", "research")
        and mention.is_client
        and not re.search(r"\b(?:w/?|with|helped|assisted)\s+(?:the )?(?:mr|mrs|ms)?\.?\s*$", before)
    )


def _names_a_party(mention: Mention) -> bool:
    return mention.named is not None


def _is_place(mention: Mention, text: str) -> bool:
    place_role = mention.role in (
        "office",
        "imaging",
        "hospital",
        "shelter",
        "school",
        "court",
        "pharmacy",
    ) or (mention.contact is not None and mention.contact.sort == "office")
    return place_role and bool(_PLACE.search(text, 0, mention.start))


def find_reach(people: People, start: int, end: int) -> Whom | None:
    """Whom a follow-up in this stretch of the line is to reach: the first whom it names."""
    named = [mention for mention in people.mentions if start <= mention.start < end]
    return _whom(named[0]) if named else None


def find_case(
    people: People, whom: Found[Whom] | None, candidates: Candidates
) -> tuple[Found[str] | None, tuple[str, ...]]:
    """The case by its number, its client's name, the one case of who was spoken with, or the page's own."""
    if people.identifier and people.identifier.case:
        number = people.identifier
        return Found(people.identifier.case.case_id, number.start, number.end, number.confidence), ()
    choices: tuple[str, ...] = ()
    for mention in people.mentions:
        named = mention.named
        if named and named.case:
            return Found(named.case.case_id, mention.start, mention.end, named.confidence), ()
        if named and named.case_choices:
            choices = choices or named.case_choices
    if candidates.current_case_id and (not choices or candidates.current_case_id in choices):
        return Found(candidates.current_case_id, 0, 0, 0.7), ()
    return _case_of_contact(whom, people, candidates), choices


def _case_of_contact(whom: Found[Whom] | None, people: People, candidates: Candidates) -> Found[str] | None:
    for mention in people.mentions:
        contact = mention.contact
        if (
            contact
            and whom
            and contact.id == whom.value.contact_id
            and contact.sort == "person"
            and len(contact.case_ids) == 1
        ):
            return Found(contact.case_ids[0], mention.start, mention.end, 0.6)
    return None


def resolve_role(
    whom: Found[Whom] | None, case: Found[str] | None, candidates: Candidates
) -> Found[Whom] | None:
    """A role word with a known case is the one party of that case in that role."""
    if whom is None or case is None or whom.value.contact_id or whom.value.role in ("", "client", "office"):
        return whom
    fitting = [c for c in candidates.contacts if c.role == whom.value.role and case.value in c.case_ids]
    if len(fitting) != 1:
        return whom
    return Found(Whom(whom.value.role, fitting[0].id, fitting[0].name), whom.start, whom.end, 0.75)
