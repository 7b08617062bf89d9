"""Drafts of packs: working papers, so no event is appended until one is published. Wrong values are kept as typed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import require
from caseday.access.viewer import Viewer
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.programs.models import PackDraft
from caseday.programs.permissions import can_word_packs
from caseday.programs.queries import all_clocks, base_of, get_draft, latest_version, pack_exists
from caseday.programs.rules import PackError, read_pack
from caseday.programs.rules.versions import OVERLAY_SECTIONS, plain_values, slug_of

ONLY_LEADS = "Only administrators and supervisors word programs. Ask one of yours."
CHANGED_MEANWHILE = (
    "{who} changed this draft since you opened it. What you typed is here; look at theirs, then save again."
)
_MOST_CHARACTERS = 1_000_000


def copy_pack(
    *, actor: Viewer, now: datetime, slug: str, new_word: str = "", id: UUID | None = None
) -> PackDraft:
    """A draft of what is in force today; with `new_word`, of a program of the agency's own beside it.

    The draft that there is already, where somebody began one. NotFound for an unknown slug.
    """
    require(can_word_packs(actor), ONLY_LEADS)
    if id and (found := PackDraft.objects.filter(pk=id).first()):
        return found
    base = base_of(slug, on=now.date())
    values = plain_values(base.pack)
    if new_word.strip():
        values |= {"slug": _free_slug(new_word), "word": new_word.strip()[:120]}
    values |= {"effective_from": now.date().isoformat()}
    values.pop("effective_to", None)
    draft = PackDraft(slug=values["slug"], word=values["word"], values=values, based_on=base.name[:160])
    return _begun(draft, actor, now, id)


def set_overlay(
    *,
    actor: Viewer,
    now: datetime,
    slug: str,
    payer_name: str,
    office_id: UUID | None = None,
    id: UUID | None = None,
) -> PackDraft:
    """A draft of what this payer changes of the pack; begins with what they changed so far."""
    require(can_word_packs(actor), ONLY_LEADS)
    name = " ".join(payer_name.split())
    if not name:
        raise Invalid({"payer_name": "Name the payer or funder, as the cases name them."})
    base = base_of(slug, on=now.date())
    before = latest_version(slug, payer_name=name)
    draft = PackDraft(
        slug=slug,
        payer_name=before.payer_name if before else name[:160],
        payer_office_id=office_id or (before.payer_office_id if before else None),
        word=base.pack.word,
        values=before.values if before else {},
        based_on=base.name[:160],
    )
    return _begun(draft, actor, now, id)


def _begun(draft: PackDraft, actor: Viewer, now: datetime, id: UUID | None) -> PackDraft:
    found = PackDraft.objects.filter(slug=draft.slug, payer_name__iexact=draft.payer_name).first()
    if found:
        return found
    draft.id = id or new_id()
    draft.created_by_id = draft.changed_by_id = actor.staff_id
    draft.created_at = draft.changed_at = now
    draft.save(force_insert=True)
    return draft


def _free_slug(word: str) -> str:
    slug = slug_of(word)
    if not slug:
        raise Invalid({"new_word": "Write a name with letters."})
    if pack_exists(slug):
        raise Invalid({"new_word": "There is a program of this name. Copy that one, or choose another name."})
    return slug


def save_draft(
    *, actor: Viewer, now: datetime, draft_id: UUID, values: Mapping[str, Any], revision: int
) -> PackDraft:
    """All sections at once. Raises Invalid where somebody saved the draft after `revision`."""
    require(can_word_packs(actor), ONLY_LEADS)
    with transaction.atomic():
        draft = _locked(actor, draft_id)
        _check_revision(draft, actor, revision)
        kept = {**values, "slug": draft.slug} if not draft.is_overlay else _of_payer(values)
        if len(str(kept)) > _MOST_CHARACTERS:
            raise Invalid("This is too much for a program. Shorten the texts.")
        word = kept.get("word")
        draft.values = kept
        draft.word = word[:120] if isinstance(word, str) and word.strip() else draft.word
        draft.revision += 1
        draft.changed_by_id, draft.changed_at = actor.staff_id, now
        draft.save(update_fields=["values", "word", "revision", "changed_by", "changed_at"])
    return draft


def save_section(
    *, actor: Viewer, now: datetime, draft_id: UUID, section: str, value: Any, revision: int
) -> PackDraft:
    """One section as typed, right or wrong; None takes it out, so that it is as usual (or as the pack has it)."""
    draft = get_draft(actor, draft_id)
    values = {name: one for name, one in draft.values.items() if name != section}
    if value is not None:
        values = {**draft.values, section: value}
    return save_draft(actor=actor, now=now, draft_id=draft_id, values=values, revision=revision)


def save_text(*, actor: Viewer, now: datetime, draft_id: UUID, text: str, revision: int) -> PackDraft:
    """The whole draft as a pack file. Raises Invalid with line, field and reason of every mistake."""
    draft = get_draft(actor, draft_id)
    if draft.is_overlay:
        raise Invalid({"text": "What a payer changes is edited section by section."})
    try:
        pack = read_pack(text, name="text", clocks={one.slug for one in all_clocks()})
    except PackError as error:
        raise Invalid({"text": "\n".join(error.problems)}) from error
    return save_draft(actor=actor, now=now, draft_id=draft_id, values=plain_values(pack), revision=revision)


def discard_draft(*, actor: Viewer, now: datetime, draft_id: UUID) -> None:
    require(can_word_packs(actor), ONLY_LEADS)
    get_draft(actor, draft_id).delete()


def _locked(actor: Viewer, draft_id: UUID) -> PackDraft:
    get_draft(actor, draft_id)
    return PackDraft.objects.select_for_update(of=("self",)).select_related("changed_by").get(pk=draft_id)


def _check_revision(draft: PackDraft, actor: Viewer, revision: int) -> None:
    if draft.revision != revision:
        who = draft.changed_by.name if draft.changed_by else "Caseday"
        own = draft.changed_by_id == actor.staff_id
        raise Invalid({"revision": CHANGED_MEANWHILE.format(who="You, on another page," if own else who)})


def _of_payer(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in values.items() if name in OVERLAY_SECTIONS}
