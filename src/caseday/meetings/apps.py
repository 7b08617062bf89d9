from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "caseday.meetings"
    label = "meetings"
