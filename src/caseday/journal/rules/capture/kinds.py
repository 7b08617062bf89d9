"""Kind, direction and result of what happened, from the verbs of a line."""

import re

from caseday.journal.rules.capture.result import Found

_KINDS: tuple[tuple[str, str], ...] = (
    ("meeting", r"iep\s\w+|care\splan\sreview|webinar|training|rounds|supervision|conference"
                r"|zoom(?:ed)?(?=\s(?:w|with|call|meeting))|video\s(?:call|meeting|conference)"
                r"|teams\s(?:call|meeting)|telehealth|(?:team|staff|care|case|iep|family"
                r"|care\s?plan)\s(?:meeting|mtg|conf(?:erence)?|staffing"
                r"|huddle)"
                r"|conf(?:erence)?\scall|meeting|mtg|staffing|huddle|court\shearing|hearing(?:\sprep)?"
                r"|conferenced"),
    ("travel", r"drove|driving|drive\s(?:to|from|time)|travel(?:l?ed|ling)?|en\sroute|commuted?"
               r"|mileage\s(?:to|from)"),
    ("wait", r"waited|waiting(?!\sroom|\sfor\sauth)|(?:sat\sin|in)\s(?:the\s)?waiting\sroom(?=\s\d)"
             r"|sat\sin\swaiting\sroom|wait\stime"),
    ("research", r"research(?:ed|ing)?|review(?:ed|ing)|looked\s(?:up|for|into|at)|look(?:ing)?\sup"
                 r"|read(?:ing)?\s(?:through|over|the)?"
                 r"|searched|went\sthrough"),
    ("paperwork", r"(?:helped\s(?:\w+\s){1,3})(?:fill|complete|sign|apply|with\s(?:forms?|paperwork"
                  r"|application))|applied\s(?:for)?|entered|logged|processed|finished|worked\son"
                  r"|submitted|put\stogether|(?:completed|filled\s(?:out|in)|wrote|typed|typing|drafted"
                  r"|prepped|prepared|updated"
                  r"|printed|scanned|filed|signed)"
                  r"(?=\b)|charted|charting|documented|paperwork|data\sentry"),
    ("message", r"e-?mailed|e-?mail|texted|text(?:\smsg|\smessage)?|txt(?:'?e?d)?|sms|faxed|refaxed"
                r"|fax(?!\snumber)|messaged"
                r"|portal\s(?:message|msg)|mailed|sent|resent"
                r"|(?:rec'?v?'?d|received|got|had|rcvd)\s(?:an?\s)?(?:vm|voice\s?mail|message|msg|e-?mail"
                r"|text|letter|fax)"
                r"|(?:vm|voice\s?mail|msg|message|letter)\sfrom"),
    ("visit", r"went\s(?:by|to|over\sto|with)|stopped\s(?:by|at|in)|swung\sby|came\sby|rode\s(?:along"
              r"|with)|checked\s(?:in\s)?on(?!\s\w+\s(?:status|auth))|joined|visiting|tele\s?visit"
              r"|walked\s(?:with|to)|drove\s(?=\w+\s(?:to|home))|dropped\soff"
              r"|took(?=\s\w+\s(?:\w+\s)?to\b)|accompanied|transported|sat\swith|escorted"
              r"|no\scall[\s,/]*no\sshow|(?:home|site|hospital|office|clinic|school)\svisit|visit(?:ed)?"
              r"|met|saw|seen|attended"
              r"|accompanied|face\sto\sface|f2f"
              r"|no[\s-]?show(?:ed|s)?|did\s?n[o']?t\sshow|caught\sup\swith|sat\s(?:down\s)?with|hv\b"),
    ("call", r"(?:\d(?:st|nd|rd|th)\s)?attempts?\sto\s(?:reach|call)|by\sphone|over\sthe\sphone"
             r"|straight\sto\s(?:vm|voice\s?mail)|dialed|rang|calling|spoke\sto|facetimed?|(?:called"
             r"|rang)\sand|on\s(?:the\s)?phone|phone\stag|(?:vm|voice\s?mail|message|msg)\sleft|call(?:ed"
             r"|s)?|cld|calld|caled|phoned|phone[d\s]|telephoned|ph\scall|phone\scall|t/?c"
             r"|p/?c(?=\s(?:to|w|from))|spoke|spoken|talked|s/w|lvm|lm|reached(?!\sout\sof)"
             r"|left\s(?:\w+\s){0,3}(?:word|message|msg|vm|voice\s?mail)|tried|attempted\sto\s(?:call"
             r"|reach)|unable\sto\sreach"
             r"|could\s?n[o']?t\sreach|on\shold|hold\s(?:w|with)|held|rang|dialed|called\sback"
             r"|no\sans(?:wer)?|vm\sfull|chatted"),
)  # fmt: skip
_FUTURE_BEFORE = re.compile(
    r"\b(?:before|after|prior to|until|till|wants?|for|re:?|about|next|to confirm"
    r"|of|awaiting|set for|her|his|the)\s+(?:\w+\s)?$"
)
_REPORTED = re.compile(
    r"\b(?:never|not|hasn't|has not|didn't|says|said|states|stated|was|were|been|be|being)\s+(?:\w+\s){0,2}$"
)
_BY_PHONE = re.compile(r"\b(?:by|over the|on the) phone\b")
_CALL_BACK = re.compile(r"\b(?:wants?|needs?|awaiting|asked for|requests?|requesting)\s+(?:an?\s+)?$")
_PATTERNS = tuple((kind, re.compile(rf"(?<![\w'])(?:{pattern})(?!\w)")) for kind, pattern in _KINDS)
_RESULTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (result, re.compile(pattern))
    for result, pattern in (
        ("no_show", r"\bno[\s-]?show(?:ed|s)?\b|\bdid(?:\s?n't|\snot)\sshow\b|\bnot (?:at )?home\b"
                    r"|\b(?:nobody|no one) (?:was )?home\b|\bstood (?:me )?up\b|\bmissed (?:the |our |his "
                    r"|her )?(?:visit|appointment|appt)\b"),
        ("cancelled", r"\bcancel(?:l?ed|s)?\b|\bcx'?l?d\b"),
        ("left_word", r"\blvm\b|\blm\b|\blmtcb\b|\blft (?:vm|msg|message)\b|\bl/m\b"
                      r"|\b(?:vm|voice\s?mail|message|msg)\sleft\b|\bleft\s(?:\w+\s){0,3}(?:word|message"
                      r"|messages|msg|vm|vms|voice\s?mail)\b"
                      r"|\bawaiting (?:a )?call\s?back\b"),
        ("no_answer", r"\bno (?:ans|answer|response|pick\s?up|one (?:answered|picked)|voice\s?mail|vm)\b"
                      r"|\bn/a\b|\bnobody\s(?:answer|pick)\w*"
                      r"|\bdid(?:\s?n't|\snot)\s(?:answer|pick)|\bbusy(?: signal)?\b|\brang out\b"
                      r"|\b(?:mail\s?box|vm|voice\s?mail)(?: is| was)? full\b"
                      r"|\bunable to reach\b|\bcould(?:\s?n't|\snot)\sreach\b|\bdisconnected (?:number"
                      r"|phone)\b|\bnot in service\b"
                      r"|\bunreachable\b|\bwrong number\b|\bkept ringing\b|\bphone tag\b|\bstraight to"
                      r" (?:vm|voice\s?mail)\b|\bno luck\b|\bkept going to (?:vm|voice\s?mail)\b|\bnot"
                      r" picking up\b|\bwithout answer\b"),
        ("closed", r"(?<!waitlist )(?<!wait list )(?<!claim )(?<!case )(?<!file )(?<!loop )(?<!wound"
                   r" )\bclosed\b"
                   r"(?! (?:the|her|his|their|out|on|case|claim|file|wound)\b)(?!\s+(?:for"
                   r" lunch\s+)?\d{1,2}(?::\d\d)?\s?(?:-|to)\s?\d)"),
    )
)  # fmt: skip
_GAVE_UP = re.compile(r"\b(?:gave up|hung up|disconnected|dropped|cut off|abandoned|lost (?:the )?call)\b")
_HOLD = re.compile(r"\b(?:on hold|held|holding|hold)\b")
_SPOKE = re.compile(r"\b(?:spoke|talked|reached(?! out)|s/w|told|said|says|confirmed|advised|chatted)\b")
_INCOMING = re.compile(
    r"\b(?:call|vm|voice\s?mail|text|txt|e-?mail|fax|letter|message|msg|t/?c)(?: msg| message)? (?:back"
    r" )?from\b|\breturned my (?:call|message)\b"
    r"|\b(?:rec'?v?'?d|received|got|had|rcvd|rec|incoming)\b(?: an?| the)? ?(?:\w+ )?(?:call|vm"
    r"|voice\s?mail|text|txt|e-?mail|fax|letter|message|msg)"
    r"|^\s*(?:rec'?v?'?d|received|rcvd)\b|\bcalled me\b|\breturned (?:the|our) call\b"
)
_SUBJECT_VERB = re.compile(
    r"\b(?:called|phoned|rang|calls|texted|txted|emailed|e-mailed|faxed|messaged"
    r"|sent|mailed|wrote|left|telephoned|reached out)\b"
)
_LEFT_BY_THEM = re.compile(r"\bleft\s(?:an?\s)?(?:vm|voice\s?mail|message|msg|word)\b")


def find_kind(text: str) -> Found[str] | None:
    """The earliest verb or noun that names a kind; the order of kinds settles ties."""
    best: Found[str] | None = None
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if kind in ("visit", "call", "meeting", "message") and _not_what_happened(text, match):
                continue
            if best is None or match.start() < best.start:
                best = Found(kind, match.start(), match.end())
            break
    phone = _BY_PHONE.search(text)
    if best and phone and best.value in ("visit", "meeting"):
        return Found("call", phone.start(), phone.end())
    return best


def _not_what_happened(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 24) : match.start()]
    if _REPORTED.search(before):
        return True
    if match.group() in ("visit", "call", "meeting", "hearing", "visits", "calls"):
        return bool(_FUTURE_BEFORE.search(before) or _CALL_BACK.search(before))
    return False


def find_direction(text: str, kind: Found[str] | None, subjects: list[int]) -> tuple[Found[str] | None, bool]:
    """In or out for calls and messages, and whether they left word for us.

    `subjects` are the ends of the parties named; one right before the verb is who acted.
    """
    if kind is None or kind.value not in ("call", "message"):
        return None, False
    incoming = _INCOMING.search(text)
    if incoming:
        return Found("in", incoming.start(), incoming.end()), False
    for verb in _SUBJECT_VERB.finditer(text):
        if any(0 <= verb.start() - end <= 14 and "," not in text[end : verb.start()] for end in subjects):
            left = _LEFT_BY_THEM.match(text, verb.start())
            return Found("in", verb.start(), verb.end(), 0.8), bool(left)
        break
    return Found("out", kind.start, kind.end, 0.75), False


def find_result(text: str, kind: str | None) -> Found[str] | None:
    """What came of it; an outgoing call of which nothing else is said reached somebody."""
    for result, pattern in _RESULTS:
        match = pattern.search(text)
        if match and _fits(result, kind):
            return Found(result, match.start(), match.end())
    return _hold_or_reached(text, kind)


def _fits(result: str, kind: str | None) -> bool:
    if result in ("no_show", "cancelled"):
        return kind == "visit"
    return kind in (None, "call")


def _hold_or_reached(text: str, kind: str | None) -> Found[str] | None:
    if kind != "call":
        return None
    hold, gave_up, spoke = _HOLD.search(text), _GAVE_UP.search(text), _SPOKE.search(text)
    if hold and gave_up:
        return Found("on_hold", hold.start(), gave_up.end())
    if spoke:
        return Found("reached", spoke.start(), spoke.end())
    if hold and not text[hold.end() + 12 :].strip(" ,.;0123456789minutes"):
        return Found("on_hold", hold.start(), hold.end(), 0.7)
    return Found("reached", 0, 0, 0.6)
