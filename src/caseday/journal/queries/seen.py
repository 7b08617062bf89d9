"""For the access log: the case of an activity, whoever asks."""

from uuid import UUID

from caseday.journal.models import Activity


def case_of_activity(activity_id: UUID) -> list[UUID]:
    found = Activity.objects.filter(pk=activity_id, case__isnull=False)
    return list(found.values_list("case_id", flat=True))
