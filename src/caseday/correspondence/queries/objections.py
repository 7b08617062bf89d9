"""What speaks against a message as it is written: facts of the file, judged by the rules."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import cases_seen_by, conditions_of, flags_in, get_case, pack_of, parties_of
from caseday.correspondence.queries.pictures import pictures_can_be_fetched
from caseday.correspondence.queries.reaches import reaches_of
from caseday.correspondence.queries.senders import sender_for
from caseday.correspondence.queries.ways import of_office, of_professional
from caseday.correspondence.rules.checks import (
    CopyWanted,
    Facts,
    Foreign,
    Paper,
    Reach,
    all_objections,
    still_standing,
)
from caseday.correspondence.rules.details import details_in
from caseday.correspondence.rules.outgoing import Objection, Outgoing
from caseday.correspondence.rules.quiet_hours import Ear, may_go_at
from caseday.correspondence.rules.shipped_words import quiet_hours, shipped_wordings
from caseday.documents.models import Document, DocumentText
from caseday.documents.queries import documents_seen_by, pdf_file
from caseday.documents.queries.files import Opened, picture_file
from caseday.followups.models import Request
from caseday.kernel.errors import NotFound
from caseday.programs.rules import word_of

_MOST_PAPERS = 50
_MISSING = "Its file is missing. Put it in again, or take it out."
_NO_PICTURE = "A text takes pictures alone (JPEG, PNG, GIF). Send it by email or fax, or take it out."


def objections_to(viewer: Viewer, outgoing: Outgoing, now: datetime) -> list[Objection]:
    """Those that still stand; empty where it may leave. NotFound where its case is out of sight."""
    return still_standing(outgoing, every_objection(viewer, outgoing, now))


def every_objection(viewer: Viewer, outgoing: Outgoing, now: datetime) -> list[Objection]:
    """Also those that the writer has overruled: what the form shows with a tick."""
    case = get_case(viewer, outgoing.case_id) if outgoing.case_id else None
    return all_objections(outgoing, facts_of(viewer, outgoing, case, now))


def leaves_at(outgoing: Outgoing, reaches: Iterable[Reach], now: datetime) -> datetime:
    """When it goes: as planned, put off by quiet hours where it is a text."""
    at = max(now, outgoing.not_before or now)
    if outgoing.channel != "text":
        return at
    ears = [Ear(one.zone, one.wrote_at) for one in reaches if one.zone is not None]
    return may_go_at(at, ears, quiet_hours())


def facts_of(viewer: Viewer, outgoing: Outgoing, case: Case | None, now: datetime) -> Facts:
    papers, words = _papers(viewer, outgoing)
    return Facts(
        reaches=reaches_of(outgoing, case, now),
        has_account=sender_for(viewer, outgoing.channel, outgoing.account_id) is not None,
        papers=tuple(papers),
        foreign=tuple(_foreign(viewer, case, outgoing, words)) if case else (),
        copies=tuple(_copies(case, outgoing, now.date())) if case else (),
        details=_details(case, outgoing),
        can_fetch_pictures=pictures_can_be_fetched(),
        told_of=tuple(_other_clients(viewer, case, outgoing)),
    )


def _papers(viewer: Viewer, outgoing: Outgoing) -> tuple[list[Paper], dict[str, str]]:
    """Each as it would go along; and the words of those that may, by title."""
    ids = list(outgoing.document_ids[:_MOST_PAPERS])
    rows = {one.pk: one for one in documents_seen_by(viewer).filter(pk__in=ids)}
    texts = dict(DocumentText.objects.filter(document__in=rows).values_list("document_id", "text"))
    papers = [_paper(viewer, rows.get(one), outgoing.case_id, outgoing.channel, texts) for one in ids]
    return papers, {rows[one].title: texts[one] for one in ids if one in rows and texts.get(one)}


def file_to_send(viewer: Viewer, document_id: UUID, channel: str) -> Opened | None:
    """What goes out for a paper: with a text its picture, else its PDF. None where it has none; NotFound."""
    return (picture_file if channel == "text" else pdf_file)(viewer, document_id)


def _paper(
    viewer: Viewer, one: Document | None, case_id: UUID | None, channel: str, texts: dict[UUID, str]
) -> Paper:
    if one is None:
        return Paper("A paper", problem="It is not there, or not yours to see. Take it out.")
    if one.voided_at:
        return Paper(one.title, problem="It was voided. Send the one that counts.")
    if one.is_thing:
        return Paper(
            one.title, problem="It is a thing in hand and cannot be sent this way. Hand it over, or mail it."
        )
    if one.case_id is None:
        return Paper(one.title, problem="It is on no case yet. File it on this case first.")
    if one.case_id != case_id:
        return Paper(one.title, problem="It is on another case. Take it out.")
    try:
        file = file_to_send(viewer, one.pk, channel)
    except NotFound:
        return Paper(one.title, problem=_MISSING)
    if file is None:
        return Paper(one.title, problem=_NO_PICTURE if channel == "text" else _MISSING)
    return Paper(one.title, file.size_bytes, is_read=bool(texts.get(one.pk, "").strip()))


def _foreign(viewer: Viewer, case: Case, outgoing: Outgoing, papers: dict[str, str]) -> Iterator[Foreign]:
    texts = {"text": outgoing.text, "subject": outgoing.subject} | {
        f"documents {t}": w for t, w in papers.items()
    }
    for key, flags in flags_in(viewer, case, texts).items():
        field, _, title = key.partition(" ")
        where = f"“{title}”" if title else ""
        for flag in flags:
            own = flag.case is not None and flag.case.person_id == case.person_id
            yield Foreign(
                flag.text, flag.words, field, where, flag.kind == "misfiled" and not own, flag.kind == "side"
            )


def _details(case: Case | None, outgoing: Outgoing) -> tuple[str, ...]:
    if outgoing.channel != "text":
        return ()
    found = details_in(outgoing.text, _told_by(case) if case else ())
    if outgoing.document_ids:
        found = (*found, "a picture of the file")
    slug = outgoing.template.partition(":")[0]
    if not found and any(one.slug == slug and one.tells_health for one in shipped_wordings()):
        return ("what this template says",)
    return found


def _told_by(case: Case) -> list[str]:
    """What the case's conditions and prescriptions are called."""
    titles = Request.objects.filter(case=case, kind="prescription").values_list("title", flat=True)
    parts = [f"{one.body_part} {one.description}" for one in conditions_of(case)]
    return [*parts, *titles]


def _copies(case: Case, outgoing: Outgoing, on: date) -> Iterator[CopyWanted]:
    pack, going = pack_of(case), {one.role for one in outgoing.to if one.role}
    for rule in pack.copies_in(case.jurisdiction, on=on):
        if not going & set(rule.to):
            continue
        source = next(one.source for one in pack.citations if one.slug == rule.basis)
        why = f"{rule.word} ({'contract default, not verified' if rule.basis == 'contract' else source})"
        for party in parties_of(case):
            is_there = party.to_on is None or party.to_on > on
            if is_there and party.role in rule.copies and party.role not in going:
                word = word_of(pack.party_roles, party.role)
                yield CopyWanted(party.shown_name, word, _address_of(party, outgoing.channel), why)


def _address_of(party: object, channel: str) -> str:
    professional, office = getattr(party, "professional", None), getattr(party, "office", None)
    if professional:
        ways = of_professional(professional, "", "").by(channel)
    elif office:
        ways = of_office(office, "", "").by(channel)
    else:
        return str(getattr(party, "email", "")).lower() if channel == "email" else ""
    return ways[0].address if ways else ""


def _other_clients(viewer: Viewer, case: Case | None, outgoing: Outgoing) -> Iterator[str]:
    """Full names of clients on the caseload that stand in the words, other than this one and who gets it."""
    text = f"{outgoing.subject}\n{outgoing.text}".casefold()
    own = {one.name.casefold() for one in outgoing.to}
    cases = cases_seen_by(viewer).filter(assigned_to__in=viewer.caseload_staff_ids).exclude(status="closed")
    if case is not None:
        cases = cases.exclude(person=case.person_id)
    rows = cases.values_list("person__given_name", "person__preferred_name", "person__family_name").distinct()
    for given, preferred, family in rows:
        names = {f"{first} {family}" for first in (given, preferred) if first and family}
        yield from (name for name in sorted(names) if name.casefold() in text and name.casefold() not in own)
