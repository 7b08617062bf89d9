from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "caseday.correspondence"
    label = "correspondence"
