from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "caseday.cases"
    label = "cases"
