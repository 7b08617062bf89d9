from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "caseday.search"
    label = "search"
