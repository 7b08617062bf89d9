from django.apps import AppConfig


class AdvocacyConfig(AppConfig):
    name = "caseday.advocacy"
    label = "advocacy"
