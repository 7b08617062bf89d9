from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "caseday.ui"
    label = "ui"
