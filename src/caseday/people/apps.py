from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "caseday.people"
    label = "people"
