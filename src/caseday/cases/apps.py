from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "caseday.cases"
    label = "cases"

    def ready(self) -> None:
        from caseday.cases.permissions import persons_seen_by
        from caseday.people.permissions import register_sight

        register_sight(persons_seen_by)
