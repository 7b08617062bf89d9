from django.apps import AppConfig


class CarePlansConfig(AppConfig):
    name = "caseday.careplans"
    label = "careplans"
