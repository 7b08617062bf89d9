from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "caseday.compliance"
    label = "compliance"

    def ready(self) -> None:
        from caseday.access.lookups import register_subject
        from caseday.access.record import register_follower
        from caseday.compliance.actions import mark_stale
        from caseday.compliance.queries.reports import case_of_report

        register_follower(mark_stale)
        register_subject("program_report_id", case_of_report)
