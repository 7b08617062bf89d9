from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "caseday.demo"
    label = "demo"
