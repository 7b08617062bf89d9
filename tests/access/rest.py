"""The rarer things that addresses ask for; a new kind of address adds its thing here."""

from datetime import date
from typing import Any

from caseday.access.models import Coverage, Team
from caseday.testing.fixtures import Cast


def make_rest(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    """Parameter name -> value."""
    coverage = Coverage.objects.get(absent=cast.nora)
    return {
        "slug": "workers_compensation",
        "team_id": Team.objects.get().pk,
        "coverage_id": coverage.pk,
        "on": date(2026, 3, 2).isoformat(),
        "uidb36": "x",
        "key": "x-y",
        "provider": "none",
        "pk": 1,
    }
