"""Every address of Caseday and who of the cast may open it. An address without a row fails the test beside this.

A row: name of the address -> who opens it, and what the others are told (404 unless the row says 403: they may
know that the place exists, and the page tells them what to do instead).
"""

from dataclasses import dataclass, field

CAST = frozenset({"nora", "carl", "susan", "adam", "audrey", "olive"})
SIGHT = frozenset({"nora", "carl", "susan", "audrey"})
"""Works the case, covers for who does, leads their team, or audits."""
WORKS = frozenset({"nora", "carl", "susan"})


@dataclass(frozen=True)
class Row:
    opens: frozenset[str] | None
    """None: it concerns the asker's own account alone, and answers by the state that this is in."""
    others: int | tuple[int, ...] = 404
    method: str = "get"
    signed_out: int = 302
    """What somebody who is not signed in gets: the way to the sign-in page, or the page itself (200)."""
    posts: frozenset[str] | None = None
    """Who may also send its form, where a page is read by more people than may change it."""
    query: dict[str, str] = field(default_factory=dict)
    """Sent along; a value that names a parameter stands for that thing of the world."""


def _rows(names: str, row: Row) -> dict[str, Row]:
    return dict.fromkeys(names.split(), row)


EVERYONE = Row(CAST)
OWN_ACCOUNT = Row(None)
PUBLIC = Row(CAST, signed_out=200)
NOT_AUDITORS = CAST - {"audrey"}
RECORDERS = frozenset({"nora", "carl", "susan", "olive"})
"""Case managers and supervisors: who may begin something new, on a case of their own."""
OF_THE_CASE = Row(SIGHT)
CHANGES_WHAT_IS_SEEN = Row(SIGHT, posts=WORKS)
CHANGES = Row(WORKS, others=(403, 404), posts=WORKS)
BEGINS = Row(RECORDERS, others=403, posts=RECORDERS)
SHARED = Row(NOT_AUDITORS, others=403, posts=NOT_AUDITORS)
SHARED_WRITE = Row(NOT_AUDITORS, others=403, method="post")
NORAS_OWN = Row(frozenset({"nora"}), others=(403, 404), method="post")
ADMINISTRATORS = frozenset({"adam"})
ADMINISTERS = Row(ADMINISTRATORS, others=403)
REVIEWERS = frozenset({"susan", "adam", "audrey"})
LEADS = frozenset({"susan", "adam"})
"""Whose matter the wording of the agency is."""
SUPERVISORS = frozenset({"susan"})
LEADS_A_TEAM = Row(SUPERVISORS, others=403)
WRITES_TO_THE_CASE = Row(WORKS, others=(403, 404), method="post")

TABLE: dict[str, Row] = {
    **_rows("healthz", PUBLIC),
    **_rows(
        "account_change_password account_inactive account_login account_logout account_reauthenticate "
        "account_demonstration account_reset_password_from_key account_reset_password_from_key_done "
        "mfa_activate_totp mfa_add_webauthn mfa_authenticate mfa_deactivate_totp "
        "mfa_download_recovery_codes mfa_edit_webauthn mfa_generate_recovery_codes mfa_index mfa_list_webauthn "
        "mfa_login_webauthn mfa_reauthenticate mfa_reauthenticate_webauthn mfa_remove_webauthn "
        "mfa_view_recovery_codes usersessions_list access:lock access:unlock access:locked access:me "
        "access:account access:end_session",
        OWN_ACCOUNT,
    ),
    **_rows("access:agency access:staff access:teams access:coverage", EVERYONE),
    **_rows("access:add_staff access:edit_staff access:add_team access:edit_team", ADMINISTERS),
    **_rows(
        "access:staff_link access:disable_staff access:enable_staff access:release_staff access:remove_team "
        "access:remove_second_steps",
        Row(ADMINISTRATORS, others=403, method="post"),
    ),
    "access:end_coverage": Row(frozenset({"nora", "susan", "adam"}), others=(403, 404), method="post"),
    "access:log": Row(REVIEWERS, others=403),
    "access:glass_review": Row(REVIEWERS, others=403),
    "access:glass": Row(frozenset({"nora", "carl", "susan", "olive"}), others=403),
    "access:review_glass": Row(frozenset({"susan", "adam"}), others=403, method="post"),
    "access:close_glass": Row(frozenset({"nora"}), others=(403, 404), method="post"),
    **_rows("programs:packs programs:pack programs:deadlines programs:diagnoses programs:version", EVERYONE),
    # Drafts of programs: supervisors and administrators write, auditors read, administrators publish.
    **_rows(
        "programs:text programs:draft_section programs:draft_entry",
        Row(REVIEWERS, others=403, posts=LEADS),
    ),
    **_rows("programs:draft programs:preview", Row(REVIEWERS, others=403)),
    **_rows("programs:copy programs:for_payer programs:discard", Row(LEADS, others=403, method="post")),
    **_rows("programs:publish programs:withdraw", Row(ADMINISTRATORS, others=403, method="post")),
    # Where cases stand: the board and the list show what is in the asker's sight.
    "cases:stages": EVERYONE,
    "cases:versions": Row(CAST, posts=RECORDERS, others=403),
    **_rows("cases:stage cases:version", CHANGES_WHAT_IS_SEEN),
    # Shown to developers only (key: debug).
    **_rows("ui:style", Row(frozenset())),
    # Pages of one case, or of one client.
    **_rows(
        "casefile:as_of casefile:call_sheet casefile:case casefile:handoff_sheet casefile:history casefile:journal casefile:messages "
        "casefile:visit_sheet cases:facts cases:part cases:workers journal:activity journal:facts journal:of_case "
        "people:person schedule:appointment schedule:visit",
        OF_THE_CASE,
    ),
    **_rows(
        "casefile:close cases:add cases:change cases:change_facts cases:change_status cases:change_workers cases:end "
        "followups:todo intake:decline intake:referral journal:void schedule:agenda",
        CHANGES_WHAT_IS_SEEN,
    ),
    # Numbers read back, what to check in a text, work status.
    **_rows("casefile:numbers cases:work_status", OF_THE_CASE),
    "casefile:read_back": CHANGES_WHAT_IS_SEEN,
    "casefile:compare": WRITES_TO_THE_CASE,
    "casefile:flags": Row(SIGHT, query={"activity": "activity_id"}),
    **_rows("cases:answer_duty casefile:record_work_status cases:offer_duty cases:void_work_status", CHANGES),
    "cases:answer_offer": Row(SIGHT, posts=frozenset({"carl"})),
    **_rows(
        "journal:correct people:add_addresses people:add_contact people:add_household people:add_safety "
        "people:edit_addresses people:edit_contact people:edit_household people:edit_names people:edit_needs "
        "people:edit_ssn schedule:call_off schedule:edit schedule:move schedule:new_date",
        CHANGES,
    ),
    **_rows("journal:add_to_note people:compare", Row(WORKS, others=(403, 404))),
    "journal:write_up": Row(WORKS, others=(403, 404), query={"activity": "activity_id"}),
    **_rows(
        "cases:end_support followups:done followups:reopen intake:accept intake:reconsider journal:learn_hours journal:sign_as_is "
        "people:end_addresses people:end_contact people:end_household people:end_safety people:merge "
        "people:undo_merge schedule:confirm schedule:drop_date schedule:end_series schedule:step schedule:take_over "
        "schedule:undo",
        WRITES_TO_THE_CASE,
    ),
    "people:show_ssn": Row(WORKS, others=(403, 404), method="post"),
    "followups:move": Row(
        WORKS, others=(403, 404), method="post", query={"due_on": "2026-03-09", "to": "tomorrow"}
    ),
    # Requests, their steps, who was told of them.
    **_rows("followups:requests", EVERYONE),
    **_rows("followups:request followups:requests_of_case", OF_THE_CASE),
    "followups:new_request": BEGINS,
    **_rows(
        "followups:change_request followups:finish_request followups:drop_request followups:claim_step "
        "followups:deny_step followups:withdraw_claim",
        CHANGES,
    ),
    **_rows(
        "followups:reopen_request followups:check_request followups:tell followups:use_units followups:file_paper followups:verify_step "
        "followups:change_clock",
        WRITES_TO_THE_CASE,
    ),
    # Community resources, offered and followed.
    **_rows("followups:resources_of_case followups:find_resource", OF_THE_CASE),
    **_rows("followups:offer_resource followups:resource_step", CHANGES),
    **_rows(
        "directory:resources directory:resource followups:resource_offers followups:resource_figures",
        EVERYONE,
    ),
    **_rows(
        "directory:learn_of_resource directory:settle_resource_note directory:link_resource_office directory:take_directorys",
        SHARED_WRITE,
    ),
    **_rows("directory:add_resource directory:correct_resource", SHARED),
    # Licenses (the world's are Nora's): one's own, the team's, everybody's for administrators and auditors.
    "access:licenses": EVERYONE,
    "access:team_licenses": Row(REVIEWERS, others=403),
    "access:staff_licenses": Row(REVIEWERS | {"nora"}),
    **_rows(
        "access:add_license access:edit_license access:add_education",
        Row(LEADS | {"nora"}, others=(403, 404), posts=LEADS | {"nora"}),
    ),
    **_rows(
        "access:end_license access:void_education", Row(LEADS | {"nora"}, others=(403, 404), method="post")
    ),
    # No file of a certificate lies in this world; what is sent to it is none.
    **_rows(
        "documents:license_certificate documents:education_certificate",
        Row(LEADS | {"nora"}, others=(403, 404), method="post"),
    ),
    # Chases, and the checklist of a day that is set.
    "followups:readiness": OF_THE_CASE,
    **_rows(
        "followups:start_checklist followups:unconfirm_line followups:line_needed journal:take_back_attempt",
        WRITES_TO_THE_CASE,
    ),
    **_rows(
        "followups:add_line followups:confirm_line followups:verify_line followups:line_not_needed "
        "followups:move_line",
        Row(
            WORKS,
            others=(403, 404),
            method="post",
            query={
                "word": "Ride",
                "stands_out_days_before": "3",
                "by": "Ann",
                "how": "Saw it",
                "reason": "No",
                "to": "0",
            },
        ),
    ),
    "journal:attempt": Row(WORKS, others=(403, 404), method="post", query={"result": "closed"}),
    "followups:drop": Row(WORKS, others=(403, 404), method="post", query={"reason": "Not needed any more"}),
    # Papers: what is sent to `add` is no file here, so it says what lacks.
    **_rows("documents:case documents:original documents:page documents:pdf documents:reading", OF_THE_CASE),
    "documents:document": CHANGES_WHAT_IS_SEEN,
    **_rows("documents:file documents:void documents:move documents:read_again", WRITES_TO_THE_CASE),
    "documents:list": EVERYONE,
    # Where papers went, and packets.
    **_rows("documents:deliveries documents:delivery documents:packet_pdf", OF_THE_CASE),
    **_rows("documents:appointment_papers documents:hand_over documents:packet", CHANGES_WHAT_IS_SEEN),
    **_rows("documents:new_packet documents:send", CHANGES),
    **_rows(
        "documents:say_received documents:verify_in_chart documents:fail_delivery documents:deny_delivery "
        "documents:hand_over_packet",
        WRITES_TO_THE_CASE,
    ),
    "documents:of_office": EVERYONE,
    **_rows("documents:add documents:add_thing", BEGINS),
    # Lists and searches: everybody, each sees their own part of it.
    **_rows(
        "casefile:cases_of_office cases:list cases:same_number cases:who directory:likely_doubles directory:list "
        "directory:office followups:list intake:duplicates intake:list intake:same_claim journal:list journal:open "
        "people:likely_duplicates people:list schedule:calendar schedule:confirmations schedule:offices "
        "search:search",
        EVERYONE,
    ),
    # What came in and is on no case yet; administrators see accounts, not mail.
    "correspondence:inbox": Row(RECORDERS, others=403),
    **_rows("correspondence:message correspondence:conversation", OF_THE_CASE),
    **_rows(
        "correspondence:file correspondence:needs_answer correspondence:no_answer correspondence:safety_seen "
        "correspondence:set_aside correspondence:take_back correspondence:unfile",
        WRITES_TO_THE_CASE,
    ),
    **_rows(
        "correspondence:stop correspondence:retry correspondence:arrived correspondence:mailed",
        WRITES_TO_THE_CASE,
    ),
    # Only of a letter or a fax of ours; the message of this world came in.
    "correspondence:letter": Row(frozenset()),
    "correspondence:compose": Row(WORKS, others=(403, 404), posts=WORKS, query={"case": "case_id"}),
    "correspondence:compose_preview": Row(RECORDERS, others=403, method="post"),
    "correspondence:templates": EVERYONE,
    "correspondence:template": Row(CAST, posts=LEADS),
    "correspondence:new_template": Row(CAST, posts=LEADS),
    **_rows(
        "correspondence:retire_template correspondence:restore_template",
        Row(LEADS, others=403, method="post"),
    ),
    "correspondence:safety_phrases": Row(LEADS, others=403, posts=LEADS),
    **_rows(
        "correspondence:switch_safety_phrase correspondence:remove_safety_phrase",
        Row(LEADS, others=403, method="post"),
    ),
    # Mailboxes: administrators see all, everybody else the agency's and their own (the world's is Nora's).
    "correspondence:accounts": EVERYONE,
    "correspondence:add_account": Row(NOT_AUDITORS, others=403, posts=NOT_AUDITORS),
    "correspondence:account": Row(frozenset({"nora", "adam", "audrey"}), posts=frozenset({"nora"})),
    **_rows("correspondence:test_account correspondence:switch_on_account", NORAS_OWN),
    "correspondence:switch_off_account": Row(frozenset({"nora", "adam"}), others=(403, 404), method="post"),
    **_rows(
        "correspondence:html correspondence:raw correspondence:message_file correspondence:invitations",
        OF_THE_CASE,
    ),
    **_rows("correspondence:take_up_invitation correspondence:call_off_invited", WRITES_TO_THE_CASE),
    **_rows("correspondence:update correspondence:told_update", OF_THE_CASE),
    **_rows("correspondence:save_update correspondence:tell_update", WRITES_TO_THE_CASE),
    "correspondence:discard_update": WRITES_TO_THE_CASE,
    "correspondence:remind": CHANGES_WHAT_IS_SEEN,
    "correspondence:hand_outs": CHANGES_WHAT_IS_SEEN,
    **_rows(
        "careplans:plan careplans:household careplans:part careplans:print careplans:entry careplans:version careplans:versions "
        "careplans:work",
        OF_THE_CASE,
    ),
    **_rows(
        "careplans:about careplans:end careplans:review careplans:sign careplans:add careplans:change "
        "careplans:end_part careplans:worked careplans:measure careplans:void_measure careplans:kin",
        CHANGES,
    ),
    "careplans:outcomes": CHANGES_WHAT_IS_SEEN,
    "careplans:void_outcome": CHANGES,
    **_rows("careplans:start careplans:reopen_part careplans:link", WRITES_TO_THE_CASE),
    "correspondence:taught_back": WRITES_TO_THE_CASE,
    **_rows("correspondence:words_of_message correspondence:words_of_note", OF_THE_CASE),
    "correspondence:words": EVERYONE,
    # The directory is shared by all cases; auditors only read.
    **_rows(
        "directory:add directory:add_phone directory:add_professional directory:edit directory:edit_phone "
        "directory:edit_professional directory:hours directory:masks schedule:feeds",
        SHARED,
    ),
    **_rows(
        "directory:hear_hours directory:hours_text directory:restore directory:retire directory:retire_phone "
        "directory:retire_professional cases:save_filter journal:switch_format journal:wording",
        SHARED_WRITE,
    ),
    # What they write to is named in what is sent: nothing is, so they say what lacks.
    **_rows("journal:save_draft journal:sign", SHARED_WRITE),
    **_rows("followups:add intake:take", Row(CAST, posts=NOT_AUDITORS)),
    **_rows("casefile:call journal:capture people:add schedule:new", BEGINS),
    **_rows("journal:interpret schedule:conflicts", Row(RECORDERS, others=403, method="post")),
    # What is open is one's own, and that of whom one covers.
    "looseends:list": EVERYONE,
    "looseends:menu": Row(frozenset({"nora", "carl"})),
    "looseends:reset": Row(RECORDERS, others=403, method="post"),
    "looseends:pin": Row(frozenset({"nora", "carl"}), others=(403, 404), method="post"),
    "looseends:move": Row(frozenset({"nora", "carl"}), others=(403, 404), method="post", query={"to": "0"}),
    **_rows("today:today today:refresh today:line today:calls today:note_hours", EVERYONE),
    "today:close": Row(CAST, posts=RECORDERS),
    # A day is looked at by who has one, and who covers or leads; what is planned in it is decided by its owner.
    **_rows("dayplan:map dayplan:sheet dayplan:aloud", EVERYONE),
    "dayplan:wishes": BEGINS,
    "dayplan:team": LEADS_A_TEAM,
    "dayplan:better_team": Row(SUPERVISORS, others=403, method="post"),
    "dayplan:apply_team": Row(SUPERVISORS, others=403, method="post"),
    "dayplan:hand_over_visit": Row(SUPERVISORS, others=403, method="post"),
    "dayplan:choose": Row(RECORDERS, others=403, method="post"),
    "dayplan:take_back": Row(RECORDERS, others=403, method="post"),
    "dayplan:pin_office": SHARED,
    "dayplan:pin_address": CHANGES,
    "looseends:snooze": Row(
        frozenset({"nora", "carl"}), others=(403, 404), method="post", query={"until": "hour"}
    ),
    "looseends:give": Row(frozenset({"nora", "carl"}), others=(403, 404), method="post"),
    "looseends:wake": Row(RECORDERS, others=403, method="post"),
    # Miles: one's own, a supervisor the team's; auditors read.
    **_rows("reports:miles reports:miles_csv", EVERYONE),
    "reports:correct": Row(
        frozenset({"nora", "susan"}), others=(403, 404), posts=frozenset({"nora", "susan"})
    ),
    **_rows(
        "reports:add reports:restore",
        Row(frozenset({"nora", "susan"}), others=(403, 404), method="post", query={"more": "1"}),
    ),
    # How cases are documented: whoever sees the case; lists of cases are for who works on cases or audits.
    **_rows("compliance:case compliance:note compliance:visit", OF_THE_CASE),
    **_rows(
        "compliance:caseload compliance:audit compliance:audit_csv compliance:audit_pdf",
        Row(CAST - {"adam"}, others=403),
    ),
    # Reports that the program names: read with the case; auditors may print them.
    "compliance:draft_report": Row(WORKS, others=(403, 404), method="post", query={"type": "progress"}),
    **_rows("compliance:reports compliance:report compliance:report_pdf", OF_THE_CASE),
    **_rows(
        "compliance:keep_typing compliance:save_report compliance:sign_report "
        "compliance:discard_report compliance:send_report compliance:note_receipt compliance:amend_report",
        WRITES_TO_THE_CASE,
    ),
    "compliance:audit_list": Row(CAST - {"adam"}, others=403, method="post"),
    # Funds are the agency's; who leads sets them up, who works on a case puts it on; files that name clients are
    # for who leads or audits.
    **_rows(
        "funding:list funding:fund funding:units funding:units_csv funding:counts_csv funding:spent_csv",
        EVERYONE,
    ),
    **_rows("funding:open funding:change funding:add_unit", Row(LEADS, others=403, posts=LEADS)),
    **_rows("funding:end funding:end_unit", Row(LEADS, others=403, method="post")),
    "funding:put_on": BEGINS,
    "funding:charge_open": Row(RECORDERS, others=403, method="post"),
    "funding:charge": WRITES_TO_THE_CASE,
    **_rows("funding:case funding:hmis_answers funding:household", CHANGES_WHAT_IS_SEEN),
    "funding:entry": OF_THE_CASE,
    **_rows("funding:take_off funding:void funding:charge_as funding:spend funding:void_spending", CHANGES),
    "funding:approve_spending": Row(LEADS, others=(403, 404), method="post"),
    "funding:inventory": Row(frozenset({"susan", "audrey"}), others=403, posts=SUPERVISORS),
    "funding:hmis": Row(frozenset({"susan", "audrey"}), others=403, posts=SUPERVISORS),
    "funding:hmis_zip": Row(frozenset({"susan", "audrey"}), others=403),
    # One's own: filters, drafts, calendar feeds.
    **_rows("cases:forget_filter journal:bring_back journal:discard schedule:revoke_feed", NORAS_OWN),
    "journal:versions": Row(frozenset({"nora"})),
    # Import is each one's own; what goes out is the whole agency.
    **_rows("exchange:home exchange:template", EVERYONE),
    "exchange:export": Row(ADMINISTRATORS, others=403, method="post"),
    "exchange:run": Row(frozenset({"nora"})),
    **_rows("exchange:columns exchange:start exchange:give_up", NORAS_OWN),
    # A text gateway opens them by its signature; where none is set up there is nothing.
    **_rows(
        "correspondence:text_incoming correspondence:text_status correspondence:text_status_of",
        Row(frozenset(), signed_out=404, method="post"),
    ),
    # The demonstration phone is nowhere else.
    **_rows("correspondence:phones correspondence:phone correspondence:phone_texts", Row(frozenset())),
    # Assessments: read with the case, given by who works on it; the agency's instruments are an administrator's matter.
    **_rows("assessments:case assessments:assessment assessments:ask", OF_THE_CASE),
    **_rows("assessments:begin assessments:aside assessments:link", CHANGES),
    **_rows(
        "assessments:answer assessments:finish assessments:review assessments:evidence assessments:take_up "
        "assessments:acknowledge assessments:end_link",
        WRITES_TO_THE_CASE,
    ),
    **_rows("assessments:instruments assessments:questionnaire", EVERYONE),
    "assessments:instrument": Row(CAST, posts=ADMINISTRATORS),
    "assessments:add_instrument": ADMINISTERS,
    "assessments:end_instrument": Row(ADMINISTRATORS, others=403, method="post"),
    # Opened by a secret, not by who one is; a wrong secret finds nothing.
    **_rows("schedule:feed correspondence:text_picture assessments:client", Row(frozenset(), signed_out=404)),
    # Decisions of the client, and what was asked of others for them.
    **_rows("advocacy:counts advocacy:counts_csv meetings:list", EVERYONE),
    **_rows("advocacy:of_case advocacy:decision advocacy:page_pdf", OF_THE_CASE),
    "advocacy:effort": CHANGES_WHAT_IS_SEEN,
    **_rows("advocacy:add_effort advocacy:begin_decision advocacy:change_decision", CHANGES),
    **_rows("advocacy:outcome advocacy:decide advocacy:reopen", WRITES_TO_THE_CASE),
    **_rows(
        "advocacy:void advocacy:drop", Row(WORKS, others=(403, 404), method="post", query={"reason": "No"})
    ),
    # Team meetings: auditors read them and their minutes.
    **_rows(
        "meetings:of_case meetings:meeting meetings:calendar meetings:minutes meetings:minutes_pdf meetings:disagreement",
        OF_THE_CASE,
    ),
    **_rows(
        "meetings:plan meetings:change meetings:call_off meetings:people meetings:agenda meetings:plan_next",
        CHANGES,
    ),
    **_rows("meetings:invite meetings:send", CHANGES),
    "meetings:live": Row(WORKS, others=(403, 404)),
    **_rows(
        "meetings:begin meetings:end meetings:notes meetings:decide meetings:act meetings:differ meetings:propose "
        "meetings:keep meetings:position meetings:mediate meetings:settle",
        WRITES_TO_THE_CASE,
    ),
    "meetings:presence": Row(
        WORKS,
        others=(403, 404),
        method="post",
        query={"participant": "participant_id", "presence": "present"},
    ),
    "meetings:came": Row(WORKS, others=(403, 404), method="post", query={"name": "Luis"}),
    "meetings:tick": Row(WORKS, others=(403, 404), method="post", query={"item": "agenda_item_id"}),
    "meetings:strike": Row(
        WORKS, others=(403, 404), method="post", query={"what": "disagreement", "row": "disagreement_id"}
    ),
}
