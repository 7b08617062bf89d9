from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "caseday.reports"
    label = "reports"
