"""A note carries the credentials that hold on the day on which it is signed, and keeps them."""

from datetime import timedelta

import pytest

from caseday.access.models import License
from caseday.access.viewer import Viewer
from caseday.journal.actions import Typed, hash_of, save_draft, sign_note
from caseday.journal.models import Note
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_activity, make_case

pytestmark = pytest.mark.django_db


def signed(actor: Viewer, cast: Cast, *, days: int = 0) -> Note:
    now = MONDAY_8 + timedelta(days=days)
    call = make_activity(make_case(cast.nora), started_at=now)
    typed = Typed("narrative", {"text": "Spoke with her."}, base_version=0)
    draft = save_draft(actor=actor, now=now, typed=typed, activity_id=call.pk).draft
    return sign_note(actor=actor, now=now, draft_id=draft.pk)


def test_an_expired_license_is_not_carried_and_older_notes_stay_as_they_are(cast: Cast, nora: Viewer) -> None:
    last = MONDAY_8.date() + timedelta(days=1)
    License.objects.create(staff=cast.nora, kind="rn", state="TX", expires_on=last)
    before, after = signed(nora, cast, days=1), signed(nora, cast, days=2)
    assert (before.signed_by, after.signed_by) == ("Nora Field, RN, CCM", "Nora Field, CCM")
    License.objects.update(expires_on=last + timedelta(days=730))
    after.refresh_from_db()
    assert after.signed_by == "Nora Field, CCM" and after.hash == hash_of(after)
    assert signed(nora, cast, days=3).signed_by == "Nora Field, RN, CCM"
