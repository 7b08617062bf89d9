from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "caseday.correspondence"
    label = "correspondence"

    def ready(self) -> None:
        from caseday.correspondence.queries.inbox import waiting_count
        from caseday.ui.navigation import register_count

        register_count("correspondence:inbox", waiting_count)
