from django.apps import AppConfig


class LooseendsConfig(AppConfig):
    name = "caseday.looseends"
    label = "looseends"

    def ready(self) -> None:
        from caseday.looseends.queries.agenda import offers_of_case
        from caseday.meetings.queries import register_source

        register_source(offers_of_case)
