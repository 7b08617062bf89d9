"""An exported agency has its decisions, its advocacy and its team meetings in it, each as it was."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from caseday.access import append_only
from caseday.access.queries import verify_chains
from caseday.advocacy.actions import decide
from caseday.advocacy.models import Decision
from caseday.advocacy.tests.made import SURGERY, make_decision, make_effort
from caseday.exchange.actions import export_agency, import_agency
from caseday.exchange.archive import tables
from caseday.meetings.actions import add_action, add_position, plan_next_meeting, raise_disagreement
from caseday.meetings.models import ActionItem, Position, TeamMeeting
from caseday.meetings.tests.made import AT_10, make_meeting, make_team_case, plan
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8

pytestmark = pytest.mark.django_db


def write_everything(actor: Any, cast: Cast) -> None:
    case = make_team_case(cast)
    decision = make_decision(actor, case)
    decide(
        actor=actor, now=MONDAY_8, decision_id=decision.pk, option_id=SURGERY.id, because="No more pain",
        present="Rosa",
    )  # fmt: skip
    make_effort(actor, case, ask_again_on=AT_10.date())
    meeting = make_meeting(actor, case)
    live: dict[str, Any] = {"actor": actor, "now": MONDAY_8, "meeting_id": meeting.pk}
    add_action(**live, text="Send it", owner="Dana")
    one = raise_disagreement(**live, topic="When")
    add_position(actor=actor, now=MONDAY_8, disagreement_id=one.pk, who="Rosa", wants="April")
    plan_next_meeting(**live, plan=plan(AT_10.replace(day=16)))


def test_an_import_into_another_place_gives_the_same(
    nora: Any, cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    write_everything(nora, cast)
    models = [one for app in ("advocacy", "meetings") for one in apps.get_app_config(app).get_models()]
    before = {model: list(model._default_manager.order_by("pk").values()) for model in models}
    export_agency(tmp_path / "out", now=MONDAY_8)
    assert all((tmp_path / f"out/{model._meta.label_lower}.jsonl").exists() for model in models)
    with transaction.atomic():
        append_only.uninstall(connection)
        for model in reversed(tables()):
            rows = model._base_manager.all()
            rows._raw_delete(rows.db)
        assert not TeamMeeting.objects.exists()
        import_agency(tmp_path / "out", now=MONDAY_8)
        after = {model: list(model._default_manager.order_by("pk").values()) for model in models}
        assert after == before
        chosen = Decision.objects.get().chosen
        assert chosen and chosen.title == "Surgery" and Position.objects.get().wants == "April"
        assert (
            ActionItem.objects.get().followup and TeamMeeting.objects.filter(follows__isnull=False).exists()
        )
        assert verify_chains(compare_rows=False).problems == []
        transaction.set_rollback(True)
