"""The agency's settings."""

from caseday.access.models import Agency


def get_agency() -> Agency:
    """An unsaved default where none is set up yet."""
    return Agency.objects.first() or Agency(name="Caseday")
