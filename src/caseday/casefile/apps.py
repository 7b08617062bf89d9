from django.apps import AppConfig


class CasefileConfig(AppConfig):
    name = "caseday.casefile"
    label = "casefile"
