from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    name = "caseday.schedule"
    label = "schedule"
