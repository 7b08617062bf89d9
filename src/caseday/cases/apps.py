from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "caseday.cases"
    label = "cases"

    def ready(self) -> None:
        from caseday.access.lookups import register_cases
        from caseday.cases.permissions import persons_seen_by
        from caseday.cases.queries.exactly import case_behind, case_numbers
        from caseday.people.permissions import register_sight

        register_sight(persons_seen_by)
        register_cases(labels=case_numbers, find=case_behind)
