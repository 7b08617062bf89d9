from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "caseday.assessments"
    label = "assessments"
