from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "caseday.journal"
    label = "journal"

    def ready(self) -> None:
        from caseday.access.lookups import register_subject
        from caseday.journal.queries.seen import case_of_activity

        register_subject("activity_id", case_of_activity)
