"""Rows of the typical day over HTTP, without a browser: what is stored, and what is open afterwards."""

import re
from datetime import datetime, timedelta
from html import unescape

from django.test import Client
from django.urls import reverse

from caseday.access.queries import verify_chains, viewer_for
from caseday.cases.models import Case, FirstContact
from caseday.directory.queries import open_state_of
from caseday.intake.models import Referral
from caseday.journal.models import Activity, Draft, Note
from caseday.kernel import clock
from caseday.kernel.ids import new_id
from caseday.looseends.queries import loose_ends_for
from caseday.looseends.rules.end import LooseEnd
from caseday.schedule.models import Appointment
from tests.day import TheDay, at
from tests.journeys.conftest import DayAt


def _ends(day: TheDay, rule: str = "") -> list[LooseEnd]:
    now = clock.now()
    return [
        end
        for end in loose_ends_for(viewer_for(day.staff(), now=now), now=now).ends
        if rule in ("", end.rule)
    ]


def _page(maya: Client, address: str) -> str:
    answer = maya.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def _post(maya: Client, name: str, *args: object, **values: object) -> object:
    answer = maya.post(
        reverse(name, args=args), {key.replace("_in_", "-"): value for key, value in values.items()}
    )
    assert answer.status_code in (200, 302), answer.content.decode()[:2000]
    return answer


def test_the_brief_names_stops_leave_by_times_and_what_to_carry(day_at: DayAt) -> None:
    _, maya = day_at("07:20")
    today = _page(maya, "/")
    brief = today[today.index('id="brief-card"') :]
    for words in (
        "Ridgeview Orthopedics",
        "Colorado River Spine Clinic",
        "MRI report, left knee",
        "Elena Vasquez",
    ):
        assert words in brief
    assert re.search(r"leave \d+:\d\d", brief)


def test_the_order_by_hand_is_kept_and_is_ones_own(day_at: DayAt) -> None:
    day, maya = day_at("08:00")
    last = _ends(day)[-1]
    _post(maya, "looseends:pin", last.rule, last.subject_id, pinned="yes")
    assert _ends(day)[0].key == last.key
    ben = viewer_for(day.staff("ben"), now=clock.now())
    assert not loose_ends_for(ben, now=clock.now()).is_arranged


def test_a_snoozed_end_sleeps_and_comes_back(day_at: DayAt) -> None:
    day, maya = day_at("08:00")
    first = _ends(day)[0]
    _post(maya, "looseends:snooze", first.rule, first.subject_id, until="hour")
    assert first.key not in {end.key for end in _ends(day)}
    clock.shift_to(at("09:01"))
    assert first.key in {end.key for end in _ends(day)}


def test_the_sheets_hold_numbers_dates_and_promises(day_at: DayAt) -> None:
    day, maya = day_at("08:00")
    elena = day.case_of("Vasquez")
    call = _page(maya, reverse("casefile:call_sheet", args=[elena.pk]))
    for words in (
        "AUTH-80417-22",
        "press 3 for the surgery coordinator",
        "promised to Elena Vasquez",
        "Surgery",
    ):
        assert words in call
    visit = day.appointment("Orthopedic follow-up", "Bell")
    sheet = _page(maya, reverse("casefile:visit_sheet", args=[visit.case_id]) + f"?appointment={visit.pk}")
    for words in ("MRI report, left knee", "Treatment options", "ticket is stamped"):
        assert words in sheet


def test_a_note_of_yesterday_is_prefilled_signed_and_no_longer_open(day_at: DayAt) -> None:
    day, maya = day_at("08:00")
    call = Activity.objects.get(
        with_name="Marcus Bell", noted_at=None, voided_at=None, kind="call", staff=day.staff()
    )
    editor = _page(maya, reverse("journal:write_up") + f"?activity={call.pk}")
    assert "knee swells after four hours" in editor
    assert not Draft.objects.filter(activity=call).exists(), "no draft before something was typed"
    _post(maya, "journal:sign", activity=call.pk, kind="note", format="narrative", version=0,
          section_in_text="Marcus Bell reports the knee swells.")  # fmt: skip
    assert Note.objects.get(activity=call).signed_by == "Maya Torres, RN, CCM"
    assert call.pk not in {end.subject_id for end in _ends(day, "activity_without_note")}


def test_a_confirmation_counts_by_side_and_the_unconfirmed_stays_open(day_at: DayAt) -> None:
    day, maya = day_at("08:30")
    visit = day.appointment("Wound check", "Reyes")
    _post(maya, "schedule:confirm", visit.pk, side="client", result="confirmed")
    _post(maya, "schedule:confirm", visit.pk, side="office", result="left_word")
    assert visit.pk in {end.subject_id for end in _ends(day, "appointment_unconfirmed")}
    _post(maya, "schedule:confirm", visit.pk, side="office", result="confirmed", said_by="Front desk")
    assert visit.pk not in {end.subject_id for end in _ends(day, "appointment_unconfirmed")}
    assert Appointment.objects.get(pk=visit.pk).state == "confirmed"


def test_hours_heard_once_serve_every_case_and_every_colleague(day_at: DayAt) -> None:
    day, maya = day_at("08:00")
    office = day.office("Colorado River Spine Clinic")
    heard = _post(maya, "directory:hear_hours", office.pk, line="M-F 9-12 and 1-4")
    text = re.search(r'name="opening_hours" value="([^"]+)"', heard.content.decode())  # type: ignore[attr-defined]
    assert text
    _post(
        maya, "directory:hours_text", office.pk, opening_hours=unescape(text[1]), heard_as="M-F 9-12 and 1-4"
    )
    ben = viewer_for(day.staff("ben"), now=clock.now())
    state = open_state_of(ben, day.office(office.name), clock.now())
    assert not state.is_open
    calls = _page(maya, "/calls/")
    assert calls.index("Opens soon") < calls.index("Peter Lindqvist")


def test_a_visit_lived_by_taps_writes_itself_up(day_at: DayAt) -> None:
    day, maya = day_at("09:40")
    visit = day.appointment("Orthopedic follow-up", "Bell")
    for hour, kind in (("10:05", "arrived"), ("10:30", "waiting"), ("10:35", "with_provider"), ("10:40", "waiting"),
                       ("11:00", "with_provider"), ("11:25", "done")):  # fmt: skip
        clock.shift_to(at(hour))
        _post(maya, "schedule:step", visit.pk, kind=kind, id=new_id())
    assert _page(maya, reverse("journal:write_up") + f"?appointment={visit.pk}").count(
        "Ridgeview Orthopedics"
    )
    _post(maya, "journal:sign", appointment=visit.pk, kind="note", format="soap", version=0, id=new_id(),
          section_in_plan="Follow up with the receiving office within one week.")  # fmt: skip
    kinds = dict(Activity.objects.filter(appointment=visit).values_list("kind", "minutes"))
    assert kinds["visit"]
    assert (
        sum(Activity.objects.filter(appointment=visit, kind="wait").values_list("minutes", flat=True)) == 25
    )
    assert visit.pk not in {end.subject_id for end in _ends(day)}


def test_a_referral_in_one_request_opens_the_case_and_its_clocks(day_at: DayAt) -> None:
    day, maya = day_at("15:45")
    taken: dict[str, object] = {"id": new_id(), "family_name": "Quintanilla", "received_at": "2026-03-02T15:45", "program": "workers_compensation",
             "acuity": 2, "goals": "Modified duty within 6 weeks", "referrer_name": "Rosalyn Peck", "then": "accept"}  # fmt: skip
    for _ in range(2):
        _post(maya, "intake:take", **taken)
    assert Referral.objects.filter(family_name="Quintanilla").count() == 1
    case = Case.objects.get(person__family_name="Quintanilla")
    assert case.goals.get().text == "Modified duty within 6 weeks"
    due = {one.role: _austin(one.due_at) for one in FirstContact.objects.filter(case=case)}
    assert due["adjuster"] == at("10:45") + timedelta(days=1)
    assert due["client"] == at("17:00") + timedelta(days=1)
    assert len([end for end in _ends(day, "first_contact_due") if end.case_id == case.pk]) == len(due)


def _austin(moment: datetime) -> datetime:
    return moment.astimezone(at("08:00").tzinfo)


def test_a_first_contact_is_met_by_the_call_that_reaches_them(day_at: DayAt) -> None:
    day, maya = day_at("09:00")
    end = next(end for end in _ends(day, "first_contact_due") if "Employer" in end.title)
    contact = FirstContact.objects.get(pk=end.subject_id)
    _post(
        maya,
        "casefile:call",
        id=new_id(),
        case=contact.case_id,
        role="employer",
        result="reached",
        summary="Gina Talbot states light duty is open.",
    )
    contact.refresh_from_db()
    assert contact.met_at
    assert end.key not in {one.key for one in _ends(day)}


def test_one_line_is_stored_once_and_nothing_is_lost_overnight(day_at: DayAt) -> None:
    day, maya = day_at("17:10")
    key = new_id()
    for _ in range(2):
        _post(
            maya,
            "journal:capture",
            id=key,
            line="Elena Vasquez called to say thanks, 4 min, call her back by 9am tomorrow",
        )
    kept = Activity.objects.get(pk=key)
    assert (kept.kind, kept.minutes, kept.is_incoming, kept.case) == ("call", 4, True, day.case_of("Vasquez"))
    before = {end.key for end in _ends(day)}
    closing = _page(maya, "/close/")
    fields = dict.fromkeys(re.findall(r'<select name="([a-z_]+:[0-9a-f-]+)"', closing), "2026-03-03")
    assert set(fields) < before, "what is not for today stays on the list"
    assert f"activity_without_note:{key}" in fields
    assert maya.post("/close/", fields).status_code == 302
    clock.shift_to(at("08:30") + timedelta(days=1))
    after = {end.key for end in _ends(day)}
    assert f"activity_without_note:{key}" in after
    gone = {
        one
        for one in before - after
        if not one.startswith(("appointment_unconfirmed", "appointment_without", "paper_needed"))
    }
    assert gone == set()


def test_after_a_day_of_work_the_record_verifies(day_at: DayAt) -> None:
    day, maya = day_at("08:00")
    _post(
        maya, "journal:capture", id=new_id(), line="called Lakeside Imaging, CD is ready, pick it up by 9:45"
    )
    visit = day.appointment("Wound check", "Reyes")
    _post(maya, "schedule:confirm", visit.pk, side="client", result="confirmed")
    _post(
        maya,
        "intake:take",
        id=new_id(),
        family_name="Quintanilla",
        received_at="2026-03-02T15:45",
        program="workers_compensation",
        acuity=2,
        then="accept",
    )
    found = verify_chains()
    assert found.holds, [str(one) for one in found.problems]
    assert found.events > 500


def test_a_colleague_without_sight_finds_nothing_of_it(day_at: DayAt) -> None:
    day, maya = day_at("11:00")
    elena = day.case_of("Vasquez")
    ben = Client()
    ben.force_login(day.staff("ben"))
    assert ben.get(reverse("casefile:case", args=[elena.pk])).status_code == 404
    assert maya.get(reverse("casefile:case", args=[elena.pk])).status_code == 200
    assert "Elena" not in _page(ben, "/")
    assert "Vasquez" not in _page(ben, "/search/?q=Elena Vasquez").split('id="main"')[1].replace(
        "Elena Vasquez", "", 3
    )


def test_a_request_signed_out_or_locked_confirms_nothing(day_at: DayAt) -> None:
    """The browser drops what was typed only when the view has taken it."""
    _, maya = day_at("08:00")
    typed = {"family_name": "Quintanilla", "kept": "referral|1"}
    assert "stored" not in Client().post("/referrals/new", typed).cookies
    maya.post(reverse("access:lock"))
    locked = maya.post("/referrals/new", typed)
    assert locked.status_code == 423
    assert "stored" not in locked.cookies
    assert not Referral.objects.filter(family_name="Quintanilla").exists()


def test_every_id_in_the_addresses_of_the_day_is_a_uuid(day_at: DayAt) -> None:
    """No health information, no name in an address that a history keeps."""
    _, maya = day_at("08:00")
    for address in re.findall(r'href="(/[^"?#]*)', _page(maya, "/")):
        if not address.startswith("/static/"):
            for part in filter(None, address.split("/")):
                assert re.fullmatch(r"[a-z_-]+|[0-9a-f-]{36}", part), address
