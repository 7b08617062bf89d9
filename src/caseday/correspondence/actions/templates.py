"""The agency's own wording of a template: a new version each time; the newest holds, older ones stay."""

import re
from datetime import datetime
from typing import cast
from uuid import UUID

from caseday.access.permissions import require
from caseday.access.record import agency_chain, change
from caseday.access.viewer import Viewer
from caseday.correspondence.models import TemplateVersion
from caseday.correspondence.permissions import can_change_templates
from caseday.correspondence.queries.wordings import versions_of
from caseday.correspondence.rules.checks.receivers import CHANNELS
from caseday.correspondence.rules.templates import Wording, problems_of
from caseday.kernel.errors import Invalid, NotFound

ONLY_LEADS = "Only supervisors and administrators change templates. Ask one of them."
_SLUG = re.compile(r"^[a-z][a-z0-9_]{1,59}$")
_LANGUAGE = re.compile(r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,6})?$")


def save_template(
    *,
    actor: Viewer,
    now: datetime,
    slug: str,
    channel: str,
    language: str,
    title: str,
    body: str,
    subject: str = "",
    based_on: int | None = None,
) -> Wording:
    """A new version, or the newest as it is where nothing changed. Raises Invalid by field.

    `based_on` is the version that the writer saw: Invalid where somebody saved another since.
    """
    require(can_change_templates(actor), ONLY_LEADS)
    before = versions_of(slug, channel, language)
    values = {
        "title": " ".join(title.split())[:120],
        "subject": " ".join(subject.split())[:200],
        "body": _body(body),
    }
    _check(slug, channel, language, values)
    newest = before[0] if before else None
    if newest and not newest.is_retired and _is_same(newest, values):
        return newest
    if based_on is not None and newest and newest.version != based_on:
        raise Invalid("Somebody saved another version meanwhile. Look at it, then save yours again.")
    _add(actor, now, (slug, channel, language), values, newest)
    return versions_of(slug, channel, language)[0]


def retire_template(*, actor: Viewer, now: datetime, slug: str, channel: str, language: str) -> None:
    """It is offered no more; what was written with it keeps its version."""
    require(can_change_templates(actor), ONLY_LEADS)
    newest = next(iter(versions_of(slug, channel, language)), None)
    if newest is None:
        raise NotFound
    if newest.is_retired:
        return
    values = {"title": newest.title, "subject": newest.subject, "body": newest.body}
    _add(actor, now, (slug, channel, language), values, newest, is_retired=True)


def restore_shipped(*, actor: Viewer, now: datetime, slug: str, channel: str, language: str) -> Wording:
    """As Caseday ships it, as a new version. NotFound for a template of the agency's own."""
    shipped = versions_of(slug, channel, language)[-1:]
    if not shipped or shipped[0].version:
        raise NotFound
    one = shipped[0]
    return save_template(
        actor=actor, now=now, slug=slug, channel=channel, language=language, title=one.title, body=one.body,
        subject=one.subject,
    )  # fmt: skip


def _add(
    actor: Viewer,
    now: datetime,
    key: tuple[str, str, str],
    values: dict[str, str],
    newest: Wording | None,
    *,
    is_retired: bool = False,
) -> None:
    slug, channel, language = key
    row = TemplateVersion(
        slug=slug, channel=channel, language=language, version=(newest.version if newest else 0) + 1,
        staff_id=cast(UUID, actor.staff_id), made_at=now, is_retired=is_retired, **values,
    )  # fmt: skip
    verb = "template_retired" if is_retired else "template_saved"
    with change(
        verb, actor=actor, now=now, chain=agency_chain(), subject=row, summary=values["title"]
    ) as record:
        record.add(row)


def _body(body: str) -> str:
    return body.replace("\r\n", "\n").replace("\0", "").strip()


def _is_same(one: Wording, values: dict[str, str]) -> bool:
    return (one.title, one.subject, one.body) == (values["title"], values["subject"], values["body"])


def _check(slug: str, channel: str, language: str, values: dict[str, str]) -> None:
    problems = {
        "slug": "" if _SLUG.match(slug) else "Name it with small letters and underscores, like thank_you.",
        "channel": "" if channel in CHANNELS else "Choose email, text, fax or letter.",
        "language": "" if _LANGUAGE.match(language) else "Choose a language.",
        "title": "" if values["title"] else "Give it a title.",
        "body": "" if values["body"] else "Write the wording.",
        "subject": "" if values["subject"] or channel == "text" else "Write a subject.",
    }
    for field in ("subject", "body"):
        if found := problems_of(values[field]):
            problems[field] = " ".join(found)
    if wrong := {field: words for field, words in problems.items() if words}:
        raise Invalid(wrong)
