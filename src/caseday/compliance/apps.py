from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "caseday.compliance"
    label = "compliance"

    def ready(self) -> None:
        from caseday.access.record import register_follower
        from caseday.compliance.actions import mark_stale

        register_follower(mark_stale)
