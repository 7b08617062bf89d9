"""Answers to an invitation as Gmail, Outlook, Apple and others send them."""

GMAIL = """BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REPLY
BEGIN:VEVENT
DTSTART:20260302T160000Z
DTEND:20260302T170000Z
DTSTAMP:{stamp}
ORGANIZER;CN=Nora Field:mailto:nora@example.com
UID:{uid}
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={said};CN=Dana
  Whitfield;X-NUM-GUESTS=0:mailto:{who}
CLASS:PRIVATE
CREATED:20260302T140000Z
DESCRIPTION:
LAST-MODIFIED:{stamp}
LOCATION:12 Elm Street\\, Austin
SEQUENCE:{sequence}
STATUS:CONFIRMED
SUMMARY:Case conference
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
"""
OUTLOOK = """BEGIN:VCALENDAR
METHOD:REPLY
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:Central Standard Time
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:-0500
TZOFFSETTO:-0600
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
ATTENDEE;PARTSTAT={said};CN={who}:MAILTO:{who}
COMMENT;LANGUAGE=en-US:Will be ten minutes late\\n
UID:{uid}
SUMMARY;LANGUAGE=en-US:Accepted: Case conference
DTSTART;TZID=Central Standard Time:20260302T100000
DTEND;TZID=Central Standard Time:20260302T110000
CLASS:PRIVATE
PRIORITY:5
DTSTAMP:{stamp}
TRANSP:OPAQUE
STATUS:CONFIRMED
SEQUENCE:{sequence}
X-MICROSOFT-CDO-APPT-SEQUENCE:{sequence}
END:VEVENT
END:VCALENDAR
"""
APPLE = """BEGIN:VCALENDAR
CALSCALE:GREGORIAN
METHOD:REPLY
PRODID:-//Apple Inc.//macOS 15.1//EN
VERSION:2.0
BEGIN:VEVENT
ATTENDEE;CN="Dana Whitfield";CUTYPE=INDIVIDUAL;EMAIL="{who}";PARTSTAT={said};ROLE=REQ-PARTICIPANT:mailto:{who}
DTEND:20260302T170000Z
DTSTAMP:{stamp}
DTSTART:20260302T160000Z
ORGANIZER;CN=Nora Field:mailto:nora@example.com
SEQUENCE:{sequence}
SUMMARY:Case conference
UID:{uid}
END:VEVENT
END:VCALENDAR
"""
OUTLOOK_COUNTER = """BEGIN:VCALENDAR
METHOD:COUNTER
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VEVENT
ATTENDEE;PARTSTAT={said};CN=Dana Whitfield:MAILTO:{who}
UID:{uid}
SUMMARY;LANGUAGE=en-US:New Time Proposed: Case conference
DTSTART;TZID=Central Standard Time:20260303T140000
DTEND;TZID=Central Standard Time:20260303T150000
X-MS-OLK-ORIGINALSTART;TZID=Central Standard Time:20260302T100000
DTSTAMP:{stamp}
SEQUENCE:{sequence}
END:VEVENT
END:VCALENDAR
"""
BARE = """BEGIN:VCALENDAR
METHOD:REPLY
BEGIN:VEVENT
UID:{uid}
ATTENDEE;PARTSTAT={said}:mailto:{who}
END:VEVENT
END:VCALENDAR
"""
SHAPES = {"gmail": GMAIL, "outlook": OUTLOOK, "apple": APPLE}


def mail(
    shape: str, *, uid: str, who: str = "dana@example.org", said: str = "ACCEPTED", sequence: object = 0,
    stamp: str = "20260302T141500Z", sender: str = "", number: int = 1,
) -> bytes:  # fmt: skip
    """A whole message: words, the answer as a part, and as Google does once more as a file."""
    calendar = shape.format(uid=uid, who=who, said=said, sequence=sequence, stamp=stamp)
    method = "COUNTER" if "METHOD:COUNTER" in calendar else "REPLY"
    text = f"""From: Dana Whitfield <{sender or who}>
To: nora@example.com
Subject: {said.title()}: Case conference
Message-ID: <reply-{number}@mail.example.org>
Date: Mon, 02 Mar 2026 14:20:00 +0000
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b1"

--b1
Content-Type: multipart/alternative; boundary="b2"

--b2
Content-Type: text/plain; charset="UTF-8"

Dana Whitfield has answered.
--b2
Content-Type: text/calendar; charset="UTF-8"; method={method}

{calendar}
--b2--
--b1
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"

{calendar}
--b1--
"""
    return text.replace("\n", "\r\n").encode()
