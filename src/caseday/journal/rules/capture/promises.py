"""Follow-ups in a line: what is to be done next, by whom and by when."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from caseday.journal.rules.capture.moments import Moment, find_moments
from caseday.journal.rules.capture.result import Clause, Promise
from caseday.journal.rules.capture.rhythms import SpokenRhythm, find_rhythm

_BREAK = re.compile(
    r"(?:(?<!\bdr)(?<!\bmr)(?<!\bms)(?<!\bst)(?<!\bmrs)(?<!\bsra)(?<!\bsr)(?<!\bappt)(?<!\bmin)(?<!\bmins)(?<!\ba\.m)(?<!\bp\.m)(?<!\b[a-z])[.!?](?=\s)"
    r"|;|,(?!\d)|\s[-\u2013\u2014]\s|(?<!\bre)(?<!\bcc):(?=\s)|\bthen\b(?=\s+(?:call|tell|send|text|email))|\n"
    r"|\s(?:and|&)(?=\s+(?:call|tell|send|text|email|follow|f/u|check|notify|schedule|need|will|remind)\s))"
)
_VERBS = re.findall(
    r"\S+",
    "call phone ring tell notify inform send resend email e-mail text fax refax mail check recheck ck "
    "confirm verify follow f/u fu try retry chase ask find get obtain order reorder schedule reschedule "
    "book rebook request update write draft prepare review visit see let rtc return submit file "
    "complete mail arrange set look remind report bring forward add make contact reach discuss meet "
    "document sign finish advise give invite print provide refer escalate push gather clarify "
    "coordinate revisit touch circle resubmit appeal wait await ",
)
_NOUNS = frozenset(
    re.findall(
        r"\S+",
        "call phone text email e-mail fax visit report review update return order file mail request meet "
        "document look contact ",
    )
)
_VERB = "|".join(sorted((re.escape(verb) for verb in _VERBS), key=len, reverse=True))
_INTRO = re.compile(
    r"^\s*(?:(?:and|then|also|please|pls|plz|so|but|ok|now|next:|todo|to do|to-do|action|reminder"
    r"|remember(?: to)?|remind me(?: to)?|don't forget(?: to)?"
    r"|follow-up|i|we|cm|must|should|have to|need(?:s)? to|gotta|got to|going to|gonna|plan(?: to)?|will"
    r"|i'll|we'll|'ll|i will|we will|to|w/in)\b[\s:,-]*)*"
)
_MARKED = re.compile(
    r"\b(?:todo|to do|to-do|action|reminder|remember|remind me|don't forget|need(?:s)? to"
    r"|must|should|have to|gotta|got to)\b"
)
_WILL = re.compile(r"\b(?:will|'ll|going to|gonna|promised to|plans to|agreed to|i'll|we'll)\b")
_OURS = re.compile(r"^\s*(?:(?:and|then|but|so)\s+)?(?:i|we|cm|i'll|we'll|will|'ll)\b")
_TO_GO = re.compile(
    r"\b(?:to go out|to be (?:sent|done|faxed|mailed|filed|completed)|is due|due|needed"
    r"|owed)\b"
)
_BASE = re.compile(rf"^(?P<verb>{_VERB}|pick (?:her|him|them|pt|client|\w+) up)(?![\w'])")
_NOUN_USE = re.compile(
    r"\s*(?:call\b|conf|visit\b|w/|w\b|with|from|into|in\b|prep|at\b|for\b|msg|message)"
    r"|\s*\d|\s*to\s"
)
_FOLLOW = re.compile(r"^(?:f/u|fu|follow[\s-]?up|rtc|recheck|ck)\b")
_TRAILING_LEAD = re.compile(r"[\s,]*\b(?:by|at|on|before|until|till|due)?\s*$")
_STARTING = re.compile(r"\s*,?\s*(?:starting|beginning|from)\s+(?:on\s+)?")
_LASTING = re.compile(r"\s*,?\s*(?:until|till|til|through|to)\s+")
_THEN = re.compile(r"\b(?:before\s+|by\s+)?then\b")


def clauses_of(text: str) -> list[Clause]:
    clauses, start = [], 0
    for match in _BREAK.finditer(text):
        clauses.append(Clause(text[start : match.start()], start))
        start = match.end()
    clauses.append(Clause(text[start:], start))
    return [clause for clause in clauses if clause.text.strip()]


def find_promises(line: str, text: str, *, now_local: datetime, then_at: datetime | None) -> list[Promise]:
    """The follow-ups of a line; `then_at` is what "then" means (an opening or closing time said before)."""
    promises = []
    for number, clause in enumerate(clauses_of(text)):
        promise = _promise(line, clause, number == 0, now_local, then_at)
        if promise is not None:
            promises.append(promise)
    return promises


def _promise(
    line: str, clause: Clause, is_first: bool, now: datetime, then_at: datetime | None
) -> Promise | None:
    often = _often(clause.text, now)
    moment = often.moment if often else _due(clause.text, now, then_at)
    by_them = _whose(clause.text, is_first, moment)
    if by_them is None:
        return None
    start = clause.start + len(clause.text) - len(clause.text.lstrip())
    end = clause.start + len(clause.text.rstrip())
    return Promise(
        text=_worded(line, clause, moment),
        due_at=often.starts_at if often else moment.at if moment else None,
        has_time=bool(moment and moment.has_time and not often),
        by_them=by_them,
        start=start,
        end=end,
        rhythm=often.rhythm if often else None,
        last_on=often.last_on if often else None,
        often=line[clause.start + often.rhythm.start : clause.start + often.moment.end] if often else "",
    )


@dataclass(frozen=True)
class _Often:
    """A rhythm with what is said about its first or last day; `moment` is the part of the line that says all this."""

    rhythm: SpokenRhythm
    moment: Moment
    starts_at: datetime | None = None
    last_on: date | None = None


def _often(text: str, now: datetime) -> _Often | None:
    """Only of what begins as a thing to do: "takes it daily" asks for nothing."""
    stripped = _INTRO.sub("", text, count=1)
    rhythm = find_rhythm(text) if _BASE.match(stripped) or _FOLLOW.match(stripped) else None
    if rhythm is None:
        return None
    whole = Moment(now, rhythm.start, rhythm.end, True, False)
    for moment in find_moments(text, now_local=now, future=True):
        between = text[rhythm.end : moment.start]
        if _STARTING.fullmatch(between):
            return _Often(rhythm, replace(whole, end=moment.end), starts_at=moment.at)
        if _LASTING.fullmatch(between):
            return _Often(rhythm, replace(whole, end=moment.end), last_on=moment.at.date())
    return _Often(rhythm, whole)


def _due(text: str, now: datetime, then_at: datetime | None) -> Moment | None:
    moments = find_moments(text, now_local=now, future=True)
    then = _THEN.search(text)
    if then and then_at and not moments:
        return Moment(then_at, then.start(), then.end(), False, True)
    ahead = [moment for moment in moments if moment.at >= now]
    chosen = next((moment for moment in ahead if moment.lead in ("by", "before", "due")), None)
    return chosen or (ahead[0] if ahead else None)


def _whose(text: str, is_first: bool, moment: Moment | None) -> bool | None:
    """None when the clause promises nothing; else whether it is somebody else's promise."""
    stripped = _INTRO.sub("", text, count=1)
    base = _BASE.match(stripped)
    will = _WILL.search(text)
    if _MARKED.search(text[: len(text) - len(stripped)]) and base:
        return False
    if base and not _is_noun(stripped, base):
        if not is_first:
            return False if not will or _OURS.match(text) else moment is None
        return False if moment and not _past_in(text) else None
    if _FOLLOW.match(stripped):
        return False if moment or not is_first else None
    if will and moment and (moment.lead not in ("until", "till") or _OURS.match(text)):
        return not _OURS.match(text)
    if moment and _TO_GO.search(text) and moment.lead in ("by", "before", "on"):
        return False
    return None


def _past_in(text: str) -> bool:
    return bool(re.search(r"\b(?:called|spoke|talked|met|saw|left|reached|sent|was|were|had|tried)\b", text))


def _is_noun(stripped: str, base: re.Match[str]) -> bool:
    """ "call with …", "visit at …", "text from …" name what happened; "call pt" is a thing to do."""
    if base.group("verb") not in _NOUNS:
        return False
    return bool(_NOUN_USE.match(stripped, base.end()))


def _worded(line: str, clause: Clause, moment: Moment | None) -> str:
    """The promise in the writer's words, without the words that only say when."""
    text = line[clause.start : clause.end]
    if moment is not None:
        before = _TRAILING_LEAD.sub("", text[: moment.start])
        after = text[moment.end :].strip(" .,")
        text = f"{before} {after}".strip() if before.strip() else after
    shown = text.strip(" .,;:-")
    intro = re.match(
        r"(?:and|then|also|please|pls|i'll|i will|will|we will|i|need to|needs to|remind me"
        r" to|remember to|remember|todo|to do)\b[\s:]+(?=\S)",
        shown,
        re.I,
    )
    while intro and re.match(_VERB, shown[intro.end() :], re.I):
        shown = shown[intro.end() :]
        intro = re.match(
            r"(?:and|then|also|please|i|will|need to|remind me to|remember"
            r" to)\b[\s:]+(?=\S)",
            shown,
            re.I,
        )
    return shown or line[clause.start : clause.end].strip()
