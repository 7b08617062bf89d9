from django.apps import AppConfig


class AdvocacyConfig(AppConfig):
    name = "caseday.advocacy"
    label = "advocacy"

    def ready(self) -> None:
        from caseday.access.lookups import register_subject
        from caseday.advocacy.queries import case_of_decision, case_of_effort

        register_subject("decision_id", case_of_decision)
        register_subject("effort_id", case_of_effort)
