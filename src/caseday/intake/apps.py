from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "caseday.intake"
    label = "intake"
