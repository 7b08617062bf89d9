from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    name = "caseday.schedule"
    label = "schedule"

    def ready(self) -> None:
        from caseday.people.moves import register_rows
        from caseday.schedule.permissions import chain_of_attendee

        register_rows("schedule.attendee", "person", chain_of_attendee)
