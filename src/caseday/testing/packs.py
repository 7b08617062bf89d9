"""A program as an agency words it itself, in force."""

from typing import Any

from caseday.cases.models import Case
from caseday.programs.actions import copy_pack, publish_version, save_draft
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8


def word_its_own(cast: Cast, case: Case, **sections: Any) -> None:
    """The case has its program with these sections otherwise: single values of a table, or entries of a list more."""
    adam: dict[str, Any] = {"actor": cast.viewer("adam"), "now": MONDAY_8}
    draft = copy_pack(slug=case.program, **adam)
    said = {name: _with(draft.values.get(name), one) for name, one in sections.items()}
    save_draft(draft_id=draft.pk, values=draft.values | said, revision=draft.revision, **adam)
    case.pack_version = publish_version(draft_id=draft.pk, effective_from=MONDAY_8.date(), **adam)
    case.save()


def _with(known: Any, more: Any) -> Any:
    return {**known, **more} if isinstance(more, dict) else [*(known or []), *more]
