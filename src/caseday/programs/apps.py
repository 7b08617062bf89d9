from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "caseday.programs"
    label = "programs"
