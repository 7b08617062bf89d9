"""Every address of Caseday and who of the cast may open it. An address without a row fails the test beside this.

A row: name of the address -> who opens it, and what the others are told (404 unless the row says 403: they may
know that the place exists, and the page tells them what to do instead).
"""

from dataclasses import dataclass

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


def _rows(names: str, row: Row) -> dict[str, Row]:
    return dict.fromkeys(names.split(), row)


EVERYONE = Row(CAST)
OWN_ACCOUNT = Row(None)
PUBLIC = Row(CAST, signed_out=200)
OF_THE_CASE = Row(SIGHT)
ADMINISTRATORS = frozenset({"adam"})
ADMINISTERS = Row(ADMINISTRATORS, others=403)
REVIEWERS = frozenset({"susan", "adam", "audrey"})
WRITES_TO_THE_CASE = Row(WORKS, method="post")

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
        "access:staff_link access:disable_staff access:enable_staff access:release_staff access:remove_team",
        Row(ADMINISTRATORS, others=403, method="post"),
    ),
    "access:end_coverage": Row(frozenset({"nora", "susan", "adam"}), others=(403, 404), method="post"),
    "access:log": Row(REVIEWERS, others=403),
    "access:glass_review": Row(REVIEWERS, others=403),
    "access:glass": Row(frozenset({"nora", "carl", "susan", "olive"}), others=403),
    "access:review_glass": Row(frozenset({"susan", "adam"}), others=403, method="post"),
    "access:close_glass": Row(frozenset({"nora"}), others=(403, 404), method="post"),
    **_rows("programs:packs programs:pack programs:diagnoses", EVERYONE),
    # Shown to developers only (key: debug).
    **_rows("ui:style", Row(frozenset())),
}
