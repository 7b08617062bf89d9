"""The rarer things that addresses ask for; a new kind of address adds its thing here."""

from datetime import date, timedelta
from typing import Any

from caseday.access.models import Coverage, GlassBreak, Team
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8


def make_rest(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    """Parameter name -> value."""
    coverage = Coverage.objects.get(absent=cast.nora)
    return {
        "slug": "workers_compensation",
        "team_id": Team.objects.get().pk,
        "coverage_id": coverage.pk,
        "glass_id": _glass(cast, made["case_id"]),
        "session_id": 1,
        "on": date(2026, 3, 2).isoformat(),
        "uidb36": "x",
        "key": "x-y",
        "provider": "none",
        "pk": 1,
    }


def _glass(cast: Cast, case_id: Any) -> Any:
    """Broken by Nora, so that opening the case does not widen anybody's sight."""
    opened_at, expires_at = MONDAY_8 - timedelta(hours=9), MONDAY_8 - timedelta(hours=5)
    glass = GlassBreak.objects.create(
        staff=cast.nora, case_id=case_id, reason="Patient called", opened_at=opened_at, expires_at=expires_at
    )
    return glass.pk
