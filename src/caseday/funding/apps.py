from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "caseday.funding"
    label = "funding"
