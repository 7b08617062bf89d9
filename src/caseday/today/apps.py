from django.apps import AppConfig


class TodayConfig(AppConfig):
    name = "caseday.today"
    label = "today"
