from django.apps import AppConfig


class DayplanConfig(AppConfig):
    name = "caseday.dayplan"
    label = "dayplan"
