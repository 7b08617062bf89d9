from django.apps import AppConfig


class CasefileConfig(AppConfig):
    name = "caseday.casefile"
    label = "casefile"

    def ready(self) -> None:
        from caseday.casefile.queries import next_column, stage_facts
        from caseday.cases.columns import register_next_column

        register_next_column(next_column)
        stage_facts.register_all()
