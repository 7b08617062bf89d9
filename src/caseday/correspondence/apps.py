from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "caseday.correspondence"
    label = "correspondence"

    def ready(self) -> None:
        from caseday.access.lookups import register_subject
        from caseday.correspondence.actions.calls import hear_of_call
        from caseday.correspondence.queries.inbox import waiting_count
        from caseday.correspondence.queries.updates import case_of_update
        from caseday.journal.actions import register_listener
        from caseday.ui.navigation import register_count

        register_count("correspondence:inbox", waiting_count)
        register_listener(hear_of_call)
        register_subject("update_id", case_of_update)
