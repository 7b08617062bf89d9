from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "caseday.access"
    label = "access"
