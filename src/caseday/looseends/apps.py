from django.apps import AppConfig


class LooseendsConfig(AppConfig):
    name = "caseday.looseends"
    label = "looseends"
