from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "caseday.intake"
    label = "intake"

    def ready(self) -> None:
        from caseday.access.lookups import register_subject
        from caseday.intake.queries import case_of_referral

        register_subject("referral_id", case_of_referral)
