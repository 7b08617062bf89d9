from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    name = "caseday.schedule"
    label = "schedule"

    def ready(self) -> None:
        from caseday.access.lookups import register_subject
        from caseday.access.record import register_follower
        from caseday.people.moves import register_rows
        from caseday.schedule.actions.following import follow_change
        from caseday.schedule.permissions import chain_of_attendee
        from caseday.schedule.queries.seen import case_of_appointment

        register_rows("schedule.attendee", "person", chain_of_attendee)
        register_subject("appointment_id", case_of_appointment)
        register_follower(follow_change)
