from django.apps import AppConfig


class DayplanConfig(AppConfig):
    name = "caseday.dayplan"
    label = "dayplan"

    def ready(self) -> None:
        from caseday.access.record import register_follower
        from caseday.dayplan.actions.telling import follow_telling

        register_follower(follow_telling)
