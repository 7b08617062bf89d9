from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    name = "caseday.followups"
    label = "followups"

    def ready(self) -> None:
        from caseday.access.lookups import register_subject
        from caseday.followups.queries import case_of_followup

        register_subject("followup_id", case_of_followup)
