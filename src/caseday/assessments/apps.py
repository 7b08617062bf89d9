from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "caseday.assessments"
    label = "assessments"

    def ready(self) -> None:
        from caseday.access.lookups import register_subject
        from caseday.assessments.queries import case_of_alert, case_of_assessment
        from caseday.assessments.queries.links import case_of_link

        register_subject("assessment_id", case_of_assessment)
        register_subject("alert_id", case_of_alert)
        register_subject("client_link_id", case_of_link)
